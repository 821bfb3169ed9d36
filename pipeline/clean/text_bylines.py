"""Who wrote a flattened story, when, and for whom: the lines around its headline that tell it.

A byline that says "by" is found by its words alone (`lines`); names alone are one where they stand
beneath the headline beside a date, or above what a person does. What stands beneath another
headline is told of another story.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from pipeline.clean import lines
from pipeline.clean.beside import TOLD, dates_of, source_of
from pipeline.clean.bylines import says_role
from pipeline.clean.dates import Dates, has_digit
from pipeline.clean.people import (
    authors_of,
    bare_names,
    credited_authors,
    does_work,
    names_beside_date,
    reported_by,
)
from pipeline.clean.text_marks import about_of, drop, titles
from pipeline.records import Block

ABOVE = 4  # lines above the headline that may hold its date
MAX_NAMED_WORDS = 6
MAX_NAMED_WIDTH = 50
BARE_REACH = 8  # lines beneath the headline
BENEATH = 4  # lines, the story's last one among them


def mark_bare_bylines(blocks: list[Block], headline: str | None) -> tuple[str, ...]:
    """Names alone between the headline and the first paragraph, one or more lines of them, with a
    date right beside them, or what a person does. Gives the people."""
    own = _own_lines(blocks, lines.plain(headline or ""))
    title = next(iter(titles(own, lines.plain(headline or ""))), None)
    if title is None or any(block.kind == "byline" for block in own):
        return ()
    about = about_of(blocks, headline)
    run: list[int] = []
    people: list[str] = []
    for place in range(title + 1, min(title + BARE_REACH, len(blocks))):
        block = blocks[place]
        works = not block.keep and _works(blocks, [place])
        names = bare_names(block.text, about, goes_on=bool(run), works=works)
        if block.kind not in TOLD and names:
            run.append(place)
            people += names
            continue
        told = _is_beside_date(blocks, run) or _works(blocks, run)
        if (
            told
            or block.reason == "marker"
            or (block.keep and not lines.is_title_shaped(block.text))
        ):
            break
        run, people = [], []
    if not (_is_beside_date(blocks, run) or _works(blocks, run)):
        return ()
    for place in run:
        drop(blocks, place, "byline", "metadata")
    return tuple(dict.fromkeys(people))


def _works(blocks: Sequence[Block], run: Sequence[int]) -> bool:
    """Whether names, or the line beneath them, say what a person does: "Staff Reporter"."""
    beneath = (blocks[place].text for place in _next(blocks, run[-1])) if run else ()
    return any(map(says_role, (blocks[at].text for at in run))) or any(map(does_work, beneath))


def _is_beside_date(blocks: Sequence[Block], run: Sequence[int]) -> bool:
    """Whether a date stands right beneath names, or above them, perhaps with buttons between."""
    if not run:
        return False
    above = run[0] - 1
    while above > 0 and blocks[above].kind == "interface":
        above -= 1
    return any(blocks[place].kind == "date" for place in (above, *_next(blocks, run[-1])))


def _next(blocks: Sequence[Block], place: int) -> range:
    return range(place + 1, min(place + 2, len(blocks)))


def read_top(
    blocks: Sequence[Block], headline: str | None, *, day_first: bool
) -> tuple[Dates, tuple[str, ...], str | None]:
    """Dates, authors and source that stand between the page's top and its first paragraphs."""
    published = modified = source = None
    dated: list[str] = []
    authors: tuple[str, ...] = ()
    titled = headline is None
    paragraphs_seen = 0
    own = _own_lines(blocks, lines.plain(headline or ""))
    signed = False  # the line above
    for block in own:
        if block.keep and block.kind == "paragraph":
            paragraphs_seen += 1
            if paragraphs_seen > 2:
                break
        titled = titled or block.kind == "headline"
        if block.reason == "marker" and titled:
            break
        # The day of a source among the paragraphs is the day of what they quote.
        quoted = block.kind == "source" and paragraphs_seen > 0
        if block.kind in TOLD and titled and not quoted:
            dates = dates_of(block, day_first=day_first)
            published = published or dates.published
            modified = modified or dates.modified
            if block.kind == "date":
                dated.append(block.text)
        if block.kind == "byline" and (
            not authors or (signed and bare_names(block.text, goes_on=True))
        ):
            authors = tuple(dict.fromkeys((*authors, *authors_of(block.text))))
        elif block.kind == "source" and source is None:
            source = source_of(block)
        if source is None and titled and not block.keep:
            alone = block.text.startswith("(")  # behind "©" it is a picture's
            source = lines.agency_signed(block.text) or (
                lines.agency_alone(block.text) if alone else None
            )
        signed = block.kind == "byline"
    if not authors:
        last = (b.text for b in own if b.kind == "byline" and lines.is_signed_behind(b.text))
        authors = authors_of(next(last, ""))
    if not authors:
        about = about_of(blocks, headline)
        authors = next(filter(None, (names_beside_date(text, about) for text in dated)), ())
    beneath = _beneath(blocks, own)
    if not authors:
        authors = next(filter(None, (credited_authors(b.text) for b in beneath)), ())
    if not authors:
        told = [block.text for block in own if block.keep]
        authors = reported_by(told[0], told[-1]) if told else ()
    if source is None:
        source = next(filter(None, map(_agency_beneath, beneath, beneath[1:])), None)
    return Dates(published, modified), authors, source


