"""The markup in which pages carry foreign stories and teasers (`training.spliced_html`).

It takes a story and gives elements: headline, byline and date in the order and the tags of many
houses, wrapped or bare, with class names that say something or nothing.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import html
from lxml.html import HtmlElement

LONG_PARAGRAPH = 80  # letters
MAX_TEASER = 240
LONG_OPENING = 12  # words
STANDFIRST = 0.35  # of the stories have one, which is their first paragraph
FEWEST = 3  # paragraphs of a story without one

_TAGS = ("div", "div", "section", "article")
CLASSES = (
    "article", "article-body", "story", "post", "post-content", "entry", "entry-content", "content",
    "css-1q2w3e", "sc-a81f", "c-story__body", "item", "node", "text", "story-block", "nextArticle",
    "article-wrapper second", "wrapper", "inner", "col-8", "main-story", "section", "", "", "",
)  # fmt: skip
_BOXES = (
    "related", "more-stories", "recommended", "read-next", "widget", "box", "sidebar", "trending",
    "teasers", "latest-news", "list", "cards", "",
)  # fmt: skip
_LEADS = (
    "standfirst", "deck", "dek", "lead", "subtitle", "sub-headline", "article-intro", "summary",
    "c-article__lede", "teaser-text", "css-9k2x1a", "", "", "",
)  # fmt: skip
_SECTION_TAGS = ("div", "div", "section", "article", "li")
_SUBHEADS = (
    "What happened", "How it began", "A long wait", "Reactions", "What comes next", "Background",
    "The numbers", "Who is who", "Looking ahead", "A town divided",
)  # fmt: skip
_MARKERS = (
    "Related articles", "More stories", "Read next", "You may also like", "Most read",
    "Top stories", "Recommended", "Latest news", "Next article", "Also on this site",
)  # fmt: skip
_PEOPLE = ("Ana Ribeiro", "Jon Halvorsen", "Mei-Ling Cho", "Peter Okafor", "Lucía Sanz", "Tom Reed")
_MONTHS = ("January", "March", "April", "June", "July", "September", "November", "December")


@dataclass(frozen=True, slots=True)
class SplicedStory:
    """One story of a page: its headline as far as the page shows one, and its paragraphs."""

    headline: str | None
    paragraphs: tuple[str, ...]


def story_elements(
    story: SplicedStory, layout: str, classes: tuple[str, str], chance: random.Random
) -> list[HtmlElement]:
    """The elements of a story that are put side by side into the page."""
    headed = (
        layout not in ("bare", "late_headline")
        and len(story.paragraphs) > FEWEST
        and chance.random() < STANDFIRST
    )
    head = _head(story, layout, chance, story.paragraphs[0] if headed else None)
    story = replace(story, paragraphs=story.paragraphs[headed:])
    if layout == "broken_lines":
        text = make("div", name=classes[1])
        for number, paragraph in enumerate(story.paragraphs):
            if number:
                text.extend([make("br"), make("br")])
                text[-1].tail = paragraph
            else:
                text.text = paragraph
        return [make("div", *head, text, name=classes[0])]
    texts = [make("p", paragraph) for paragraph in story.paragraphs]
    if layout == "late_headline":
        return [*texts, *head]
    if layout.startswith("bare"):
        return [*([make("hr")] if chance.random() < 0.4 else []), *head, *texts]
    inner = [*head, *texts]
    if chance.random() < 0.6:
        inner = [*head, make("div", *texts, name=classes[1])]
    element = make(chance.choice(_TAGS), *inner, name=classes[0])
    for _ in range(chance.choice((0, 0, 0, 1, 3))):
        element = make("div", element, name=chance.choice(CLASSES))
    return [element]


def _head(
    story: SplicedStory, layout: str, chance: random.Random, standfirst: str | None
) -> list[HtmlElement]:
    """What stands above a story, or beneath it: its headline, perhaps a standfirst, and its byline
    and date, mostly beneath that."""
    if layout == "bare":
        return []
    title = story.headline or ""
    shape = chance.random()
    if shape < 0.2:
        headline = make(chance.choice(("h1", "h2", "h3")), make("a", title, href="/news/story"))
    elif shape < 0.3:
        headline = make("p", make("strong", title))
    else:
        headline = make(chance.choice(("h1", "h2", "h2", "h3", "h4")), title)
    about = [make("div", line, name=chance.choice(("byline", "meta", "date", "")))
             for line in about_lines(chance)]  # fmt: skip
    if standfirst is None:
        return [headline, *about]
    lead = standfirst_element(standfirst, chance)
    return [headline, lead, *about] if chance.random() < 0.7 else [headline, *about, lead]


def standfirst_element(text: str, chance: random.Random) -> HtmlElement:
    """A standfirst in the markup of one of many houses."""
    tag = chance.choice(("p", "p", "div", "h2", "h3"))
    inside = make("strong", text) if tag in ("p", "div") and chance.random() < 0.3 else text
    return make(tag, inside, name=chance.choice(_LEADS))


def about_lines(chance: random.Random) -> list[str]:
    """A byline, a date or an age, as houses show them, or nothing."""
    day = day_line(chance)
    byline = f"By {chance.choice(_PEOPLE)}"
    return chance.choice(
        ([], [], [day], [byline], [byline, day], [f"{byline} | {day}"],
         [f"{chance.randint(2, 12)} hours ago"])
    )  # fmt: skip


def day_line(chance: random.Random) -> str:
    return f"{chance.choice(_MONTHS)} {chance.randint(1, 28)}, {chance.randint(2012, 2026)}"


def subhead_of(text: str, chance: random.Random) -> str:
    """A subheading above a paragraph: some of its first words, or one of the usual."""
    words = " ".join(text.split()[: chance.randint(2, 9)]).rstrip(".,;:")
    return chance.choice((words, chance.choice(_SUBHEADS)))


def part_into_sections(
    holder: HtmlElement, paragraphs: Sequence[HtmlElement], chance: random.Random
) -> None:
    """Puts the paragraphs of one story, a few each, into elements of their own, as entries of live
    reports, parts between advertisements and the chapters of long stories are."""
    children = [child for child in holder if isinstance(child.tag, str)]
    held = [any(p is child or child in p.iterancestors() for p in paragraphs) for child in children]
    first, last = held.index(True), len(held) - held[::-1].index(True)
    tag, name = chance.choice(_SECTION_TAGS), chance.choice(CLASSES)
    most = chance.choice((1, 2, 5, 9))
    headed, timed = chance.choice((0, 0.3, 0.8, 1)), chance.choice((0, 0, 0, 1))
    level = chance.choice(("h2", "h2", "h3", "h4"))
    place = first
    while place < last:
        section = make(tag, name=name)
        children[place].addprevious(section)
        end = min(last, place + chance.randint(1, most))
        text = children[place].text_content()
        if timed:
            section.append(make("div", f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"))
        if chance.random() < headed and len(text.split()) > LONG_OPENING:
            section.append(make(level, subhead_of(text, chance)))
        section.extend(children[place:end])
        place = end


def make(tag: str, *inside: HtmlElement | str, name: str = "", href: str = "") -> HtmlElement:
    """An element that holds a text or others; `name` is its class."""
    element = html.Element(tag)
    if name:
        element.set("class", name)
    if href:
        element.set("href", href)
    for part in inside:
        if isinstance(part, str):
            element.text = part
        else:
            element.append(part)
    return element


def box_element(chance: random.Random) -> HtmlElement:
    box = make(chance.choice(("aside", "div", "section", "div")), name=chance.choice(_BOXES))
    if chance.random() < 0.7:
        box.append(make(chance.choice(("h2", "h3", "h4", "div")), chance.choice(_MARKERS)))
    return box


def link_element(text: str, chance: random.Random) -> HtmlElement:
    return make(chance.choice(("li", "div")), make("a", text, href="/news/other"))


def teaser_of(article: dict[str, Any], chance: random.Random) -> SplicedStory:
    first = next(
        (text for text in article["paragraphs"] if len(text) >= LONG_PARAGRAPH),
        article["paragraphs"][0],
    )
    if chance.random() < 0.6 and len(first) > MAX_TEASER:
        first = first[: first.rfind(" ", 0, chance.randint(100, MAX_TEASER))] + "..."
    texts = (first,) if chance.random() < 0.85 else (first, article["paragraphs"][1])
    return SplicedStory(article["title"], texts)


def teaser_element(teaser: SplicedStory, chance: random.Random) -> HtmlElement:
    element = make(chance.choice(("div", "li", "article")), name=chance.choice(_BOXES))
    title = make("a", teaser.headline or "", href="/news/story")
    element.append(make(chance.choice(("h3", "h4", "div")), title))
    element.extend(make("p", text) for text in teaser.paragraphs)
    element.extend(make("span", line) for line in about_lines(chance)[:1])
    return element
