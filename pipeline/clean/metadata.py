"""What a page says of its story outside the text: headline, authors, times, language, outlet.

The order of trust is JSON-LD, then the page's own h1 where og:title or <title> confirm it, or tell
the same in other words, then OpenGraph and other meta tags, then <time>. Nothing is guessed: a
field that the page does not state is None, which is better than what its furniture says.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any
from urllib.parse import urlsplit

import orjson
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.clean.beside import says_outlet
from pipeline.clean.charset import tidy, writable
from pipeline.clean.context import stems_of
from pipeline.clean.dates import DAY_SIGNS
from pipeline.clean.dom import TAG_NUMBER
from pipeline.clean.groups import NAMES, name_groups
from pipeline.clean.lines import agency_alone, width
from pipeline.clean.people import people_in
from pipeline.clean.timestamps import names_moment, read_timestamp

MAX_SCRIPTS = 40
MAX_SCRIPT_CHARS = 2_000_000
MAX_NODES = 5_000
MAX_AUTHORS = 20
MAX_AUTHOR_CHARS = 500
MAX_SHOWN = 40  # elements that name an author
BYLINE_LEVELS = 4  # elements around a name that may hold all of a byline
MAX_FIELD_CHARS = 2_000
MAX_TITLE_PARTS = 5
MIN_SITED = 10  # letters of a heading
MIN_SITE_FORM = 4  # letters of a site's name within its address
MAX_PARTS = 20
MAX_LOWER = 8  # headings of lower rank that are looked at where there is no h1
MAX_HEADLINE_CHARS = 400
LEAST_COVER = 0.5  # of a stated title, that a shown heading says which is a part of it
OPENING_WORDS = 4
LEAST_WIDTH = 24  # as wide as so many, in scripts that do not part words
MAX_STORY_NODES = 2_000  # above the name of an author
MAX_LABELS = 10  # elements within a heading
MAX_HEADINGS = 5  # of a story
MAX_DATED = 5  # elements that state a time
RETOLD = 2  # longer words that two tellings share; one takes 2 % of the headlines for others

Node = dict[str, Any]

_COUNTS_COMMENTS = re.compile(r"count|open|closed|enabled|number")  # and holds none
_STORY_TYPES = re.compile(r"\w*Article|\w*Posting|Report|Review|CreativeWork|WebPage")
_ARTICLE_TYPES = re.compile(r"\w*Article|BlogPosting|LiveBlogPosting|Report\w*|OpinionNewsArticle")
_PUBLISHED = (
    "article:published_time og:article:published_time og:published_time datepublished "
    "article.published parsely-pub-date sailthru.date pubdate publishdate publish-date "
    "publish_date publication_date publication-date dc.date.issued dcterms.created dc.date "
    "dcterms.date dc.date.created date_published citation_publication_date pub_date "
    "cxenseparse:recs:publishtime cxenseparse:publishtime originalpublicationdate "
    "article.created displaydate iso-8601-publish-date bt:pubdate date"
).split()
_MODIFIED = (
    "article:modified_time og:article:modified_time og:updated_time datemodified lastmod "
    "last-modified dcterms.modified dc.date.modified article.updated revision_date"
).split()
_AUTHOR = (
    "author article:author parsely-author sailthru.author dc.creator dcterms.creator byl "
    "citation_author cxenseparse:author article.author dc.contributor authors"
).split()
# What publishing systems write before the author in the labels of link previews.
_WRITTEN_BY = frozenset(
    "writtenby author by geschriebenvon verfasstvon von écritpar escritopor porautor autor "
    "escritpor scrittoda geschrevendoor skrivenav skrivetav skrevetaf skrevetav napisaneprzez "
    "написаноавтором автор yazan 执筆者 執筆者 作者 kirjoittaja napsal napsala szerző".split()
)
# Asked for at once: each walk over a tree costs as much as a fifth of making it.
_STATING = 'meta, script[type*="ld+json"], h1'
# Microdata, HTML, microformats and RDFa, with the names that its terms have in publishing systems.
_DATED = (
    '[itemprop~="datePublished"], time[pubdate], time.published, time.entry-date, abbr.published, '
    '[property~="dc:created"], [property~="schema:datePublished"], [property~="schema:dateCreated"]'
)
_TAGS = 1 << NAMES.index("tags")
_HEADINGS = frozenset(["h1", "h2", "h3"])
_NOT_FREE = frozenset(["locked", "metered", "premium", "paid"])
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_TITLE_SEPARATOR = re.compile(r"\s[|·•»«:–—-]{1,2}\s|\s?[|｜]\s?|(?<=\S)\s-\s")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page states. `headlines` are all the forms in which it gives its own headline."""

    headline: str | None = None
    headlines: frozenset[str] = frozenset()
    description: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    modified_at: str | None = None
    language: str | None = None
    site_name: str | None = None
    titled_site: str | None = None  # what the title says, where nothing states the site's name
    source_name: str | None = None
    paywalled: bool = False
    types: frozenset[str] = frozenset()  # the JSON-LD types of the page and its og:type
    article_body: str | None = None


