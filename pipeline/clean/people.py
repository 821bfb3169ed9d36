"""The people that a byline, or what a page states as its author, names.

Outlets, agencies, roles and places that stand beside them are none: "By Ann Lee in Berlin, Reuters"
names one. Which lines are bylines, `lines` says.
"""

import re

from pipeline.clean import bylines, lines
from pipeline.clean.beside import GLUED, PARTS, is_name_apart, name_of, says_outlet
from pipeline.clean.byline_words import CREDITED_STARTS, PIECES, SPECIALLY
from pipeline.clean.dates import cut_at_date, has_digit
from pipeline.clean.given_names import NO_SURNAMES, is_full_name, is_given_name
from pipeline.clean.phrases import AGENCIES, ARTICLES, PLACES

MAX_CHARS = 500
MAX_NAME_CHARS = 50
MAX_NAME_WORDS = 5
LONE = 3  # two parts, and what parts them
MAX_ROLE_WORDS = 5
MAX_BARE_CHARS = 120
MAX_BARE_WORDS = 3  # of a name, particles aside
# Words of outlets' names that are people's too: Lena H. Sun, Evan Spiegel.
SURNAMES = frozenset("bote correo courier mirror spiegel standard sun".split())

_BETWEEN = re.compile(
    r"\s*([,;|/&\n•·]|\s(?:and|AND|und|y|et|e|och|og|en|with|avec|mit|com|con)\s)\s*"
)
_ASIDES = frozenset(",;|/•·")  # behind these an outlet may stand, behind "and" a person does
_JOINS_LINES = re.compile(r"^(?:and|und|et|y|e|en|och|og|&)\s(?=[^\W\d_])")
# "de Ana Lima": a particle opens no name of which a given name is the next word.
_OF = re.compile(r"(?:[Dd]e|[Oo]d|[Aa]v|[Aa]f|[Dd]i)\s([^\W\d_]{2,20})(?=\s)")
_APART = re.compile(r"\s*[,|•·]\s*|\s[/–—-]\s")
_OF_KIND = re.compile(rf"(?:{'|'.join(PIECES)})\s?:\s", re.IGNORECASE)  # "Reportage: Ann Lee"
_BY = re.compile(
    r"(?:(?:written|posted|story|words|text|report|more\s\w+)\s)?(?:by|von|par|por|di|door|av|af|od|oleh)[:\s]\s*"
    r"|(?:author|autor|auteur|autore)s?\s?:\s*",
    re.IGNORECASE,
)
_EDITED = re.compile(r"(?:edit|édit|edic|ediç|redi[gj]|bewerk)")
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]{2}")  # the shortest names
_NOT_A_NAME = re.compile(
    r"[@:/_#\d<>]|\b(?:staff|admin|administrator|editor|editors|editorial|newsroom|desk|team|guest|"
    r"redaktion|redazione|redacción|redacao|redação|rédaction|webmaster|unknown|anonymous|null|"
    r"none|undefined|contributor|contributors|correspondent|reporter|news|press|media|agency|"
    r"agencies|agence|agencia|agenzia|agentur|agência|magazine|online|wire|service|reuters|afp|xinhua|bloomberg|inc|ltd|llc|gmbh|expert|"
    r"director|founder|manager|specialist|strategist|analyst|consultant|officer|about|sponsored|"
    r"writers?|columnist|journalist|critic|producer|photographer|bureau|chief|"
    r"super user|www|posts?|bio|view)\b|\w\.\w+\.\w",
    re.IGNORECASE,
)
# Behind a whole name: "in Berlin", "for the Courier", a place behind a dash, what stands in
# brackets.
_ASIDE = re.compile(
    r"(?<=\S\s)(\S+)(?:\s(?:in|at|from|for|aus|für|à|pour|para|em|[–—-])\s.*|\s*\([^()]*\)$)"
)


def people_in(text: str, site_name: str | None = None) -> list[str]:
    """The names of people in a byline: "By Ann Lee and Bo Ek, Reuters" -> Ann Lee, Bo Ek."""
    text = text[:MAX_CHARS]
    if "://" in text or (_is_site(text, site_name) and not is_full_name(text.title())):
        return []
    if (opened := bylines.opened(text)) is not None:
        return _people(opened[0], site_name)
    text = bylines.own_part(text)
    by = _BY.match(text)
    return _people(text[by.end() :] if by else text, site_name)


