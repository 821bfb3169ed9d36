"""An endless flow of pages from a seed, in batches, with copies, revisions and bad ones.

What becomes of a batch must not depend on which of its pages comes first, so that two runs can be
compared: all pages of a batch are about different stories, and what copies or changes a page comes
in a later batch than it.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.running import story_page

Page = dict[str, object]
BATCH = 12


@dataclass(frozen=True)
class Raw:
    """A message for `pages.raw`."""

    key: bytes
    value: bytes


def raw(page: Page) -> Raw:
    return Raw(str(page["url"]).encode(), json.dumps(page).encode())


@dataclass
class Flow:
    """`real` pages come among the others, each once."""

    seed: int
    real: Sequence[Page] = ()
    made: int = 0
    _revisions: dict[int, int] = field(default_factory=dict)

    def batches(self) -> Iterator[list[Raw]]:
        chance = random.Random(self.seed)
        real = iter(self.real)
        while True:
            known = list(range(self.made))
            chance.shuffle(known)
            batch = []
            for _ in range(BATCH):
                draw = chance.random()
                if draw < 0.62 or not known:
                    batch.append(raw(self._story()))
                elif draw < 0.92:
                    batch.append(self._derived(chance, known.pop()))
                elif draw < 0.96:
                    batch.append(_bad(chance, self.made))
                elif (page := next(real, None)) is not None:
                    batch.append(raw(page))
            yield batch

    def _story(self) -> Page:
        self.made += 1
        return story_page(self.made - 1)

    def _derived(self, chance: random.Random, number: int) -> Raw:
        """What has to do with a page that came before."""
        page = story_page(number, revision=self._revisions.get(number, 1))
        draw = chance.random()
        if draw < 0.2:
            return raw(page)  # fetched again
        if draw < 0.45:
            revision = self._revisions[number] = self._revisions.get(number, 1) + 1
            return raw(story_page(number, revision=revision))
        if draw < 0.75:  # the same text on another site
            return raw(page | {"url": f"https://copies{number % 7}.example/{chance.random()}"})
        if draw < 0.9:  # nearly the same text
            near = story_page(number, revision=100 + number)
            return raw(near | {"url": f"https://wires{number % 5}.example/{chance.random()}"})
        # A page of its own, which carries the story after its own.
        self.made += 1
        own = story_page(self.made - 1)
        both = str(own["body"]).replace("</article>", f"{_article(page)}</article>")
        return raw(own | {"body": both})


def _article(page: Page) -> str:
    body = str(page["body"])
    return body.partition("<article>")[2].partition("</article>")[0].replace("h1>", "h2>")


def _bad(chance: random.Random, number: int) -> Raw:
    key = f"https://bad.example/{number}/{chance.random()}".encode()
    page: Page = {
        "url": key.decode(),
        "fetched_at": "2025-05-06T07:08:09Z",
        "content_type": "text/html",
        "body": "<html><head><title>404 Not Found</title></head><body>Nothing here.</body></html>",
    }
    broken = (b"not json", b'{"url": 7}', b"", b'["a", "list"]', b"\xff\xfe\x00")
    return raw(page) if chance.random() < 0.5 else Raw(key, chance.choice(broken))
