"""Bytes of a page -> its text, and text -> text that every later step can hold.

Nearly all pages are UTF-8, whatever they declare, so UTF-8 is tried first and strictly. Only then
does a declaration count (byte order mark, HTTP header, crawler, meta tag), then a guess from the
bytes themselves. Text that is UTF-8 but for a few broken bytes stays UTF-8, and where that is
declared for as many broken ones as good signs.
"""

import codecs
import re

from charset_normalizer import from_bytes

SNIFFED_BYTES = 60_000
META_SEARCH_BYTES = 200_000

# What browsers read under these names (WHATWG Encoding Standard, section 4.2).
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
    "macintosh": "mac_roman",
}
# Only encodings of pages: Python knows others (punycode, hex...) that must not be named from afar.
_CODECS = frozenset(
    [f"cp{number}" for number in (866, 874, 932, 949, 950, *range(1250, 1259))]
    + [f"iso8859-{number}" for number in range(1, 17)]
    + ["koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "gb18030", "big5", "big5hkscs"]
    + ["euc_jp", "shift_jis", "iso2022_jp", "euc_kr", "utf-16", "utf-16-le", "utf-16-be"]
)
# What pages without any declaration have been met in; fewer candidates make better guesses.
_GUESSED = (
    "cp1252 cp1251 cp1250 cp1253 cp1254 cp1255 cp1256 koi8_r cp932 euc_jp gb18030 big5 cp949 cp874"
).split()
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(
    rb"<meta[^<>]{0,400}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.I
)
_HEADER_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.I)
_IN_WORDS = re.compile(r"[^\W\d_][±¶¦][^\W\d_]")
_CZECH = frozenset("ěřů")
_POLISH = frozenset("łęŁ")
_TURKISH = frozenset("ýţđ")  # of "ışğ"
_CONTROLS = [chr(code) for code in (*range(9), 11, *range(14, 32), 127)]
_CONTROL_BYTES = [sign.encode() for sign in _CONTROLS]
_NO_SIGNS = ("\ufffe", "\uffff")
_CONTROL = re.compile(f"[{''.join((*_CONTROLS, *_NO_SIGNS))}]")
_NO_TEXT = re.compile("[\x80-\x9f\ufffd]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Soft hyphens, breaks of no width, marks of direction. What joins letters of a script stays.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def page_text(data: bytes, declared: str | None = None, content_type: str = "") -> str:
    """What `writable` leaves of the text of a page's bytes."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return writable(decode(data, declared, content_type))
    return writable(text.removeprefix("\ufeff"), data)


def decode(data: bytes, declared: str | None = None, content_type: str = "") -> str:
    """The text of a page's bytes; never fails, what cannot be read becomes U+FFFD."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    multibyte = len(lenient) - len(lenient.encode("ascii", "ignore")) - broken
    names = _declarations(data, declared, content_type)
    if multibyte > 4 * broken or (multibyte >= broken and "utf-8" in map(_codec, names)):
        return lenient
    for name in (name for name in names if _codec(name) in _CODECS):
        text = data.decode(name, "replace")
        if text.count("\ufffd") <= len(text) / 500:
            return text
    guess = from_bytes(data[:SNIFFED_BYTES], cp_isolation=_GUESSED).best()
    name = _wider(guess.encoding) if guess else "cp1252"
    text = data.decode(name, "replace")
    if name == "cp1250" and (other := _instead(text)) != name:
        read = data.decode(other, "replace")
        # One foreign name may look like it; but then the page's own letters come out as no signs.
        return text if _NO_TEXT.search(read) else read
    return text


def _instead(text: str) -> str:
    """The name of the encoding whose text may have been read as Central European by its neighbour's
    table.

    No language has signs such as "±" in words, none but Polish "ą" and that no Czech letters, and
    none all of the Turkish signs.
    """
    czech = not _CZECH.isdisjoint(text) and _POLISH.isdisjoint(text)
    if len(_IN_WORDS.findall(text)) > 1 or ("ą" in text and czech):
        return "iso8859-2"
    return "cp1254" if _TURKISH.issubset(text) else "cp1250"


def writable(text: str, data: bytes | None = None) -> str:
    """The text without control characters and lone surrogates, which neither XML nor JSON hold.

    Control characters are left out, as browsers do with them; a surrogate, which stood for some
    character, becomes U+FFFD. `data` is the text in UTF-8, where that is at hand.
    """
    if text.isprintable():  # most short ones are
        return text
    try:
        data = text.encode() if data is None else data
    except UnicodeEncodeError:
        return _CONTROL.sub("", _SURROGATE.sub("\ufffd", text))
    # Looking for each by itself is ten times as fast as one character class, for those of one
    # byte in bytes, for the others in characters.
    if any(sign in data for sign in _CONTROL_BYTES) or any(sign in text for sign in _NO_SIGNS):
        return _CONTROL.sub("", text)
    return text


def tidy(text: str) -> str:
    """The text in one line, with single spaces, without the signs that nobody sees.

    These part words for whoever compares or indexes them, and are in one copy of a text and not in
    another.
    """
    line = " ".join(text.split())
    if line.isprintable():  # as all but a few are, and quicker to find out than to look for each
        return line
    return " ".join(_UNSEEN.sub("", text).split())


def _declarations(data: bytes, declared: str | None, content_type: str) -> list[str]:
    header = _HEADER_CHARSET.search(content_type)
    meta = _META_CHARSET.search(data, 0, META_SEARCH_BYTES)
    names = [
        header.group(1) if header else "",
        declared or "",
        meta.group(1).decode("ascii", "replace") if meta else "",
    ]
    return [_wider(name) for name in names if name]


def _wider(name: str) -> str:
    name = name.strip().lower()
    return _WIDER.get(name.replace("_", "-"), _WIDER.get(name, name))


def _codec(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