def read_metadata(tree: LexborHTMLParser, url: str) -> Metadata:
    """The metadata of a parsed page, read before anything is stripped from it."""
    stating: dict[str, list[LexborNode]] = {"meta": [], "script": [], "h1": []}
    for node in tree.css(_STATING):
        stating[str(node.tag)].append(node)
    meta = _meta_tags(stating["meta"])
    nodes = list(_linked_data(stating["script"]))
    shown = {text: node for node in stating["h1"][:5] if (text := _heading(node))}
    title = _title(tree.css_first("title"))
    og_title = meta.get("og:title") or meta.get("twitter:title") or ""
    story = _story_node(nodes, [*shown, og_title, title], url)
    site_name = meta.get("og:site_name") or _site_name(nodes) or meta.get("application-name")
    linked = _text(story.get("headline")) or (
        _text(story.get("name")) if _is_article(story) else None
    )
    told = [text for text in (linked, og_title, title) if text]
    home = {text for text, node in shown.items() if text not in told and _leads_home(node, url)}
    h1 = [_without_labels(text, node, told) for text, node in shown.items()]
    lower = [] if h1 else [t for t in map(_heading, tree.css("h2, h3")[:MAX_LOWER]) if t]
    headline, forms = _headline(linked, h1, og_title, title, site_name, url, lower, home)
    authors, agency = _authors(story, nodes, meta, tree, site_name, forms)
    return Metadata(
        headline=headline,
        headlines=forms | {name_form(text) for text in shown if text not in h1},
        description=_text(story.get("description"))
        or meta.get("og:description")
        or meta.get("description"),
        authors=authors,
        published_at=_first_date([story.get("datePublished"), *_named(meta, _PUBLISHED)])
        or _time_element(tree),
        modified_at=_first_date([story.get("dateModified"), *_named(meta, _MODIFIED)]),
        language=_language(tree, story, meta),
        site_name=site_name,
        titled_site=None if site_name else _site_behind(title, [*h1, *lower], url),
        source_name=_source(story) or agency,
        paywalled=_is_paywalled(nodes, meta),
        types=frozenset(
            [kind for node in nodes for kind in _types(node)] + [f"og:{meta.get('og:type', '')}"]
        ),
        article_body=_body(story),
    )


def name_form(text: str) -> str:
    """A headline or name as it is compared: letters and digits only, in lower case."""
    return _NOT_ALPHANUMERIC.sub("", text.casefold())


def _heading(node: LexborNode) -> str:
    """The text of a heading; of one that was never closed, and holds the page, its own words."""
    text = _line("".join(_pieces(node))[:MAX_FIELD_CHARS])
    if len(text) <= MAX_HEADLINE_CHARS:
        return text
    return _line(node.text(deep=False)[:MAX_FIELD_CHARS])


