"""Notices of a site in whole sentences, as they stand beneath its stories.

Within a story such words may be its own: a report on a survey speaks of the views expressed in it.
So a line is only asked whether it is a notice where the story is over, and then has to open as
notices do, and to be no longer than they are.
"""

import re
from collections.abc import Sequence

from pipeline.clean import lines, phrases
from pipeline.records import Block

LEAST_ABOVE = 2  # kept paragraphs
# Beneath these another story stands or lines of the page: the one above is over.
_ENDS = frozenset(["headline", "byline", "source"])

_BRACKETS = "([*–—- "
_NOTICED = re.compile(
    # Who is not to blame for it.
    r"(?:the )?(?:views|opinions)(?: expressed)?(?: here| above| in this (?:article|column|piece))?"
    r" are (?:\w+ )?(?:personal|(?:his|her|their|my) own)(?:[.!)\]*]|$| and )"
    r"|(?:die|alle) (?:hier )?(?:geäußerten|genannten) (?:ansichten|meinungen) sind persönlich"
    r"|les (?:opinions|propos) exprimée?s? .{0,60}(?:sont personnel|n['’]engagent que)"
    r"|las opiniones (?:expresadas|vertidas) .{0,60}son (?:personales\b(?!,)|responsabilidad)"
    r"|as opiniões (?:expressas|emitidas) .{0,60}são (?:pessoais\b(?!,)|de responsabilidade)"
    r"|le opinioni espresse .{0,60}sono personali\b(?!,)"
    r"|de meningen in dit (?:artikel|stuk) zijn persoonlijk"
    r"|(?:the )?(?:[\w.&'’-]{1,20} ){1,4}(?:is|are) not responsible for the content of "
    r"(?:external|other|linked) (?:internet |web ?)?(?:sites|websites|pages|links)(?:[.!]|$)"
    # Where it comes from.
    r"|this (?:story|report|article) has not been edited by"
    r"|this (?:story|report|article) (?:is|was|has been) (?:auto-generated from "
    r"|(?:published|generated|taken) (?:automatically )?from .{0,60}"
    r"\b(?:feed|wire|agency|service)\b)"
    # What readers are asked to do.
    r"|to (?:order|buy|pre-order) .{1,80}\b(?:visit|go to|call) "
    r"(?:.{0,40}\b(?:book)?(?:shop|store)\b|[^\s.]{0,40}[\d.]\S)"
    r"|.{0,80}\? have your say (?:below|in the comments)\b"
    r"|.{0,200}\bcontact us for subscription"
)
# Where it was published before. Of what is older than sites are, a story tells itself.
_PUBLISHED = re.compile(
    r"this (?:article|story|post|column) (?:was|has been) (?:first|originally) "
    r"(?:published|posted)\b"
    r"|dieser (?:artikel|beitrag|text) (?:ist|wurde|erschien) .{0,60}?"
    r"(?:zuerst|erstmals|ursprünglich)\b"
    r"|cet article (?:a été|est) (?:initialement|d['’]abord|originellement) (?:publié|paru)"
    r"|este (?:artículo|texto) (?:fue|se|ha sido|apareció) .{0,40}?"
    r"(?:originalmente|por primera vez)"
    r"|este (?:artigo|texto) (?:foi|apareceu) .{0,40}?(?:originalmente|pela primeira vez)"
    r"|questo articolo (?:è|era) (?:stato |apparso |uscito ).{0,40}?"
    r"(?:originariamente|originalmente|per la prima volta)"
    r"|dit (?:artikel|stuk) (?:is|werd|verscheen) (?:eerder|oorspronkelijk|voor het eerst)\b"
)
_SAYS_PUBLISHED = re.compile(
    r"publi(?:s|c|é)|pubblic|post|paru|ersch[ie]+n|veröffentlicht|apareci|apareceu|appars|uscit|versch[eo]+n"
    r"|geplaatst"
)
_OLD_YEAR = re.compile(r"\b1\d{3}\b")


def says_notice(text: str) -> bool:
    """Whether the line, beneath a story, is a notice of its site."""
    if lines.width(text) > lines.MAX_FURNITURE_WIDTH:
        return False
    folded = text.casefold().lstrip(_BRACKETS).replace("’", "'")
    if folded.startswith(phrases.NOTICE_STARTS) or _NOTICED.match(folded):
        return True
    return (
        _PUBLISHED.match(folded) is not None
        and _SAYS_PUBLISHED.search(folded) is not None
        and _OLD_YEAR.search(folded) is None
    )


def notices_beneath(blocks: Sequence[Block]) -> list[int]:
    """Where notices stand beneath the last lines of a story."""
    found: list[int] = []
    over = True  # nothing of the story stands beneath
    for place in reversed(range(len(blocks))):
        block = blocks[place]
        if block.keep and over and says_notice(block.text):
            found.append(place)
        elif block.keep:
            over = False
        elif block.kind in _ENDS or block.reason == "marker":
            over = True
    above = sum(block.keep for block in blocks[: min(found, default=0)])
    return found if above >= LEAST_ABOVE else []