def authors_of(line: str) -> tuple[str, ...]:
    """The people that a line of text names as authors; none where it is no byline."""
    between = ", " if "," in line else " and "
    named = _people(between.join(lines.byline_names(line)), None, line=True)
    return tuple(dict.fromkeys(named)) or bare_names(line, goes_on=True)


def bare_names(
    line: str, about: str = "", *, goes_on: bool = False, works: bool = False
) -> tuple[str, ...]:
    """The people of a line that holds their names, roles and places alone; each begins with a
    common given name, if no "and" before it says that names of the line above go on (`goes_on`:
    there may be some), and no line beneath what they do (`works`).

    Whom a story is about may be named so too: what its headline and first paragraphs (`about`) name
    is no author, and where no date stands beside, such a line is no byline.
    """
    if len(line) > MAX_BARE_CHARS or has_digit(line) or bylines.opened(line) is not None:
        return ()
    goes_on = goes_on and _JOINS_LINES.match(line) is not None  # "and Ann Lee", beneath others
    works = works or bylines.says_role(line)
    line = _named_alone(line)
    of = _OF.match(line)
    if of is not None and is_given_name(of[1]):
        line = line[of.start(1) :]
    if not lines.could_be_names(_ends(line)):
        return ()
    people = tuple(dict.fromkeys(_people(line, None)))
    told = f" {lines.plain(about)} "
    for person in people:
        first, *others = [word for word in person.split() if not word[0].islower()] or [""]
        given = goes_on or is_given_name(first) or (works and _could_work(person))
        if not given or not 1 <= len(others) < MAX_BARE_WORDS:
            return ()
        last = lines.plain(others[-1])
        if last in NO_SURNAMES or f" {last} " in told or len(GLUED.findall(person)) > 1:
            return ()
    return people


def _could_work(name: str) -> bool:
    """Whether a name of two words or more is no outlet's, nor words that stand before a role."""
    return not (says_outlet(name) or bylines.says_beat(name))


def names_beside_date(line: str, about: str = "") -> tuple[str, ...]:
    """The people of a line that holds a date and their names, parted by a sign: "Ann Lee | 5 May
    2026", "Ann Lee, Sports reporter - Updated 5 May 2026". `about` is as for `bare_names`."""
    if len(line) > MAX_BARE_CHARS or not has_digit(line):
        return ()
    if (name := name_of(line)) is not None:
        return (name,)
    for part in PARTS.split(line):
        before = cut_at_date(part)[0].strip(" ,")
        people = (before,) if is_name_apart(before) else bare_names(before, about)
        if people:
            return people
    return ()


def credited_authors(line: str) -> tuple[str, ...]:
    """Who wrote a story, by its last line: "(Reporting by Ann Lee; Editing by Bo Ek)"."""
    parts = line[:MAX_CHARS].strip("() .").split(";")
    # A sentence on a play may open so too, or one on the news from a front.
    in_brackets = line[:1] == "("
    if len(line) > MAX_CHARS or not (in_brackets or any(map(_is_credited, parts[1:]))):
        return ()
    people: list[str] = []
    for part in parts:
        folded = part.strip().casefold()
        start = next((start for start in CREDITED_STARTS if folded.startswith(start)), None)
        if start is None:
            break
        people += people_in(part.strip()[len(start) :])
    return tuple(name for name in dict.fromkeys(people) if " " in name and _could_be_one(name))


def reported_by(first: str, last: str) -> tuple[str, ...]:
    """Who reported a story of East Asia, by its first paragraph or else by its last."""
    named = bylines.reporters(first) or bylines.reporters(last) or ""
    return tuple(dict.fromkeys(_people(named, None)))


def _is_credited(part: str) -> bool:
    folded = part.strip().casefold()
    return folded.startswith(CREDITED_STARTS) or _EDITED.match(folded) is not None


def _could_be_one(name: str) -> bool:
    return not has_digit(name) and lines.could_be_names(name)


