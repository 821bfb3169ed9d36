"""Real pages in other markup, of other lengths and in other scripts, with the truth of their text.

The pages that people marked are nearly all in English, long, and of sites that name their elements
well. What decides over blocks should lean on none of that, so pages are made over (`FORMS`): class
names hashed as build tools do, or no names at all; paragraphs that are no `<p>`, or lines parted by
breaks; stories of one to three paragraphs, in their page or nearly alone on it; and letters put in
the place of others, so that no phrase is known and scripts without capitals or without spaces are
seen. A fixed seed gives the same pages.
"""

import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from lxml import html
from lxml.html import HtmlElement

from pipeline.clean.charset import decode, writable
from pipeline.clean.metadata import name_form
from training.html_forms import CLASSES, about_lines, day_line, make, subhead_of
from training.pages import MarkedPage
from training.scripts import SCRIPTS, script
from training.spliced_html import Body, own_body

MIN_FOUND = 0.8  # of the letters of a story that is shortened
MOST_LEFT = 3  # paragraphs of it
MOST_ALONE = 8
HASHED_LETTERS = 6

_NAMES = ("class", "id", "role", "itemprop", "itemtype", "itemscope")
_SECTIONS = (
    "article",
    "main",
    "section",
    "header",
    "footer",
    "nav",
    "aside",
    "figure",
    "figcaption",
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_STATED = re.compile(r'"(?:articleBody|text|body|content|description)"|__NEXT_DATA__')
_FURNITURE = (
    "Home", "News", "Sport", "Contact us", "About this site", "Privacy policy", "Follow us",
    "Share this", "Terms of use", "All rights reserved.", "Sign up for our newsletter",
)  # fmt: skip

Form = Callable[[HtmlElement, MarkedPage, random.Random], str | None]


def recast_pages(
    pages: Sequence[MarkedPage], forms: Sequence[str], *, seed: int, count: int
) -> Iterator[tuple[str, MarkedPage]]:
    """`count` pages made over, each with its form; all of these forms in turn."""
    chance = random.Random(seed)  # noqa: S311
    made = 0
    while made < count:
        name = forms[made % len(forms)]
        page = recast(chance.choice(pages), name, chance)
        if page is None:
            continue
        made += 1
        yield name, page


def recast(page: MarkedPage, form: str, chance: random.Random) -> MarkedPage | None:
    """The page in this form; None where the form needs what the page does not have."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = html.document_fromstring(writable(decode(page.html)).encode(), parser=parser)
    reference = FORMS[form](root, page, chance)
    if reference is None:
        return None
    text = html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return replace(page, html=text.encode(), reference=reference)


def _hashed(root: HtmlElement, page: MarkedPage, chance: random.Random) -> str:
    """Class names as build tools write them, and no other names."""
    salt = chance.getrandbits(32)
    prefix = chance.choice(("css-", "sc-", "_", "x", "jsx-"))
    for element in root.iter():
        names = element.get("class", "").split() if isinstance(element.tag, str) else ()
        _forget(element)
        if names:
            coded = [f"{zlib.crc32(name.encode(), salt):08x}"[:HASHED_LETTERS] for name in names]
            element.set("class", " ".join(prefix + code for code in coded))
    return page.reference


def _nameless(root: HtmlElement, page: MarkedPage, _: random.Random) -> str:
    """No names, and no element that says what it is for."""
    for element in root.iter():
        _forget(element)
        if element.tag in _SECTIONS:
            element.tag = "div"
    return page.reference


def _forget(element: HtmlElement) -> None:
    if isinstance(element.tag, str):
        for name in _NAMES:
            element.attrib.pop(name, None)


def _divs(root: HtmlElement, page: MarkedPage, _: random.Random) -> str:
    """Paragraphs that are no `<p>`."""
    for element in root.iter("p"):
        element.tag = "div"
    return page.reference


def _broken(root: HtmlElement, page: MarkedPage, chance: random.Random) -> str | None:
    """The story as lines of one element, parted by breaks."""
    body = own_body(root, page.reference)
    if body is None:
        return None
    texts = [p for p in body.paragraphs if p.getparent() is body.holder and p.tag in ("p", "div")]
    if len(texts) < len(body.paragraphs):
        return None
    breaks = chance.choice((1, 2, 2))
    for paragraph in texts:
        for _ in range(breaks):
            paragraph.addnext(html.Element("br"))
        paragraph.drop_tag()
    return page.reference


def _brief(root: HtmlElement, page: MarkedPage, chance: random.Random) -> str | None:
    """The first paragraphs alone, on the page as it is."""
    found = _shortened(root, page, chance.randint(1, MOST_LEFT))
    if found is None:
        return None
    body, reference = found
    last = _child(body, body.paragraphs[-1])
    for element in list(last.itersiblings()):
        body.holder.remove(element)
    return reference


def _alone(root: HtmlElement, page: MarkedPage, chance: random.Random) -> str | None:
    """The first paragraphs with a headline, perhaps a byline and a few lines of a small site.

    Of the paragraphs, some are quotes or lists, or have subheadings, which may be days.
    """
    most = MOST_LEFT if chance.random() < 0.5 else MOST_ALONE
    found = _shortened(root, page, chance.randint(1, most))
    if found is None:
        return None
    texts = [" ".join(p.text_content().split()) for p in found[0].paragraphs]
    story = _structured(texts, chance) if len(texts) > 1 else [make("p", *texts)]
    about = [make(chance.choice(("p", "div", "span")), line, name=chance.choice(CLASSES))
             for line in about_lines(chance)]  # fmt: skip
    head = make(chance.choice(("h1", "h1", "h2")), page.title or texts[0][:40])
    inner = [head, *about, *story]
    if chance.random() < 0.3:
        inner = [head, *story, *about]
    elif chance.random() < 0.3:
        inner = story
    above, below = ([make(chance.choice(("p", "div", "li")), line)
                     for line in chance.sample(_FURNITURE, chance.randint(0, 3))]
                    for _ in range(2))  # fmt: skip
    box = make(chance.choice(("div", "article", "main")), *inner, name=chance.choice(CLASSES))
    for element in list(root.body):
        root.body.remove(element)
    root.body.text = None
    root.body.extend([*above, box, *below] if chance.random() < 0.7 else [*above, *inner, *below])
    shown = (e for part in story for e in part.iter("p", "li", "h2", "h3", "h4"))
    return "\n".join(element.text for element in shown if element.text)


def _structured(texts: Sequence[str], chance: random.Random) -> list[HtmlElement]:
    headed, days = chance.choice((0, 0.3, 0.6, 1)), chance.random() < 0.3
    level = chance.choice(("h2", "h3", "h4"))
    made = []
    for text in texts:
        if chance.random() < headed:
            made.append(make(level, day_line(chance) if days else subhead_of(text, chance)))
        shape = chance.random()
        if shape < 0.15:
            made.append(make("blockquote", make("p", text)))
        elif shape < 0.3:
            made.append(make("ul", *(make("li", part) for part in _SENTENCE.split(text))))
        else:
            made.append(make("p", text))
    return made


def _shortened(root: HtmlElement, page: MarkedPage, left: int) -> tuple[Body, str] | None:
    """The body with only the first paragraphs named, and the reference up to them."""
    body = own_body(root, page.reference, MIN_FOUND)
    if body is None:
        return None
    paragraphs = body.paragraphs[:left]
    lines = page.reference.split("\n")
    forms = [name_form(line) for line in lines]
    last = name_form(paragraphs[-1].text_content())
    if forms.count(last) != 1:
        return None
    for element in root.xpath("//script"):
        if _STATED.search(element.text or element.get("id") or ""):
            element.getparent().remove(element)
    return Body(body.holder, paragraphs), "\n".join(lines[: forms.index(last) + 1])


def _child(body: Body, element: HtmlElement) -> HtmlElement:
    """The child of the body's holder that this element is or stands in."""
    while element.getparent() is not body.holder:
        element = element.getparent()
    return element


def _other_script(root: HtmlElement, page: MarkedPage, chance: random.Random) -> str:
    """Each word in letters of another script, the same word always the same."""
    told = script(chance.choice(SCRIPTS), chance)
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        element.text = told(element.text) if element.text else element.text
        if element.tag == "meta" and element.get("content") and " " in element.get("content"):
            element.set("content", told(element.get("content")))
    for element in root.iter():
        element.tail = told(element.tail) if element.tail else element.tail
    return "\n".join(told(line) for line in page.reference.split("\n"))


FORMS: dict[str, Form] = {
    "alone": _alone,
    "brief": _brief,
    "broken": _broken,
    "divs": _divs,
    "hashed": _hashed,
    "nameless": _nameless,
    "other_script": _other_script,
}
