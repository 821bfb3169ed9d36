"""The splitter's table of how first paragraphs start (`pipeline.split.openings`)."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]

from pipeline.split.openings import BIAS, TABLE, TOKEN, signs

OTHERS = 12  # later paragraphs of each article
MIN_PARAGRAPHS = 40  # that hold a sign; 15 score .004 better and more than double the table
STRENGTH = 0.05
SEED = 1


def write_openings(stock: Sequence[dict[str, Any]]) -> str:
    """Writes the table; says what it wrote."""
    chance = np.random.default_rng(SEED)
    texts: list[str] = []
    labels: list[bool] = []
    for article in stock:
        first, *rest = article["paragraphs"]
        chosen = chance.permutation(len(rest))[:OTHERS].tolist()
        texts += [first, *(rest[place] for place in sorted(chosen))]
        labels += [True] + [False] * len(chosen)
    small, large = Counter[str](), Counter[str]()
    for text in texts:
        for token in TOKEN.findall(text)[1:]:
            (large if token[0].isupper() else small)[token.casefold()] += 1
    found = [sorted(signs(text, lambda word: small[word] > large[word])) for text in texts]
    counts = Counter(sign for row in found for sign in row)
    names = sorted(sign for sign, count in counts.items() if count >= MIN_PARAGRAPHS)
    number = {sign: place for place, sign in enumerate(names)}
    held = [[number[sign] for sign in row if sign in number] for row in found]
    starts = np.concatenate(([0], np.cumsum([len(row) for row in held])))
    places = np.concatenate([np.array(row, dtype=np.intp) for row in held])
    rows = sparse.csr_matrix((np.ones(len(places)), places, starts), (len(held), len(names)))
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300, random_state=SEED)
    model.fit(rows, labels)
    weights = {BIAS: float(model.intercept_[0])}
    weights |= dict(zip(names, model.coef_[0].tolist(), strict=True))
    TABLE.write_text("".join(f"{sign}\t{weight:.3f}\n" for sign, weight in weights.items()),
                     "utf-8")  # fmt: skip
    return f"{TABLE.name}: {len(weights):,} signs"
