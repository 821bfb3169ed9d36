"""Foreign text on a terminal: what a page, a URL or a key says is shown and never carried out."""

import re

# All but the line break and the tab. Those from 0x80 on begin sequences too, on some terminals.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    """The text with its control characters written out, such as `\\x1b` for an escape."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
