"""Header names that are not UTF-8: no crawler should send them, and one that does stops nothing."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from aiokafka.producer import message_accumulator
from aiokafka.producer import producer as producer_module
from aiokafka.record.default_records import DefaultRecordBatch, _DefaultRecordBatchBuilderPy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.broker import producer, topic_name
from pipeline.record_headers import Records
from pipeline.topics import PAGES_RAW
from tests.running import (
    WorkerProcess,
    feed_pages,
    make_topics,
    settings_for,
    settle,
    story_page,
)


class Raw(str):
    """A header's name that is sent as the bytes of Latin-1."""

    def encode(self, *_: Any) -> bytes:
        return super().encode("latin-1")


def batch_of(names: list[str], codec: int = 0) -> bytes:
    builder = _DefaultRecordBatchBuilderPy(2, codec, 0, 0, 0, 0, 1 << 20)
    for offset, name in enumerate(names):
        builder.append(offset, offset, b"key", b"value %d" % offset, [(Raw(name), b"x")])
    return bytes(builder.build())


def read(fetched: bytes) -> list[tuple[bytes, str]]:
    records, found = Records(fetched), []
    while records.has_next():
        batch = records.next_batch()
        assert batch is not None
        assert batch.validate_crc()
        found += [(message.value, message.headers[0][0]) for message in batch]
    return found


@given(
    st.lists(st.lists(st.text("aé", max_size=4), min_size=1), min_size=1), st.sampled_from([0, 1])
)
def test_each_message_is_read_once_in_its_order(batches: list[list[str]], codec: int) -> None:
    fetched = b"".join(batch_of(names, codec) for names in batches)
    assert read(fetched) == [
        (b"value %d" % offset, name.encode("latin-1").decode("utf-8", "replace"))
        for names in batches
        for offset, name in enumerate(names)
    ]


def test_the_stock_reader_raises() -> None:
    # Where it does no more, `record_headers` may go.
    with pytest.raises(UnicodeDecodeError):
        list(DefaultRecordBatch(batch_of(["é"])))


def test_a_message_with_such_a_header_is_a_page_like_others(
    kafka: str, topic_prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path)
    make_topics(settings)

    async def send() -> None:
        page = story_page(1)
        async with producer(settings) as client:
            await client.send_and_wait(
                topic_name(settings, PAGES_RAW),
                key=str(page["url"]).encode(),
                value=json.dumps(page).encode(),
                headers=[(Raw("é-Länge"), b"1")],
            )

    with monkeypatch.context() as patch:
        for module in (message_accumulator, producer_module):
            patch.setattr(module, "DefaultRecordBatchBuilder", _DefaultRecordBatchBuilderPy)
        asyncio.run(send())
    feed_pages(settings, [story_page(2)])
    with WorkerProcess(settings, tmp_path) as worker:
        accounts = settle(settings, 2, worker=worker)
    assert [each.outcome for each in accounts.outcomes.values()] == ["articles", "articles"]
