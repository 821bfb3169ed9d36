"""Opens a RocksDB as it is meant to be, whatever its folder remembers of earlier openings.

A database whose entries expire keeps with each value the time at which it was written, and drops
entries by it whenever it compacts its files. rocksdict, told nothing of column families, opens a
folder with the options that it finds there, and the filter that drops is among them; opening adds
another one around it. The inner filter gets values without their time, takes the last four bytes
of a value for one, and drops entries that are a minute old. So the column family is always named.
"""

from pathlib import Path

import rocksdict

COLUMN_FAMILY = "default"


def open_database(path: Path, options: rocksdict.Options, ttl: int | None) -> rocksdict.Rdict:
    """The database in a folder, made when it is missing; entries expire after `ttl` seconds."""
    access = (
        rocksdict.AccessType.read_write() if ttl is None else rocksdict.AccessType.with_ttl(ttl)
    )
    return rocksdict.Rdict(
        str(path), options, column_families={COLUMN_FAMILY: options}, access_type=access
    )
