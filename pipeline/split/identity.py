"""The ids of stories: the same page gives the same ids, whenever it is crawled.

The page's own story is its address; an appended one is the address and what names the story there,
its headline or else its first words. Its position is no part of it: another teaser above changes
nothing.
"""

import re
import unicodedata
from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

FIRST_WORDS = 12

_SPACE_OR_SIGN = re.compile(r"[\W_]+")


def primary_id(page_url: str) -> str:
    """The id of the page's own story."""
    return str(uuid5(NAMESPACE_URL, page_url))


def appended_ids(page_url: str, names: Sequence[str]) -> tuple[str, ...]:
    """The ids of the stories of these names, in page order; the same name again is numbered."""
    seen: dict[str, int] = {}
    ids = []
    for name in names:
        key = normalised(name)
        seen[key] = seen.get(key, 0) + 1
        ordinal = f" {seen[key]}" if seen[key] > 1 else ""
        ids.append(str(uuid5(NAMESPACE_URL, f"{page_url} {key}{ordinal}")))
    return tuple(ids)


def name_of(headline: str | None, text: str) -> str:
    """What identifies a story in its page: its headline, else its first words."""
    return headline or " ".join(text[:400].split()[:FIRST_WORDS])


def normalised(name: str) -> str:
    """Letters and digits in one form, so that a changed quote or space is no other story."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _SPACE_OR_SIGN.sub(" ", folded).strip()
