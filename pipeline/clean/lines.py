"""What one line of a page is by itself: prose, a title, or furniture of a known kind.

It takes a line's text and looks at nothing else, so that it serves flattened text, the blocks of
HTML and the splitter alike. The idea: prose ends as sentences do, titles do not, and furniture
repeats the same few phrases all over the trade (`phrases`), in every language.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from pipeline.clean import bylines, phrases
from pipeline.clean.byline_words import BYLINE_ENDS, BYLINE_STARTS, OURS_OF_ASIA
from pipeline.clean.dates import MAX_DATE_LINE, cut_at_date, has_digit, opens_as_date
from pipeline.clean.dates import is_date_line as is_date_line
from pipeline.records import BlockKind

MAX_TITLE_WIDTH = 170
LONGEST_MEASURED = 2_000  # beyond this, no threshold tells lengths apart
LONGEST_KEPT = 2_000  # of a line whose form is remembered: pages may hold lines of megabytes
MIN_HEADLINE_WIDTH = 16
MAX_HEADLINE_WIDTH = 260
MAX_FURNITURE_WIDTH = 240
LONG_LINE = 90
MAX_CALL_WIDTH = 120
MAX_OFFER_WIDTH = 90
MAX_INTERFACE_WORDS = 12
MAX_AGENCY = 60
MAX_SERVICE = 4  # letters of the sign of an agency's regional service: "dpa/lno"
MAX_EDITORS = 8  # words
MAX_CREDITED = 60  # letters of whom a credit names
MAX_CREDITED_WORDS = 3  # where some are in small letters: "Foto: privat"
MAX_UNCASED_NAMES = 40  # where no capital tells a name from the start of a sentence

_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]")
_WORD = re.compile(r"[^\W_\d]+")
# All signs of ASCII that are no letters, as spaces; `str.translate` is three times as fast.
_ASCII_WORDS = {code: " " for code in range(128) if not chr(code).isalpha()}
_CLOSERS = "\"'”’»›」』）)]}〉》*_ "
_ENDS = ".!:;,…。！：；，、؟؛۔।॥"
_CALLS = "?!？！؟"
_SENTENCE_ENDS = (*_ENDS, "?", "？")
_SENTENCE_INSIDE = re.compile(r"[.!?…؟۔।][\"'”’»)\]]*\s+\S|[。！？]\S")
_TRAILING_BRACKET = re.compile(r"\s*[(\[（][^()\[\]（）]{1,60}[)\]）]$")
_BRACKETS = (")", "]", "）", "\n")  # where the pattern above can end
_BULLET = re.compile(r"^(?:[•●▪◦‣·*–—-]\s+|\d{1,2}[.)]\s+)\S")
_DASHES = ("-", "–", "—")
_AGENCY_END = re.compile(r"[(（]\s*([^()（）]{2,40})\s*[)）]\s*\.?\s*$")
_AGENCY_START = re.compile(r"^[^()（）]{0,60}[(（]([^()（）]{2,40})[)）]\s?[-–—:]")
# "New Delhi, March 15 (PTI) The ministry ..."
_AGENCY_DATED = re.compile(
    r"^[^()（）]{1,40},\s?[^\d()]{0,12}\d{1,2}[^\d()]{0,12}\(([^()]{2,40})\)\s\S"
)
_AGENCY_JOIN = re.compile(r"\s*[/,&;]\s*|\s+and\s+|\s+-\s+")
_HASHTAGS = re.compile(r"^(?:#[^\s#]+\s*)+$")
_AROUND_AGENCY = "()[]（）©ⓒ–—-•*. "
_BARE_LINK = re.compile(r"^(?:https?://|www\.)\S+$|^\S+@\S+\.\w+$")
_COUNTER = re.compile(r"^[\W\d_]*\d[\W\d_]*(?:[kKmM]|万|萬|만)?$")
_NAME_JOINS = frozenset(
    ["and", "und", "et", "y", "e", "i", "en", "og", "och", "&", "in", "für", "for", "of", "de"]
) | frozenset("la van der von da di al ter ten bin ibn bint".split())
# Between names these join them too.
_LINKS_OF_NAMES = frozenset("do dos das del della dello du des af".split())
# And these, but between other words they make titles of them: "Von Mensch zu Mensch".
_WEAK_JOINS = frozenset("zu zum den with avec mit com".split())
_ELIDED = re.compile(r"[dl]['’][^\W\d_a-z]")  # "d'Hondt"


def plain(text: str) -> str:
    """The line's words casefolded, one space between: the form that lists are kept in."""
    return _plain(text) if len(text) <= LONGEST_KEPT else _plain.__wrapped__(text)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    if text.isascii():
        words = text.translate(_ASCII_WORDS).split()
    else:
        # Turkish capitals fold to other letters
        words = _WORD.findall(text.replace("İ", "I").replace("ı", "i"))
    return " ".join(words).casefold()


