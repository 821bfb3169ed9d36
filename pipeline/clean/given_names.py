"""Whether words are a person's name, by common given names of six scripts (`given_names.txt`).

The names that are places too are left out of the list.
"""

import unicodedata
from functools import cache
from pathlib import Path

from pipeline.clean import lines

GIVEN_NAMES = Path(__file__).parent / "given_names.txt"
MAX_SURNAMES = 2  # words behind the given name

# Behind a given name these make it the name of something else.
NO_SURNAMES = frozenset(
    "fc sc cf bowl day days line island islands springs awards award prize cup democrats stocks "
    "alert trial verdict foundation newspaper nominations university college school church "
    "park street avenue bridge hospital airport center centre county city hall museum "
    "road square oval stadium institute station telescope theatre theater stiftung allee "
    "stadion".split()
)


def is_full_name(text: str) -> bool:
    """Whether the text is a common given name with a surname, and no more."""
    first, *others = text.split() or [""]
    return (
        1 <= len(others) <= MAX_SURNAMES
        and is_given_name(first)
        and lines.plain(others[-1]) not in NO_SURNAMES
        and lines.could_be_names(text)
    )


def is_given_name(word: str) -> bool:
    """Whether a word is a common given name."""
    return _without_accents(word) in _given_names()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(map(_without_accents, GIVEN_NAMES.read_text("utf-8").split()))


def _without_accents(name: str) -> str:
    parts = unicodedata.normalize("NFD", name.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
