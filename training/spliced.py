"""Pages of flattened text spliced together from articles, with the truth of every line.

For training and measuring the splitter. A page is made of a story, perhaps others after it in one
of many layouts, and furniture above, between and beneath them; a fixed seed gives the same pages.
`LAYOUTS` names the layouts; those of `HELD_OUT` are for measuring only.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

HELD_OUT = ("boxed", "byline_first", "updates", "after_dated")
LAYOUTS = (
    "single",
    "single_subheads",
    "single_broken_up",
    "single_foot",
    "before",
    "after",
    "silent",
    "marked",
    "teasers",
    "several",
    "repeated",
    *HELD_OUT,
)
SINGLE = frozenset(
    layout for layout in LAYOUTS if layout.startswith("single") or layout == "updates"
)

_SECTIONS = [
    "World",
    "Politics",
    "Business",
    "China",
    "Europe",
    "Sport",
    "Technology",
    "Health",
    "Opinion",
    "Local",
    "Travel",
]
_BUTTONS = (
    "Share", "Print", "Comments", "Copy link", "Facebook", "No comments yet", "Save", "Sign in",
    "Subscribe", "Share this article", "Advertisement", "Listen to this article", "Tags", "Menu",
    "0 Comments", "Skip to content", "Share on Facebook", "Follow us", "Home", "3 min read",
)  # fmt: skip
_MARKERS = (
    "Related Articles", "Recommended Articles", "More news", "Read next", "You may also like",
    "Most read", "Top stories", "Related stories", "Recommended for you", "Latest news",
    "More from {0}",
)  # fmt: skip
_OUTLETS = (
    "The Standard", "Harbour Times", "Daily Courier", "North Coast Post", "The Evening Herald",
    "City Gazette", "Global Mail", "Valley Tribune", "Metro Daily", "Reuters", "Xinhua",
)  # fmt: skip
_PEOPLE = ("Ana Ribeiro", "Jon Halvorsen", "Mei-Ling Cho", "Peter Okafor", "Lucía Sanz", "Tom Reed")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SUBHEADS = (
    "What happens next", "Background", "The reaction", "A long wait", "'Not the end'",
    "By the numbers",
    "Why it matters", "The road ahead", "A divided town", "Key points", "Who is involved",
)  # fmt: skip
_PROMOTED = (
    "Sign up for our newsletter", "Read more: {0}", "Follow us on Facebook", "Advertisement",
    "Story continues below", "READ MORE: {0}", "Click here to download our app",
)  # fmt: skip


@dataclass(slots=True)
class SplicedPage:
    """A page: its lines, the story that each belongs to (None: to none), the stories' headlines."""

    layout: str
    lines: list[str] = field(default_factory=list)
    stories: list[int | None] = field(default_factory=list)
    headlines: list[str | None] = field(default_factory=list)

    def add(self, line: str, story: int | None = None) -> None:
        self.lines.append(line)
        self.stories.append(story)

    @property
    def body(self) -> str:
        return "\n".join(self.lines)

    @property
    def count(self) -> int:
        return len(self.headlines)


def spliced_page(
    layout: str, articles: Sequence[dict[str, Any]], chance: random.Random
) -> SplicedPage:
    """One page of this layout; `articles` holds enough of them to choose from (at least ten)."""
    page = SplicedPage(layout)
    own = articles[0]
    title = _styled(own["title"], own["paragraphs"], chance)
    page.headlines.append(title)
    _top(page, title, chance)
    if not any(line.startswith(title) for line in page.lines):
        page.headlines[0] = None
    if layout == "silent":
        _body(page, own, 0, chance, 4, 20)
        for number in range(1, chance.choice((2, 2, 2, 3))):
            page.headlines.append(None)
            _body(page, articles[number], number, chance, 3, 12)
        _foot(page, chance)
        return page
    _body(page, own, 0, chance, 3, 30, _BODY.get(layout, ""))
    if layout in SINGLE:
        if layout == "single_foot":
            _foot(page, chance)
            _links(page, articles[1:8], chance)
        _foot(page, chance)
        return page
    if layout == "teasers":
        _teasers(page, articles[1:], chance)
    else:
        _gap(page, layout, title, chance)
        count = chance.randint(2, 3) if layout == "several" else 1
        style = _STYLES.get(layout) or chance.choice(("before", "after", "before_dated"))
        for number in range(1, count + 1):
            _appended(page, articles[number], number, style, chance)
    _foot(page, chance)
    if chance.random() < 0.3:
        _links(page, articles[7:], chance)
    return page


_BODY = {
    "single_subheads": "subheads",
    "single_broken_up": "broken",
    "updates": "updates",
}
_STYLES = {
    "before": "before",
    "after": "after",
    "marked": "before",
    "repeated": "repeated",
    "boxed": "before_dated",
    "byline_first": "byline_first",
    "after_dated": "after_dated",
}


def _top(page: SplicedPage, title: str, chance: random.Random) -> None:
    for _ in range(chance.choice((0, 0, 1, 3, 8))):
        page.add(chance.choice(_BUTTONS + tuple(_SECTIONS)))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 0))):
        page.add(title if chance.random() < 0.8 else f"{title} | {chance.choice(_OUTLETS)}")
    for _ in range(chance.randint(0, 3)):
        page.add(_about(chance))
    if chance.random() < 0.2:
        page.add(f"A view of the scene. Photo: {chance.choice(_OUTLETS)}")