# The lists as `plain` makes lines: the signs of vowels in many scripts part words, and of some
# letters folding makes others.
_MARKERS = frozenset(
    map(plain, phrases.MARKERS.union(phrases.MARKER_STARTS) - phrases.UNFINISHED_STARTS)
)
_MARKER_STARTS = tuple(map(plain, phrases.MARKER_STARTS))
INTERFACE = frozenset(map(plain, (*phrases.INTERFACE, *phrases.ADVERTISEMENTS)))
ANSWERS = frozenset(map(plain, phrases.ANSWERS))
LIVES = frozenset(map(plain, phrases.LIVES))
_PROMOTED = tuple(map(plain, (*phrases.PROMOTIONS, *phrases.NOTICES)))


def width(text: str) -> int:
    """The length as a reader sees it: an ideograph or syllable counts for two and a half."""
    if len(text) > LONGEST_MEASURED or text.isascii():
        return len(text)
    return _width(text)


@lru_cache(maxsize=4096)
def _width(text: str) -> int:
    return len(text) + len(_WIDE.findall(text)) * 3 // 2


def is_title_shaped(text: str) -> bool:
    """Whether the line reads like a headline, heading or label, not like sentences of a body."""
    size = width(text)
    return size < MAX_TITLE_WIDTH and _reads_like_title(text, size)


@lru_cache(maxsize=4096)
def _reads_like_title(text: str, size: int) -> bool:
    bare = (_TRAILING_BRACKET.sub("", text) if text.endswith(_BRACKETS) else text).rstrip(_CLOSERS)
    if not bare:
        return True
    asks = bare[-1] in "?？"
    if (asks or size > LONG_LINE) and _SENTENCE_INSIDE.search(bare):
        return False
    return size < 120 if asks else bare[-1] not in _ENDS


def calls_out(text: str) -> bool:
    """Whether a short line is all in capitals, or ends in a question or a call, as headlines of
    more than one sentence do: "Is the bridge safe? How engineers see it!"."""
    size = width(text)
    if text.rstrip(_CLOSERS)[-1:] in _CALLS:
        return size < MAX_CALL_WIDTH
    return size < MAX_TITLE_WIDTH and text.isupper()


def asks(text: str) -> bool:
    """Whether the text ends in the sign of a question."""
    return text.endswith(("?", "？", "؟"))


def could_be_headline(text: str) -> bool:
    """Whether the line has the size of a headline; whether it reads like one is not looked at."""
    size = width(text)
    if not MIN_HEADLINE_WIDTH <= size <= MAX_HEADLINE_WIDTH:
        return False
    return size > len(text) * 1.5 or len(text.split()) >= 3


def is_bullet(text: str) -> bool:
    """Whether the line starts with a list's sign or number."""
    return _BULLET.match(text) is not None


def is_marker(text: str) -> bool:
    """Whether the line says that other stories follow: "Related articles", "Lesen Sie auch"."""
    return width(text) <= 80 and _announces(text)


@lru_cache(maxsize=4096)
def _announces(text: str) -> bool:
    words = plain(text)
    if words in _MARKERS:
        return True
    if not words.startswith(_WHOLE_STARTS) or len(words.split()) > 6:
        return False
    return is_title_shaped(text.rstrip(": "))


# "Watch ..." and "Also in ..." open headlines too; a marker that goes on says "more" or "related".
_WHOLE_STARTS = tuple(
    start + " "
    for start in _MARKER_STARTS
    if start not in {"watch", "also in", "related", "recommended"}
)
_RELATED = re.compile(
    r"[\W_]{0,4}(?:"
    + "|".join(re.escape(start) for start in phrases.MARKER_STARTS)
    + r")(?:\s*[:：|›»>】］\]]|\s?[-–—](?=\s))\s*\S",
    re.IGNORECASE,
)
_PARTED = re.compile(r"[:：|›»>】］\]–—-]")  # few lines hold any


