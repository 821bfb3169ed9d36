"""What the class names and ids of an element say of the text within it.

A name is cut into its words ("article-related-links", "articleRelatedLinks"), and each word that
pages use all over the trade belongs to a group. Words are matched whole, never as parts of others.
The groups of a name are one integer with a bit for each.
"""

import re
from functools import lru_cache
from typing import Final

MAX_NAME_CHARS = 200

_WORDS: Final = {
    "caption": "caption captions figcaption imgcaption cutline wpcaption legende bildunterschrift "
    "figure photocaption imagecaption popisek didascalia bildtext onderschrift bijschrift "
    "fotobijschrift piefoto piedefoto resimalti fotoalti kuvateksti billedtekst bildetekst "
    "legenda kepalairas",
    "related": "related recirc recirculation recommended recommendations recommend readmore "
    "morefrom teaser teasers outbrain taboola relatedlinks relatedarticles seealso popular "
    "trending mostread mostpopular zergnet upnext readnext alsoread promobox relacionadas "
    "relacionados verwandte similar more latest recent suggested revcontent mgid",
    "byline": "byline bylines author authors authorname authorbio bio writer contributor reporter "
    "autor autore auteur vcard avatar profile autorin verfasser autores autoren auteurs autori "
    "firma firmas redattore redacteur journaliste giornalista forfatter skribent kirjoittaja "
    "szerzo yazar autorka autorzy",
    "date": "date dateline timestamp pubdate published publishdate postdate datetime time "
    "entrydate datum fecha data lastupdated updated posted tarih veroffentlicht",
    "promotion": "newsletter newsletters subscribe subscription signup promo promotion paywall "
    "advert advertisement ad ads adsense sponsored sponsor donate donation banner cta dfp gpt "
    "adslot adunit adwrapper adbox offer upsell werbung anzeige publicidad",
    "comment": "comment comments commentlist disqus respond replies reply kommentare "
    "commentaires comentarios discussion thread",
    "share": "share sharing social sharebar sharedaddy socials addthis sharethis follow facebook "
    "twitter whatsapp sharer partage compartir teilen",
    "navigation": "nav navbar navigation menu breadcrumb breadcrumbs pagination pager skip sitemap "
    "topbar submenu toolbar tab tabs dropdown masthead megamenu",
    "summary": "standfirst summary subtitle subheadline subhead dek deck lead lede intro chapo "
    "sommario description subheading abstract excerpt entradilla sinopsis teasertext vorspann "
    "bajada copete perex sapo ingress preamble manchet occhiello sottotitolo chapeau subhed "
    "untertitel unterzeile subtitulo sumario linhafina zajawka podtytul podnadpis bevezeto spot "
    "underrubrik ingressi kurztext anriss alternativeheadline strapline blurb",
    "tags": "tags tag tagcloud keywords topics topic category categories label labels cat "
    "kicker eyebrow section",
    "body": "articlebody article body story storybody entry content post postcontent "
    "articlecontent text main entrycontent bodytext articletext storytext richtext prose wysiwyg "
    "paragraph copy texto contenido inhalt artikel corps",
    "credit": "credit credits copyright photocredit source attribution quelle",
    "footer": "footer foot colophon bottom copyright legal disclaimer",
    "header": "header head top hero heading headline title titel titulo titre",
    "side": "sidebar aside rail widget widgets complementary secondary side right left column col",
    "media": "image images img photo photos picture media video videos player gallery slideshow "
    "carousel slider slide thumbnail thumb figure embed audio podcast bild galerie galeria foto",
    "embed": "tweet instagram embed embedded iframe youtube oembed fb pym infogram datawrapper",
    "box": "infobox factbox box callout highlight panel fact facts info sidebarbox inset module "
    "block note notice toc",
    "quote": "quote pullquote blockquote pull zitat cita citation",
    "list": "list feed grid card cards item items river stream loop archive results row rows "
    "stories articles posts headlines",
    "hidden": "hidden sr visually screenreader invisible offscreen accessibility a11y assistive "
    "noscript",
    "consent": "cookie cookies consent gdpr modal popup overlay dialog lightbox login signin "
    "register account search form privacy",
    "button": "button btn link links icon icons cta toggle print print email",
    "live": "live liveblog liveblogs update updates ticker timeline entries",
}  # fmt: skip
NAMES: Final = tuple(_WORDS)
_GROUP_OF: dict[str, int] = {}
for _bit, _listed in enumerate(_WORDS.values()):
    for _word in _listed.split():
        _GROUP_OF[_word] = _GROUP_OF.get(_word, 0) | 1 << _bit

_NAME_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")


@lru_cache(maxsize=20_000)
def name_groups(name: str) -> int:
    """The groups of one class, id, role or itemprop attribute."""
    groups = 0
    for part in name[:MAX_NAME_CHARS].split():
        groups |= _part_groups(part)
    return groups


# Pages make thousands of attributes of a few hundred parts.
@lru_cache(maxsize=20_000)
def _part_groups(part: str) -> int:
    groups = 0
    for word in _NAME_WORD.findall(part):
        groups |= _GROUP_OF.get(word.lower(), 0)
    return groups
