"""What near-duplicate search finds and what it costs, beside datasketch's MinHashLSH.

    python -m benchmarks.dedup [--data ../shared/data] [--each 400] [--development]

Copies of every kind are planted in real stories of the half that no constant was chosen on
(`training.copies`; `--development`: of the other half). Stories, copies and issues of templates go
into one index: a dict from keys to stories, that asks a sketch about each story with the same key.
Copies of copies count neither for nor against.

`key` is the share of the copies that share a key with their original, `sketch` of those whose
sketches match it, `found` of those that have both. A pair of different stories that matches is
right where more than half of the shorter's runs of five words are in the other, counted exactly:
archives hold real copies too.

datasketch (`pip install -r benchmarks/requirements.txt`) gets the same stories and their runs of
five words, 128 permutations and the threshold that is given; it is left out where it is not
installed. Costs are CPU times of this process, beside trafilatura's with metadata.
"""

import argparse
import csv
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import numpy as np
from trafilatura import bare_extraction

from pipeline.dedup.shingles import read_words
from pipeline.dedup.signature import SHINGLE, SKETCH_BYTES, Signature, compare, compare_many, sign
from training.copies import MIN_STORY_WORDS, Copy, Original, articles, copies, events, reuters
from training.templates import issues

POSTINGS = 64  # entries of a key; one with more leads nowhere
ISSUES = 40
STIFF = 0.4  # the share of slots that all issues of the stiffer half of the templates fill alike
LOOKALIKE = (0.3, 0.5)  # Jaccard of runs of three words: the band of templates
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()

Pair = tuple[int, int]


@dataclass(frozen=True)
class Stories:
    """All texts: the originals, then the copies, then the issues of templates."""

    originals: list[Original]
    planted: list[Copy]
    templates: list[tuple[str, str]]

    @property
    def texts(self) -> list[str]:
        return [
            *(original.text for original in self.originals),
            *(copy.text for copy in self.planted),
            *(text for _, text in self.templates),
        ]

    def planted_pairs(self) -> dict[Pair, Copy]:
        """Original and copy."""
        places = {original.name: place for place, original in enumerate(self.originals)}
        first = len(self.originals)
        return {
            (places[copy.original], first + number): copy
            for number, copy in enumerate(self.planted)
        }

    def sources(self) -> list[frozenset[int]]:
        """Of each text, the originals that it has words of."""
        places = {original.name: place for place, original in enumerate(self.originals)}
        own = [frozenset([place]) for place in range(len(self.originals))]
        own += [frozenset([places[copy.original], places[copy.other]]) for copy in self.planted]
        count = len(own)
        return own + [frozenset([count + number]) for number in range(len(self.templates))]


def gather(data: Path, each: int, held_out: bool) -> Stories:
    """The stories of one half, and what is made of them."""
    originals = [
        original
        for read in (articles, reuters, events)
        for original in read(data)
        if original.held_out == held_out and original.paragraphs
    ]
    planted: list[Copy] = []
    for origin in ("articles", "reuters", "events", "foreign"):
        long = [
            o for o in originals if o.origin == origin and len(o.text.split()) >= MIN_STORY_WORDS
        ]
        planted += copies(long, each)
    seed = int(held_out)
    templates = list(issues(ISSUES, seed))
    templates += [(f"{kind}, stiff", text) for kind, text in issues(ISSUES, seed, STIFF)]
    return Stories(originals, planted, templates)


