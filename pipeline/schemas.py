"""The contract of the topics as documents, made from the records and from the table of topics.

`python -m pipeline.schemas` writes one JSON Schema (2020-12) a record and an AsyncAPI 3.0 document
into `schemas/`; with `--release` also a copy of the schemas as those of this version. The records
are the source and the documents are never edited by hand.

`breaks` says why a schema could not take an earlier one's place. Workers of two versions run side
by side during an upgrade and a topic keeps messages for weeks, so both directions must hold: new
readers read what old writers wrote, old readers read what new writers write. What is left is to add
a field that has a default, and nothing else.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import orjson

from pipeline.records import MAX_URL_CHARS
from pipeline.topics import TOPICS, Topic
from pipeline.version import VERSION

Schema = dict[str, Any]

FOLDER = Path(__file__).resolve().parents[1] / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
RECORDS: tuple[type, ...] = tuple(
    dict.fromkeys(topic.record for topic in TOPICS if topic.record is not None)
)

# What RawPage checks beyond its types: others write this record, and their tools can know it too.
_RAW_PAGE_FIELDS = {
    "url": {"format": "iri", "maxLength": MAX_URL_CHARS},
    "fetched_at": {"format": "date-time"},
    "body_base64": {"contentEncoding": "base64"},
}
_RAW_PAGE_BODY = [
    {"properties": {name: {"type": "string"}}, "required": [name]}
    for name in ("body", "body_base64")
]

_ANNOTATIONS = {"$schema", "$defs", "title", "description"}
_ABSENT = object()


def record_schema(record: type) -> Schema:
    """The JSON Schema of one record, the records within it under `$defs`."""
    _, parts = msgspec.json.schema_components([record], ref_template="#/$defs/{name}")
    for part in parts.values():
        if "description" in part:
            part["description"] = _description(part["description"])
    schema = {"$schema": DIALECT, **parts.pop(record.__name__)}
    # Writers always give it; the version of whoever reads is no contract.
    schema["properties"].get("pipeline_version", {}).pop("default", None)
    if record.__name__ == "RawPage":
        for name, checks in _RAW_PAGE_FIELDS.items():
            schema["properties"][name].update(checks)
        schema["oneOf"] = _RAW_PAGE_BODY
    if parts:
        schema["$defs"] = dict(sorted(parts.items()))
    plain: Schema = orjson.loads(orjson.dumps(schema))
    return plain


def asyncapi() -> Schema:
    """The AsyncAPI document: each topic that carries a record, its key and how it is kept."""
    public = [(topic, topic.record) for topic in TOPICS if topic.record is not None]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "News Ingest Pipeline",
            "version": VERSION,
            "description": (
                "Raw scraped pages in; clean, split and classified article records out. "
                "PIPELINE_TOPIC_PREFIX goes before each address. Readers ignore fields that they "
                "do not know. Delivery is at least once: of an article_id, the highest revision "
                "counts. A null value takes a record back. On pages.raw a message may also be a "
                "CloudEvent in binary mode: the value is the bare body, the headers ce_id, "
                "ce_source or ce_subject (the URL), ce_time and content-type say the rest."
            ),
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic, record) for topic, record in public},
        "operations": {
            _operation(topic): {
                "action": "receive" if topic.name == "pages.raw" else "send",
                "channel": {"$ref": f"#/channels/{topic.name}"},
            }
            for topic, _ in public
        },
    }


def documents() -> dict[str, bytes]:
    """Every document that is made, by its file name."""
    made = {file_name(record): _json(record_schema(record)) for record in RECORDS}
    return {**made, "asyncapi.json": _json(asyncapi())}


def file_name(record: type) -> str:
    """`RawPage` -> `raw_page.schema.json`."""
    return f"{snake_case(record.__name__)}.schema.json"


def snake_case(name: str) -> str:
    """`RawPage` -> `raw_page`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def breaks(old: Schema, new: Schema) -> list[str]:
    """Why readers and writers of schema `old` could not live with those of `new`; empty: they can.

    Each reason starts with the path of the field.
    """
    return list(_breaks(_inlined(old, old), _inlined(new, new), "$"))


