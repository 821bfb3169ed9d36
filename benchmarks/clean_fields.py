"""Titles, days and authors of cleaned pages beside trafilatura's, against what people marked.

`python -m benchmarks.clean --metadata` prints them, with `--form lines` the headlines that are
found in flattened text. Where a page names the day of its publication
and that of a later change, some of the marks are the later one; this project takes the first. Such
days, and those beside the marked one, as time zones have it, are counted among the wrong and once
more by themselves.
"""

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import trafilatura

from benchmarks.clean import cleaned, raw_page, raw_text
from pipeline.clean.headline import without_site
from pipeline.clean.metadata import name_form
from pipeline.clean.rows import paragraphs
from pipeline.clean.text import read_text
from pipeline.records import CleanPage
from training.pages import MarkedPage


@dataclass(slots=True)
class Fields:
    """How often a system's metadata agree with what was marked."""

    titles: int = 0
    dates: int = 0
    wrong_dates: int = 0
    other_dates: int = 0  # of these, the day beside, as time zones have it, or that of a change
    authors: int = 0
    with_date: int = 0
    with_author: int = 0
    pages: int = 0

    def add(
        self, page: MarkedPage, title: str, date: str, authors: Iterable[str], changed: str = ""
    ) -> None:
        """One page; what was not found is empty, `changed` is the day of the last change."""
        self.pages += 1
        self.titles += bool(page.title) and name_form(title) == name_form(page.title or "")
        if page.date:
            self.with_date += 1
            self.dates += date[:10] == page.date[:10]
            wrong = bool(date) and date[:10] != page.date[:10]
            self.wrong_dates += wrong
            self.other_dates += wrong and (
                changed[:10] == page.date[:10] or abs(_days(date) - _days(page.date)) <= 1
            )
        if page.author:
            self.with_author += 1
            wanted = {name_form(name) for name in re.split(r",|;| and | & ", page.author)}
            self.authors += {name_form(name) for name in authors} == wanted - {""}


def headlines(pages: Iterable[MarkedPage], form: str) -> dict[str, list[int]]:
    """By set: how many pages show their marked title when they are flattened, on how many of them
    it is found as the headline, and on how many nothing is."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for page in pages:
        raw = raw_text(page, form)
        wanted = name_form(page.title or "")
        shown = {name_form(without_site(text, page.url)) for text in paragraphs(raw.body or "")}
        if not wanted or wanted not in shown:
            continue
        found = read_text(raw.body or "", page.url).headline
        count = counts[page.group]
        count[0] += 1
        count[1] += name_form(found or "") == wanted
        count[2] += found is None
    return counts


def print_headlines(pages: Iterable[MarkedPage], form: str) -> None:
    """How often the headline of a flattened page is the marked title that it shows."""
    for group, (total, right, none) in sorted(headlines(pages, form).items()):
        share = f"{right / total:.3f} right, {none / total:.3f} none"
        print(f"{group:12} {form:12} headline of {total:4} pages that show it: {share}")


def _days(date: str) -> int:
    try:
        return datetime.date.fromisoformat(date[:10]).toordinal()
    except ValueError:
        return 0


def print_metadata(pages: Iterable[MarkedPage]) -> None:
    """Titles, days and authors beside trafilatura's."""
    fields: dict[tuple[str, str], Fields] = defaultdict(Fields)
    for page in pages:
        if not page.title:
            continue
        result = cleaned(raw_page(page))
        if isinstance(result, CleanPage):
            found = (result.headline or "", result.published_at or "", result.authors)
            changed = result.modified_at or ""
        else:
            found, changed = ("", "", ()), ""
        fields[page.group, "pipeline"].add(page, *found, changed)
        text = trafilatura.extract(
            page.html, url=page.url, with_metadata=True, output_format="json"
        )
        other = json.loads(text) if text else {}
        authors = (other.get("author") or "").split("; ")
        fields[page.group, "trafilatura"].add(
            page, other.get("title") or "", other.get("date") or "", authors
        )
    for (group, name), f in sorted(fields.items()):
        print(
            f"{group:12} {name:12} {f.pages:4} pages  title exact {f.titles / f.pages:.3f}"
            f"  date right {f.dates / max(f.with_date, 1):.3f}"
            f" wrong {f.wrong_dates / max(f.with_date, 1):.3f}"
            f" (a day beside or of a change {f.other_dates / max(f.with_date, 1):.3f})"
            f" of {f.with_date}"
            f"  authors exact {f.authors / max(f.with_author, 1):.3f} of {f.with_author}"
        )
