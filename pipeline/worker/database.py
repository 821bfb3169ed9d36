"""Opens a RocksDB as it is meant to be, whatever its folder remembers of earlier openings.

A worker has five of them a partition: so all together hold back a bounded size before they write
it, however many they are, and all read through one cache.

A database whose entries expire keeps with each value the time at which it was written, and drops
entries by it whenever it compacts its files. rocksdict, told nothing of column families, opens a
folder with the options that it finds there, and the filter that drops is among them; opening adds
another one around it. The inner filter gets values without their time, takes the last four bytes
of a value for one, and drops entries that are a minute old. So the column family is always named.
"""

import asyncio
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import rocksdict

COLUMN_FAMILY = "default"
WRITE_BUFFER_BYTES = 1 << 20  # of one database, and at most one more that is being written
ALL_WRITE_BUFFERS_BYTES = 16 << 20  # of all databases of a process, as is the cache
CACHE_BYTES = 32 << 20
ARENA_BYTES = 32 << 10  # that a database takes at its first write, and then again and again
FILE_BYTES = 16 << 20
OPEN_FILES = 128
BLOOM_BITS = 10


def open_database(path: Path, ttl: int | None) -> rocksdict.Rdict:
    """The database in a folder, made when it is missing; entries expire after `ttl` seconds."""
    options = _options()
    access = (
        rocksdict.AccessType.read_write() if ttl is None else rocksdict.AccessType.with_ttl(ttl)
    )
    return rocksdict.Rdict(
        str(path), options, column_families={COLUMN_FAMILY: options}, access_type=access
    )


async def compact(databases: Mapping[int, rocksdict.Rdict]) -> None:
    """Rewrite the files of each database, which is when what has expired is dropped.

    No more than one is held at a time. A table closes a partition that it loses by forgetting its
    database, and as long as somebody holds that it stays locked, should the partition come back.
    """
    for partition in list(databases):
        database = databases.get(partition)
        if database is not None:
            await asyncio.to_thread(database.compact_range, None, None)
        del database


@cache
def _block_cache() -> rocksdict.Cache:
    return rocksdict.Cache(CACHE_BYTES)


@cache
def _write_buffers() -> rocksdict.WriteBufferManager:
    return rocksdict.WriteBufferManager(ALL_WRITE_BUFFERS_BYTES, allow_stall=False)


def _options() -> rocksdict.Options:
    options = rocksdict.Options(raw_mode=True)
    options.create_if_missing(True)
    options.set_write_buffer_size(WRITE_BUFFER_BYTES)
    options.set_max_write_buffer_number(2)
    options.set_write_buffer_manager(_write_buffers())
    options.set_arena_block_size(ARENA_BYTES)
    options.set_target_file_size_base(FILE_BYTES)
    options.set_max_open_files(OPEN_FILES)
    blocks = rocksdict.BlockBasedOptions()
    blocks.set_bloom_filter(BLOOM_BITS, block_based=False)
    blocks.set_block_cache(_block_cache())
    options.set_block_based_table_factory(blocks)
    return options