def _agency_beneath(above: Block, block: Block) -> str | None:
    """The agency that a line beneath the story names; without a sign, right beneath its text alone:
    further down it may be a section or whom a comment is by."""
    name = lines.agency_alone(block.text)
    return name if above.keep or name != block.text else None


def _beneath(blocks: Sequence[Block], own: Sequence[Block]) -> Sequence[Block]:
    """The last line that is kept of the page's own story, and a few lines beneath it."""
    last = max((place for place, block in enumerate(own) if block.keep), default=None)
    return () if last is None else blocks[last : last + BENEATH]


def but_site(authors: tuple[str, ...], first: str, url: str) -> tuple[str, ...]:
    """The authors but for the site itself, by the page's first line or its address; a site may be
    named after its one author."""
    host = f".{(urlsplit(url).hostname or '').casefold()}."
    people = tuple(
        name
        for name in authors
        if (words := lines.plain(name)) != lines.plain(first)
        and f".{words.replace(' ', '')}." not in host
    )
    return people or authors


def _own_lines(blocks: Sequence[Block], headline: str) -> Sequence[Block]:
    """The blocks down to the lines above another story: those with another headline among them,
    beneath a paragraph."""
    seen, end, told = 0, None, False
    for place, block in enumerate(blocks):
        if block.keep:
            seen, end = seen + (block.kind == "paragraph"), None
        elif seen:
            end = place if end is None else end
            if block.kind == "headline" and lines.plain(block.text) != headline:
                # Beneath a standfirst stand the story's own lines, if none do above it.
                own = seen == 1 and not told
                if own and place == end and _is_name_above_date(blocks, place):
                    continue
                signed = own and any(b.kind == "byline" for b in blocks[end:place])
                return blocks[: place if signed else end]
        elif block.kind in TOLD:
            told = True
    return blocks


def _is_name_above_date(blocks: Sequence[Block], place: int) -> bool:
    """Whether a line that was taken for a headline may be a byline without a "by": a few words, of
    which none is small, right above a date."""
    text, beneath = blocks[place].text, blocks[place + 1 : place + 2]
    return (
        len(text.split()) <= MAX_NAMED_WORDS
        and lines.width(text) <= MAX_NAMED_WIDTH
        and not has_digit(text)
        and lines.could_be_names(text)
        and any(block.kind == "date" for block in beneath)
    )


def day_above(blocks: Sequence[Block], *, day_first: bool) -> str | None:
    """The day of the nearest line among the last few above the headline that tells one."""
    title = next((at for at, block in enumerate(blocks) if block.kind == "headline"), 0)
    above = blocks[max(0, title - ABOVE) : title]
    days = (
        dates_of(block, day_first=day_first).published
        for block in reversed(above)
        if block.kind in ("date", "byline")
    )
    return next(filter(None, days), None)
