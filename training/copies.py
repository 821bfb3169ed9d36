"""Copies planted in real news, and stories that only look like copies.

For choosing what counts as a near-duplicate and for measuring it. Each of `COPIES` makes of a
story what outlets make of one that is not their own; edits are by place, not by words of one
language, so that they serve every language. `TEMPLATES` give issues of reports that are written
anew each day with other numbers and names. A fixed seed gives the same texts; one half of the
stories, by their ids, is for choosing thresholds and the other for measuring.
"""

import gzip
import json
import random
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

Paragraphs = list[str]

MIN_STORY_WORDS = 60
TEASER_WORDS = 20

_OUTLETS = ("Harbour Times", "The Evening Herald", "North Coast Post", "Valley Tribune")
_CREDITS = (
    "This story has been published from an agency feed without changes to the text.",
    "Additional reporting by our staff.",
    "The Associated Press contributed to this report.",
)


@dataclass(frozen=True, slots=True)
class Original:
    """A real story. `origin` is the collection, `held_out` whether it is only for measuring."""

    name: str
    origin: str
    title: str
    paragraphs: tuple[str, ...]
    group: str  # stories of one group may tell of one event

    @property
    def held_out(self) -> bool:
        return crc32(self.group.encode()) % 2 == 1

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Copy:
    """A planted copy, of which kind, of which original; `other` may have given its lead."""

    kind: str
    text: str
    original: str
    other: str


def articles(data: Path) -> Iterator[Original]:
    """Full news articles in English."""
    with gzip.open(data / "articles" / "articles.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in rows:
            item = json.loads(row)
            yield Original(
                item["id"], "articles", item["title"], tuple(item["paragraphs"]), item["id"]
            )


def reuters(data: Path) -> Iterator[Original]:
    """Short wire stories of 1987."""
    with tarfile.open(data / "duplicates" / "reuters21578_json_full.tar.gz") as archive:
        for member in archive:
            if member.name.endswith(".json") and (file := archive.extractfile(member)):
                for item in json.load(file):
                    paragraphs = _indented(item.get("body") or "")
                    title = item.get("title") or ""
                    name = f"{title} {item['date'].strip()}"
                    yield Original(name, "reuters", title, paragraphs, name)


def _indented(body: str) -> tuple[str, ...]:
    body = body.replace("\n    ", "\0")
    paragraphs = (" ".join(part.split()) for part in body.split("\0"))
    return tuple(part for part in paragraphs if part and not part.lower().startswith("reuter "))


def events(data: Path) -> Iterator[Original]:
    """Reports of several outlets on the same events, some of them not in English."""
    with (data / "events" / "wikinewssum_en_101events.jsonl").open(encoding="utf-8") as rows:
        for number, row in enumerate(rows):
            for place, source in enumerate(json.loads(row)["sources"]):
                lines = tuple(filter(None, (source.get("maintext") or "").split("\n")))
                origin = "events" if source["language"] == "en" else "foreign"
                name = f"{number}/{place}"
                yield Original(name, origin, source.get("title") or "", lines, f"event {number}")


def words_of(paragraphs: Sequence[str]) -> int:
    """How many words there are, by their gaps."""
    return sum(len(paragraph.split()) for paragraph in paragraphs)


def same(story: Paragraphs, _: Paragraphs, chance: random.Random) -> Paragraphs:
    """Under another outlet's line, with a credit at its end."""
    return [f"{chance.choice(_OUTLETS)} —", *story, chance.choice(_CREDITS)]


def cut(story: Paragraphs, _: Paragraphs, chance: random.Random) -> Paragraphs:
    """60 to 85 % kept, from the beginning, to the end of a paragraph."""
    wanted = chance.uniform(0.6, 0.85) * words_of(story)
    kept: Paragraphs = []
    for paragraph in story:
        if words_of(kept) + len(paragraph.split()) / 2 > wanted and words_of(kept) >= 0.6 * wanted:
            break
        kept.append(paragraph)
    return kept


def styled(story: Paragraphs, _: Paragraphs, chance: random.Random) -> Paragraphs:
    """One word in 20 to 100 is another one, is left out, or is joined by another."""
    vocabulary = " ".join(story).split()
    rate = chance.uniform(0.01, 0.05)
    changed = []
    for paragraph in story:
        words = []
        for word in paragraph.split():
            if chance.random() >= rate:
                words.append(word)
            else:
                other = chance.choice(vocabulary)
                words += chance.choice(([other], [], [word, other]))
        changed.append(" ".join(words))
    return changed


def led(story: Paragraphs, other: Paragraphs, chance: random.Random) -> Paragraphs:
    """Behind a local lead, which is the beginning of another story."""
    length = min(chance.randint(20, 80), words_of(story) // 5)
    return [" ".join(" ".join(other).split()[:length]), *story]


def joined(story: Paragraphs, _: Paragraphs, __: random.Random) -> Paragraphs:
    """With all paragraphs in one, as pages do whose lines are parted by breaks."""
    return [" ".join(story)]


def teaser(story: Paragraphs, _: Paragraphs, chance: random.Random) -> Paragraphs:
    """One paragraph, any that is long enough to tell something."""
    long = [paragraph for paragraph in story if len(paragraph.split()) >= TEASER_WORDS]
    return [chance.choice(long)] if long else []


def front_teaser(story: Paragraphs, _: Paragraphs, chance: random.Random) -> Paragraphs:
    """The first words of the story, broken off, as front pages show them."""
    words = " ".join(story[:3]).split()
    return [" ".join(words[: chance.randint(25, 60)]) + " …"]


def opening(story: Paragraphs, _: Paragraphs, chance: random.Random) -> Paragraphs:
    """The first two or three paragraphs."""
    return story[: chance.randint(2, 3)]


def edited(story: Paragraphs, _: Paragraphs, chance: random.Random) -> Paragraphs:
    """Fetched again with a typing error mended, a paragraph more and one less."""
    story = list(story)
    if len(story) > 5:
        del story[chance.randrange(2, len(story))]
    place = chance.randrange(len(story))
    story[place] = story[place].replace(" the ", " this ", 1)
    story.insert(
        chance.randrange(1, len(story) + 1), "Readers are asked to send their own pictures."
    )
    return story


Edit = Callable[[Paragraphs, Paragraphs, random.Random], Paragraphs]


def _in_turn(*edits: Edit) -> Edit:
    def all_of(story: Paragraphs, other: Paragraphs, chance: random.Random) -> Paragraphs:
        for edit in edits:
            story = edit(story, other, chance)
        return story

    return all_of


COPIES: dict[str, Edit] = {
    "same": same,
    "cut": cut,
    "styled": styled,
    "led": led,
    "cut, styled": _in_turn(cut, styled),
    "cut, led": _in_turn(cut, led),
    "cut, styled, led, same": _in_turn(cut, styled, led, same),
    "joined": joined,
    "joined, cut, styled": _in_turn(cut, styled, joined),
    "edited": edited,
    "teaser": teaser,
    "front teaser": front_teaser,
    "styled teaser": _in_turn(teaser, styled),
    "opening": opening,
}


def copies(originals: Sequence[Original], each: int, seed: int = 7) -> Iterator[Copy]:
    """So many copies of each kind, of originals in turn. Leads come from other originals."""
    chance = random.Random(seed)  # noqa: S311
    for kind, edit in COPIES.items():
        for original in chance.sample(list(originals), min(each, len(originals))):
            other = chance.choice(originals)
            made = edit(list(original.paragraphs), list(other.paragraphs), chance)
            if words_of(made) >= TEASER_WORDS:
                yield Copy(kind, "\n\n".join(made), original.name, other.name)