def is_related_link(text: str) -> bool:
    """Whether the line names another story to read: "Read more: ..."."""
    if width(text) > MAX_FURNITURE_WIDTH:
        return False
    opening, stop, rest = text.partition(". ")
    if stop and rest and opening.isupper() and is_marker(opening):
        return True  # "LIRE AUSSI. ..."
    return _PARTED.search(text) is not None and _RELATED.match(text) is not None


_SHARES = re.compile(
    r"(?:share|teilen?|partage[rz]?|compart\w{1,9}|condividi|deel|udostępnij|dela|del|поделиться|"
    r"paylaş|bagikan)\b.{0,40}\s"
    r"(?:facebook|twitter|(?:on|auf|sur|en|no|su|via|op|på|w) x|whatsapp|telegram|linkedin|"
    r"e-?mail|bluesky|threads|mastodon|reddit|messenger|viber|vk)"
)


# That nothing of a recording was played yet: "0:00 / 2:10".
_PLAYED = re.compile(r"(?<!\d)00?:00\s?/\s?\d{1,3}:\d\d(?!\d)")


def is_interface(text: str) -> bool:
    """Whether the line is a button, a counter, a label of the page or a notice of the site."""
    return width(text) <= 120 and _serves_the_page(text)


@lru_cache(maxsize=4096)
def _serves_the_page(text: str) -> bool:
    if _COUNTER.match(text) or _HASHTAGS.match(text) or _BARE_LINK.match(text):
        return True
    if _PLAYED.search(text):
        return True
    words = plain(text)
    if not words or words in INTERFACE:
        return True
    parts = words.split()
    if len(parts) > MAX_INTERFACE_WORDS:
        return False
    return phrases.INTERFACE_WORDS.issuperset(parts) or _SHARES.fullmatch(words) is not None


def is_foot_line(text: str) -> bool:
    """Whether the line is what ends stories: who edited, sent or owns it, whom to follow; or what
    a site tells those who want to comment."""
    if width(text) > MAX_FURNITURE_WIDTH:
        return False
    return _opens_as_foot(text) or _is_owned(text) or _holds(plain(text), _NOTICES)


def _is_owned(text: str) -> bool:
    """Whether the owner of what stands above forbids to copy it: a claim, and then what may not be
    done; judges speak of both in one sentence."""
    return "reproduced" in text and _OWNED.search(text) is not None


_OWNED = re.compile(
    r"^(?:(?:©|\([cC]\)|Copyright|COPYRIGHT)\s?[^a-z.!\s][^\s.!]*(?:\s(?:[^a-z.!\s][^\s.!]*|of|the|and|by)){0,9}"
    r"|[Aa]ll rights reserved)"
    r"[.!]\s.{0,80}may not be (?:\w+, ){0,4}(?:or )?reproduced without"
)
# Who is meant, and then that it is nobody else's view: "... are those of the author."
_DISCLAIMED = re.compile(
    r"^(?:the )?(?:views|opinions)\b.{0,60}\bexpressed\b.{0,120}"
    r"(?:those of (?:the|their) (?:author|writer|contributor)|not necessarily|the author's own)"
    r"|^(?:die|las|les|le|as|os) .{0,120}(?:n['’]engagent que|ne reflètent pas|"
    r"no reflejan necesariamente|non riflettono necessariamente|não refletem necessariamente|"
    r"geben nicht (?:notwendigerweise|unbedingt|zwingend))"
)


# "(责编：赵一、钱二)", and the page of a newspaper: "《东海日报》（2026年05月06日 第 08 版）".
_EDITED = re.compile(r"[(（\[【]?\s?(?:责编|责任编辑|責任編輯|编辑|編輯|校对|审核|審核)\s?[:：]")
_PRINTED = re.compile(r"《[^》]{1,30}》\s?[(（].{0,40}版\s?[)）]$")


def _opens_as_foot(text: str) -> bool:
    folded = text.casefold()
    if folded.startswith(phrases.SITE_STARTS) or _DISCLAIMED.search(folded):
        return True
    if folded.startswith(phrases.FOOT_STARTS):
        return _SENTENCE_INSIDE.search(text) is None  # whole paragraphs are for others to judge
    if _EDITED.match(text) or _PRINTED.match(text):
        return True
    if folded.startswith(phrases.EDITED_STARTS):
        names = text.partition(":")[2].split()
        return 1 < len(names) <= MAX_EDITORS and _are_names(" ".join(names))
    if "@" in text and _MAIL.fullmatch(text):
        return True
    if text.startswith(phrases.FOOT_CAPITALS):
        return not text.isupper()
    if _offers_letter(text) or (len(text) <= MAX_FURNITURE_WIDTH and _OFFERS_APP.match(folded)):
        return True
    if not folded.startswith(_FOLLOW_STARTS):
        return False
    words = plain(text)
    return any(name in words for name in phrases.CHANNELS)


