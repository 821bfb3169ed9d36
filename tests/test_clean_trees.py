"""Boosted trees as arrays give the sum of the leaves that a row falls into."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.clean import by_fold
from pipeline.clean import trees
from pipeline.clean.kinds import KINDS
from pipeline.clean.trees import NODE, Card, Trees
from pipeline.wire import encode
from training.folds import FOLDS, fold_of


def stump(feature: int, threshold: float, low: float, high: float, place: int) -> list[tuple]:  # type: ignore[type-arg]
    """The two leaves of a tree whose root parts the rows at a threshold."""
    return [
        (feature, place, threshold, 0.0),
        (0, place, float("inf"), low),
        (0, place + 1, float("inf"), high),
    ]


def two_stumps() -> Trees:
    first, second = stump(0, 1.0, -2.0, 2.0, 2), stump(1, 5.0, 0.5, -0.5, 4)
    nodes = [first[0], second[0], *first[1:], *second[1:]]
    return Trees(np.array(nodes, dtype=NODE), Card(columns=("a", "b"), trees=2, depth=1))


@settings(deadline=None)
@given(st.floats(-10, 10, width=32), st.floats(-10, 10, width=32))
def test_a_row_has_the_sum_of_its_leaves(a: float, b: float) -> None:
    expected = (2.0 if a > 1 else -2.0) + (-0.5 if b > 5 else 0.5)
    found = two_stumps().probabilities({"b": np.array([b]), "a": np.array([a])})
    assert found[0] == pytest.approx(1 / (1 + np.exp(-expected)))


def test_rows_are_judged_alike_however_many_there_are() -> None:
    rows = np.linspace(0, 10, 4_000, dtype=np.float32).reshape(-1, 2)
    model = two_stumps()
    assert (model.of_rows(rows)[::7] == model.of_rows(np.ascontiguousarray(rows[::7]))).all()


@pytest.mark.parametrize(
    "name", ["headline", "html", "text", "text_second", *(f"kind-{kind}" for kind in KINDS)]
)
def test_every_shipped_model_is_whole(name: str) -> None:
    model = trees.load(name)
    nodes, card = model.nodes, model.card
    assert nodes["left"].min() >= 0
    leaves = nodes["left"] == np.arange(len(nodes))
    leaves |= np.isinf(nodes["threshold"])
    assert nodes["left"][~leaves].max() + 1 < len(nodes)
    assert nodes["feature"].max() < len(card.columns)
    row = np.zeros((1, len(card.columns)), dtype=np.float32)
    assert 0 < float(model.of_rows(row)[0]) < 1


@dataclass(frozen=True)
class SitePage:
    site: str


def test_each_page_is_measured_with_the_weights_of_its_fold(tmp_path: Path) -> None:
    pages = [SitePage(f"news{number}.example") for number in range(8)]
    for fold in range(FOLDS):
        model = two_stumps()
        card = replace(model.card, threshold=fold / 10)
        (tmp_path / str(fold)).mkdir()
        np.save(tmp_path / str(fold) / "text.npy", model.nodes)
        (tmp_path / str(fold) / "text.json").write_bytes(encode(card))
    seen = [(page, trees.load("text").card.threshold) for page in by_fold(pages, tmp_path)]
    assert dict(seen) == {page: fold_of(page.site) / 10 for page in pages}
    assert len(trees.load("text").card.columns) > 2