def _pieces(node: LexborNode) -> Iterator[str]:
    """The text within an element; a space where a line ends, or one element beside another."""
    before: LexborNode | None = None  # what holds the text before
    size = told = 0
    for child in node.traverse(include_text=True):
        if told > MAX_FIELD_CHARS:
            return  # a heading that was never closed
        if child.tag == "br":
            yield " "
        elif child.tag == "-text" and (text := child.text_content) and child.parent is not None:
            # Single letters are set in elements of their own for their looks.
            if min(size, len(text)) > 1 and _are_apart(before, child.parent, node):
                yield " "
            yield text
            before, size = child.parent, len(text)
            told += size


def _are_apart(left: LexborNode | None, right: LexborNode, around: LexborNode) -> bool:
    """Whether two elements that hold text stand beside each other, or either is a block."""
    if left is None or left.mem_id == right.mem_id:
        return False
    if any(each.tag in TAG_NUMBER and each.mem_id != around.mem_id for each in (left, right)):
        return True
    above, other = left.parent, right.parent
    return above is not None and other is not None and above.mem_id == other.mem_id


def _without_labels(heading: str, node: LexborNode, told: Sequence[str]) -> str:
    """A heading without what elements at its start or end say, where a title that the page states
    is just the rest: a kicker, "Video", "Subscribers only"."""
    titles = {
        name_form(part) for text in told for part in (text, *_TITLE_SEPARATOR.split(text)[:1])
    }
    if (rest := _behind_kicker(heading, node)) is not None:
        return rest
    if name_form(heading) in titles:
        return heading
    for child in islice(node.iter(), MAX_LABELS):
        label = _line(child.text()[:MAX_FIELD_CHARS])
        for rest in (heading.removeprefix(label), heading.removesuffix(label)):
            # What goes on in small letters is one sentence, of which the title says a part.
            behind = label if heading.startswith(rest) else rest
            goes_on = behind.strip()[:1].islower()
            if rest != heading and not goes_on and name_form(rest) in titles - {""}:
                return rest.strip(" |·•:–—-")
    return heading


def _behind_kicker(heading: str, node: LexborNode) -> str | None:
    """What stands in a heading behind an element that is called a kicker or a label."""
    first = next(node.iter(), None)
    if first is None or not name_groups(first.attributes.get("class") or "") & _TAGS:
        return None
    label = _line(first.text()[:MAX_FIELD_CHARS])
    rest = heading.removeprefix(label).strip(" |·•:–—-")
    goes_on = rest[:1].islower()
    return rest if label and rest != heading and rest.count(" ") and not goes_on else None


def _leads_home(node: LexborNode, url: str) -> bool:
    """Whether a heading is a link to the front page: it names the site."""
    link = node.css_first("a[href]")
    if link is None or _line(link.text()[:MAX_FIELD_CHARS]) != _heading(node):
        return False
    try:
        page, target = urlsplit(url), urlsplit((link.attributes.get("href") or "").strip())
    except ValueError:
        return False
    host = target.netloc or page.netloc
    local = target.scheme in ("", "http", "https") and host == page.netloc
    # No path leads to where the page is: "#top".
    front = target.path == "/" or (bool(target.netloc) and not target.path)
    return local and front and not target.query and page.path not in ("", "/")


def _title(node: LexborNode | None) -> str:
    """The text of the title; of one that was never closed, what stands before the next tag."""
    text = _line(node.text()[:MAX_FIELD_CHARS]) if node is not None else ""
    return text if len(text) <= MAX_HEADLINE_CHARS else text.partition("<")[0].strip()


def _line(text: str) -> str:
    # Character references and JSON escapes may name signs that no record can hold.
    return tidy(writable(text))