def _about(chance: random.Random) -> str:
    day, month, year = chance.randint(1, 28), chance.choice(_MONTHS), chance.randint(2015, 2026)
    clock = f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"
    return chance.choice(
        (
            f"{month} {day}, {year}",
            f"{day} {month[:3]} {year} {clock}",
            f"Updated: {clock}",
            f"{year}-{chance.randint(1, 12):02}-{day:02} {clock}",
            f"By {chance.choice(_PEOPLE)}",
            f"By {chance.choice(_PEOPLE)} and {chance.choice(_PEOPLE)}",
            f"Source: {chance.choice(_OUTLETS)}",
            f"{chance.randint(2, 12)} hours ago",
        )
    )


def _body(
    page: SplicedPage,
    article: dict[str, Any],
    story: int,
    chance: random.Random,
    least: int,
    most: int,
    style: str = "",
) -> None:
    texts = article["paragraphs"][: chance.randint(least, most)]
    step = chance.randint(2, 6)
    interrupting = chance.choice(("Advertisement", "Story continues below", "Ad", "Advertisement:"))
    if not style and chance.random() < 0.15:
        style = "ads"
    for place, text in enumerate(texts):
        if place and style == "subheads" and place % step == 0:
            page.add(chance.choice(_SUBHEADS), story)
        if place and style == "ads" and place % step == 0:
            page.add(interrupting)
        if place and style == "broken" and place % step == 0:
            kind = chance.random()
            if kind < 0.5:
                page.add(chance.choice(_PROMOTED).format(chance.choice(_SUBHEADS)))
            elif kind < 0.7:
                page.add(chance.choice(_BUTTONS))
            elif kind < 0.85:
                page.add(page.headlines[0] or "Share")
            else:
                page.add(f"A view of the scene. Photo: {chance.choice(_OUTLETS)}")
        if place and style == "updates" and place % step == 0:
            page.add(f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}")
        page.add(text, story)


def _gap(page: SplicedPage, layout: str, title: str, chance: random.Random) -> None:
    if layout == "repeated":
        for _ in range(chance.randint(1, 4)):
            page.add(title)
        return
    if chance.random() < 0.5:
        for _ in range(chance.randint(1, 5)):
            page.add(chance.choice(_BUTTONS))
    if layout == "marked" or chance.random() < 0.25:
        page.add(chance.choice(_MARKERS).format(chance.choice(_OUTLETS)))


def _appended(
    page: SplicedPage, article: dict[str, Any], number: int, style: str, chance: random.Random
) -> None:
    title = _styled(article["title"], article["paragraphs"], chance)
    page.headlines.append(title if style != "repeated" or chance.random() < 0.7 else None)
    if style == "byline_first":
        page.add(f"By {chance.choice(_PEOPLE)}")
    if style in ("before", "before_dated", "byline_first"):
        for _ in range(chance.choice((1, 1, 1, 2))):
            page.add(title)
    if style == "before_dated":
        for _ in range(chance.randint(1, 3)):
            page.add(_about(chance))
    _body(page, article, number, chance, 3, 12)
    if style in ("after", "after_dated") or (style == "repeated" and page.headlines[-1]):
        for _ in range(chance.randint(1, 4) if style != "after_dated" else 1):
            page.add(title)
    if style == "after_dated":
        page.add(_about(chance))


def _teasers(page: SplicedPage, articles: Sequence[dict[str, Any]], chance: random.Random) -> None:
    for _ in range(chance.randint(0, 3)):
        page.add(chance.choice(_BUTTONS))
    if chance.random() < 0.8:
        page.add(chance.choice(_MARKERS).format(chance.choice(_OUTLETS)))
    order = chance.choice(("stdh", "sth", "hst", "th", "ht", "sh", "h", "hs"))
    short = chance.choice(("paragraph", "sentence", "cut", "joined"))
    for number, article in enumerate(articles[: chance.randint(1, 6)], start=1):
        outlet = chance.choice(_OUTLETS)
        title = _styled(article["title"], article["paragraphs"], chance)
        page.headlines.append(title)
        for sign in order:
            page.add(
                {
                    "s": outlet,
                    "t": f"{chance.randint(2, 23)} hours ago",
                    "d": f"- {outlet}",
                    "h": title,
                }[sign]
            )
        page.add(_teaser(article["paragraphs"], short), number)


def _teaser(paragraphs: Sequence[str], short: str) -> str:
    first = next((text for text in paragraphs if len(text) >= 90), paragraphs[0])
    if short == "sentence":
        return re.split(r"(?<=[a-z]{3}[.!?])\s", first, maxsplit=1)[0]
    if short == "cut" and len(first) > 140:
        return first[: first.rfind(" ", 0, 140)] + "..."
    if short == "joined":
        return " ".join(paragraphs[:4])[:1200].rsplit(". ", 1)[0].rstrip(".") + "."
    return first


def _links(page: SplicedPage, articles: Sequence[dict[str, Any]], chance: random.Random) -> None:
    page.add(chance.choice(_MARKERS).format(chance.choice(_OUTLETS)))
    for article in articles[: chance.randint(2, 6)]:
        page.add(article["title"])
        if chance.random() < 0.3:
            page.add(f"{chance.randint(2, 23)} hours ago")


def _foot(page: SplicedPage, chance: random.Random) -> None:
    for _ in range(chance.choice((0, 1, 3, 8))):
        page.add(chance.choice((*_BUTTONS, *_SECTIONS, "About us", "Contact", "Privacy Policy")))


def _styled(title: str, paragraphs: Sequence[str], chance: random.Random) -> str:
    """The headline as another house writes it: sentence case half of the time, or capitals."""
    style = chance.random()
    if style < 0.08:
        return title.upper()
    if style < 0.5:
        return title
    inside = set(re.findall(r"(?<=[a-z,] )[A-Z][\w'’]+", " ".join(paragraphs)))
    words = title.split()
    return " ".join(
        word
        if place == 0 or word.strip("'\",.:?!’‘“”") in inside or word.isupper()
        else word.lower()
        for place, word in enumerate(words)
    )
