"""How probably a page of flattened text is no article: a product, a forum or a listing.

What `kinds` is for HTML, without markup: boosted trees look at the page as a whole, at how much of
it reads like a story and how that stands together, at the lines between, and at the address.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.clean.context import Columns
from pipeline.clean.kinds import MONEY, address_columns, probabilities

MODEL = "text-kind"
LIKELY = 0.5
MAX_LETTERS = 2_000  # of a line; what stands behind changes nothing
SHORT = 200
_SHARES = ("title_shaped", "starts_sign", "starts_digit", "ends_question", "bullet", "capitalised",
           "digits", "bars", "quotes", "upper", "commas", "wide")  # fmt: skip
_COUNTS = ("date", "interface", "marker", "related", "byline", "source", "caption", "promotion",
           "addresses")  # fmt: skip

Floats = npt.NDArray[np.float32]


def text_kinds(
    texts: Sequence[str], columns: Columns, found: Floats, titled: float, url: str
) -> dict[str, float]:
    """How probable each of `kinds.KINDS` is; `found` are the probabilities of the lines, `titled`
    is that of the headline."""
    return probabilities(MODEL, text_page_columns(texts, columns, found, titled, url))


def text_page_columns(
    texts: Sequence[str], columns: Columns, found: Floats, titled: float, url: str
) -> dict[str, float]:
    """The page as one row."""
    kept = found >= LIKELY
    letters = np.array([min(len(text), MAX_LETTERS) for text in texts], dtype=np.float64)
    prose = columns["prose"]
    count = len(letters)
    total, held = max(float(letters.sum()), 1.0), max(float(letters[kept].sum()), 1.0)
    digits = np.flatnonzero((columns["digits"] > 0) & (letters < SHORT)).tolist()
    money = [place for place in digits if MONEY.search(texts[place])]
    values: dict[str, Any] = {
        "titled": titled,
        "lines": np.log1p(count),
        "letters": np.log1p(total),
        "sure": (letters * found).sum() / total,
        "doubt": (letters * np.minimum(found, 1 - found)).sum() / held,
        "best": np.sort(found)[-3:].mean(),
        "money": np.log1p(len(money)),
        "money_kept": np.log1p(kept[money].sum()),
        "repeated": (columns["times"] > 1).mean(),
        "headed": columns["page_headed"][0],
        "headed_share": columns["page_headed_share"][0],
    }
    values |= {f"share_{name}": float(np.mean(columns[name])) for name in _SHARES}
    values |= {f"count_{name}": np.log1p((columns[name] > 0).sum()) for name in _COUNTS}
    for name, marked in (("kept", kept), ("prose", prose)):
        values |= _stand(name, marked, letters)
    values["kept_prose"] = letters[kept & prose].sum() / held
    values |= {f"kept_{name}": _mean(columns[name][kept]) for name in _SHARES}
    values |= address_columns(url)
    return {name: float(value) for name, value in values.items()}


def _stand(name: str, marked: npt.NDArray[np.bool_], letters: npt.NDArray[np.float64]) -> Columns:
    """How the marked lines stand: how many and long, where, and in how many runs."""
    places = np.flatnonzero(marked)
    sizes = letters[places]
    runs = 1 + int((np.diff(places) > 1).sum()) if len(places) else 0
    span = int(places[-1] - places[0]) + 1 if len(places) else 1
    longest = max(len(run) for run in np.split(places, np.flatnonzero(np.diff(places) > 1) + 1))
    return {
        f"{name}_lines": np.log1p(len(places)),
        f"{name}_letters": np.log1p(sizes.sum()),
        f"{name}_share": sizes.sum() / max(float(letters.sum()), 1.0),
        f"{name}_mean": _mean(sizes),
        f"{name}_most": sizes.max(initial=0),
        f"{name}_dense": len(places) / span,
        f"{name}_runs": np.log1p(runs),
        f"{name}_run": np.log1p(longest),
        f"{name}_run_share": longest / max(len(places), 1),
        f"{name}_start": places[0] / len(letters) if len(places) else -1.0,
        f"{name}_end": places[-1] / len(letters) if len(places) else -1.0,
    }


def _mean(values: npt.NDArray[Any]) -> float:
    return float(values.mean()) if len(values) else 0.0