def _meta_tags(elements: Iterable[LexborNode]) -> dict[str, str]:
    """The first content of each name; for names of authors all, a line each."""
    found: dict[str, str] = {}
    for node in elements:
        attributes = node.attributes
        name = (
            attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        )
        content = _line((attributes.get("content") or "")[:MAX_FIELD_CHARS])
        name = name.strip().lower()
        if name == "citation_author" and content.count(",") == 1:
            content = " ".join(reversed([part.strip() for part in content.split(",")]))
        if name and content:
            if name in found and name in _AUTHOR and len(found[name]) < MAX_FIELD_CHARS:
                found[name] += f"\n{content}"
            found.setdefault(name, content)
    return found


def _linked_data(scripts: Sequence[LexborNode]) -> Iterator[Node]:
    """Every object of JSON-LD, outermost first; what is no JSON is passed over."""
    budget = MAX_NODES
    for script in scripts[:MAX_SCRIPTS]:
        text = script.text()
        if len(text) > MAX_SCRIPT_CHARS:
            continue
        waiting: list[Any] = [_json(text)]
        while waiting and budget > 0:
            value = waiting.pop(0)
            budget -= 1
            if isinstance(value, list):
                waiting.extend(value[:500])
            elif isinstance(value, dict):
                if "@type" in value:
                    yield value
                graph = value.get("@graph")
                inner = [graph, value.get("mainEntity"), value.get("mainEntityOfPage")]
                waiting.extend(v for v in inner if isinstance(v, list | dict))


def _json(text: str) -> object:
    try:
        return orjson.loads(text)
    except ValueError:
        pass
    # Published JSON-LD often holds raw line breaks in strings, or stands in an HTML comment.
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>")
    try:
        value: object = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return value


def _types(node: Node) -> list[str]:
    kinds = node.get("@type")
    found = kinds if isinstance(kinds, list) else [kinds]
    return [k.rpartition("/")[2] for k in found if isinstance(k, str)]


def _is_article(node: Node) -> bool:
    return any(_ARTICLE_TYPES.fullmatch(kind) for kind in _types(node))


def _story_node(nodes: list[Node], titles: list[str], url: str) -> Node:
    """The object that describes the page's own story; an empty one when that is not clear."""
    articles = [n for n in nodes if _is_article(n)]
    shown = [name_form(t) for t in titles if t]
    for node in articles:
        name = name_form(_text(node.get("headline")) or _text(node.get("name")) or "")
        if len(name) > 10 and any(name in t or (len(t) > 10 and t in name) for t in shown):
            return node
    path = urlsplit(url).path.rstrip("/")
    for node in articles:
        place = node.get("url") or node.get("mainEntityOfPage") or node.get("@id")
        if isinstance(place, dict):
            place = place.get("@id")
        if isinstance(place, str) and path and path in place:
            return node
    if len(articles) == 1:
        return articles[0]
    if not articles:
        pages = [n for n in nodes if any(_STORY_TYPES.fullmatch(k) for k in _types(n))]
        return pages[0] if len(pages) == 1 else {}
    return {}