# "Download the Harbour Post app for breaking news": what to do with it makes it the site's own.
_OFFERS_APP = re.compile(
    r"(?:download|get|install|laden? sie|hol(?:en)? sie sich|téléchargez|descarga|descárgate|"
    r"descargue|baixe|scarica|pobierz|ladda (?:ner|ned)|last ned|hent|скачайте|завантажте|unduh)\b"
    r".{0,50}\b(?:apps?|application|app-ul|aplicación|aplicativo|applicazione|aplikacj\w{1,2}|appen|"
    r"приложени\w|застосунок|aplikasi)\b.{0,80}"
    r"\b(?:news|alerts?|notifications?|nachrichten|eilmeldungen|meldungen|actualités?|alertes|noticias|"
    r"alertas|notícias|notizie|avvisi|notifiche|nieuws|meldingen|wiadomości|powiadomienia|nyheter|"
    r"notiser|varsler|nyheder|новости|уведомления|новини|berita)\b"
)


def _offers_letter(text: str) -> bool:
    """Whether the line, no sentence, offers a letter: "Get the Education newsletter"."""
    words = plain(text)
    if not words.startswith(phrases.LETTER_STARTS) or width(text) > MAX_OFFER_WIDTH:
        return False
    return is_title_shaped(text) and not {*words.split()}.isdisjoint(phrases.LETTERS_OF_SITES)


_FOLLOW_STARTS = tuple(f"{start} " for start in phrases.FOLLOW_STARTS)
_MAIL = re.compile(r"[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}")


def holds_mail(text: str) -> bool:
    """Whether an e-mail address stands in the line."""
    return "@" in text and _MAIL.search(text) is not None


def is_promotion(text: str) -> bool:
    """Whether the line sells, asks to sign up, or speaks for the site instead of the story."""
    if width(text) > MAX_FURNITURE_WIDTH:
        return False
    if _opens_as_foot(text):
        return True
    words = plain(text)
    if not words.isascii() and any(phrase in words for phrase in _WIDE_PROMOTIONS):
        return True
    return _holds(words, _PROMOTIONS)


def _holds(words: str, listed: Mapping[str, Sequence[str]]) -> bool:
    """Whether one of the phrases stands in the words; few lines hold the first word of any."""
    parts = words.split()
    if listed.keys().isdisjoint(parts):
        return False
    padded = f" {words} "
    return any(phrase in padded for part in listed.keys() & parts for phrase in listed[part])


