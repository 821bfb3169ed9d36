"""The schemas are those of the records, the examples fit them, and no change breaks a reader."""

import copy
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from pipeline import wire
from pipeline.records import RawPage
from pipeline.schemas import (
    FOLDER,
    RECORDS,
    Schema,
    asyncapi,
    breaks,
    documents,
    file_name,
    record_schema,
    snake_case,
)
from pipeline.topics import TOPICS
from pipeline.version import VERSION

EXAMPLES = [
    pytest.param(record, file, id=f"{record.__name__}-{file.stem}")
    for record in RECORDS
    for file in sorted((FOLDER / "examples" / snake_case(record.__name__)).glob("*.json"))
]
RECORD_IDS = [record.__name__ for record in RECORDS]


def line_of(version: str) -> str:
    """What may change without a break: 1.4 keeps to 1, and before 1.0 each 0.N to itself."""
    major, minor, _ = version.split(".")
    return f"0.{minor}" if major == "0" else major


RELEASES = [
    folder
    for folder in sorted((FOLDER / "released").iterdir())
    if line_of(folder.name) == line_of(VERSION)
]


def valid(record: type, message: object) -> bool:
    return bool(Draft202012Validator(record_schema(record)).is_valid(message))


# What is committed


def test_the_documents_are_those_of_the_records_and_topics() -> None:
    committed = {
        path.name: path.read_bytes() for path in FOLDER.iterdir() if path.suffix == ".json"
    }
    assert committed == documents(), "run `python -m pipeline.schemas`"


@pytest.mark.parametrize("record", RECORDS, ids=RECORD_IDS)
def test_every_schema_is_a_schema(record: type) -> None:
    Draft202012Validator.check_schema(record_schema(record))


@pytest.mark.parametrize("record", RECORDS, ids=RECORD_IDS)
def test_every_record_has_two_examples_at_least(record: type) -> None:
    assert len(list((FOLDER / "examples" / snake_case(record.__name__)).glob("*.json"))) >= 2


@pytest.mark.parametrize(("record", "file"), EXAMPLES)
def test_an_example_fits_its_schema_and_its_record(record: type, file: Path) -> None:
    data = file.read_bytes()
    Draft202012Validator(record_schema(record)).validate(orjson.loads(data))
    assert orjson.loads(wire.encode(wire.decode(data, record))) == orjson.loads(data)


@pytest.mark.parametrize(("record", "file"), EXAMPLES)
def test_a_reader_ignores_what_a_later_version_adds(record: type, file: Path) -> None:
    message = orjson.loads(file.read_bytes())
    message["a_field_of_a_later_version"] = {"any": ["thing"]}
    assert valid(record, message)
    assert wire.convert(message, record) == wire.decode(file.read_bytes(), record)


def test_every_topic_with_a_record_is_in_the_asyncapi_document() -> None:
    channels = asyncapi()["channels"]
    assert channels.keys() == {topic.name for topic in TOPICS if topic.record is not None}
    for channel in channels.values():
        (message,) = channel["messages"].values()
        assert (FOLDER / message["payload"]["schema"]["$ref"]).is_file()


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "url": st.sampled_from(
                ["https://news.example/a", "https://news.example/" + "a" * 2048, None]
            ),
            "fetched_at": st.sampled_from(["2026-03-12T10:00:00Z", None]),
            "content_type": st.sampled_from(["text/html", None, []]),
            "body": st.sampled_from([None, "", "<p>Hello</p>"]),
            "body_base64": st.sampled_from([None, "", "PHA+"]),
            "status": st.sampled_from([None, 200, "200"]),
            "headers": st.sampled_from([{}, {"etag": "1"}, {"etag": 1}, [], None]),
        },
    )
)
@example(
    {
        "url": "https://news.example/a",
        "fetched_at": "2026-03-12T10:00:00Z",
        "content_type": "text/html",
        "body": "",
    }
)
def test_the_schema_of_a_raw_page_takes_what_the_record_takes(message: dict[str, object]) -> None:
    try:
        wire.convert(message, RawPage)
        taken = True
    except wire.WireError:
        taken = False
    assert valid(RawPage, message) == taken


# What may change


def test_there_is_a_release_to_be_compared_with() -> None:
    assert RELEASES


@pytest.mark.parametrize("release", RELEASES, ids=lambda folder: folder.name)
@pytest.mark.parametrize("record", RECORDS, ids=RECORD_IDS)
def test_no_change_breaks_readers_of_an_earlier_version(record: type, release: Path) -> None:
    released = release / file_name(record)
    if released.exists():
        reasons = breaks(orjson.loads(released.read_bytes()), record_schema(record))
        assert not reasons, "\n".join(reasons)


@pytest.mark.parametrize("release", RELEASES, ids=lambda folder: folder.name)
def test_no_released_record_is_gone(release: Path) -> None:
    assert {file.name for file in release.iterdir()} <= documents().keys()


OLD: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Thing",
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "size": {"type": "integer"},
        "colour": {"enum": ["blue", "red"]},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        "shade": {"anyOf": [{"enum": ["dark", "light"]}, {"type": "null"}], "default": None},
        "tags": {"type": "array", "items": {"type": "string"}, "default": []},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "pairs": {
            "type": "array",
            "items": {
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "prefixItems": [{"type": "integer"}, {"type": "integer"}],
                "items": False,
            },
        },
        "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
    },
    "required": ["id", "size", "colour", "pairs", "parts"],
    "$defs": {
        "Part": {
            "title": "Part",
            "type": "object",
            "properties": {"name": {"type": "string"}, "loose": {"type": "boolean"}},
            "required": ["name"],
        }
    },
}