def _text(value: object) -> str | None:
    """The text of a JSON-LD value, without markup and character references."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    value = value[:MAX_FIELD_CHARS]
    if "&" in value or "<" in value:
        value = LexborHTMLParser(value).text(separator=" ")
    return _line(value) or None


def _body(story: Node) -> str | None:
    body = story.get("articleBody")
    return writable(body) if isinstance(body, str) and body.strip() else None


def _site_name(nodes: list[Node]) -> str | None:
    for node in nodes:
        if "WebSite" in _types(node):
            return _text(node.get("name"))
    for node in nodes:
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return _text(publisher["name"])
    return None


def _headline(
    linked: str | None,
    h1: list[str],
    og_title: str,
    title: str,
    site_name: str | None,
    url: str,
    lower: list[str],
    home: set[str],
) -> tuple[str | None, frozenset[str]]:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names = {name_form(site_name or ""), name_form(host), name_form(host.partition(".")[0])} - {""}
    named = {name_form(text) for text in h1}
    names |= set(map(name_form, home)) - {""}
    # A heading that says how a title ends is that of the site.
    names |= {form for text in (og_title, title) if (form := name_form(_tail(text))) in named}
    stated = [_without_site(text, names) for text in (linked or "", og_title, title) if text]
    heard = [name_form(text) for text in stated]
    covers = {text: _cover(name_form(text), heard) for text in h1}
    # Others that a title holds are those of the site or of a section.
    confirmed = [
        text
        for text in h1
        if covers[text] >= LEAST_COVER
        or (covers[text] and _opens(text, [*stated, og_title, title]))
    ]
    if not h1 and not linked:
        confirmed = [text for text in lower if _is_most_of(text, stated)]
        covers |= {text: _cover(name_form(text), heard) for text in confirmed}
    if not confirmed:
        confirmed = _retold([text for text in h1 if not covers[text]], stated, names)
    forms = {name_form(text) for text in [*stated, *confirmed, og_title, title] if text}
    if confirmed:
        return max(confirmed, key=lambda text: covers[text]), frozenset(forms)
    if stated:
        return stated[0], frozenset(forms)
    if len(h1) == 1:
        return h1[0], frozenset(forms | {name_form(h1[0])})
    return None, frozenset(forms)


def _opens(heading: str, titles: list[str]) -> bool:
    """Whether a title begins with the heading, as with no name of a section: it is of some words,
    or a separator follows."""
    form = name_form(heading)
    return any(
        (name_form(title).startswith(form) and heading.count(" ") >= OPENING_WORDS - 1)
        or any(
            name_form(title[: cut.start()]) == form
            for cut in _TITLE_SEPARATOR.finditer(title)
            if ":" not in cut.group()
        )
        for title in titles
    )


def _is_most_of(heading: str, stated: list[str]) -> bool:
    """Whether the heading is the greater part of a stated title, between two of its separators."""
    form = name_form(heading)
    some = heading.count(" ") >= OPENING_WORDS - 1 or width(heading) >= LEAST_WIDTH > len(heading)
    return some and any(
        form in map(name_form, _TITLE_SEPARATOR.split(title))
        and len(form) >= LEAST_COVER * len(name_form(title))
        for title in stated
    )


def _tail(title: str) -> str:
    """What stands behind the last separator of a title; nothing where there is none."""
    cuts = list(_TITLE_SEPARATOR.finditer(title))
    tail = title[cuts[-1].end() :] if cuts else ""
    return tail if len(tail) < len(title) / 2 else ""


def _site_behind(title: str, headings: list[str], url: str) -> str | None:
    """The name of the site, where the title is a shown heading and one more part behind it that
    names an outlet or what the address does: others are sections, authors, notes."""
    tail = _tail(title)
    before = name_form(title[: len(title) - len(tail)]) if tail else ""
    if len(before) <= MIN_SITED or all(name_form(text) != before for text in headings):
        return None
    form, address = name_form(tail), name_form(urlsplit(url).hostname or "")
    named = len(form) >= MIN_SITE_FORM and form in address
    return tail if named or says_outlet(tail) else None


def _cover(form: str, heard: list[str]) -> float:
    """How much of a stated title a shown heading says, as `name_form` has both; at most 1."""
    if len(form) <= 5:
        return 0.0
    shares = [min(1.0, len(form) / len(o)) for o in heard if o and (form in o or o in form)]
    return max(shares, default=0.0)


def _retold(h1: list[str], stated: list[str], names: set[str]) -> list[str]:
    """The shown heading that says what the stated titles, written for search engines, say too."""
    told = frozenset[str]().union(*map(stems_of, stated))
    shared = {text: len(stems_of(text) & told) for text in h1 if not _is_name(text, names)}
    best = max(shared, key=lambda text: shared[text], default="")
    return [best] if best and shared[best] >= RETOLD else []


def _without_site(text: str, names: set[str]) -> str:
    """The title without the name of the site before or after it."""
    before, colon, after = text.partition(": ")
    if colon and name_form(before) in names:
        text = after
    for _ in range(MAX_TITLE_PARTS):
        cuts = list(_TITLE_SEPARATOR.finditer(text))
        if cuts and cuts[-1].start() > 0 and _is_name(text[cuts[-1].end() :], names):
            text = text[: cuts[-1].start()]
        elif cuts and _is_name(text[: cuts[0].start()], names):
            text = text[cuts[0].end() :]
        else:
            break
    return text


def _is_name(text: str, names: set[str]) -> bool:
    """Whether the text is the site's name, a part of it, or the name with a word added."""
    form = name_form(text)
    return any(
        form == name
        or (len(form) > 3 and form in name)
        or (len(name) > 3 and name in form and len(form) < 1.6 * len(name))
        for name in names
    )


