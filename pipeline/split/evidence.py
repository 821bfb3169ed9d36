"""What the splitter saw between the paragraphs of a page, in words for a person to read."""

from dataclasses import dataclass

from pipeline.records import CleanPage
from pipeline.split.boundaries import MAX_CONTENT, gaps_of
from pipeline.split.elements import MANY
from pipeline.split.outline import outline_of
from pipeline.split.stories import about_page

# Evidence that is said where it is not nothing: its column and its words.
_COUNTED = (
    ("markers", "marker"),
    ("own", "own headline again"),
    ("dates", "date"),
    ("sources", "source"),
    ("bylines", "byline"),
    ("captions", "caption"),
    ("interfaces", "interface"),
    ("relateds", "related link"),
    ("promotions", "promotion"),
    ("headings", "heading"),
    ("dateline", "dateline"),
    ("article_beneath", "article element"),
)
_SHARES = (
    ("near4_0", "words shared"),
    ("near4_1", "likeness"),
    ("new_names", "new names"),
    ("opening", "first words"),
    ("before_best", "headline of what follows"),
    ("after_best", "headline of what stands before"),
)


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap above the block at `place`: how probably a story begins there, and the evidence."""

    place: int
    likelihood: float
    signs: tuple[str, ...]


def gaps_of_page(page: CleanPage) -> tuple[Gap, ...]:
    """All gaps between the content blocks of a page, looked at as a whole, in page order."""
    outline = outline_of(page.blocks, *about_page(page.headline, page.description, page.url))
    if outline is None or not 1 < len(outline.content) <= MAX_CONTENT:
        return ()
    seen = gaps_of(outline)
    found = []
    for gap, likely in enumerate(seen.likely.tolist()):
        signs = [f"{words} {seen.columns[name][gap]:.2f}" for name, words in _SHARES]
        signs += [words for name, words in _COUNTED if seen.columns[name][gap] > 0]
        held = [int(seen.columns[name][gap]) for name in ("held_above", "held_beneath")]
        if max(held) > 1:
            above, beneath = (f"{MANY} or more" if count == MANY else str(count) for count in held)
            signs.append(f"elements of {above} and {beneath} paragraphs")
        found.append(Gap(outline.content[gap + 1].place, likely, tuple(signs)))
    return tuple(found)