def _by_first_word(listed: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for phrase in listed:
        found.setdefault(phrase.split()[0], []).append(f" {phrase} ")
    return found


# East Asian phrases stand without spaces around them.
_WIDE_PROMOTIONS = tuple(phrase for phrase in _PROMOTED if _WIDE.search(phrase))
_PROMOTIONS = _by_first_word(_PROMOTED)
_NOTICES = _by_first_word(map(plain, phrases.NOTICES))


def is_advertisement(text: str) -> bool:
    """Whether the whole line says that an advertisement follows, or that the text goes on."""
    if text in phrases.ENDS:
        return True
    return width(text) <= MAX_FURNITURE_WIDTH and plain(text) in _ADVERTISEMENTS


_ADVERTISEMENTS = frozenset(map(plain, phrases.ADVERTISEMENTS))


def is_caption(text: str) -> bool:
    """Whether the line is a picture's caption: it opens as one or ends with a credit."""
    return width(text) <= 500 and _opens_or_ends_as_caption(text) and not bylines.writes(text)


def _opens_or_ends_as_caption(text: str) -> bool:
    folded = text.casefold()
    if folded.startswith(phrases.CAPTION_STARTS) or says_caption(text):
        return True
    bare = text.rstrip(_CLOSERS)
    if bare.endswith(phrases.CREDIT_ENDS) and not bare.endswith(phrases.NO_CREDIT_ENDS):
        return True
    if bare.endswith(phrases.ARCHIVES) and _ARCHIVED.search(bare):
        return True
    if text.endswith(")") and (named := _CREDIT_IN_BRACKETS.search(text)):
        return could_be_names(named[1])
    apart = _ASCII_APART if folded.isascii() else phrases.CREDITS_APART
    if any(sign in folded for sign in apart) and ends_in_credit(text):
        return True
    if text.endswith((")", "）")) and (taken := _TAKEN_BY.search(text)):
        outlet = taken[0].rpartition("/")[2].strip(")） ")  # an agency's reporter signs so too
        return outlet.casefold() not in phrases.AGENCIES
    signs = not folded.isascii() and any(credit in folded for credit in _CREDIT_SIGNS)
    if not signs and _CREDIT_WORDS.isdisjoint(plain(text).split()):
        return False
    if is_wire_credit(text):
        folded = folded[: max(map(folded.rfind, "(（"))]
    place, behind = max((at := folded.rfind(sign), at + len(sign)) for sign in phrases.CREDITS)
    if place < 0 or len(folded) - place > 90:
        return False
    return _SENTENCE_BEHIND.search(text, behind) is None


def says_caption(text: str) -> bool:
    """Whether a label, or who took or sent the picture at the line's end, is sure to be a
    caption's: "Image caption, The harbour", "The harbour. (Supplied: Ann Lee)"."""
    if width(text) > MAX_FURNITURE_WIDTH:
        return False
    if (label := _CAPTION_LABEL.match(text)) and (label[1] is None or _are_names(label[1])):
        return True
    if text[-1:] in ")]":
        return _is_sent(text) or _is_video(text)
    return _PICTURED.search(text) is not None


def labels_caption(text: str) -> bool:
    """Whether the line is nothing but the label of a caption, which then stands beneath."""
    return plain(text) in _CAPTION_LABELS_ALONE


def _is_sent(text: str) -> bool:
    """Whether the line ends with who sent a picture, in brackets: "(Supplied: Ann Lee)", "(ABC
    News: Ann Lee)", "[Yonhap]", "[Photo/Xinhua]"."""
    if text.endswith("]"):
        found = _IN_SQUARES.search(text)
        return found is not None and (found[1] is not None or _agencies(found[2]))
    if (found := _SUPPLIED.search(text)) is not None:
        return found[1] is None or _are_names(found[1])
    found = _SENT_BY.search(text)
    return found is not None and _names_sender(found[1]) and _are_names(found[2])


def _names_sender(name: str) -> bool:
    last = plain(name).rpartition(" ")[2]
    return _are_names(name) and (name.casefold() in phrases.AGENCIES or last in phrases.OUTLETS)


def _is_video(text: str) -> bool:
    """Whether the line names a video and in brackets whose it is."""
    found = _VIDEO_OF.match(text)
    return found is not None and _are_names(found[1])


_CAPTION_LABEL = re.compile(
    rf"[,،]?\s?(?:(?:{'|'.join(phrases.CAPTION_LABELS)})\s?[,،，、]"
    rf"|(?:{'|'.join(phrases.CREDIT_LABELS)})\s?[,،，、]\s?(\S.{{0,80}})$"
    r"|(?-i:(?:Image|Media|Video) caption(?=[A-Z])))",  # inline elements without a space
    re.IGNORECASE,
)
_CAPTION_LABELS_ALONE = frozenset(map(plain, phrases.CAPTION_LABELS))
_SUPPLIED = re.compile(
    r"(?<=[.!?])\s?\((?:supplied|handout|suministrada|cedida|divulgação|zvg)"
    r"(?:(?::|/|\sby)\s?([^()]{2,60}))?\)$",
    re.IGNORECASE,
)
_SENT_BY = re.compile(r"\(([^():]{2,30}):\s([^\W\d_][^():\s]{1,30}\s[^():]{2,40})\)$")
_IN_SQUARES = re.compile(
    r"(?<=[.!?\w])\s?\[(?:((?:[Pp]hoto|[Ff]oto)\s?[/:]\s?[^\[\]]{2,40})|([^\[\]]{2,40}))\]$"
)
# "... on Monday. — Bernama pic"
_PICTURED = re.compile(r"\s[–—-]\s?(?:[^\W\d_a-z][\w.&]{0,20}\s){1,4}(?:pic|pix)$")
_VIDEO_OF = re.compile(
    r"(?:[Vv]ideo|VIDEO|[Vv]ídeo|[Vv]idéo|[Ww]ideo|[Вв]идео)\s?:\s[^()]{8,150}"
    r"\(([^\W\d_][^()\s]{1,30}\s[^()]{2,30})\)$"
)

# The dot behind an initial ends no sentence: "Photo: S. Lee".
_SENTENCE_BEHIND = re.compile(rf"(?<!\b[^\W\d_a-z])(?:{_SENTENCE_INSIDE.pattern})")
_CREDIT_IN_BRACKETS = re.compile(r"\((?:[Ff]oto|[Pp]hoto)\s([^\W\d_a-z][^()]{2,60})\)$")
_ARCHIVED = re.compile(rf"(?<![\u3400-\u9fff])(?:{'|'.join(phrases.ARCHIVES)})$")
# "... in November. (Ann Lee/Harbour Times)"; without a sentence before it, a team and its country.
_TAKEN_BY = re.compile(
    r"(?<=[.!?])\s?[(（](?:[^\W\d_][^()/\s]{1,20}\s){1,3}[^()/\s]{2,20}/[^()/]{2,40}[)）]$"
)
# Few lines hold any first word of a credit, and those only are searched.
_CREDIT_WORDS = frozenset(plain(credit).split()[0] for credit in phrases.CREDITS if plain(credit))
_CREDIT_SIGNS = tuple(c for c in phrases.CREDITS if not plain(c) or _WIDE.search(c))


def ends_in_credit(text: str) -> bool:
    """Whether a caption's credit stands apart at the line's end: in brackets, behind a bar, or
    behind the end of a sentence. Within a sentence its words may be the story's own: "a photo by
    Man Ray"."""
    if bracket := _LAST_BRACKET.search(text):
        return _is_credit(bracket[1])
    starts = [0, *(found.end() - 1 for found in _APART.finditer(text))]
    return any(_is_credit(text[start:]) for start in starts)


def _is_credit(text: str) -> bool:
    """Whether these words are no more than a credit, which is no sentence."""
    folded = text.casefold()
    if not folded.startswith(_ALL_CREDITS):
        return False
    sign = next(sign for sign in _ALL_CREDITS if folded.startswith(sign))
    named = text[len(sign) :].strip(" :：=/／")
    if len(named) > MAX_CREDITED or named.endswith(_SENTENCE_ENDS):
        return False
    few = len(named.split()) <= MAX_CREDITED_WORDS and not has_digit(named)
    return could_be_names(named) or (few and sign.endswith(_LABEL_ENDS))


_ALL_CREDITS = tuple(sorted((*phrases.CREDITS, *phrases.CREDITS_APART), key=len, reverse=True))
_ASCII_APART = tuple(filter(str.isascii, phrases.CREDITS_APART))
_LABEL_ENDS = tuple(":：=.／/")
_LAST_BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】]{2,80})[)）\]】]$")
_APART = re.compile(rf"[|/]\s*\S|\s[-–—]\s\S|{_SENTENCE_BEHIND.pattern}")


