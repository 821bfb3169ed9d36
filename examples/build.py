"""`python -m examples.build` makes pages.jsonl, raw pages as a crawler would send them.

It takes pages.toml and the files that it names. A file for which an encoding is declared goes out
as bytes in that encoding; the sign for NULL (U+2400) stands for a null byte.
"""

import base64
import tomllib
from pathlib import Path

from pipeline import wire
from pipeline.records import RawPage

FOLDER = Path(__file__).resolve().parent


def pages_jsonl() -> bytes:
    """The raw pages, one a line."""
    listed = tomllib.loads((FOLDER / "pages.toml").read_text("utf-8"))["page"]
    return b"".join(wire.encode(_raw_page(fields)) + b"\n" for fields in listed)


def _raw_page(fields: dict[str, object]) -> RawPage:
    name = fields.pop("file")
    text = (FOLDER / "pages" / str(name)).read_text("utf-8").replace("\u2400", "\0")
    encoding = fields.get("declared_encoding")
    if encoding is None:
        return wire.convert({**fields, "body": text}, RawPage)
    body = base64.b64encode(text.encode(str(encoding))).decode("ascii")
    return wire.convert({**fields, "body_base64": body}, RawPage)


if __name__ == "__main__":
    (FOLDER / "pages.jsonl").write_bytes(pages_jsonl())
