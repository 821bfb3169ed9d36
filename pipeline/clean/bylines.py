"""What stands around the names of a byline, in the languages most met (`byline_words`).

Before them: that somebody wrote ("By", "Words and pictures by", "文・"), what kind of piece it is
("Entrevista de") or what its writer is to the paper ("Dal nostro inviato", "本报记者"). Behind
them: roles, addresses, agencies, and who took the pictures. Whether what is left are names, `lines`
and `people` judge.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.clean.byline_words import (
    BEATS,
    BYLINE_STARTS,
    EDITED,
    FOR,
    LABELLED_STARTS,
    OTHERWISE,
    OURS,
    OURS_OF_ASIA,
    PIECES,
    ROLE_ENDS,
    ROLES,
    SPECIALLY,
    UNNAMED_AGENCIES,
    WROTE,
)
from pipeline.clean.date_words import MODIFIED, PUBLISHED
from pipeline.clean.phrases import AGENCIES, ARTICLES, OUTLETS

MAX_ROLE_WORDS = 6
MAX_AGENCY_WORDS = 3
LONG_AGENCY = 6  # letters
LEAST_NAME_WORDS = 2

# Before a place: "Ann Lee, in Berlin", "Mariana Prates, de Brasília".
PLACED = frozenset("in aus à em da de from at desde en a dal zurzeit derzeit depuis".split())
JOINS = frozenset(["and", "und", "et", "y", "e", "en", "och", "og", "&"])

# Of two that open a line the longer counts.
_STARTS = tuple(sorted((start.casefold() for start in BYLINE_STARTS), key=len, reverse=True))

_AGENT = r"(?:by|von|door|av|af|di|de|por|par|przez|oleh|od)"
_JOIN = r"(?:and|und|y|e|et|og|och|ja|en|i|и|và|&|/|\+|・|·)"


def _any(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


# "Words and pictures by", "Texte :", "文・": what was done, before who did it. Before who took the
# pictures no sign may stand, and in East Asia before none.
_ASIAN = r"(?<=[\u3400-\u9fff\uac00-\ud7af])"
_SIGN = (
    rf"\.?\s?[:：]\s?|{_ASIAN}\s?(?:[=＝/／|｜]|・(?![\u30a0-\u30ff]+$))\s?"
    rf"|\sby\s|\s{_AGENT}\s(?=\S+\s\S)"
)
_CREDIT = re.compile(
    rf"(?:(?<=[\s,;.|(])|^)(?:(?P<done>(?:{_any((*WROTE, *OTHERWISE))})"
    rf"(?:\s?{_JOIN}\s?(?:{_any((*WROTE, *OTHERWISE))})){{0,3}})"
    rf"(?:{_SIGN}|{_ASIAN}\s|\s(?-i:(?=[A-Z])))"
    rf"|(?:{_any(EDITED)})(?:{_SIGN}))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w'’]+")
_DONE = frozenset((*WROTE, *OTHERWISE, *EDITED))
_DONE_OF_ASIA = tuple(word for word in _DONE if "\u3040" <= word[0] <= "\ud7af")
_OURS, _PIECES = frozenset(OURS), frozenset(PIECES)
_WROTE = re.compile(rf"(?<![^\W_])(?:{_any(WROTE)})(?![^\W_])", re.IGNORECASE)
# "... und Jonas Klee (Fotos)", and "(Text)"
_OTHER_BEHIND = re.compile(
    rf"(?:\s?,|\s{_JOIN})\s(?:(?!\s{_JOIN}\s)[^(),]){{4,40}}?\s\((?:{_any(OTHERWISE)})\)",
    re.IGNORECASE,
)
_SIGNS = (":", "：", "/", "／", "=")
_ENDS_JOINED = re.compile(rf"[\s,;.|/／–—-]+(?:{_JOIN}\s?)?$")

_OUR = re.compile(rf"(?:{_AGENT[3:-1]}|from|aus|do|da|van|от|від)?\s?\b(?:{_any(OURS)})\s", re.I)
_OUR_OF_ASIA = re.compile(
    rf"(?:{_any(OURS_OF_ASIA)}){{1,3}}"
    r"(?:记者|記者|通讯员)\s?(?=[\u3400-\u9fff]{2,4}(?:$|[\s、，]))"
    r"|[\u3400-\u9fff\u30a0-\u30ff]{0,10}(?:政治部|社会部|経済部|科学部|文化部|国際部|外信部|運動部|生活部|編集部"
    r"|支局長?|総局長?|特派員|編集委員|論説委員|記者)[・\s:：]+"
    r"(?=[\u3400-\u9fff]{1,4}[\s\u3040-\u309f\u3400-\u9fff]{1,4}$)"
    # Vietnamese cuts "reporter" short, as people's first names are in English.
    r"|(?:PV|CTV|Nhóm PV)\s(?=[^\W\d_a-z]\w+\s[^\W\d_a-z])(?=.*[ăđơưạ-ỹ])"
    r"|[\u30a0-\u30ff\u3400-\u9fff]{2,10}[＝=](?=[\u3400-\u9fff]{1,4}[\s\u3040-\u309f\u3400-\u9fff]{1,4}$)"
)
_PIECE = re.compile(
    rf"(?:(?:a|an|ein|eine|een|un|une|una|uno|um|uma|et|ett|en)\s)?(?P<kind>{_any(PIECES)})"
    r"(?:\s(?:conducted|realizad[ao]|hech[ao]|feit[ao]|geführt|afgenomen|écrite?|curata))?"
    rf"\s(?:(?P<agent>{_AGENT})\s|d['’])(?=\S+\s\S)",
    re.IGNORECASE,
)
_IDEOGRAPHS = r"[\u3400-\u9fff]"
_REPORTER = rf"(?:{_any(OURS_OF_ASIA)}){{0,2}}(?:记者|記者)[\s:：・]?"
_NO_NAMES = (
    "记者|記者|通讯员|通訊員|实习生|手记|手記|观察|觀察|调查|調查|述评|采访|採訪|报道|報導"
    "|摄影|攝影"
)
_NAME = rf"(?!{_NO_NAMES}){_IDEOGRAPHS}{{2,4}}"
_NAMES = rf"({_NAME}(?:[\s、，,]+{_NAME})*)"
_WITH_CONTRIBUTOR = rf"(?:[\s、，,]*(?:通讯员|通訊員|实习生)[\s:：]?{_NAMES})?"
# "範例報／記者林芷萱／嘉義報導", "記者王小明台北報導"; without a sign or a place it may be a title.
_REPORTED = re.compile(
    rf"(?:{_IDEOGRAPHS}{{2,8}}\s?[/／|｜]\s?)?{_REPORTER}{_NAMES}\s?[/／|｜]\s?{_IDEOGRAPHS}{{2,8}}"
    rf"|{_IDEOGRAPHS}{{2,8}}\s?[/／|｜]\s?{_REPORTER}{_NAMES}"
    rf"|{_REPORTER}({_IDEOGRAPHS}{{3}}|{_IDEOGRAPHS}{{2}}|{_IDEOGRAPHS}{{4}}){_IDEOGRAPHS}{{2,3}}(?:報導|报道)"
)
# In the dateline that opens a story, or in brackets behind its last sentence.
_REPORTED_WITHIN = re.compile(
    rf"^[^。]{{0,30}}?[(（〔［【\[]{_REPORTER}{_NAMES}{_WITH_CONTRIBUTOR}"
    rf"(?:\s?[/／]\s?{_IDEOGRAPHS}{{2,8}})?[)）〕］】\]]"
    rf"|[(（〔［【\[]{_REPORTER}{_NAMES}{_WITH_CONTRIBUTOR}[)）〕］】\]]$"
    r"|^[(（\[【][^()（）]{2,12}=[^()（）]{2,12}[)）\]】]\s?"
    r"([\uac00-\ud7af]{2,4}(?:[\s·,]+[\uac00-\ud7af]{2,4})*)\s?(?:기자|특파원)\s?="
)
_IN_BRACKETS = re.compile(r"[(（〔［【\[]([^()（）〔〕［］【】\[\]]{4,40})[)）〕］】\]]")
# "김민수 기자 = 서울"
_BEFORE_PLACE = re.compile(r"([\uac00-\ud7af]{2,4})\s?(?:기자|특파원)\s?=\s?[\uac00-\ud7af]{2,6}")
# Whom a French one is of was asked, not the one who asked.
_OF_WHOM = frozenset(["interview", "entretien", "analyse"])
_OF = ("de", None)
_FROM = re.compile(r"Aus\s[^,.:]{2,30}\sberichte[tn]\s(?=[^\W\d_a-z])")

_ADDRESS = re.compile(
    r"[(<\[]?(?:(?<![^\s(<\[])[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{2,20}){1,4}|@\w+)[)>\]]?"
)
# "Ann Lee at Sandfield Park"; in Latin languages "da" and "de" stand within names.
_IN_PLACE = re.compile(r"(?<=\S\s)(\S+)\s(?:in|at|from|aus|à|em|desde)(?:\s[^\W\d_a-z]\S*){1,3}$")
_BRACKET = re.compile(r"(?<=\S)\s?[(（\[][^()（）\[\]\d]{2,60}[)）\]]$")
_SPECIAL_TO = re.compile(
    r"(?:^|[\s,–—-]{1,6})(?:exclusive(?:ly)?|special(?:ly)?)\s(?:to|for)\s.*$", re.I
)
_REPORTS = re.compile(r"(?<=\S\s)\S+(?P<says>\s(?:reports|berichtet)(?:\s(?:from|in|aus)\s.*)?)$")
_FOR_OUTLET = re.compile(
    rf"(?<=\S\s)(\S+?),?\s(?:{_any(tuple(FOR))})\s(?P<outlet>[^\W\d_].*)$", re.IGNORECASE
)
_WITH_AGENCIES = re.compile(
    rf"(?<=\S\s)(\S+?),?\s(?:and|with|avec|et|mit|und|con|y|com|e|met|en|med|och|og|z|a|и|с|і|з|ve|και|و)\s"
    rf"(?:(?:les|las|news|wire)\s|[A-ZÀ-Þ]{{2,8}}\s{_JOIN}\s)?(?:{_any(UNNAMED_AGENCIES)})$",
    re.IGNORECASE,
)
# An outlet in capitals behind a name that is not: "Ann Lee THE COURIER".
_LOUD_OUTLET = re.compile(r"(?P<name>\S+\s\S+(?:\s\S+)??)(?P<outlet>(?:\s[^\W\d_]{2,}){2,4})")
# Spans without a space between, in a script without capitals.
_GLUED_ROLE = re.compile(
    r"(?<=[\u0621-\u064a]{3})(?:مراسل|صحفي|صحافي|كاتب)ة?(?![\u0621-\u064a]).*$"
)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_OUTLET_WORDS = frozenset(word for outlet in OUTLETS for word in outlet.split())
_BESIDES = JOINS.union("with avec mit com con".split())  # before an agency
_LABELS = frozenset([*PUBLISHED, *MODIFIED])


@lru_cache(maxsize=4096)
def opened(text: str) -> tuple[str, bool] | None:
    """What follows that which opens a byline, and whether nothing but names can ("Text: ..."); None
    where nothing opens one."""
    if not text.isascii() and _WIDE.search(text):
        if signed := _BEFORE_PLACE.fullmatch(text):
            return signed[1], True
        bracketed = _IN_BRACKETS.fullmatch(text)
        text = bracketed[1] if bracketed else text
        if reported := _REPORTED.fullmatch(text):
            return _listed(reported), True
    own = own_part(text)
    credit = _CREDIT.match(own) if _may_credit(own) else None
    if credit and _is_own(credit) and (own != text or _is_apart(credit)):
        return own[credit.end() :], True
    first = own.casefold().split(maxsplit=2)[:2]  # few lines open with any such word
    if not _OURS.isdisjoint(first) and (named := _behind_ours(own)) is not None:
        return named, True
    found = _FROM.match(own) if own.isascii() else _FROM.match(own) or _OUR_OF_ASIA.match(own)
    if found:
        return own[found.end() :], True
    piece = None if _PIECES.isdisjoint(first) else _PIECE.match(own)
    if piece and not (piece["agent"] in _OF and piece["kind"].casefold() in _OF_WHOM):
        return own[piece.end() :], False
    folded = own.casefold()
    if not folded.startswith(_STARTS):
        return None
    start = next(start for start in _STARTS if folded.startswith(start))
    named = own[len(start) :].strip(" :：")
    # Who asks in an interview is labelled so too, and may say one word.
    if " " not in named and start in LABELLED_STARTS and not _WIDE.search(named):
        return None
    return named, start.rstrip().endswith(_SIGNS)


def reporters(paragraph: str) -> str | None:
    """Who reported a story by its first or last paragraph, parted by commas: "新华社昆明8月13日电
    （记者李清源）", "(서울=연합뉴스) 김민수 기자 =". None where nobody is named."""
    if paragraph.isascii() or not _WIDE.search(paragraph):
        return None
    found = _REPORTED_WITHIN.search(paragraph)
    return _listed(found) if found else None