def does_work(line: str) -> bool:
    """Whether a line says no more than what a person does, and where: "Staff Reporter", "Business
    correspondent, Berlin"."""
    words = line.split(",")[0].casefold().split()
    if not words or len(words) > MAX_ROLE_WORDS or has_digit(line):
        return False
    if bylines.is_role(words[-1]):
        return "to" not in words  # "Letters to the editor"
    behind = words[1:2]  # "Enviado especial a Bogotá"
    return bylines.is_role(words[0]) and not bylines.PLACED.union(SPECIALLY).isdisjoint(behind)


def _named_alone(line: str) -> str:
    """The line without the join that opens the last of several, and without what its people do or
    where they are: "and Ann Lee, Sports reporter", "Bo Ek, in Berlin"."""
    line = bylines.own_part(_JOINS_LINES.sub("", line))
    first, *others = _APART.split(line)
    names = [_named(first), *(_named(part) for part in others if not _is_aside(part))]
    if len(names) > 1 and bylines.says_role(names[0]):
        names = names[1:]  # "Envoyé spécial à Arles, Ann Lee"
    return ", ".join(filter(None, names))


def _named(part: str) -> str:
    return bylines.names_of(_without_role(_OF_KIND.sub("", part.strip())))


def _ends(line: str) -> str:
    """The line without the sign that some set behind names: "Ann Lee |"."""
    return line.strip(" |·•,–—-")


def _people(text: str, site_name: str | None, *, line: bool = False) -> list[str]:
    people: list[str] = []
    agencies = False
    pieces = _BETWEEN.split(text)  # the parts, and between them what parts them
    for number, part in enumerate(pieces[::2]):
        aside = number > 0 and pieces[2 * number - 1] in _ASIDES
        name = _ASIDE.sub(r"\1", bylines.names_of(_OF_KIND.sub("", part)))
        name = name.strip(" .-–—()／") if not name.endswith("Jr.") else name
        name = _without_role(name)
        if bylines.says_role(name) or (people and _is_aside(part)):
            continue
        if not (2 < len(name) < MAX_NAME_CHARS or _IDEOGRAPHS.fullmatch(name)):
            continue
        if name.casefold() in AGENCIES:
            agencies = True
            continue
        if _NOT_A_NAME.search(name) or len(name.split()) > MAX_NAME_WORDS:
            continue
        if _is_site(name, site_name) and not is_full_name(name.title()):
            continue
        if any(" " in other for other in people) and _is_no_person(name, aside=aside):
            continue  # behind a whole name
        if line and aside and len(pieces) == LONE and _is_article_and_word(name):
            continue  # "Le Monde": two people have an "and" between them
        if name.isupper() and not all(map(str.isupper, people)):
            continue  # an outlet behind a name in small letters
        people.append(name)
    # What one word names beside an agency is an outlet: "MTI/Index".
    return [name for name in people if " " in name] if agencies else people


def _is_aside(part: str) -> bool:
    """Whether a part behind a name says what its bearer does or where, and names nobody."""
    named = _without_role(part).split()
    return bylines.is_aside(part) and not (named and is_given_name(named[0]))


def _without_role(name: str) -> str:
    """The name behind what its bearer does: "Political Editor Ann Lee"."""
    words = name.split()
    for place, word in enumerate(words[:-2]):
        if bylines.is_role(word) and words[place + 1][0].isupper():
            return " ".join(words[place + 1 :])
    return name


def _is_site(name: str, site_name: str | None) -> bool:
    return bool(site_name) and lines.plain(name) == lines.plain(site_name or "")


def _is_no_person(name: str, *, aside: bool) -> bool:
    """Whether what stands behind a person's name is none: one word, of a place or a title; a place
    of more words; or, behind a comma, an outlet whose name is not some people's too."""
    words = lines.plain(name)
    if " " not in name:
        return name.lower() != name.upper()
    if words in PLACES:
        return True
    first, *_, last = words.split() or [""]
    person = last in SURNAMES and first not in ARTICLES
    return aside and not person and says_outlet(name)


def _is_article_and_word(name: str) -> bool:
    words = lines.plain(name).split()
    return len(words) == 2 and words[0] in ARTICLES