def _named(meta: dict[str, str], names: list[str]) -> list[str]:
    return [meta[name] for name in names if name in meta]


def _first_date(values: list[object] | list[Any]) -> str | None:
    """The first of the stated times; of those of one day the first that names its zone."""
    stated = [value[0] if isinstance(value, list) and value else value for value in values]
    dates = [date for value in stated if isinstance(value, str) and (date := read_timestamp(value))]
    if not dates or names_moment(dates[0]):
        return dates[0] if dates else None
    same = (
        date for date in dates if date[:DAY_SIGNS] == dates[0][:DAY_SIGNS] and names_moment(date)
    )
    return next(same, dates[0])


def _time_element(tree: LexborHTMLParser) -> str | None:
    """The time of publication that an element of the page states, in any of the markups for it."""
    nodes = tree.css(_DATED)[:MAX_DATED]
    return _first_date([_moment(node) for node in nodes])


def _moment(node: LexborNode) -> str:
    """When an element says that it was, in an attribute or else in its text."""
    stated = [node.attributes.get(name) for name in ("datetime", "content")]
    if node.tag == "abbr":
        stated.append(node.attributes.get("title"))
    return next(filter(None, stated), None) or node.text()


def _authors(
    story: Node,
    nodes: list[Node],
    meta: dict[str, str],
    tree: LexborHTMLParser,
    site_name: str | None,
    titles: frozenset[str],
) -> tuple[tuple[str, ...], str | None]:
    """The people who are named as authors; where none are, the agency in their place."""
    agency = None
    for values in _author_sources(story, nodes, meta, tree, titles):
        said = [_text(value[:MAX_AUTHOR_CHARS]) or "" for value in values]
        people = list(dict.fromkeys(p for text in said for p in people_in(text, site_name)))
        if people:
            return tuple(people[:MAX_AUTHORS]), None
        agency = agency or next(filter(None, map(agency_alone, said)), None)
    return (), agency


def _author_sources(
    story: Node,
    nodes: list[Node],
    meta: dict[str, str],
    tree: LexborHTMLParser,
    titles: frozenset[str],
) -> Iterator[list[str]]:
    """What names the authors, the most trusted first."""
    yield _linked_authors(story.get("author") or story.get("creator"), nodes)
    yield [line for value in _named(meta, _AUTHOR) for line in value.split("\n")]
    yield [
        meta.get(f"twitter:data{n}", "")
        for n in (1, 2)
        if name_form(meta.get(f"twitter:label{n}", "")) in _WRITTEN_BY
    ]
    shown = tree.css('[itemprop="author"] [itemprop="name"], a[rel~="author"]')[:MAX_SHOWN]
    yield [text for node in _in_one_byline(shown, titles) if len(text := node.text()) < 200]


def _in_one_byline(shown: Iterable[LexborNode], titles: frozenset[str]) -> list[LexborNode]:
    """The first element that names an author, and those that stand close to it: others name who
    wrote a comment or another story."""
    found: list[LexborNode] = []
    around: set[int] = set()
    for node in shown:
        above = list(islice(takewhile(_may_hold_byline, _ancestors(node)), BYLINE_LEVELS))
        if any(_says_comment(element) for element in above):
            continue
        if not found and _is_of_another(node, titles):
            continue
        held = {element.mem_id for element in above}
        if not found or not around.isdisjoint(held):
            found.append(node)
            around = around or held
    return found


