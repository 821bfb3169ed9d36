"""Messages for `pages.raw` from a seed that try to break a parser, each in one of a dozen ways.

`python -m tests.hostile --first 0 --last 100000` takes them through the pure steps and prints what
became of them and which took longest. A run that was stopped goes on at the seed that it printed.
"""

import argparse
import base64
import json
import random
import resource
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from pipeline import steps
from pipeline.clean import UnreadablePage
from pipeline.clean.rows import TextTooLarge
from pipeline.wire import WireError
from pipeline.worker.runner import MAX_HEADERS
from tests.pages import aeb_pages

EXAMPLES = Path(__file__).parents[1] / "examples" / "pages.jsonl"
SHARED = Path(__file__).resolve().parents[2] / "shared"
LIMIT_SECONDS = 20  # of CPU, that a message may take: what a worker gives a step

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Hostile:
    """A message, and how it tries."""

    kind: str
    value: bytes
    headers: Headers = ()


@dataclass
class Source:
    """Makes the messages; `bases` are whole pages that some of them are made from."""

    bases: Sequence[bytes]

    def message(self, seed: int) -> Hostile:
        chance = random.Random(seed)
        kind = chance.choice(KINDS)
        value, headers = kind(chance, self.bases)
        return Hostile(kind.__name__.strip("_"), value, headers)


def source(*, real: bool) -> Source:
    """From the sample pages, and from real ones, ten times as large, where there are any."""
    pages = [json.loads(line) for line in EXAMPLES.read_bytes().splitlines()]
    if real and SHARED.is_dir():
        pages += aeb_pages(SHARED)
    return Source([_body_of(page) for page in pages])


def _body_of(page: dict[str, str | None]) -> bytes:
    body = page.get("body")
    return base64.b64decode(page["body_base64"] or "") if body is None else body.encode()


def _page(body: bytes | str, **fields: object) -> bytes:
    page: dict[str, object] = {
        "url": "https://hostile.example/page",
        "fetched_at": "2025-05-06T07:08:09Z",
        "content_type": "text/html",
    }
    if isinstance(body, str):
        page["body"] = body
    else:
        page["body_base64"] = base64.b64encode(body).decode()
    return json.dumps(page | fields).encode("utf-8", "surrogatepass")


def _many(chance: random.Random, most: int) -> int:
    """Between 1 and `most`, the small as often as the large."""
    return int(most ** chance.random())


# Plainly about one subject, so that the sentence encoder, by far the dearest, need not be asked.
_STORY = "".join(
    f"<p>Fenwick won the cup final by {n} goals to one on Saturday, after their striker had scored "
    f"in minute {n} and the goalkeeper had saved two penalties before the league's referee ended "
    f"the match.</p>"
    for n in range(5, 11)
)
_TAGS = "div span b p table tr td ul li blockquote font a section article svg math select".split()