def _listed(found: re.Match[str]) -> str:
    names = " ".join(filter(None, found.groups()))
    return ", ".join(filter(None, _NAMES_APART.split(names)))


_NAMES_APART = re.compile(r"[\s、，,·]+")


def writes(text: str) -> bool:
    """Whether the line says who wrote a story and who took the pictures, or the former with a word
    for it: it is no picture's credit."""
    if not _may_credit(text):
        return False
    own = own_part(text)
    credit = _CREDIT.match(own)
    if credit is not None and _is_own(credit):
        return True
    return bool(own) and own != text and opened(text) is not None


def own_part(text: str) -> str:
    """The line without who took the pictures; nothing, where it says no more."""
    if not _may_credit(text):
        return text
    text = _OTHER_BEHIND.sub("", text) if text.endswith(")") else text
    found = list(_CREDIT.finditer(text))
    if not found:
        return text
    if before := _ENDS_JOINED.sub("", text[: found[0].start()]):
        return before
    ends = [*(credit.start() for credit in found[1:]), len(text)]
    for credit, end in zip(found, ends, strict=True):
        if _is_own(credit):
            return _ENDS_JOINED.sub("", text[credit.start() : end])
    return "" if _is_apart(found[0]) else text


def _may_credit(text: str) -> bool:
    """Whether a word for what was done of a piece stands in the line: few hold any."""
    if not _DONE.isdisjoint(_WORD.findall(text.casefold())):
        return True
    return not text.isascii() and any(sign in text for sign in _DONE_OF_ASIA)


