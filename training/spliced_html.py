"""Real HTML pages with foreign stories or teasers spliced into them, with the truth of every text.

For training and measuring how cleaning and splitting take pages of several stories. A page is a
real one of the development sets whose body is found in its markup; behind the body, in its
container, beside it or far below, whole foreign stories come in one of many forms (`LAYOUTS`), or
teasers of them, or nothing; or its own story is parted into sections. Those of `HELD_OUT` are for
measuring only, as is one half of the articles. A fixed seed gives the same pages.
"""

import copy
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from pipeline.clean import dom
from pipeline.clean.charset import decode, tidy, writable
from pipeline.clean.metadata import name_form
from pipeline.records import Block
from training.html_forms import (
    CLASSES,
    LONG_PARAGRAPH,
    SplicedStory,
    box_element,
    link_element,
    make,
    part_into_sections,
    story_elements,
    teaser_element,
    teaser_of,
)
from training.marks import marks
from training.pages import SETS, MarkedPage, marked_pages
from training.splicing import usable

HELD_OUT = ("broken_lines", "far", "cards", "late_headline")
LAYOUTS = (
    "untouched",
    "teasers",
    "teasers_inside",
    "sections",
    "bare",
    "bare_headed",
    "wrapped_inside",
    "sibling",
    "outer_sibling",
    "copied",
    "boxed",
    "under_box",
    *HELD_OUT,
)
SINGLE = frozenset(["untouched", "teasers", "teasers_inside", "sections"])
MIN_PARAGRAPHS = 3
MIN_LETTERS = 350
MATCHED = 60  # letters of a paragraph that is looked for in the markup
MIN_FOUND = 0.5  # of the letters of the own story
MAX_OUTER = 4  # elements around the body

_BLOCKS = frozenset(tag for tag in dom.TAGS if tag not in ("body", "hr"))


@dataclass(frozen=True, slots=True)
class SplicedHtml:
    """A page, its stories with its own first, and the teasers that it carries.

    `site` is what folds are cut by. The paragraphs of its own story are the lines that people
    marked.
    """

    layout: str
    site: str
    url: str
    html: bytes
    stories: tuple[SplicedStory, ...]
    teasers: tuple[SplicedStory, ...] = ()


@dataclass(slots=True)
class Body:
    """The body of a page's own story: the element that holds it, and its longer paragraphs."""

    holder: HtmlElement
    paragraphs: list[HtmlElement]

    @property
    def last(self) -> HtmlElement:
        """The child of the holder that ends with the last paragraph."""
        child = self.paragraphs[-1]
        while child.getparent() is not self.holder:
            child = child.getparent()
        return child


def spliced_pages(data: Path, *, training: bool, seed: int, count: int) -> Iterator[SplicedHtml]:
    """`count` pages, all layouts in turn; with `training`, those that are not held out.

    Half of the pages are news, the others articles of all kinds; a third of the foreign stories
    have the subject of the one before them.
    """
    chance = random.Random(seed)  # noqa: S311
    layouts = [layout for layout in LAYOUTS if not training or layout not in HELD_OUT]
    stock = usable(data, *(("words", "pages") if training else ("measuring",)))
    sets = [[p for p in marked_pages(data / "extraction", name) if p.kind == "article"]
            for name in SETS]  # fmt: skip
    news, others = [*sets[0], *sets[1]], sets[2]
    made = 0
    while made < count:
        page = chance.choice(news if chance.random() < 0.5 else others)
        spliced = spliced_page(page, layouts[made % len(layouts)], stock, chance)
        if spliced is not None:
            made += 1
            yield spliced


def spliced_page(
    page: MarkedPage, layout: str, stock: Sequence[dict[str, Any]], chance: random.Random
) -> SplicedHtml | None:
    """One page of this layout; None where the page's own story is not found in its markup."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = html.document_fromstring(writable(decode(page.html)).encode(), parser=parser)
    body = own_body(root, page.reference)
    if body is None:
        return None
    own = SplicedStory(page.title, tuple(filter(None, map(tidy, page.reference.split("\n")))))
    foreign: list[SplicedStory] = []
    teasers: list[SplicedStory] = []
    if layout.startswith("teasers"):
        teasers = [teaser_of(chance.choice(stock), chance) for _ in range(chance.randint(1, 6))]
        box = box_element(chance)
        box.extend(teaser_element(teaser, chance) for teaser in teasers)
        (body.last if layout == "teasers_inside" else body.holder).addnext(box)
    elif layout == "sections":
        part_into_sections(body.holder, body.paragraphs, chance)
    elif layout != "untouched":
        foreign = _foreign(stock, chance, len(body.paragraphs) if layout == "copied" else 14)
        titles = [article["title"] for article in stock]
        _splice(root, body, layout, foreign, titles, chance)
        shown = {tidy(str(part)) for part in root.itertext()}
        foreign = [
            replace(story, headline=story.headline if story.headline in shown else None)
            for story in foreign
        ]
    text = html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
    return SplicedHtml(
        layout, page.site, page.url, text.encode(), (own, *foreign), tuple(teasers)
    )  # fmt: skip


def truth_of_html(
    page: SplicedHtml, blocks: Sequence[Block]
) -> tuple[list[int | None], list[int | None]]:
    """The true story of each block, and the story that it is a headline of; teasers come last."""
    texts = [block.text for block in blocks]
    stories: list[int | None] = [None] * len(texts)
    for place, own in enumerate(marks(texts, "\n".join(page.stories[0].paragraphs))):
        if own:
            stories[place] = 0
    told, heads = {}, {}
    for number, story in enumerate((*page.stories[1:], *page.teasers), 1):
        told.update({name_form(text): number for text in story.paragraphs})
        if story.headline:
            heads[name_form(story.headline)] = number
    forms = [name_form(text) for text in texts]
    return [told.get(form, own) for form, own in zip(forms, stories, strict=True)], [
        heads.get(form) for form in forms
    ]


def own_body(root: HtmlElement, reference: str, least: float = MIN_FOUND) -> Body | None:
    """Where a page's own story stands in its markup; None where less than this share is found."""
    wanted = {name_form(line): len(line) for line in reference.split("\n") if len(line) >= MATCHED}
    found = []
    for element in root.iter("p", "div", "li", "td", "blockquote"):
        if any(child.tag in _BLOCKS for child in element):
            continue
        if name_form(element.text_content()) in wanted:
            found.append(element)
    if not found:
        return None
    parents = Counter(element.getparent() for element in found)
    holder, held = parents.most_common(1)[0]
    paragraphs = [element for element in found if element.getparent() is holder]
    if held == 1 or holder.tag in ("ul", "ol", "tr"):
        holder = holder.getparent()
        paragraphs = [element for element in found if holder in element.iterancestors()]
    letters = sum({name_form(p.text_content()): len(p.text_content()) for p in paragraphs}.values())
    if holder is None or holder.tag == "html" or letters < least * len(reference):
        return None
    return Body(holder, paragraphs) if len(paragraphs) >= MIN_PARAGRAPHS else None


