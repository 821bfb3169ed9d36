"""Issues of reports that are written anew each day by one template, with other numbers and names.

They share most of their phrases and tell different things: no issue is a copy of another. All are
invented for this project.
"""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

_NAMES = (
    "Okafor Lindqvist Marchetti Novak Tanaka Beaumont Castillo Hughes Petrov Almeida Schreiber "
    "Yilmaz Kowalski Nguyen Dlamini Farrell Haddad Jansen Moreau Quispe Rossi Svensson"
).split()
_PLACES = (
    "Quill Harbour, Easton, Port Amber, Millbrook, Saint Orlan, Kestrel Bay, North Velden, Tarrow, "
    "Castelmar, Lindenau, Graywater, Old Fenwick, Marrow Hill, Pont-Laval, Dunmere, Ravensford"
).split(", ")
_FIRMS = (
    "Northwind Steel, Amberline Foods, Castor Shipping, Helio Power, Brightwater Bank, Tandem Air, "
    "Orchard Pharma, Granite Mutual, Bluefield Mining, Solent Telecom, Verity Insurance"
).split(", ")
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

# {n} a number, {d} a decimal, {N} a name, {P} a place, {F} a firm, {D} a day, {a|b} one of these.
TEMPLATES: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "texts" / "templates.json").read_text("utf-8")
)

_SLOT = re.compile(r"\{([^}]*)\}")


def issue(kind: str, chance: random.Random, stiff: float = 0.0) -> str:
    """One issue of a template. `stiff` is the share of slots that all issues fill alike."""
    frame = random.Random(kind)  # noqa: S311

    def filled(slot: re.Match[str]) -> str:
        source = frame if frame.random() < stiff else chance
        what: str = slot[1]
        match what:
            case "n":
                return str(source.choice((source.randint(2, 90), source.randint(100, 9_999))))
            case "d":
                return f"{source.uniform(0.1, 99):.{source.randint(1, 2)}f}"
            case "N":
                return source.choice(_NAMES)
            case "P":
                return source.choice(_PLACES)
            case "F":
                return source.choice(_FIRMS)
            case "D":
                return source.choice(_DAYS)
        return source.choice(what.split("|"))

    return "\n\n".join(_SLOT.sub(filled, paragraph) for paragraph in TEMPLATES[kind])


def issues(each: int, seed: int = 7, stiff: float = 0.0) -> Iterator[tuple[str, str]]:
    """So many issues of every template, with its name."""
    chance = random.Random(seed)  # noqa: S311
    for kind in TEMPLATES:
        for _ in range(each):
            yield kind, issue(kind, chance, stiff)