def _is_own(credit: re.Match[str]) -> bool:
    """Whether a credit is that of the text."""
    return credit["done"] is not None and _WROTE.search(credit["done"]) is not None


def _is_apart(credit: re.Match[str]) -> bool:
    """Whether a sign or a "by" parts what was done from who did it: "Story Musgrave" is a name."""
    return credit[0].strip() != credit["done"]


def _behind_ours(text: str) -> str | None:
    """What stands behind what somebody is to the paper: "De notre envoyé spécial à Kiev, Ann Lee".
    Nothing, where nobody is named; None, where the line opens otherwise."""
    found = _OUR.match(text)
    if found is None:
        return None
    words = text[found.end() :].split()
    for place, word in enumerate(words[:MAX_ROLE_WORDS]):
        if is_role(word):
            return _behind_place(words[place + 1 :])
    return None


def _behind_place(words: Sequence[str]) -> str:
    while words and words[0].strip(",:").casefold() in SPECIALLY:
        words = words[1:]
    if words and words[0] in PLACED:
        _, sign, names = " ".join(words).replace(": ", ", ").partition(", ")
        return names if sign else " ".join(words[2:])
    return " ".join(words)


def is_role(word: str) -> bool:
    """Whether a word says what somebody does for a paper."""
    folded = word.strip(".,:;()").casefold()
    return folded in ROLES or folded.endswith(ROLE_ENDS)


