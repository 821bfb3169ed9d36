"""The fields that databases of the press print around each story: "LENGTH: 212 words".

One such line alone may be a story's own, so a page has to hold several that no story would. Then
also those go that only stand among them: the label above the text, where it was printed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.clean.beside import says_outlet
from pipeline.clean.dates import has_digit, is_date_line, read_dates

LEAST_FIELDS = 2
MAX_FIELD_CHARS = 100
REACH = 3  # lines from a field to where the story was printed

# "1 of 12 DOCUMENTS", "Dokument 2 von 2"
_DOCUMENT = re.compile(
    r"(?:document|dokument|documento)\s(\d{1,5})\s(?:of|von|de|di|van|sur)\s\d{1,5}"
    r"|(\d{1,5})\s(?:of|von|de|di|van|sur)\s\d{1,5}\s(?:documents|dokumenten?|documentos|documenti)",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(?:load[- ]date|publication[- ]type|document[- ]type|publication[- ]id|document[- ]id|"
    r"proquest document id|dokumentnummer|journal[- ]code)\s?:\s?\S"
    r"|(?:length|word[- ]count|wörter|wortanzahl|longueur|longitud|lunghezza|lengte)\s?:\s?\d{1,6}"
    r"(?:\s(?:words|wörter|mots|palabras|palavras|parole|woorden))?$"
    r"|byline\s?:\s?\S"
    r"|(?:section|ressort|rubrique|sección|seção|sezione)\s?:\s?.{1,60}[;,]\s?(?:pg|page|p|s)\.\s?\w{1,6}$"
    r"|(?:document|dokument)\s[A-Z]{2,12}[0-9a-z]{8,40}$",
    re.IGNORECASE,
)
# These only among others.
_WEAK = re.compile(
    r"(?:section|ressort|rubrique|sección|seção|sezione|language|sprache|langue|idioma|lingua|"
    r"edition|ausgabe|édition|edición|seite|page|página|pagina|dateline|graphic|highlight|subject)"
    r"\s?:\s?\S.{0,60}$"
    r"|(?:final|first|late|city) edition$",
    re.IGNORECASE,
)
_ALONE = frozenset(
    ["full text", "body", "classification", "end of document", "volltext", "texte intégral",
     "texto completo", "testo completo", "volledige tekst"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Export:
    """Where lines stand that a database printed: none on other pages."""

    fields: tuple[int, ...] = ()
    documents: tuple[int, ...] = ()  # above the second story and others
    printed: tuple[int, ...] = ()  # when and where
    outlets: tuple[int, ...] = ()


def export_of(texts: Sequence[str]) -> Export:
    """The fields among the lines of a page, if it is from a database."""
    short = [place for place, text in enumerate(texts) if len(text) <= MAX_FIELD_CHARS]
    numbers = {place: _DOCUMENT.fullmatch(texts[place]) for place in short}
    documents = [place for place, found in numbers.items() if found]
    strong = [place for place in short if _FIELD.match(texts[place])]
    alone = [place for place in short if texts[place].casefold().strip(": ") in _ALONE]
    if not strong or len(strong) + len(documents) + len(alone) < LEAST_FIELDS:
        return Export()
    later = [place for place in documents if _number(numbers[place]) > 1]
    fields = [*strong, *(place for place in documents if _number(numbers[place]) <= 1)]
    fields += sorted({place for place in short if _WEAK.match(texts[place])}.difference(strong))
    fields += alone
    near = {at for place in (*strong, *documents) for at in range(place - REACH, place + REACH + 1)}
    beside = sorted(near.intersection(short).difference(fields, later))
    printed = [place for place in beside if _is_printed(texts[place])]
    outlets = [place for place in short if place < strong[0] and says_outlet(texts[place])]
    return Export(tuple(fields), tuple(later), tuple(printed), tuple(outlets))


def _number(found: re.Match[str] | None) -> int:
    return 0 if found is None else int(found[1] or found[2])


def _is_printed(text: str) -> bool:
    """Whether the line says when and on which page: "Gazette; Orla [Orla]. 21 Jan 2026: A.4."."""
    if not has_digit(text) or is_date_line(text) or read_dates(text).published is None:
        return False
    return all(not word.islower() or len(word) <= len("van") for word in text.split())
