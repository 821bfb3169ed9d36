"""Pages flattened to text in the ways that scrapers do it.

It takes a page's blocks (or its tree) and gives lines. `lines` and `paragraphs` hold the same
blocks, one a line or with blank lines between; `titled` opens with the page's title, as scrapers
write it; `broken` is the text of every node on a line of its own, links and bold words too.
"""

from selectolax.lexbor import LexborHTMLParser

from pipeline.clean.charset import tidy, writable
from pipeline.clean.dom import Page

FORMS = ("lines", "paragraphs", "titled", "broken")


def flattened(form: str, page: Page, tree: LexborHTMLParser, title: str | None) -> str:
    """The page's text in one of `FORMS`; `tree` has been stripped for the blocks."""
    if form == "broken":
        body = tree.body
        text = writable(body.text(separator="\n")) if body is not None else ""
        return "\n".join(line for raw in text.splitlines() if (line := tidy(raw)))
    if form == "titled" and title:
        return "\n".join([title, *page.texts])
    return ("\n\n" if form == "paragraphs" else "\n").join(page.texts)
