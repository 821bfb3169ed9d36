"""Bytes <-> records: the one place where JSON is read or written.

orjson reads and writes, msgspec checks the result against a record's types and names the path of
what is wrong. Unknown fields are ignored, missing optional ones take their default.
"""

import base64
from collections.abc import Mapping
from typing import TypeVar

import msgspec
import orjson

from pipeline.errors import PipelineError
from pipeline.records import RawPage

Record = TypeVar("Record")


class WireError(PipelineError, ValueError):
    """The bytes are not the record that they should be; the message says what is wrong, where."""


def encode(record: object) -> bytes:
    """One record as JSON, fields in the order in which its class names them.

    Lone surrogates, which JSON cannot hold, raise WireError.
    """
    try:
        return orjson.dumps(record)
    except orjson.JSONEncodeError as error:
        raise WireError(f"not to be written as JSON: {error}") from error


def decode(data: bytes | bytearray | memoryview | str, kind: type[Record]) -> Record:
    """The record of class `kind` that `data` holds as JSON. Raises WireError."""
    return convert(_json(data), kind)


def convert(value: object, kind: type[Record]) -> Record:
    """The record of class `kind` that the JSON value holds. Raises WireError."""
    try:
        return msgspec.convert(value, kind)
    except (msgspec.ValidationError, ValueError) as error:
        raise WireError(f"not a {kind.__name__}: {error}") from error


def decode_raw_page(value: bytes | None, headers: Mapping[str, str]) -> RawPage:
    """The raw page of a Kafka message: a RawPage as JSON, or a CloudEvent in binary mode.

    In binary mode (a header `ce_specversion` or `ce_id`) the value is the bare body and the headers
    say the rest: `ce_subject` or else `ce_source` the URL, `ce_time` when it was fetched,
    `content-type` what it is. See the CloudEvents Kafka protocol binding 1.0.2, section 3.2.
    Raises WireError.
    """
    if not value:
        raise WireError("an empty message")
    if headers.get("content-type", "").startswith("application/cloudevents"):
        raise WireError("a CloudEvent in structured mode; send it in binary mode")
    if "ce_id" not in headers and "ce_specversion" not in headers:
        return decode(value, RawPage)
    address = headers.get("ce_subject", "")
    if not address.startswith(("http://", "https://")):
        address = headers.get("ce_source", "")
    missing = [name for name in ("ce_time", "content-type") if name not in headers]
    if missing:
        raise WireError(f"a CloudEvent without the header {' and '.join(missing)}")
    fields = {
        "url": address,
        "fetched_at": headers["ce_time"],
        "content_type": headers["content-type"],
        "body_base64": base64.b64encode(value).decode("ascii"),
    }
    return convert(fields, RawPage)


def _json(data: bytes | bytearray | memoryview | str) -> object:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise WireError(f"not JSON: {error}") from None