def _may_hold_byline(node: LexborNode) -> bool:
    return not _is_story(node) and node.tag != "main"


def _is_story(node: LexborNode) -> bool:
    """Whether the element holds a story of the page, by its tag or by what it is called."""
    kind = (node.attributes.get("itemtype") or "").rpartition("/")[2]
    return node.tag == "article" or _ARTICLE_TYPES.fullmatch(kind) is not None


def _is_of_another(node: LexborNode, titles: frozenset[str]) -> bool:
    """Whether what names an author stands in a story of another headline than the page's: one that
    the markup calls so, or a heading above the name."""
    story = next(filter(_is_story, _ancestors(node)), None)
    if story is None or not titles:
        return False
    called = story.css('[itemprop~="headline"]')[:MAX_HEADINGS]
    nodes = islice(story.traverse(), MAX_STORY_NODES)
    above = takewhile(lambda element: element.mem_id != node.mem_id, nodes)
    shown = called or [element for element in above if element.tag in _HEADINGS][:MAX_HEADINGS]
    forms = {form for element in shown if (form := name_form(_heading(element)))}
    return bool(forms) and not any(
        form in title or title in form for form in forms for title in titles if title
    )


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None and above.tag not in ("body", "html"):
        yield above
        above = above.parent


def _says_comment(node: LexborNode) -> bool:
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return any(
        name.startswith("comment") and not _COUNTS_COMMENTS.search(name)
        for name in names.lower().split()
    )


def _linked_authors(value: object, nodes: list[Node]) -> list[str]:
    names: list[str] = []
    for author in value[:MAX_AUTHORS] if isinstance(value, list) else [value]:
        if isinstance(author, dict) and "name" not in author and "@id" in author:
            # Only named here: the object itself stands elsewhere in the graph.
            author = next((n for n in nodes if n.get("@id") == author["@id"]), author)
        if isinstance(author, str):
            names.append(author)
        elif isinstance(author, dict) and "Organization" not in str(author.get("@type")):
            name = author.get("name")
            names.extend(
                n for n in (name if isinstance(name, list) else [name]) if isinstance(n, str)
            )
    return names[: MAX_AUTHORS * 2]


def _language(tree: LexborHTMLParser, story: Node, meta: dict[str, str]) -> str | None:
    root = tree.css_first("html")
    stated = [
        root.attributes.get("lang") or root.attributes.get("xml:lang")
        if root is not None
        else None,
        story.get("inLanguage"),
        meta.get("og:locale"),
        meta.get("language"),
    ]
    for value in stated:
        if isinstance(value, str):
            code = re.split(r"[-_]", value.strip().lower())[0]
            if re.fullmatch(r"[a-z]{2}", code):
                return code
    return None


def _source(story: Node) -> str | None:
    value = story.get("sourceOrganization")
    return _text(value) if isinstance(value, dict | str) else None


def _is_paywalled(nodes: list[Node], meta: dict[str, str]) -> bool:
    """Whether the page says of itself, or of a part of its text, that it is not for all."""
    if meta.get("article:content_tier", "").lower() in _NOT_FREE:
        return True
    parts = [part for node in nodes for part in _inner_nodes(node.get("hasPart"))]
    said = [node.get("isAccessibleForFree") for node in [*nodes, *parts]]
    return any(map(_says_no, [*said, meta.get("isaccessibleforfree")]))


def _inner_nodes(value: object) -> list[Node]:
    values = value[:MAX_PARTS] if isinstance(value, list) else [value]
    return [node for node in values if isinstance(node, dict)]


def _says_no(value: object) -> bool:
    if isinstance(value, str):
        return value.strip().lower().rpartition("/")[2] in ("false", "no")
    return value is False
