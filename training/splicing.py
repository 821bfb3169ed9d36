"""Stocks of articles, what each part of them is for, and the pages spliced from them.

The articles are parted by their ids: a fifth is for measuring only, two fifths are for the word
tables, two fifths for pages to learn from.
"""

import gzip
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.clean import lines
from pipeline.clean.rows import paragraphs
from pipeline.records import Block
from training.furniture import Furniture, furniture
from training.pages import MarkedPage, marked_pages
from training.scripts import SCRIPTS, script
from training.spliced import TEXTS, TRAINED, Article, SplicedPage, spliced_page

LEFTOVER = 3  # articles that hold a paragraph that is none of theirs
NEAR = 40  # places in the order of subject and date within which a like partner is drawn
CIPHERED = 0.2  # share of the pages whose words no table knows
OTHER_SCRIPT = 0.3  # of these
HARDEST = (
    "silent",
    "headline_after",
    "full_then_teasers",
    "standfirst",
)  # of which there are more pages
EXTRA = 2
LANGUAGES = ("de", "es", "fr", "pt")

# What does not end as sentences do is a caption, a link or a message that was embedded.
_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_ANY_WORD = re.compile(r"[^\W\d_]+")


def articles(data: Path) -> Iterator[Article]:
    """The articles of the set, in their order."""
    with gzip.open(data / "articles" / "articles.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in rows:
            yield json.loads(row)


def part_of(article: Article) -> str:
    """What an article is for: "measuring", "words" or "pages"."""
    number = zlib.crc32(article["id"].encode()) % 5
    return "measuring" if number == 0 else "words" if number < 3 else "pages"


def usable(data: Path, *parts: str) -> list[Article]:
    """The articles of these parts with enough text, without the leftovers of their sites."""
    chosen, said = [], Counter[str]()
    for article in articles(data):
        texts = [" ".join(paragraphs(text)) for text in article["paragraphs"]]
        said.update(set(texts))
        title = " ".join(paragraphs(article["title"] or ""))
        if part_of(article) in parts and title:
            chosen.append({**article, "title": title, "paragraphs": texts})
    found = []
    for article in chosen:
        texts = [text for text in dict.fromkeys(article["paragraphs"]) if _is_told(text, said)]
        if len(texts) >= 6 and len(article["title"].split()) >= 3:
            found.append({**article, "paragraphs": texts})
    return sorted(found, key=lambda item: (item["topic"] or "", item["date"] or "", item["id"]))


def _is_told(text: str, said: Counter[str]) -> bool:
    if len(text) < 25 or said[text] >= LEFTOVER or lines.is_title_shaped(text):
        return False  # what reads like a title is a link or a highlight
    if not _ENDED.search(text):
        return False
    return lines.furniture_kind(text) is None


def own_articles(language: str, *, training: bool) -> list[Article]:
    """The project's own articles of a language; every other one is for measuring."""
    path = TEXTS / language / "articles.jsonl"
    if not path.exists():
        return []
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        {
            "title": " ".join(paragraphs(row["headline"])),
            "paragraphs": [" ".join(paragraphs(text)) for text in row["paragraphs"]],
            "language": language,
        }
        for number, row in enumerate(rows)
        if (number % 2 == 0) == training
    ]


def pages(
    stock: Sequence[Article],
    layouts: Sequence[str],
    count: int,
    seed: int,
    around: Sequence[Furniture] = (),
) -> Iterator[SplicedPage]:
    """`count` pages of each layout; a third have partners of the same subject and weeks."""
    chance = random.Random(seed)  # noqa: S311
    for layout in layouts:
        for _ in range(count):
            first = chance.randrange(len(stock))
            near = chance.random() < 0.33
            start = max(0, first - NEAR) if near else 0
            end = first + NEAR if near else len(stock)
            pool = [k for k in range(start, min(end, len(stock))) if k != first]
            others = chance.sample(pool, min(14, len(pool)))
            yield spliced_page(layout, [stock[k] for k in (first, *others)], chance, around)


def pages_to_learn(data: Path, parts: Sequence[str], count: int, seed: int) -> list[SplicedPage]:
    """Pages of the layouts that may be learned from, some of them in other languages."""
    chance = random.Random(seed)  # noqa: S311
    around = list(furniture(data, training=True))
    english = [item for item in around if item.language == "en"]
    stock = usable(data, *parts)
    made = list(pages(stock, TRAINED, count, seed, english))
    made += pages(stock, HARDEST * EXTRA, count, seed + 1, english)
    made = [ciphered(page, chance) if chance.random() < CIPHERED else page for page in made]
    for number, language in enumerate(LANGUAGES):
        stock = own_articles(language, training=True)
        near = [item for item in around if item.language == language]
        made += pages(stock, TRAINED, max(2, count // 15), seed + 20 + number, near)
    return made


def address_of(page: SplicedPage, number: int) -> str:
    """An address as sites make them: with the words of the headline, or with a number only."""
    words = lines.plain(page.headlines[0] or "").split()
    if number % 5 < 2 or len(words) < 3:
        return f"https://news.example/{'story' if number % 2 else 'article-'}{number}"
    return f"https://news.example/2024/{'-'.join(words)}"


def ciphered(page: SplicedPage, chance: random.Random) -> SplicedPage:
    """The page in a language that no table knows: words, or all but short ones, in other letters,
    perhaps in those of another script."""
    changed = cipher(chance)
    for place, line in enumerate(page.lines):
        if page.stories[place] is not None or page.titles[place] is not None:
            page.lines[place] = changed(line)
    page.headlines = [changed(title) if title else title for title in page.headlines]
    return page


def cipher(chance: random.Random) -> Callable[[str], str]:
    """How a made-up language is written: words, or all but short ones, in other letters, perhaps
    in those of another script."""
    if chance.random() < OTHER_SCRIPT:
        return script(chance.choice(SCRIPTS), chance)
    letters = "aeiou", "bcdfghjklmnpqrstvwxz"
    mixed = ["".join(chance.sample(group, len(group))) for group in letters]
    table = str.maketrans("".join(letters), "".join(mixed))
    table |= str.maketrans("".join(letters).upper(), "".join(mixed).upper())
    words = chance.choice((_LONG_WORD, _ANY_WORD))
    return lambda line: words.sub(lambda word: word[0].translate(table), line)


def truth_of(
    page: SplicedPage, blocks: Sequence[Block]
) -> tuple[list[int | None], list[int | None]]:
    """The true story of each block, and the story that it is a headline of.

    Raises ValueError where the blocks are not the page's lines.
    """
    rows = iter(zip(page.lines, page.stories, page.titles, strict=True))
    found = []
    for block in blocks:
        for line, story, title in rows:
            if line == block.text:
                found.append((story, title))
                break
        else:
            raise ValueError(f"a block that is no line of its page: {block.text[:80]!r}")
    return [story for story, _ in found], [title for _, title in found]


def real_pages(data: Path, sets: Sequence[str], *, training: bool) -> Iterator[MarkedPage]:
    """Real articles: of two thirds of the sites to learn from, of the others to measure on."""
    for name in sets:
        for page in marked_pages(data / "extraction", name):
            learned_from = zlib.crc32(page.site.encode()) % 3 > 0
            if page.kind == "article" and page.reference.strip() and learned_from == training:
                yield page


def real_stories(data: Path, sets: Sequence[str], *, training: bool) -> Iterator[str]:
    """The marked texts of real articles, a line a paragraph."""
    return (page.reference for page in real_pages(data, sets, training=training))
