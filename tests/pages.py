"""Pages of the development data as raw pages."""

import base64
import gzip
import json
from pathlib import Path


def aeb_pages(shared: Path, copies: int = 1) -> list[dict[str, object]]:
    """The 181 news pages of the article-extraction benchmark; copies under other addresses."""
    folder = shared / "data" / "extraction" / "aeb"
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages: list[dict[str, object]] = []
    for copy in range(copies):
        for name in sorted(truth):
            body = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
            url = truth[name].get("url") or f"https://{name[:12]}.example/story"
            pages.append(
                {
                    "url": url.replace("://", f"://copy{copy}.", 1) if copy else url,
                    "fetched_at": "2025-01-01T00:00:00Z",
                    "content_type": "text/html",
                    "body_base64": base64.b64encode(body).decode(),
                }
            )
    return pages


def seed_pages(shared: Path) -> list[dict[str, object]]:
    """The two seed pages."""
    lines = (shared / "seeds" / "pages.jsonl").read_bytes().splitlines()
    return [json.loads(line) for line in lines if line.strip()]
