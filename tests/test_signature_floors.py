"""What the development data say of near-duplicates: floors a little under what is reached.

`python -m benchmarks.dedup` measures the same on all of it.
"""

from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.dedup import distant_pairs, shared_exactly
from pipeline.dedup.signature import Signature, compare, sign
from training.copies import COPIES, Original, articles, copies, events, reuters

FLOORS = dict.fromkeys(COPIES, 0.97) | {
    "cut, styled, led, same": 0.93,
    "teaser": 0.93,
    "front teaser": 0.93,
    "styled teaser": 0.7,
}


@pytest.fixture(scope="module")
def stories(shared: Path) -> list[Original]:
    held_out = [story for story in articles(shared / "data") if story.held_out]
    return held_out[::18]


def test_copies_of_every_kind_are_found(stories: list[Original]) -> None:
    signatures = {story.name: sign(story.text) for story in stories}
    found: dict[str, list[bool]] = {kind: [] for kind in COPIES}
    for copy in copies(stories, 60):
        found[copy.kind].append(_found(signatures[copy.original], sign(copy.text)))
    shares = {kind: sum(hits) / len(hits) for kind, hits in found.items()}
    assert {kind: share for kind, share in shares.items() if share < FLOORS[kind]} == {}


def test_different_articles_are_no_copies(stories: list[Original]) -> None:
    signatures = [sign(story.text) for story in stories]
    matches = [
        (a, b)
        for a, b in combinations(range(len(stories)), 2)
        if _found(signatures[a], signatures[b])
    ]
    assert [shared_exactly(stories[a].text, stories[b].text) > 0.5 for a, b in matches] == [
        True for _ in matches
    ]


def test_reports_of_one_event_by_other_outlets_are_no_copies(shared: Path) -> None:
    reports = list(events(shared / "data"))
    signatures = [sign(report.text) for report in reports]
    pairs = [
        (a, b)
        for a, b in combinations(range(len(reports)), 2)
        if reports[a].group == reports[b].group
    ]
    merged = [pair for pair in pairs if compare(*(signatures[n].sketch for n in pair))]
    # The same page is among an event's sources twice, and one agency's copy in two papers.
    own = [p for p in merged if shared_exactly(*(reports[n].text for n in p)) < 0.75]
    assert len(own) <= 0.005 * len(pairs)


def test_templates_of_an_agency_are_no_copies(shared: Path) -> None:
    texts = {story.name: story.text for story in reuters(shared / "data")}
    pairs = [(texts[a], texts[b]) for a, b in distant_pairs(shared / "data")]
    merged = [(a, b) for a, b in pairs if compare(sign(a).sketch, sign(b).sketch)]
    assert len(pairs) > 1_000
    assert sum(shared_exactly(a, b) < 0.75 for a, b in merged) <= 0.005 * len(pairs)


def _found(a: Signature, b: Signature) -> bool:
    return bool(set(a.keys) & set(b.keys)) and compare(a.sketch, b.sketch) is not None