def is_wire_credit(text: str) -> bool:
    """Whether the line ends a sentence and then names an agency: "... of talks. (Xinhua/AFP)"."""
    found = _AGENCY_END.search(text)
    return found is not None and _agencies(found[1]) and bool(text[: found.start()].strip())


def agency_of(text: str) -> str | None:
    """The agency that a paragraph credits at its end or in its dateline: "Xinhua/AFP"."""
    if "(" not in text and "（" not in text:
        return None
    for pattern in (_AGENCY_END, _AGENCY_START, _AGENCY_DATED):
        found = pattern.search(text)
        if found and _agencies(found[1]):
            name, *services = _AGENCY_JOIN.split(found[1].strip())
            return name if _are_services(name, services) else found[1].strip()
    return None


def agency_alone(text: str) -> str | None:
    """The agency that is all that a line says: "(AFP)", "— Reuters", "©AFP"."""
    name = text.strip(_AROUND_AGENCY) if len(text) <= MAX_AGENCY else ""
    return name if name and not name.islower() and _agencies(name) else None


def agency_signed(text: str) -> str | None:
    """The agency that a byline names in place of a person: "Par AFP", "By Reuters Staff"."""
    opened = bylines.opened(text) if len(text) <= MAX_AGENCY else None
    if opened is None:
        return None
    name = opened[0]
    if name.casefold().endswith(" staff"):
        name = name[: -len(" staff")]
    return name if name and _agencies(name) else None