def _mutated(chance: random.Random, bases: Sequence[bytes]) -> tuple[bytes, Headers]:
    body = bytearray(chance.choice(bases))
    for _ in range(_many(chance, 200)):
        at = chance.randrange(len(body) + 1)
        size = _many(chance, max(2, len(body) // 8))
        match chance.randrange(6):
            case 0:
                del body[at : at + size]
            case 1:
                body[at:at] = body[at : at + min(size, 4096)]
            case 2:
                body[at:at] = chance.randbytes(min(size, 64))
            case 3:
                other = chance.choice(bases)
                begin = chance.randrange(len(other))
                body[at:at] = other[begin : begin + min(size, 4096)]
            case 4:
                body[at : at + 1] = chance.choice((b"<", b">", b"&", b'"', b"\0", b"<!--", b"]]>"))
            case _:
                body[at : at + 1] = bytes([chance.randrange(256)])
    return _page(bytes(body)), ()


def _nested(chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Headers]:
    depth = _many(chance, 100_000)
    tags = chance.sample(_TAGS, chance.randint(1, 3))
    opened = "".join(f"<{tags[n % len(tags)]}>" for n in range(depth))
    closed = "".join(f"</{tags[n % len(tags)]}>" for n in reversed(range(depth)))
    return _page(opened + _STORY + (closed if chance.random() < 0.7 else "")), ()


def _giant_attribute(chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Headers]:
    size = _many(chance, 2_000_000)
    if chance.random() < 0.5:
        name = chance.choice("class id style href src data-x content itemprop".split())
        value = chance.choice(("a", "a ", "ab-", "http://x.example/", "&amp;", "%20")) * size
        extra = f'<div {name}="{value[:size]}">{_STORY}</div>'
    else:
        names = (f'a{n}="{n}"' for n in range(min(size, 50_000)))
        extra = f"<div {' '.join(names)}>{_STORY}</div>"
    return _page(f"<html><body>{extra}</body></html>"), ()


def _giant_text(chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Headers]:
    size = _many(chance, 3_000_000)
    unit = chance.choice(
        ("a", "word ", "Satz. ", "字", "\u0301", "\u200b", "👩‍👩‍👧 ", "\t", "A", "1")
    )
    text = (unit * (size // len(unit) + 1))[:size]
    place = chance.choice(("title", "p", "h1", "time", "li", "a", "script", "style", "textarea"))
    return _page(f"<html><body><{place}>{text}</{place}>{_STORY}</body></html>"), ()


def _encoding(chance: random.Random, bases: Sequence[bytes]) -> tuple[bytes, Headers]:
    text = chance.choice(bases).decode("utf-8", "replace")
    written = chance.choice(("utf-8", "utf-16", "utf-32", "cp1251", "shift_jis", "gb18030"))
    names = ("utf-8", "utf-7", "utf-16", "x-user-defined", "iso-2022-jp", "hz", "none", "a" * 9000)
    claimed = chance.choice(names)
    body = text.encode(written, "replace")
    if chance.random() < 0.5:
        body = chance.choice((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1b$B", b"\0")) + body
    body = body[: chance.randrange(len(body)) + 1]
    return _page(body, content_type=f"text/html; charset={claimed}", declared_encoding=claimed), ()


def _surrogates(chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Headers]:
    odd = chance.choice(("\\ud800", "\\udfff\\ud800", "\\u0000", "\\ufffe", "\\u202e"))
    page = _page(f"<title>@@</title><h1>@@ wall</h1>{_STORY}@@<p>@@</p>")
    return page.replace(b"@@", (odd * _many(chance, 1000)).encode()), ()


def _entities(chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Headers]:
    entities = (
        "&amp; &#0; &#x110000; &#xD800; &nosuch; &#99999999999; &lt;p&gt; &NewLine; &".split()
    )
    flood = chance.choice(entities) * _many(chance, 200_000)
    if chance.random() < 0.3:
        doctype = "".join(
            f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(_many(chance, 40))
        )
        flood = f'<!DOCTYPE html [<!ENTITY l0 "lol">{doctype}]><p>&l9;</p>{flood}'
    return _page(f"{flood}<body>{_STORY}<p>{flood}</p></body>"), ()


def _nulls(chance: random.Random, bases: Sequence[bytes]) -> tuple[bytes, Headers]:
    body = chance.choice(bases)
    step = _many(chance, 500)
    parts = [body[n : n + step] for n in range(0, len(body), step)]
    return _page(chance.choice((b"\0", b"\x0c", b"\x1a", b"\x7f\x80")).join(parts)), ()


_HARD = (
    *("a ", ". ", "- ", " \n", "By ", "2025-01-01 ", "http://", "(", '"', "Jan. ", "1", "1,", "@"),
    *(
        "A. ",
        "...",
        "' ",
        "| ",
        "» ",
        "\u00a0",
        "Mr. ",
        "12:00 ",
        "— ",
        "www.",
        "://",
        "#",
        "By By",
    ),
    *("aA", "A a", "«", "Reuters) - ", "(AP", "Updated ", "1 January ", "[", "{", "\\", "  ", "/"),
)


def _hard_lines(chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Headers]:
    unit = "".join(chance.sample(_HARD, chance.randint(1, 3)))
    line = (unit * _many(chance, 100_000))[:300_000] + chance.choice(("", "!", "x", "\n"))
    lines = "\n".join([line, "The council of Fenwick voted to mend the wall.", line[:20_000]] * 2)
    if chance.random() < 0.5:
        return _page(lines, content_type="text/plain"), ()
    return _page(f"<h1>{line[:5000]}</h1><p class=byline>{line}</p>{_STORY}<p>{lines}</p>"), ()


def _json_ld(chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Headers]:
    depth = _many(chance, 100_000)
    lies: tuple[object, ...] = (
        *(7, None, [], {}, [[[]]], True, "", "x" * _many(chance, 500_000), {"@id": "#a"}),
        *("0000-00-00", "9999-99-99T99:99:99Z", 10**30, -1, [{"name": [{"name": {}}]}]),
    )
    if chance.random() < 0.3:
        text = chance.choice(('{"a":', "[", '{"@graph":[')) * depth
    elif chance.random() < 0.3:
        text = '{"@type":"NewsArticle","wordCount":' + "9" * depth + ',"datePublished":1e999}'
    else:
        names = "@type headline author datePublished dateModified articleBody publisher @graph url"
        article = {name: chance.choice(lies) for name in names.split()} | {"@type": "NewsArticle"}
        text = json.dumps(article)
        if chance.random() < 0.5:
            text = f"[{','.join([text] * _many(chance, 1 + min(500, 5_000_000 // len(text))))}]"
    script = f'<script type="application/ld+json">{text}</script>'
    return _page(f"<html><head>{script}</head><body><h1>The wall</h1>{_STORY}</body></html>"), ()


def _content_type(chance: random.Random, bases: Sequence[bytes]) -> tuple[bytes, Headers]:
    types = (
        *("image/png", "application/pdf", "", "text", "text/plain; charset", "a" * 100_000),
        *("text/html;" * 5000, "text/plain", "application/xhtml+xml", "application/rss+xml"),
        *("text/html; charset=\0", 'text/html; charset="', "TEXT/PLAIN ; CHARSET=UTF-16"),
    )
    magic = chance.choice((b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08", b"PK\3\4"))
    noise = chance.randbytes(_many(chance, 200_000)) if chance.random() < 0.5 else b""
    return _page(magic + (noise or chance.choice(bases)), content_type=chance.choice(types)), ()


def _json_itself(chance: random.Random, _: Sequence[bytes]) -> tuple[bytes, Headers]:
    count = _many(chance, 100_000)
    whole = _page(_STORY)
    broken: tuple[bytes, ...] = (
        b"[" * count,
        b'{"url":' * count,
        whole[:-1] + b',"status":' + b"9" * count + b"}",
        whole[:-1] + b',"status":1e999}',
        whole[:-1] + b',"x":' + b"[" * count + b"]" * count + b"}",
        whole[:-1] + b',"url":"https://other.example/"' * min(count, 5000) + b"}",
        whole[: chance.randrange(len(whole))],
        whole.replace(b"https://hostile.example/page", _address(chance).encode()),
        whole.replace(b"2025-05-06T07:08:09Z", chance.choice(_TIMES).encode()),
        whole.replace(b'"body": ', chance.choice((b'"body": 7, "b":', b'"body": null, "b":'))),
        chance.randbytes(count),
        b"\xef\xbb\xbf" + whole,
        b"",
    )
    return chance.choice(broken), ()


_TIMES = ("9999-12-31T23:59:60Z", "2025-02-30T00:00:00Z", "0001-01-01T00:00:00+23:59", "1e9", "")


def _address(chance: random.Random) -> str:
    return chance.choice(
        (
            *("javascript:alert(1)", "http://", "https://[::1", "http://a:99999/", "//x.example"),
            *("https://" + "a." * 1000 + "example/", "https://x.example/" + "%" * 2000),
            *(
                "https://xn--" + "a" * 300 + ".example/",
                "https://x.example/\\u0000",
                "https://ß.☃/",
            ),
            *("https://x.example/?" + "a=1&" * 450, "https://user:pw@x.example:0/#", "https://../"),
        )
    )


def _headers(chance: random.Random, bases: Sequence[bytes]) -> tuple[bytes, Headers]:
    count = _many(chance, 20_000)
    if chance.random() < 0.5:
        flood = {f"x-{n}": "v" * (n % 50) for n in range(count)}
        return _page(_STORY, headers=flood), ()
    event = [
        ("ce_id", b"1"),
        ("ce_specversion", b"1.0"),
        ("ce_source", b"https://hostile.example/event"),
        ("ce_time", b"2025-05-06T07:08:09Z"),
        ("content-type", chance.choice((b"text/html", b"\xff\xfe", b"text/plain", b"x" * 10_000))),
    ]
    chance.shuffle(event)
    flood_of = [(f"x-{n}", chance.randbytes(8)) for n in range(min(count, 2000))]
    pairs = [*event, *flood_of] if chance.random() < 0.7 else [*flood_of, *event]
    return chance.choice(bases), tuple(pairs)


Kind = Callable[[random.Random, Sequence[bytes]], tuple[bytes, Headers]]
KINDS: tuple[Kind, ...] = (
    *(_mutated, _mutated, _mutated, _nested, _giant_attribute, _giant_text, _encoding, _surrogates),
    *(_entities, _nulls, _hard_lines, _hard_lines, _json_ld, _content_type, _json_itself, _headers),
)


class HangError(Exception):
    """A message took more CPU than a worker would give it."""


def _hang(_number: int, _frame: FrameType | None) -> None:
    raise HangError


@dataclass
class Tally:
    """What became of messages; `broken` are those that raised what no message may."""

    ends: Counter[str] = field(default_factory=Counter)
    broken: list[tuple[int, str, str]] = field(default_factory=list)
    slowest: list[tuple[float, int, str]] = field(default_factory=list)

    def take(self, seed: int, message: Hostile) -> None:
        """Take one message through the steps, with a limit on its CPU."""
        signal.signal(signal.SIGPROF, _hang)
        signal.setitimer(signal.ITIMER_PROF, LIMIT_SECONDS)
        begun = time.process_time()
        try:
            self.ends[end_of(message)] += 1
        except Exception as error:
            self.broken.append((seed, message.kind, f"{type(error).__name__}: {error}"[:300]))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        self.slowest.append((time.process_time() - begun, seed, message.kind))
        self.slowest = sorted(self.slowest, reverse=True)[:10]


def end_of(message: Hostile) -> str:
    """What the pure steps make of a message, taken as a worker takes it."""
    headers = {
        name.lower(): value.decode("utf-8", "replace")
        for name, value in message.headers[:MAX_HEADERS]
    }
    try:
        cleaned = steps.clean_page(message.value, headers, "pages.raw/0/0", 0)
    except (WireError, UnreadablePage, TextTooLarge) as error:
        return f"dead {type(error).__name__}"
    if cleaned.end is not None:
        return f"{cleaned.end} {cleaned.reason}"
    for _, story in steps.split_page(cleaned.page).stories:
        steps.classify_story(story)
    return "articles"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--last", type=int, default=100_000)
    options = parser.parse_args()
    made, tally = source(real=True), Tally()
    for seed in range(options.first, options.last):
        tally.take(seed, made.message(seed))
        if tally.broken and tally.broken[-1][0] == seed:
            print("broke: seed {}, {}: {}".format(*tally.broken[-1]), flush=True)
        if (seed + 1) % 1000 == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"next seed {seed + 1}; {len(tally.broken)} broke; {peak} MiB", flush=True)
    for name, count in tally.ends.most_common():
        print(f"{count:8} {name}")
    for seconds, seed, name in tally.slowest:
        print(f"{seconds:8.2f} s CPU, seed {seed}, {name}")


if __name__ == "__main__":
    main()