def is_aside(part: str) -> bool:
    """Whether what stands apart from names says what their bearer does or where."""
    words = part.split()
    if not words or not JOINS.isdisjoint(words[1:]):
        return False
    if words[0] in PLACED or (len(words) > 1 and words[0] in FOR):
        return True
    if part == part.lower() != part.upper():
        return True  # "Ann Lee, historian"
    return len(words) <= MAX_ROLE_WORDS and words[0] not in JOINS and any(map(is_role, words))


def says_role(text: str) -> bool:
    """Whether a line of names says what one of them does for a paper."""
    return any(map(is_role, text.split()))


def says_beat(text: str) -> bool:
    """Whether a word stands in the line that stands before roles."""
    return not BEATS.isdisjoint(text.casefold().split())


def names_of(text: str) -> str:
    """A name without what stands behind it, no comma between: "Ann Lee Staff Writer", "Ann Lee
    (Reuters)", "Ann Lee ann@news.example"."""
    text = text if text.isascii() else _GLUED_ROLE.sub("", text)
    text = _SPECIAL_TO.sub("", _BRACKET.sub("", _ADDRESS.sub("", text).strip()))
    if found := _REPORTS.search(text):
        text = text[: found.start("says")]
    text = _WITH_AGENCIES.sub(r"\1", _IN_PLACE.sub(r"\1", text))
    text = _without_outlet(text)
    words = text.split()
    while len(words) > LEAST_NAME_WORDS and words[-1].strip(":.").casefold() in _LABELS:
        words.pop()
    for count in range(MAX_AGENCY_WORDS, 0, -1):
        rest = words[:-count]
        name = " ".join(words[-count:])
        sure = count > 1 or name.isupper() or len(name) >= LONG_AGENCY  # "Ann Pap"
        if len(rest) >= LEAST_NAME_WORDS and name.casefold() in AGENCIES and sure:
            words = rest[:-1] if rest[-1] in _BESIDES and len(rest) > LEAST_NAME_WORDS else rest
            break
    if len(words) > LEAST_NAME_WORDS and is_role(words[-1]):
        words.pop()
        while len(words) > LEAST_NAME_WORDS and words[-1].casefold() in BEATS:
            words.pop()
    return " ".join(words)


def _without_outlet(text: str) -> str:
    """A name without the outlet behind it: "Ann Lee for the Daily News", "Ann Lee DAILY NEWS"."""
    found = _FOR_OUTLET.search(text)
    if found is not None:
        first, *others = found["outlet"].casefold().split()
        # "Ann Lee for President" is the title of a story.
        if first in ARTICLES or not _OUTLET_WORDS.isdisjoint([first, *others]):
            return text[: found.end(1)]
    loud = _LOUD_OUTLET.fullmatch(text)
    if loud is not None and loud["outlet"].isupper():
        name = loud["name"].split()
        if not any(map(str.isupper, name)):
            return loud["name"]
    return text
