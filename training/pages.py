"""The development pages outside the repository, with what people or other programs marked in them.

Three sets: news pages (`aeb`), pages of all kinds (`wcxb`) and more news pages (`news-more`).
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.urls import site_of

SETS = ("aeb", "news-more", "wcxb")


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page and what is known of it; `reference` is its story's text, one block a line.

    `kind` is "article" or one of the page types of wcxb. `site` is what folds are cut by.
    """

    name: str
    group: str  # the set; of news-more, where its marks come from
    url: str
    html: bytes
    reference: str
    kind: str = "article"
    title: str | None = None
    author: str | None = None
    date: str | None = None

    @property
    def site(self) -> str:
        return site_of(self.url) if "example.org" not in self.url else self.name


def marked_pages(data: Path, name: str) -> Iterator[MarkedPage]:
    """The pages of one of `SETS`, in the order of their names."""
    return _wcxb(data / "wcxb-dev") if name == "wcxb" else _news(data / name, name)


def _wcxb(folder: Path) -> Iterator[MarkedPage]:
    for path in sorted((folder / "ground-truth").glob("*.json")):
        entry = json.loads(path.read_bytes())
        marks = entry["ground_truth"]
        yield MarkedPage(
            name=path.stem,
            group="wcxb",
            url=entry.get("url") or f"https://example.org/{path.stem}",
            html=gzip.decompress((folder / "html" / f"{path.stem}.html.gz").read_bytes()),
            reference=marks.get("main_content") or "",
            kind=entry["_internal"]["page_type"]["primary"],
            title=marks.get("title"),
            author=marks.get("author"),
            date=marks.get("publish_date"),
        )


def _news(folder: Path, name: str) -> Iterator[MarkedPage]:
    entries = json.loads((folder / "ground-truth.json").read_bytes())
    for key in sorted(entries):
        entry = entries[key]
        url = entry.get("url") or ""
        if not url.startswith(("http://", "https://")):
            url = f"https://example.org/{key}"
        yield MarkedPage(
            name=key,
            group=entry.get("source") or name,
            url=url,
            html=gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()),
            reference=entry.get("articleBody") or "\n".join(entry.get("paragraphs") or ()),
            title=entry.get("title"),
            author=entry.get("author"),
            date=entry.get("date"),
        )
