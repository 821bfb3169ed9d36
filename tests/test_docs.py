"""The documents name files, tests and commands that are there."""

import re
from pathlib import Path

import click
import pytest

from pipeline.cli import main

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TESTS = {file.name: file.read_text("utf-8") for file in (ROOT / "tests").glob("test_*.py")}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_tests_that_are_named_are_there(document: Path) -> None:
    text = document.read_text("utf-8")
    for file, name in re.findall(r"(test_[a-z_]+\.py)(?:::(test_\w+))?", text):
        assert f"def {name}(" in TESTS[file] if name else file in TESTS
    everything = "".join(TESTS.values())
    for name in re.findall(r"`(test_\w+)`", text):
        assert f"def {name}(" in everything, name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_commands_that_are_named_are_there(document: Path) -> None:
    text = document.read_text("utf-8")
    for first, second in re.findall(
        r"(?:`|^    )pipeline ([a-z]+)(?: ([a-z]+))?", text, re.MULTILINE
    ):
        command = main.commands[first]
        if isinstance(command, click.Group):
            assert second in command.commands
