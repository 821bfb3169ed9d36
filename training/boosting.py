"""Boosted trees for `pipeline.clean.trees`: fits them with LightGBM and writes them as arrays."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from pipeline.clean.trees import NODE, Card, Trees

# 31 leaves, a rate of .05 or twice the trees score alike; deeper trees only cost time.
SETTINGS: dict[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.08,
    "num_leaves": 24,
    "max_depth": 8,
    "feature_fraction": 0.3,
    "lambda_l2": 8,
    "min_data_in_leaf": 60,
    "num_threads": 1,
    "deterministic": True,
    "force_col_wise": True,  # else chosen by what was faster, and sums differ in their last digits
    "seed": 7,
    "verbose": -1,
}

Floats = npt.NDArray[np.float32]


class Boosting:
    """Rows with their labels, binned once; each fit takes some of the rows."""

    def __init__(
        self, rows: Floats, marks: npt.NDArray[np.bool_], weights: Floats, names: Sequence[str]
    ) -> None:
        self.names = tuple(names)
        self._rows = rows
        self._data = lightgbm.Dataset(
            rows, marks.astype(np.float32), weight=weights, free_raw_data=False,
            params={"verbose": -1, "feature_pre_filter": False},
        ).construct()  # fmt: skip

    def fit(self, chosen: npt.NDArray[np.bool_], count: int, **settings: Any) -> Trees:
        """Trees that learned from the chosen rows, checked against LightGBM's own answers."""
        booster = self._booster(chosen, count, settings)
        trees = as_trees(booster, self.names)
        sample = self._rows[:: max(1, len(self._rows) // 5_000)]
        own, theirs = trees.of_rows(sample), np.asarray(booster.predict(sample))
        assert np.abs(own - theirs).max() < 1e-4, "the arrays do not give what LightGBM gives"
        return trees

    def best_columns(self, count: int, trees: int) -> tuple[str, ...]:
        """The columns that a fit over all rows gains most from."""
        booster = self._booster(np.ones(len(self._rows), dtype=bool), trees, {})
        gain = booster.feature_importance("gain")
        best = np.argsort(-gain, kind="stable")[:count]
        return tuple(self.names[place] for place in sorted(best) if gain[place] > 0)

    def _booster(
        self, chosen: npt.NDArray[np.bool_], count: int, settings: dict[str, Any]
    ) -> lightgbm.Booster:
        part = self._data.subset(np.flatnonzero(chosen).tolist())
        return lightgbm.train(SETTINGS | settings, part, count)


def as_trees(booster: lightgbm.Booster, names: Sequence[str]) -> Trees:
    """The booster's trees as one array of nodes, the roots first."""
    roots = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    nodes: list[tuple[int, int, float, float]] = [(0, 0, 0.0, 0.0)] * len(roots)
    ahead = list(enumerate(roots))
    deepest = 0
    level = 0
    while ahead:
        deepest = level
        below = []
        for place, node in ahead:
            if "leaf_value" in node:
                nodes[place] = (0, place, float("inf"), node["leaf_value"])
                continue
            assert node["decision_type"] == "<="
            left = len(nodes)
            nodes += [(0, 0, 0.0, 0.0)] * 2
            nodes[place] = (node["split_feature"], left, _at_most(node["threshold"]), 0.0)
            below += [(left, node["left_child"]), (left + 1, node["right_child"])]
        ahead = below
        level += 1
    card = Card(columns=tuple(names), trees=len(roots), depth=deepest)
    return Trees(np.array(nodes, dtype=NODE), card)


def _at_most(threshold: float) -> float:
    """The greatest single-precision number that is not greater, which parts the same rows."""
    rounded = np.float32(threshold)
    if float(rounded) > threshold:
        rounded = np.nextafter(rounded, np.float32(-np.inf))
    return float(rounded)


def write(trees: Trees, folder: Path, name: str, threshold: float = 0.5) -> None:
    """The model's two files."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / f"{name}.npy", trees.nodes, allow_pickle=False)
    card = {field: getattr(trees.card, field) for field in Card.__slots__}
    card["threshold"] = threshold
    (folder / f"{name}.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
