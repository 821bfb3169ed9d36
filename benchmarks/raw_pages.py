"""An endless flow of raw pages from a seed, of the sizes and kinds that crawlers bring.

Sizes are those of news pages: half of them under 90 kB, one in a hundred over 1.5 MB, most of it
scripts, styles and links around a story of a few hundred words. Of ten pages one is another site's
copy of an earlier one, one was fetched before and is the same, and now and then one has other text
than before, or is no page at all.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.running import story_page

COPIES, AGAIN, REVISED, BAD = 0.10, 0.10, 0.05, 0.02
KNOWN = 2000  # of the pages before, that others copy or change
MEDIAN_BYTES, SPREAD, MOST_BYTES = 90_000, 1.2, 6_000_000


@dataclass(frozen=True)
class RawMessage:
    """A message for `pages.raw`; `url` and `fetched_at` are what its article will carry."""

    url: str
    fetched_at: str
    value: bytes


@dataclass
class RawPages:
    """`next` gives one after the other."""

    seed: int
    _chance: random.Random = field(init=False)
    _made: int = 0
    _fetched: int = 0
    _known: dict[int, int] = field(default_factory=dict)  # number of a story -> its revision

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311

    def __iter__(self) -> Iterator[RawMessage]:
        while True:
            yield self._next()

    def _next(self) -> RawMessage:
        draw = self._chance.random()
        if draw < BAD or not self._known:
            return self._bad() if draw < BAD else self._new()
        number = self._chance.choice(list(self._known)[-KNOWN:])
        if draw < BAD + REVISED:
            self._known[number] += 1
            return self._page(number)
        if draw < BAD + REVISED + AGAIN:
            return self._page(number)
        if draw < BAD + REVISED + AGAIN + COPIES:
            return self._page(number, url=f"https://copies.example/{self._made}/{number}")
        return self._new()

    def _new(self) -> RawMessage:
        self._made += 1
        self._known[self._made] = 1
        if len(self._known) > KNOWN:
            del self._known[next(iter(self._known))]
        return self._page(self._made)

    def _page(self, number: int, url: str = "") -> RawMessage:
        page = story_page(self.seed * 10_000_000 + number, revision=self._known[number])
        before, main, after = str(page["body"]).partition("<article>")
        chance = random.Random(number)  # noqa: S311
        size = chance.lognormvariate(0, SPREAD) * MEDIAN_BYTES
        around = _around(chance, min(int(size), MOST_BYTES))
        page["body"] = f"{before}{around}{main}{after}"
        return self._message(page | ({"url": url} if url else {}))

    def _bad(self) -> RawMessage:
        return self._message({"url": f"https://bad.example/{self._fetched}", "body": 7})

    def _message(self, page: dict[str, object]) -> RawMessage:
        self._fetched += 1
        seconds = self._fetched
        fetched_at = f"2025-{1 + seconds // 2_000_000 % 12:02}-{1 + seconds // 86_400 % 28:02}T"
        fetched_at += f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}Z"
        page = page | {"fetched_at": fetched_at}
        return RawMessage(str(page["url"]), fetched_at, json.dumps(page).encode())


def _around(chance: random.Random, size: int) -> str:
    """So many characters of what stands around a story."""
    pieces = []
    left = size
    while left > 0:
        number = chance.randrange(10**9)
        draw = chance.random()
        if draw < 0.5:
            filler = f"window.w{number}=function(a){{return a*{number}}};" * chance.randint(50, 400)
            piece = f"<script>{filler}</script>"
        elif draw < 0.7:
            rule = f".c{number}{{margin:{number % 90}px}}"
            piece = f"<style>{rule * chance.randint(20, 300)}</style>"
        else:
            links = "".join(
                f'<li class="item c{number}"><a href="/section/{number + n}">Section {n}</a></li>'
                for n in range(chance.randint(3, 30))
            )
            piece = f'<nav><ul class="menu">{links}</ul></nav>'
        pieces.append(piece)
        left -= len(piece)
    return "".join(pieces)
