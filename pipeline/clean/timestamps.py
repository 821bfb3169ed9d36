"""A time as the markup of pages writes it -> RFC 3339 text, or a plain date.

A time without a zone stays without one, as that of a visible line does; at midnight it is that of a
system that knows no more than the day. Dates that could be read in two ways give None.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pipeline.clean.dates import read_dates

MAX_CHARS = 80

_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s?"
    r"(?:([Zz]|UTC|GMT)|([+-]\d\d):?(\d\d)?)?(?![\d:])"
)


def read_timestamp(value: str) -> str | None:
    """The moment that `value` names, as far as it names one without doubt."""
    value = value.strip()
    if not value or len(value) > MAX_CHARS:
        return None
    if iso := _ISO.match(value):
        day, hour, minute, second, zulu, hours, minutes = iso.groups()
        zone = "Z" if zulu else f"{hours}:{minutes or '00'}" if hours else ""
        return _valid(f"{day}T{hour:0>2}:{minute}:{second or '00'}{zone}")
    if date := _DATE.match(value):
        return _valid("-".join(date.groups()))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return _valid(read_dates(value).published or "")
    if value.endswith("-0000"):  # of mail: universal time, and nothing of where it was written
        moment = moment.replace(tzinfo=UTC)
    return _valid(moment.isoformat())


def _valid(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 1900 <= moment.year <= 2200:
        return None
    if moment.tzinfo is None and not (moment.hour or moment.minute or moment.second):
        return text[:10]
    return text


def names_moment(time: str) -> bool:
    """Whether a time that was read says its zone too."""
    return "T" in time and datetime.fromisoformat(time).tzinfo is not None
