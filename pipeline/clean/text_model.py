"""How likely each line of flattened text belongs to a story, the page's own or another one.

Boosted trees judge every line by its columns (`text_features`); a second set of trees sees the
first one's answers for all lines, so that a paragraph is judged with the page around it.
"""

import numpy as np
import numpy.typing as npt

from pipeline.clean import trees
from pipeline.clean.context import Columns, window
from pipeline.clean.text_features import second_columns

FIRST, SECOND = "text", "text_second"
REACH = 12  # lines; what is further from all prose belongs to no story

Floats = npt.NDArray[np.float32]


def asked(columns: Columns) -> npt.NDArray[np.intp]:
    """The lines that are looked at: those near prose, or all where there is none."""
    prose: npt.NDArray[np.bool_] = columns["prose"]
    near = window(prose, REACH) > 0.5 if prose.any() else np.ones(len(prose), dtype=bool)
    return np.flatnonzero(near)


def likely_of(columns: Columns) -> tuple[Floats, float]:
    """A probability for each line, and the one from which a line usually stays."""
    places = asked(columns)
    first = trees.load(FIRST)
    found = np.zeros(len(columns["prose"]), dtype=np.float32)
    found[places] = first.probabilities(columns, places)
    second = trees.load(SECOND)
    found[places] = second.probabilities(columns | second_columns(columns, found), places)
    return found, second.card.threshold
