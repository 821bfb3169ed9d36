"""Pages of flattened text spliced together from articles, with the truth of every line.

For training and measuring the splitter. A page is a story, perhaps others after it in one of many
layouts, and furniture above, between and beneath: partly written for the project
(`training/texts/*/furniture.json`), partly of real pages (`training.furniture`). A fixed seed gives
the same pages. `LAYOUTS` names the layouts; those that are held out are for measuring only.
"""

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from training.furniture import Furniture

TEXTS = Path(__file__).parent / "texts"
BRIEF = 0.3  # of the pages are of stories of a few paragraphs
TERSE = 0.4  # of these, of paragraphs of one sentence
PLAIN = 0.2  # of the pages hold their stories and headlines alone, as extractors leave them
LEAST_CHARS, LEAST_CHARS_OF_BRIEF = 400, 250  # of a story
DATELINED = 0.2  # of the pages are of stories that open with where and when, as wires send them
Article = dict[str, Any]

_CITIES = (
    "Accra", "Ankara", "Athens", "Beijing", "Belfast", "Berlin", "Bogota", "Brussels", "Cairo",
    "Canberra", "Chicago", "Dakar", "Delhi", "Dublin", "Geneva", "Hanoi", "Jakarta", "Kabul",
    "Kyiv", "La Paz", "Lagos", "Lima", "Lisbon", "London", "Manila", "Mexico City", "Moscow",
    "Nairobi", "New York", "Oslo", "Paris", "Prague", "Rome", "Seoul", "Sydney", "Tokyo", "Warsaw",
    "Washington", "Wellington", "Zagreb",
)  # fmt: skip
_WIRES = ("AP", "Reuters", "AFP", "dpa", "EFE", "ANSA", "Xinhua", "PTI", "Kyodo", "{outlet}")
_DATELINES = (
    "{CITY}, {day} ({wire}) — ", "{CITY} ({wire}) - ", "{City} ({wire}) – ", "{CITY} — ",
    "{City}, {day} ({wire}) -- ", "{CITY}, {day} /{wire}/ - ", "({wire}) {City}, {day} - ",
    "{City}: ", "{CITY}, {day}: ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """How the stories of a page stand.

    `orders` are the forms of an appended story: h headline, p standfirst, m lines of date, byline
    or source, b body, c caption, k section, u button; of an excerpt: s outlet, t age, d dashed
    outlet, n byline, e excerpt. `between` is what parts the page's own story from the others.
    """

    family: str  # single, full, silent, teasers, mixed, inserted
    orders: tuple[str, ...] = ()
    between: tuple[str, ...] = ("none", "buttons", "marker", "title", "foot")
    body: str = ""
    count: tuple[int, int] = (1, 1)
    held_out: bool = False


LAYOUTS: dict[str, Layout] = {
    "single": Layout("single"),
    "single_subheads": Layout("single", body="subheads"),
    "single_interrupted": Layout("single", body="interrupted"),
    "single_links": Layout("single", between=("links",)),
    "single_list": Layout("single", body="list"),
    "single_interview": Layout("single", body="interview"),
    "single_briefs": Layout("single", body="briefs"),
    "single_updates": Layout("single", body="updates", held_out=True),
    "single_scenes": Layout("single", body="scenes", held_out=True),
    "single_quotes": Layout("single", body="quotes", held_out=True),
    "headline_before": Layout("full", ("hb", "hhb", "hb")),
    "headline_dated": Layout("full", ("hmb", "mhb", "hmb")),
    "standfirst": Layout("full", ("hpmb", "hpmb", "hpb", "hmpb")),
    "headline_after": Layout("full", ("bh", "bhh", "bhhh")),
    "no_headline": Layout("full", ("b", "ub", "mb"), ("buttons", "title", "foot", "marker")),
    "title_repeated": Layout("full", ("b", "bh", "hb", "bhh"), ("title",)),
    "buttons_inside": Layout("full", ("uhb", "hub", "humb")),
    "several": Layout("full", ("hb", "hmb", "bh", "mhb", "hpmb"), count=(2, 3)),
    "kicker": Layout("full", ("khb", "khmb", "khpmb"), held_out=True),
    "captioned": Layout("full", ("hcb", "hcmb", "hmcb"), held_out=True),
    "headline_both": Layout("full", ("hbh", "hmbh"), held_out=True),
    "after_dated": Layout("full", ("bhm", "bmh"), held_out=True),
    "ruled": Layout("full", ("b", "hb", "hmb"), ("rule",), held_out=True),
    "several_after": Layout("full", ("bh", "hbm"), count=(2, 3), held_out=True),
    "silent": Layout("silent", count=(1, 2)),
    "silent_several": Layout("silent", count=(2, 3), held_out=True),
    "teasers_marked": Layout("teasers", ("he", "the", "hte", "hse"), ("marker",), count=(1, 6)),
    "teasers_sourced": Layout("teasers", ("stdhe", "sthe", "hste", "she", "sdhe"), count=(1, 6)),
    "teasers_bare": Layout("teasers", ("he", "khe"), ("none", "buttons", "foot"), count=(2, 6)),
    "teaser_alone": Layout("teasers", ("he", "hte", "she", "het")),
    "teasers_kicker": Layout("teasers", ("kthe", "khte", "khet"), count=(1, 8), held_out=True),
    "teasers_after": Layout("teasers", ("het", "hes", "hest"), count=(1, 6), held_out=True),
    "teasers_bylined": Layout("teasers", ("hnte", "nthe", "hne"), count=(1, 6), held_out=True),
    "full_then_teasers": Layout("mixed", ("hb", "bh", "hmb"), count=(1, 4)),
    "teasers_then_full": Layout("mixed", ("hb", "hmb"), count=(1, 4), held_out=True),
    "inserted": Layout(
        "inserted", ("he", "the", "hte", "hse"), ("none", "marker", "marker", "buttons")
    ),
    "inserted_several": Layout(
        "inserted", ("he", "het", "she"), ("none", "marker", "rule"), count=(2, 3), held_out=True
    ),
    "inserted_full": Layout(
        "inserted", ("hb", "hmb", "mhb"), ("none", "marker", "title", "foot"), held_out=True
    ),
}
TRAINED = tuple(name for name, layout in LAYOUTS.items() if not layout.held_out)
HELD_OUT = tuple(name for name, layout in LAYOUTS.items() if layout.held_out)
SINGLE = frozenset(name for name, layout in LAYOUTS.items() if layout.family == "single")


@dataclass(slots=True)
class SplicedPage:
    """A page: for each line the story whose text or whose headline it is (None: of no story)."""

    layout: str
    lines: list[str] = field(default_factory=list)
    stories: list[int | None] = field(default_factory=list)
    titles: list[int | None] = field(default_factory=list)
    headlines: list[str | None] = field(default_factory=list)
    brief: bool = False
    plain: bool = False

    def add(self, line: str, story: int | None = None, title: int | None = None) -> None:
        self.lines.append(line)
        self.stories.append(story)
        self.titles.append(title)

    @property
    def body(self) -> str:
        return "\n".join(self.lines)

    @property
    def count(self) -> int:
        return len(self.headlines)


@cache
def phrases(language: str) -> dict[str, Any]:
    """The project's own furniture of a language."""
    path = TEXTS / language / "furniture.json"
    if not path.exists():
        path = TEXTS / "en" / "furniture.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def spliced_page(
    layout: str,
    articles: Sequence[Article],
    chance: random.Random,
    furniture: Sequence[Furniture] = (),
) -> SplicedPage:
    """One page of this layout. `articles` holds at least ten, the page's own first; `furniture`
    is what real pages show around their stories."""
    return _Splicer(layout, articles, chance, furniture).page