def postings(keys: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    """The texts of each key."""
    lists: dict[int, list[int]] = defaultdict(list)
    for place, own in enumerate(keys):
        for key in own:
            lists[key].append(place)
    return lists


def candidates(lists: dict[int, list[int]]) -> set[Pair]:
    """The pairs of texts that share a key that is not everywhere."""
    return {
        pair for list in lists.values() if len(list) <= POSTINGS for pair in combinations(list, 2)
    }


def report_kinds(stories: Stories, keyed: set[Pair], matching: Callable[[Pair], bool]) -> None:
    """Prints, by kind and collection of stories, the share of copies that are found."""
    rows: dict[str, dict[str, list[tuple[bool, bool]]]] = defaultdict(lambda: defaultdict(list))
    origins = {original.name: original.origin for original in stories.originals}
    for pair, copy in stories.planted_pairs().items():
        rows[copy.kind][origins[copy.original]].append((pair in keyed, matching(pair)))
    print(
        f"{'key, sketch, found':<24}" + "".join(f"{o:<24}" for o in sorted(set(origins.values())))
    )
    for kind, by_origin in rows.items():
        cells = []
        for origin in sorted(by_origin):
            seen = np.array(by_origin[origin])
            shares = (*seen.mean(axis=0), seen.all(axis=1).mean())
            cells.append(" ".join(f"{share:6.3f}" for share in shares).ljust(24))
        print(f"{kind:<24}" + "".join(cells))


def report_pairs(stories: Stories, matches: set[Pair]) -> None:
    """Prints precision, recall and F1 of pairs, and what the wrong ones are."""
    planted = stories.planted_pairs()
    sources = stories.sources()
    texts = stories.texts
    wrong: Counter[str] = Counter()
    right = real = 0
    for a, b in matches:
        if (a, b) in planted:
            right += 1
        elif not sources[a] & sources[b]:
            if shared_exactly(texts[a], texts[b]) > 0.5:
                real += 1
            else:
                wrong["originals" if b < len(stories.originals) else "with a copy"] += 1
    precision = (right + real) / (right + real + wrong.total())
    recall = right / len(planted)
    print(
        f"pairs: precision {precision:.4f}, recall {recall:.4f}, "
        f"F1 {2 * precision * recall / (precision + recall):.4f}; {right} planted, "
        f"{real} real copies besides, wrong {dict(wrong)}"
    )


def shared_exactly(a: str, b: str) -> float:
    """The share of the shorter text's runs of words that the other one has."""
    first, second = (set(read_words(text).runs(SHINGLE).tolist()) for text in (a, b))
    return len(first & second) / max(1, min(len(first), len(second)))


def report_lookalikes(data: Path, stories: Stories, matches: set[Pair]) -> None:
    """Prints how many pairs that only look like copies are taken for such."""
    first = len(stories.originals) + len(stories.planted)
    groups: dict[str, list[Pair]] = defaultdict(list)
    for (a, left), (b, right) in combinations(enumerate(stories.templates, first), 2):
        if left[0] == right[0]:
            stiff = left[0].endswith("stiff")
            groups[f"issues of a {'stiff ' if stiff else ''}template"].append((a, b))
    places = {original.name: place for place, original in enumerate(stories.originals)}
    for one, other in distant_pairs(data):
        if one in places and other in places:
            a, b = sorted((places[one], places[other]))
            groups["Reuters, two days apart or more"].append((a, b))
    by_group: dict[str, list[int]] = defaultdict(list)
    for place, original in enumerate(stories.originals):
        if original.origin in ("events", "foreign"):
            by_group[original.group].append(place)
    for group in by_group.values():
        groups["reports of one event"] += combinations(group, 2)
    texts = stories.texts
    for name, pairs in groups.items():
        found = [pair for pair in pairs if pair in matches]
        same = sum(shared_exactly(texts[a], texts[b]) > 0.75 for a, b in found)
        print(
            f"{name}: {len(found) - same} of {len(pairs)} merged "
            f"({(len(found) - same) / len(pairs):.2%}); {same} that share over .75 not counted"
        )


def distant_pairs(data: Path) -> Iterator[tuple[str, str]]:
    """Pairs of Reuters stories that share many phrases and are days apart: mostly templates."""
    with (data / "duplicates" / "reuters_neardup_pairs.tsv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            days = abs(_day(row["date_a"]) - _day(row["date_b"]))
            if LOOKALIKE[0] <= float(row["jaccard3"]) < LOOKALIKE[1] and days >= 2:
                yield (
                    f"{row['title_a']} {row['date_a'].strip()}",
                    f"{row['title_b']} {row['date_b'].strip()}",
                )


def _day(date: str) -> int:
    found = re.search(r"(\d+)-([A-Z]{3})-", date)
    assert found, date
    return 31 * MONTHS.index(found[2]) + int(found[1])


def report_keys(data: Path) -> None:
    """Prints how the keys of all articles are spread."""
    signatures = [sign(article.text) for article in articles(data)]
    lists = postings([signature.keys for signature in signatures])
    lengths = sorted(map(len, lists.values()), reverse=True)
    mean = sum(lengths) / len(signatures)
    full = sum(length > POSTINGS for length in lengths)
    print(
        f"{len(signatures)} articles: {mean:.1f} keys and {SKETCH_BYTES} bytes of sketch a story; "
        f"of {len(lists)} keys {full} have over {POSTINGS} stories, the longest {lengths[:5]}"
    )


def report_costs(data: Path) -> None:
    """Prints CPU times for news pages and their texts, with trafilatura in the same run."""
    folder = data / "extraction" / "aeb"
    truth = json.loads((folder / "ground-truth.json").read_bytes())
    names = sorted(truth)
    pages = [gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in names]
    texts = [truth[name]["articleBody"].replace("\n", "\n\n") for name in names]
    signatures = [sign(text) for text in texts]
    rows = np.frombuffer(b"".join(s.sketch for s in signatures[:64]), np.uint8).reshape(64, -1)
    steps: dict[str, Callable[[int], object]] = {
        "trafilatura": lambda n: bare_extraction(pages[n], with_metadata=True),
        "sign": lambda n: sign(texts[n]),
        "compare_many, 64": lambda n: compare_many(signatures[n].sketch, rows),
        "compare": lambda n: compare(signatures[n].sketch, signatures[n - 1].sketch),
    }
    spent = {name: [cpu_ms(step, len(names)) for _ in range(3)] for name, step in steps.items()}
    base = min(spent["trafilatura"])
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(
        f"{len(names)} pages, {words:.0f} words: CPU a page in ms and as a share of trafilatura's"
    )
    for name, rounds in spent.items():
        print(f"  {name:<18}{min(rounds):8.3f} {min(rounds) / base:8.4f}")


def cpu_ms(step: Callable[[int], object], count: int) -> float:
    """The mean time of a step."""
    start = time.process_time()
    for number in range(count):
        step(number)
    return (time.process_time() - start) / count * 1e3


def report_datasketch(stories: Stories, threshold: float) -> None:
    """The same for datasketch's index: a pair is found when its Jaccard estimate passes."""
    from datasketch import MinHash, MinHashLSH

    start = time.process_time()
    index = MinHashLSH(threshold=threshold, num_perm=128)
    sketches: list[MinHash] = []
    matches: set[Pair] = set()
    for place, text in enumerate(stories.texts):
        words = re.findall(r"\w+", text.casefold())
        runs = (" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))
        sketch = MinHash(num_perm=128)
        sketch.update_batch([run.encode("utf-8", "replace") for run in runs])
        for other in index.query(sketch):
            if sketch.jaccard(sketches[other]) >= threshold:
                matches.add((other, place))
        index.insert(place, sketch, check_duplication=False)
        sketches.append(sketch)
    spent = (time.process_time() - start) / len(sketches) * 1e3
    print(f"\ndatasketch, Jaccard of {threshold}: {spent:.2f} ms of CPU a story")
    report_kinds(stories, matches, lambda pair: pair in matches)
    report_pairs(stories, matches)


def main() -> None:
    """Prints all tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--each", type=int, default=400, help="copies a kind and collection")
    parser.add_argument("--development", action="store_true")
    parser.add_argument("--threshold", type=float, default=0.5, help="for datasketch")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        parser.error(f"there are no development data at {arguments.data}; see --data")
    stories = gather(arguments.data, arguments.each, not arguments.development)

    start = time.process_time()
    signatures = [sign(text) for text in stories.texts]
    keyed = candidates(postings([signature.keys for signature in signatures]))
    matches = {pair for pair in keyed if _match(signatures, pair)}
    spent = (time.process_time() - start) / len(signatures) * 1e3
    print(f"{len(signatures)} texts, {len(keyed)} pairs with a key, {spent:.2f} ms of CPU a story")
    report_kinds(stories, keyed, lambda pair: _match(signatures, pair))
    report_pairs(stories, matches)
    report_lookalikes(arguments.data, stories, matches)
    report_keys(arguments.data)
    report_costs(arguments.data)
    if find_spec("datasketch"):
        report_datasketch(stories, arguments.threshold)


def _match(signatures: Sequence[Signature], pair: Pair) -> bool:
    a, b = pair
    return compare(signatures[a].sketch, signatures[b].sketch) is not None


if __name__ == "__main__":
    main()