def _agencies(names: str) -> bool:
    first, *others = _AGENCY_JOIN.split(names.strip().casefold())
    return phrases.AGENCIES.issuperset([first, *others]) or _are_services(first, others)


def _are_services(agency: str, names: Sequence[str]) -> bool:
    """Whether the names are signs of the agency's own services, and of no other agency."""
    return (
        agency.casefold() in phrases.WITH_SERVICES
        and bool(names)
        and all(len(name) <= MAX_SERVICE for name in names)
        and phrases.AGENCIES.isdisjoint(map(str.casefold, names))
    )


_SIGNED_BEHIND = re.compile(
    r"(?:[\[(][^\[\]()]{2,30}[\])]\s?|[\uac00-\ud7af]{1,8}\s?=\s?)?"
    rf"(?!{'|'.join(OURS_OF_ASIA)})([\u3400-\u9fff]{{2,4}}|[\uac00-\ud7af]{{2,4}})\s?(?:{'|'.join(BYLINE_ENDS)})"
    r"(?![\u3400-\u9fff\uac00-\ud7af])(?:\s?[(\[<]?[\w.+-]{1,40}@[\w.-]{3,40}[)\]>]?)?"
)


# "記者王小明／台北報導", "（记者 李文静）"; without place or brackets it may open a title.
_REPORTED = re.compile(
    r"[(（〔［\[【]?(?:記者|记者)[\s:：・]?([\u3400-\u9fff]{2,4})\s?[/／]\s?[\u3400-\u9fff]{2,8}(?:報導|报道)[)）〕］\]】]?"
    r"|[(（〔［\[【](?:記者|记者)[\s:：・]?([\u3400-\u9fff]{2,4})[)）〕］\]】]"
)


def is_signed_behind(text: str) -> bool:
    """Whether the line is a name with what its bearer does behind it, as stories of East Asia end:
    "박지훈 기자"."""
    return _SIGNED_BEHIND.match(text) is not None and bool(byline_names(text))


def date_before(text: str) -> str:
    """The date that stands before a byline or a source: "14 March 2025 by Ann Lee"."""
    if len(text) > MAX_FURNITURE_WIDTH or not has_digit(text):
        return ""
    # What opens a line opens its date too; other signs than ASCII's may first have to be composed.
    if text.isascii() and not opens_as_date(text):
        return ""
    for found in _OPENS.finditer(text):
        if is_date_line(date := text[: found.start()].rstrip(" |,•·–—-")):
            return text[: found.start()]
        if len(date) > MAX_DATE_LINE:
            break
    # "2026-05-12 科学部・藤原美咲": what opens a byline is no mere word.
    digits = list(_WITH_DIGIT.finditer(text, 0, MAX_DATE_LINE))
    date = text[: digits[-1].end()] if digits else ""
    if is_date_line(date) and bylines.opened(text[len(date) :].strip(" |,•·–—-")) is not None:
        return date
    return ""


_WITH_DIGIT = re.compile(r"\S*\d\S*")


_COUNTER_BEHIND = re.compile(r"\s[^\W\d_]{3,20}\s?:\s?\d[\d\s.,]{0,9}[kKmM]?$")  # "Views: 812"
_STARTS = "|".join(map(re.escape, (*BYLINE_STARTS, *phrases.SOURCE_STARTS)))
_OPENS = re.compile(rf"(?<=.)(?<![^\W\d_])(?:{_STARTS})", re.IGNORECASE)


def byline_names(text: str) -> tuple[str, ...]:
    """The people that a byline names, a date before or behind them left out; empty where the line
    is no byline."""
    if width(text) > 120:
        return ()
    if not text.isascii() and (signed := _SIGNED_BEHIND.match(text)):
        rest = text[signed.end() :].strip(" |·/")
        return (signed[1],) if not rest or is_date_line(rest) else ()
    if reported := _REPORTED.fullmatch(text):
        return (reported[1] or reported[2],)
    text = _COUNTER_BEHIND.sub("", text[len(date_before(text)) :].lstrip(" |,•·–—-"))
    if (opened := bylines.opened(text)) is None:
        return ()
    rest, labelled = opened
    names = re.split(r"[|•·]|\s[-–—]\s", rest, maxsplit=1)[0].strip(" ,")
    before, date = cut_at_date(names)
    if date and is_date_line(date):
        names = before
    name, *parts = names.split(",")
    names = ",".join(map(bylines.names_of, [name, *filter(_could_name, parts)]))
    if not names or names[-1] in ".!?:。":
        return ()
    words = names.replace(",", " , ").split()
    if len(words) > 14 or not could_be_names(names):
        return ()
    if not labelled and _joins_too_soon(words):
        return ()
    if len(names) > MAX_UNCASED_NAMES and any(map(_without_case, words)):
        return ()
    parts = re.split(r"\s*[,、，]\s*|\s+(?:and|AND|und|et|y|e|&)\s+", names)
    return tuple(part for part in (part.strip() for part in parts) if part)[:10]