def _foreign(
    stock: Sequence[dict[str, Any]], chance: random.Random, most: int
) -> list[SplicedStory]:
    """One full story, or two."""
    stories: list[SplicedStory] = []
    topic = None
    while len(stories) < 1 or (len(stories) == 1 and chance.random() < 0.3):
        article = chance.choice(stock)
        if topic is not None and chance.random() < 0.33 and article["topic"] != topic:
            continue
        size = chance.randint(min(MIN_PARAGRAPHS, most), max(MIN_PARAGRAPHS, most))
        texts = article["paragraphs"][:size]
        long = [text for text in texts if len(text) >= LONG_PARAGRAPH]
        if len(long) >= MIN_PARAGRAPHS and sum(map(len, texts)) >= MIN_LETTERS:
            stories.append(SplicedStory(article["title"], tuple(texts)))
            topic = article["topic"]
    return stories


def _splice(
    root: HtmlElement,
    body: Body,
    layout: str,
    stories: Sequence[SplicedStory],
    titles: Sequence[str],
    chance: random.Random,
) -> None:
    anchor = body.last if layout.startswith(("bare", "wrapped")) else body.holder
    if layout == "outer_sibling":
        anchor = _outer(body.holder, chance.randint(1, MAX_OUTER))
    if layout == "late_headline" and chance.random() < 0.5:
        anchor = body.last
    if layout == "copied":
        anchor = model = _with_headline(body.holder)
        for made in [_copied(model, body, story) for story in stories]:
            anchor.addnext(made)
            anchor = made
        return
    classes = chance.choice(CLASSES), chance.choice(CLASSES)
    if chance.random() < 0.3:
        classes = classes[0], body.holder.get("class") or ""
    box = box_element(chance)
    listed = make("ul", name=chance.choice(CLASSES))
    if layout in ("boxed", "cards"):
        anchor.addnext(box if layout == "boxed" else listed)
    elif layout == "under_box":
        box.extend(link_element(line, chance) for line in chance.sample(titles, 4))
        anchor.addnext(box)
        anchor = box
    elif layout == "far":
        tail = make("div", name=chance.choice(CLASSES))
        root.body.append(tail)
        box = tail
    for story in stories:
        added = story_elements(story, layout, classes, chance)
        if layout in ("boxed", "far"):
            box.extend(added)
        elif layout == "cards":
            listed.append(make("li", *added))
        else:
            for element in reversed(added):
                anchor.addnext(element)
            anchor = added[-1]


def _outer(element: HtmlElement, levels: int) -> HtmlElement:
    """An element around this one, at most so many levels up, and beneath the page's body."""
    for _ in range(levels):
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "html"):
            break
        element = parent
    return element


def _with_headline(holder: HtmlElement) -> HtmlElement:
    """The least element around the body that holds a first heading too."""
    element = holder
    for _ in range(MAX_OUTER):
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "html"):
            break
        element = parent
        if element.find(".//h1") is not None:
            return element
    return holder


def _copied(root: HtmlElement, body: Body, story: SplicedStory) -> HtmlElement:
    """A copy of the own story's markup that holds another story."""
    path = root.getroottree()
    places = [path.getelementpath(p) for p in body.paragraphs]
    start, inside = path.getelementpath(root), path.getelementpath(body.holder)
    made = copy.deepcopy(root)
    made.tail = None

    def there(place: str) -> HtmlElement | None:
        found = made.find("./" + place[len(start) :].lstrip("/")) if place != start else made
        return found

    slots = [slot for slot in map(there, places) if slot is not None]
    holder = there(inside)
    filled = list(zip(slots, story.paragraphs, strict=False))
    for slot, text in filled:
        tail, attributes = slot.tail, dict(slot.attrib)
        slot.clear()
        slot.attrib.update(attributes)
        slot.text, slot.tail = text, tail
    stay = {element for slot, _ in filled for element in (slot, *slot.iterancestors())}
    for element in list(holder if holder is not None else ()):
        if element not in stay and isinstance(element.tag, str):
            element.getparent().remove(element)
    if holder is not None:
        for text in story.paragraphs[len(filled) :]:
            holder.append(make("p", text))
        for heading in made.iter("h1"):
            heading.clear()
            heading.text = story.headline
    return made