def _breaks(old: Schema, new: Schema, path: str) -> Iterator[str]:
    for keyword in sorted((old.keys() | new.keys()) - _ANNOTATIONS):
        before, after = old.get(keyword, _ABSENT), new.get(keyword, _ABSENT)
        if before == after:
            continue
        if before is _ABSENT or after is _ABSENT:
            yield f"{path}: `{keyword}` was {'added' if before is _ABSENT else 'removed'}"
        elif keyword == "properties":
            yield from _field_breaks(old, new, path)
        elif keyword == "required":
            yield from _required_breaks(old, new, path)
        elif keyword == "enum":
            for value in sorted(set(before) - set(after)):
                yield f"{path}: no longer takes {value!r}, which earlier messages hold"
            for value in sorted(set(after) - set(before)):
                yield f"{path}: takes {value!r}, which earlier readers do not know"
        elif keyword == "anyOf":
            yield from _choice_breaks(before, after, path)
        elif keyword in ("items", "additionalProperties") and isinstance(before, dict):
            yield from _breaks(before, after, f"{path}[]")
        elif keyword == "prefixItems" and len(before) == len(after):
            for number, (one, other) in enumerate(zip(before, after, strict=True)):
                yield from _breaks(one, other, f"{path}[{number}]")
        else:
            yield f"{path}: `{keyword}` changed from {before!r} to {after!r}"


def _field_breaks(old: Schema, new: Schema, path: str) -> Iterator[str]:
    before, after = old["properties"], new["properties"]
    for name in before:
        if name not in after:
            yield f"{path}.{name}: removed, which earlier readers look for"
        else:
            yield from _breaks(before[name], after[name], f"{path}.{name}")


def _required_breaks(old: Schema, new: Schema, path: str) -> Iterator[str]:
    before, after = set(old["required"]), set(new["required"])
    for name in sorted(after - before):
        yield f"{path}.{name}: required, which earlier messages may lack"
    for name in sorted(before - after):
        if name in new["properties"]:
            yield f"{path}.{name}: no longer required, which earlier readers insist on"


def _choice_breaks(before: list[Schema], after: list[Schema], path: str) -> Iterator[str]:
    old, new = ({choice.get("type", "enum"): choice for choice in one} for one in (before, after))
    for name in sorted(old.keys() - new.keys()):
        yield f"{path}: no longer takes {name}, which earlier messages hold"
    for name in sorted(new.keys() - old.keys()):
        yield f"{path}: takes {name}, which earlier readers do not know"
    for name in sorted(old.keys() & new.keys()):
        yield from _breaks(old[name], new[name], path)


def _inlined(part: Any, root: Schema) -> Any:
    if isinstance(part, list):
        return [_inlined(item, root) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _inlined(root["$defs"][part["$ref"].rpartition("/")[2]], root)
    return {key: _inlined(value, root) for key, value in part.items() if key != "$defs"}


def _channel(topic: Topic, record: type) -> Schema:
    channel: Schema = {
        "address": topic.name,
        "messages": {
            record.__name__: {
                "name": record.__name__,
                "summary": _description(record.__doc__ or "").partition("\n")[0],
                "contentType": "application/json",
                "payload": {
                    "schemaFormat": "application/schema+json;version=draft-2020-12",
                    "schema": {"$ref": f"./{file_name(record)}"},
                },
                "bindings": {
                    "kafka": {
                        "key": {"type": "string", "description": topic.key},
                        "bindingVersion": "0.5.0",
                    }
                },
            }
        },
        "bindings": {
            "kafka": {
                "topicConfiguration": {
                    "cleanup.policy": topic.cleanup.split(","),
                    "max.message.bytes": topic.max_message_bytes,
                },
                "bindingVersion": "0.5.0",
            }
        },
    }
    retention = topic.retention()
    if retention is not None:
        settings = channel["bindings"]["kafka"]["topicConfiguration"]
        settings["retention.ms"] = retention
    return channel


def _operation(topic: Topic) -> str:
    verb = "receive" if topic.name == "pages.raw" else "send"
    return verb + topic.name.title().replace(".", "")


def _description(docstring: str) -> str:
    paragraphs = inspect.cleandoc(docstring).split("\n\n")
    return "\n\n".join(text for text in paragraphs if not text.startswith("Raises "))


def _json(document: Schema) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def main(arguments: list[str]) -> None:
    """Write every document; with `--release` also the snapshot that later versions must fit."""
    if arguments not in ([], ["--release"]):
        sys.exit("usage: python -m pipeline.schemas [--release]")
    made = documents()
    for name, text in made.items():
        (FOLDER / name).write_bytes(text)
    if arguments:
        release = FOLDER / "released" / VERSION
        if release.exists():
            sys.exit(f"{release} is there already, and what was released never changes")
        release.mkdir(parents=True)
        for name in (name for name in made if name.endswith(".schema.json")):
            (release / name).write_bytes(made[name])


if __name__ == "__main__":
    main(sys.argv[1:])