Change = Callable[[dict[str, Any], Schema], object]

BREAKING: dict[str, tuple[Change, str]] = {
    "a field is removed": (lambda p, _: p.pop("note"), "$.note: removed"),
    "a required field is removed": (
        lambda p, s: (p.pop("size"), s["required"].remove("size")),
        "$.size: removed",
    ),
    "a field is renamed": (lambda p, _: p.update(remark=p.pop("note")), "$.note: removed"),
    "a new field is required": (
        lambda p, s: (p.update(new={"type": "string"}), s["required"].append("new")),
        "$.new: required",
    ),
    "a field becomes required": (lambda _, s: s["required"].append("note"), "$.note: required"),
    "a field is no longer required": (
        lambda _, s: s["required"].remove("size"),
        "$.size: no longer required",
    ),
    "a type changes": (lambda p, _: p["size"].update(type="string"), "$.size: `type` changed"),
    "a type widens": (lambda p, _: p["size"].update(type="number"), "$.size: `type` changed"),
    "a value is added": (lambda p, _: p["colour"]["enum"].append("green"), "takes 'green'"),
    "a value is removed": (lambda p, _: p["colour"]["enum"].remove("red"), "no longer takes 'red'"),
    "a value of a choice is added": (
        lambda p, _: p["shade"]["anyOf"][0]["enum"].append("pale"),
        "$.shade: takes 'pale'",
    ),
    "null is no longer taken": (
        lambda p, _: p["note"]["anyOf"].pop(),
        "$.note: no longer takes null",
    ),
    "another type is taken": (
        lambda p, _: p["note"]["anyOf"].append({"type": "integer"}),
        "$.note: takes integer",
    ),
    "null is taken": (
        lambda p, _: p.update(id={"anyOf": [{"type": "string"}, {"type": "null"}]}),
        "$.id: `type` was removed",
    ),
    "a default changes": (lambda p, _: p["note"].update(default=""), "$.note: `default` changed"),
    "a default is gone": (lambda p, _: p["tags"].pop("default"), "$.tags: `default` was removed"),
    "the type of items changes": (
        lambda p, _: p["tags"]["items"].update(type="integer"),
        "$.tags[]: `type` changed",
    ),
    "the type of values changes": (
        lambda p, _: p["labels"]["additionalProperties"].update(type="integer"),
        "$.labels[]: `type` changed",
    ),
    "a pair becomes a triple": (
        lambda p, _: p["pairs"]["items"]["prefixItems"].append({"type": "integer"}),
        "$.pairs[]: `prefixItems` changed",
    ),
    "half of a pair changes": (
        lambda p, _: p["pairs"]["items"]["prefixItems"][1].update(type="string"),
        "$.pairs[][1]: `type` changed",
    ),
    "a limit is set": (lambda p, _: p["id"].update(maxLength=10), "$.id: `maxLength` was added"),
    "unknown fields are refused": (
        lambda _, s: s.update(additionalProperties=False),
        "$: `additionalProperties` was added",
    ),
    "a field within is removed": (
        lambda _, s: s["$defs"]["Part"]["properties"].pop("loose"),
        "$.parts[].loose: removed",
    ),
    "a field within becomes required": (
        lambda _, s: s["$defs"]["Part"]["required"].append("loose"),
        "$.parts[].loose: required",
    ),
}

HARMLESS: dict[str, Change] = {
    "nothing": lambda _, __: None,
    "an optional field is added": lambda p, _: p.update(new={"type": "string", "default": ""}),
    "an optional field within is added": lambda _, s: s["$defs"]["Part"]["properties"].update(
        new={"type": "integer", "default": 0}
    ),
    "the words change": lambda _, s: s.update(title="Object", description="Something."),
    "the order changes": lambda p, s: (s["required"].reverse(), p.update(id=p.pop("id"))),
    "the order of choices changes": lambda p, _: (
        p["colour"]["enum"].reverse(),
        p["note"]["anyOf"].reverse(),
    ),
    "a record within is renamed": lambda p, s: (
        s["$defs"].update(Piece=s["$defs"].pop("Part")),
        p["parts"].update(items={"$ref": "#/$defs/Piece"}),
    ),
}


def changed(change: Change) -> Schema:
    schema = copy.deepcopy(OLD)
    change(schema["properties"], schema)
    return schema


@pytest.mark.parametrize(("change", "said"), BREAKING.values(), ids=BREAKING.keys())
def test_a_breaking_change_is_named(change: Change, said: str) -> None:
    reasons = breaks(OLD, changed(change))
    assert any(said in reason for reason in reasons), reasons


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS.keys())
def test_a_harmless_change_is_let_through(change: Change) -> None:
    assert breaks(OLD, changed(change)) == []


@pytest.mark.parametrize("record", RECORDS, ids=RECORD_IDS)
def test_no_field_of_a_record_can_go_unnoticed(record: type) -> None:
    schema = record_schema(record)
    for field in fields(record):
        without = copy.deepcopy(schema)
        del without["properties"][field.name]
        assert any(
            reason.startswith(f"$.{field.name}: removed") for reason in breaks(schema, without)
        )