def could_be_names(text: str) -> bool:
    """Whether no word of the line is in small letters but those that stand in and between names."""
    words = text.replace(",", " ").split()
    return all(
        word[0].isupper()
        or word in _NAME_JOINS
        or _WIDE.match(word)
        or _without_case(word)
        or _ELIDED.match(word)
        or ((word in _LINKS_OF_NAMES or word in _WEAK_JOINS) and _stands_between(words, place))
        for place, word in enumerate(words)
    )


def _are_names(text: str) -> bool:
    return not text.endswith(_SENTENCE_ENDS) and could_be_names(text)


def _stands_between(words: Sequence[str], place: int) -> bool:
    """Whether words with capitals stand on both sides."""
    return 0 < place < len(words) - 1 and all(map(_has_capital, words[place - 1 : place + 2 : 2]))


def _has_capital(word: str) -> bool:
    return word[0].isupper() or _ELIDED.match(word) is not None


def _joins_too_soon(words: Sequence[str]) -> bool:
    """Whether one word alone stands before a join that titles have as well; two are a name. Behind
    a colon one is enough, as nothing but names follows it."""
    for place, word in enumerate(words):
        if word in _WEAK_JOINS:
            before = [*filter(_has_capital, words[:place])]
            if len(before) < 2 and not any("-" in name for name in before):
                return True
    return False


def _could_name(part: str) -> bool:
    """Whether what stands behind a name and a comma may be one too: no role or place, no agency."""
    return not (bylines.is_aside(part) or part.strip().casefold() in phrases.AGENCIES)


def _without_case(word: str) -> bool:
    return word[0].isalpha() and word.lower() == word.upper()


def is_dashed(text: str) -> bool:
    """Whether a dash opens the line: a source beneath a teaser, or one of a list's items."""
    return text[:1] in _DASHES and len(text) > 1


def source_name(text: str) -> str | None:
    """The outlet that a source line names: "Source: Xinhua", "- The Standard"."""
    if width(text) > 80:
        return None
    text = text[len(date_before(text)) :]
    if labelled := labelled_source(text):
        return labelled
    folded = text.casefold()
    if folded in phrases.AGENCIES:
        return text
    if not is_dashed(text):
        return None
    words = text.lstrip("-–—|•· ")
    if words and len(words.split()) <= 6 and is_title_shaped(words):
        return words if words[0].isupper() or _without_case(words) else None
    return None


def labelled_source(text: str) -> str | None:
    """The outlet behind a label, a date beside it left out: "Source: The Post, 14 March 2025"."""
    folded = text.casefold()
    if not folded.startswith(phrases.SOURCE_STARTS):
        return None
    start = next(start for start in phrases.SOURCE_STARTS if folded.startswith(start))
    named = re.split(r"\s?[|•·]\s?", text[len(start) :].strip(" ."), maxsplit=1)[0]
    before, date = cut_at_date(named)
    return (before.rstrip(" ,(") if before and is_date_line(date) else named) or None


# What a line that says this of itself is, the surest signs first.
FURNITURE: dict[str, tuple[BlockKind, str]] = {
    "date": ("date", "metadata"),
    "marker": ("navigation", "marker"),
    "interface": ("interface", "interface"),
    "related": ("related", "related"),
    "promotion": ("promotion", "promotion"),
    "caption": ("caption", "caption"),
    "byline": ("byline", "metadata"),
    "source": ("source", "metadata"),
}


def furniture_kind(text: str) -> tuple[BlockKind, str] | None:
    """Kind and reason of a line that belongs to no story, whatever stands around it."""
    says = (
        is_date_line(text),
        is_marker(text),
        is_interface(text),
        is_related_link(text),
        is_promotion(text),
        is_caption(text),
        bool(byline_names(text)),
        source_name(text) is not None and not is_dashed(text),
    )
    return next((kind for kind, said in zip(FURNITURE.values(), says, strict=True) if said), None)
