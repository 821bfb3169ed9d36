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


def issue(kind: str, chance: random.Random) -> str:
    """One issue of a template."""

    def filled(slot: re.Match[str]) -> str:
        what: str = slot[1]
        match what:
            case "n":
                return str(chance.choice((chance.randint(2, 90), chance.randint(100, 9_999))))
            case "d":
                return f"{chance.uniform(0.1, 99):.{chance.randint(1, 2)}f}"
            case "N":
                return chance.choice(_NAMES)
            case "P":
                return chance.choice(_PLACES)
            case "F":
                return chance.choice(_FIRMS)
            case "D":
                return chance.choice(_DAYS)
        return chance.choice(what.split("|"))

    return "\n\n".join(_SLOT.sub(filled, paragraph) for paragraph in TEMPLATES[kind])


def issues(each: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """So many issues of every template, with its name."""
    chance = random.Random(seed)  # noqa: S311
    for kind in TEMPLATES:
        for _ in range(each):
            yield kind, issue(kind, chance)