class _Splicer:
    def __init__(
        self,
        name: str,
        articles: Sequence[Article],
        chance: random.Random,
        furniture: Sequence[Furniture],
    ) -> None:
        self.layout, self.chance, self.articles = LAYOUTS[name], chance, list(articles)
        self.words = phrases(articles[0].get("language", "en"))
        self.page = SplicedPage(name)
        self.plain = self.page.plain = chance.random() < PLAIN
        around = furniture and not self.plain and chance.random() < 0.6
        self.real = chance.choice(furniture) if around else None
        self.outlet = self.pick("outlets")
        self.dateline = chance.choice(_DATELINES) if chance.random() < DATELINED else ""
        self.upper_titles = chance.random() < 0.06
        self.brief = self.page.brief = chance.random() < BRIEF
        self.terse = self.brief and chance.random() < TERSE
        self._make()

    def pick(self, name: str) -> str:
        """One of the project's own phrases."""
        found: str = self.chance.choice(self.words[name])
        return found

    def odds(self, share: float) -> bool:
        return self.chance.random() < share

    def _make(self) -> None:
        layout, chance = self.layout, self.chance
        own = self.articles.pop(0)
        title = self.styled(own)
        self.page.headlines.append(title)
        self._top(own, title)
        if layout.family == "inserted":
            self._inserted(own)
        else:
            self._body(own, 0, (3, 30), layout.body)
        if layout.family == "single":
            if layout.between == ("links",) or (not self.plain and self.odds(0.2)):
                self._foot(0.5)
                self._links()
        elif layout.family == "silent":
            for _ in range(chance.randint(*layout.count)):
                self.page.headlines.append(None)
                self._body(self.articles.pop(), self.page.count - 1, (3, 12))
        elif layout.family != "inserted":
            self._between(title)
            self._others()
        self._foot(0.8)
        alone = self.plain or layout.family in ("single", "silent", "inserted")
        if not alone and self.odds(0.25):
            self._links()
        if not any(line.startswith(title) for line in self.page.lines):
            self.page.headlines[0] = None

    def _inserted(self, own: Article) -> None:
        """The page's own story, which goes on beneath others."""
        chance, layout = self.chance, self.layout
        texts = own["paragraphs"]
        middle = chance.randint(2, len(texts) - 2)
        self._body({**own, "paragraphs": texts[:middle]}, 0, (2, 15))
        self._between(self.page.headlines[0])
        order, count = chance.choice(layout.orders), chance.randint(*layout.count)
        if "b" in order:
            self._appended(order)
        else:
            self._teasers(order, count)
        if self.odds(0.2):
            self._buttons(1, 2)
        self._body({**own, "paragraphs": texts[middle:]}, 0, (2, 15), opens=False)

    def _others(self) -> None:
        layout, chance = self.layout, self.chance
        full = chance.choice(layout.orders) if layout.orders else ""
        count = chance.randint(*layout.count)
        if layout.family == "mixed":
            order = chance.choice(("he", "the", "sthe", "hte"))
            if self.page.layout == "teasers_then_full":
                self._teasers(order, count)
                self._between(None)
                self._appended(full)
            else:
                self._appended(full)
                self._between(None)
                self._teasers(order, count)
        elif layout.family == "teasers":
            self._teasers(full, count)
        else:
            for number in range(count):
                if number and self.odds(0.3):
                    self._between(None)
                self._appended(full if self.odds(0.8) else chance.choice(layout.orders))

    # What stands around stories

    def _top(self, own: Article, title: str) -> None:
        chance, page = self.chance, self.page
        if self.plain:
            if self.odds(0.9):
                page.add(title, None, 0)
            if self.odds(0.1):
                self._standfirst(own["paragraphs"], 0)
            if self.odds(0.3):
                page.add(self.about())
            return
        if self.real is not None and self.odds(0.8):
            top = self.real.top
            start = chance.randint(0, max(0, len(top) - 3))
            for line in top[max(start, len(top) - 40) :]:
                page.add(line)
        else:
            for _ in range(chance.choice((0, 0, 1, 3, 8))):
                page.add(self.pick(chance.choice(("buttons", "sections"))))
        for _ in range(chance.choice((1, 1, 1, 2, 3, 0))):
            page.add(title if self.odds(0.85) else f"{title} | {self.outlet}", None, 0)
        if self.odds(0.1):
            self._standfirst(own["paragraphs"], 0)
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            page.add(self.about())
        for _ in range(chance.choice((0, 0, 0, 1, 3))):
            page.add(self.pick("buttons"))
        if self.odds(0.25):
            self._caption(self.articles[0])

    def _between(self, title: str | None) -> None:
        chance, page = self.chance, self.page
        kind = chance.choice(self.layout.between)
        if self.plain and kind not in ("marker", "rule"):
            return
        if kind == "title":
            if title is None:
                return
            if self.odds(0.4):
                self._buttons(1, 4)
            for _ in range(chance.randint(1, 4)):
                page.add(title, None, 0)
            if self.odds(0.2):
                self._buttons(1, 3)
        elif kind == "buttons":
            self._buttons(1, 6)
        elif kind == "marker":
            if self.odds(0.4) and not self.plain:
                self._buttons(1, 4)
            page.add(self._marker())
        elif kind == "foot":
            self._foot(1.0)
            if self.odds(0.3):
                page.add(self._marker())
        elif kind == "rule":
            page.add(chance.choice(("* * *", "***", "———", "---", "•••", "_____", "###", "▪ ▪ ▪")))

    def _buttons(self, least: int, most: int) -> None:
        for _ in range(self.chance.randint(least, most)):
            self.page.add(self.pick("buttons"))

    def _marker(self) -> str:
        marker = self.pick("markers").replace("{0}", self.outlet)
        return marker.upper() if self.odds(0.1) else marker

    def _foot(self, share: float) -> None:
        if self.plain or not self.odds(share):
            return
        if self.real is not None and self.odds(0.6):
            bottom = self.real.bottom
            start = self.chance.randint(0, max(0, len(bottom) - 3)) if self.odds(0.3) else 0
            for line in bottom[start : start + self.chance.randint(1, 25)]:
                self.page.add(line)
            return
        for _ in range(self.chance.choice((1, 3, 8))):
            self.page.add(self.pick(self.chance.choice(("buttons", "sections", "buttons"))))

    def _links(self) -> None:
        chance, page = self.chance, self.page
        if self.odds(0.8):
            page.add(self._marker())
        age = self.odds(0.3)
        for article in self.articles[-chance.randint(2, 7) :]:
            page.add(self.styled(article))
            if age:
                page.add(self.ago())

    def _caption(self, article: Article) -> None:
        """A picture's text: credited, or said twice."""
        sentence = _first_sentence(self.chance.choice(article["paragraphs"]))
        text = sentence[: sentence.find(" ", self.chance.randint(50, 150))].rstrip(",;: ") + "."
        if self.odds(0.5):
            credit = self.pick("captions").replace("{0}", self.pick("people"))
            self.page.add(f"{text} {credit}" if self.odds(0.7) else credit)
            return
        self.page.add(text)
        self.page.add(text)

    def about(self) -> str:
        kind = self.chance.random()
        if kind < 0.5:
            return self.date()
        if kind < 0.8:
            return self.byline()
        return self.outlet if kind < 0.85 else self.ago()

    def byline(self) -> str:
        names = self.pick("people")
        return self.pick("bylines").replace("{0}", names)

    def ago(self) -> str:
        return self.pick("ago").replace("{n}", str(self.chance.randint(2, 23)))

    def date(self) -> str:
        chance = self.chance
        months = self.words["months"]
        number = chance.randint(1, 12)
        month = months[number - 1]
        values = {
            "day": str(chance.randint(1, 28)),
            "month": month,
            "mon": month[:3],
            "year": str(chance.randint(2012, 2026)),
            "hour": f"{chance.randint(0, 23):02}",
            "minute": f"{chance.randint(0, 59):02}",
            "mm": f"{number:02}",
            "dd": f"{chance.randint(1, 28):02}",
            "weekday": chance.choice(self.words.get("weekdays", [""])),
        }
        pattern = self.pick("dates")
        return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], ""), pattern).strip()

    # Stories

    def _body(
        self,
        article: Article,
        story: int,
        sizes: tuple[int, int],
        style: str = "",
        *,
        opens: bool = True,
    ) -> None:
        chance, page = self.chance, self.page
        texts = list(article["paragraphs"])
        if self.terse:
            texts = [_first_sentence(text) for text in texts]
        if self.brief:
            texts = texts[: chance.randint(3, 6)]
        elif self.odds(0.8):
            texts = texts[: chance.randint(*sizes)]
        if sum(map(len, texts)) < (LEAST_CHARS_OF_BRIEF if self.brief else LEAST_CHARS):
            texts = list(article["paragraphs"])[:6]
        make: dict[str, Callable[[list[str], int], None]] = {
            "briefs": self._briefs,
            "interview": self._interview,
            "list": self._list,
        }
        if story == 0 and self.odds(0.1):
            self._standfirst(texts, story)
        if style in make:
            make[style](texts, story)
            return
        if not style and self.odds(0.2):
            style = chance.choice(
                ("subheads",) if self.plain else ("interrupted", "subheads", "adverts")
            )
        step = chance.randint(2, 6)
        advert = self.pick("buttons") if self.odds(0.5) else self.pick("promotions")
        for place, text in enumerate(texts):
            if place and place % step == 0:
                self._interrupt(style, story, texts, advert)
            page.add(self._opened(text) if opens and not place else text, story)

    def _opened(self, text: str) -> str:
        """A first paragraph as the page's stories open."""
        if not self.dateline or text.split()[0].isupper():
            return text
        chance = self.chance
        city, wire = chance.choice(_CITIES), chance.choice(_WIRES).format(outlet=self.outlet)
        day = f"{self.pick('months')} {chance.randint(1, 28)}"
        return self.dateline.format(City=city, CITY=city.upper(), wire=wire, day=day) + text

    def _standfirst(self, texts: Sequence[str], story: int) -> None:
        """What a longer story is about, in a sentence of it."""
        sentence = _first_sentence(texts[3]) if len(texts) > 4 and not self.terse else ""
        if sentence and sentence != texts[3] and sentence not in self.page.lines:
            self.page.add(sentence, story)

    def _interrupt(self, style: str, story: int, texts: Sequence[str], advert: str) -> None:
        chance, page = self.chance, self.page
        if style == "subheads":
            page.add(self._subhead(texts), story)
        elif style == "adverts":
            page.add(advert.replace("{0}", self.articles[-1]["title"]))
        elif style == "updates":
            page.add(chance.choice((self.date(), self.ago(), f"{chance.randint(0, 23):02}:15")))
            if self.odds(0.5):
                page.add(self._subhead(texts), story)
        elif style == "scenes":
            page.add(chance.choice(("* * *", "***", "———", "•", "~")))
        elif style == "quotes":
            quoted = re.findall(r"[“\"][^”\"]{30,160}[”\"]", " ".join(texts))
            if quoted:
                page.add(chance.choice(quoted))
        elif style == "interrupted":
            kind = chance.random()
            if kind < 0.45:
                title = self.styled(chance.choice(self.articles[-4:]))
                page.add(self.pick("promotions").replace("{0}", title))
            elif kind < 0.6:
                page.add(self.pick("buttons"))
            elif kind < 0.7:
                page.add(page.headlines[0] or self.outlet, None, 0)
            elif kind < 0.8:
                page.add(self._marker())
                page.add(self.styled(chance.choice(self.articles[-4:])))
            elif kind < 0.9 and self.real is not None and self.real.bottom:
                page.add(chance.choice(self.real.bottom))
            else:
                self._caption({"paragraphs": list(texts)})

    def _subhead(self, texts: Sequence[str]) -> str:
        if self.odds(0.5):
            return self.pick("subheads")
        words = _first_sentence(self.chance.choice(texts)).split()[: self.chance.randint(2, 7)]
        return " ".join(words).rstrip(".,;:")

    def _briefs(self, _texts: list[str], story: int) -> None:
        """A round-up under one headline: short items on all sorts of things, one story."""
        labelled = self.odds(0.6)
        for article in self.articles[: self.chance.randint(3, 8)]:
            if labelled:
                words = article["title"].split()
                self.page.add(" ".join(words[: self.chance.randint(1, 4)]).rstrip(",:;"), story)
            self.page.add(article["paragraphs"][0], story)
        del self.articles[3:5]

    def _interview(self, texts: list[str], story: int) -> None:
        marked = self.odds(0.5)
        for place, text in enumerate(texts):
            asked = _first_sentence(text)
            if place % 2 == 0 or asked == text:
                self.page.add(text, story)
                continue
            question = asked.rstrip(".!") + "?"
            self.page.add(f"Q: {question}" if marked else question, story)
            self.page.add(f"A: {text}" if marked else text, story)

    def _list(self, texts: list[str], story: int) -> None:
        sign = self.chance.choice(("{}. ", "• ", "- ", "{}) ", ""))
        start = self.chance.randint(1, max(1, len(texts) // 2))
        for place, text in enumerate(texts):
            listed = start <= place < start + 6
            line = _first_sentence(text) if listed and self.odds(0.6) else text
            self.page.add(sign.format(place - start + 1) + line if listed else line, story)

    def _appended(self, order: str) -> None:
        page, chance = self.page, self.chance
        article = self.articles.pop()
        number = page.count
        title = self.styled(article)
        page.headlines.append(title if "h" in order else None)
        for sign in order:
            if sign == "h":
                twice = order[0] == "h" and not self.plain and self.odds(0.25)
                for _ in range(1 + twice):
                    page.add(title, None, number)
            elif sign == "p":
                self._standfirst(article["paragraphs"], number)
            elif sign == "b":
                self._body(article, number, (3, 12))
            elif sign == "m":
                for _ in range(chance.randint(1, 3)):
                    page.add(self.about())
            elif sign == "c":
                self._caption(article)
            elif sign == "k":
                page.add(self.pick("sections"))
            elif sign == "u":
                self._buttons(1, 3)

    def _teasers(self, order: str, count: int) -> None:
        page = self.page
        short = self.chance.choice(("paragraph", "paragraph", "sentence", "cut", "joined"))
        for _ in range(count):
            if len(self.articles) < 2:
                return
            article = self.articles.pop()
            outlet = self.pick("outlets")
            title = self.styled(article)
            number = page.count
            page.headlines.append(title if "h" in order else None)
            for sign in order:
                if sign == "e":
                    page.add(_teaser(article["paragraphs"], short), number)
                elif sign == "h":
                    page.add(title, None, number)
                else:
                    page.add(
                        {
                            "s": outlet,
                            "t": self.ago() if self.odds(0.7) else self.date(),
                            "d": f"- {outlet}",
                            "k": self.pick("sections"),
                            "n": self.byline(),
                        }[sign]
                    )

    def styled(self, article: Article) -> str:
        """The headline as another house writes it: sentence case half of the time, or capitals."""
        title: str = article["title"]
        chance = self.chance
        if self.upper_titles:
            return title.upper()
        if article.get("language", "en") != "en":
            return title
        style = chance.random()
        if style < 0.06:
            first = _first_sentence(article["paragraphs"][0]).rstrip(".")
            words = first.split()
            return (
                " ".join(words[: chance.randint(7, 14)]).rstrip(",;:") if len(words) > 6 else title
            )
        if style < 0.5:
            return title
        inside = set(re.findall(r"(?<=[a-z,] )[A-Z][\w'’]+", " ".join(article["paragraphs"])))
        words = title.split()
        made = " ".join(
            word
            if place == 0 or word.strip("'\",.:?!’‘“”") in inside or word.isupper()
            else word.lower()
            for place, word in enumerate(words)
        )
        return made + chance.choice(("", "", "", "", "", "", "?")) if made[-1].isalnum() else made


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[^\W\d_]{3}[.!?])\s|(?<=[。！？])", text, maxsplit=1)[0]


def _teaser(paragraphs: Sequence[str], short: str) -> str:
    first = next((text for text in paragraphs if len(text) >= 90), paragraphs[0])
    if short == "sentence":
        return _first_sentence(first)
    if short == "cut" and len(first) > 140:
        return first[: first.rfind(" ", 0, 140)] + "..."
    if short == "joined":
        return " ".join(paragraphs[:4])[:1200].rsplit(". ", 1)[0].rstrip(".") + "."
    return first
