"""The folder of a worker's tables: held by one worker, its tables dropped after damage.

What a worker keeps there is a cache of what Kafka holds. So a database that RocksDB calls corrupt
(a disk that lies, a file that a person touched) costs a rebuild and no operator: the worker that
meets it leaves a mark and ends, and the next one on the folder begins with nothing. Whatever else
is in the folder (a file system's lost+found, another worker's folder, a broker's data) stays there.
"""

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from pipeline.errors import PipelineError

LOCK, DAMAGED = "lock", "damaged"
INDEX = "postings"
# Faust keeps its tables in a folder of the app's version.
_MADE_HERE = re.compile(rf"v\d+|{INDEX}", re.ASCII)
# What RocksDB's errors begin with where files are not as it left them. Others pass by themselves (a
# full disk) or are none of the files' fault.
_DAMAGE = ("Corruption:", "IO error: No such file or directory")

log = structlog.get_logger(__name__)


class DataDirError(PipelineError):
    """The folder of the worker's tables cannot be used."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the data folder, made when it is missing, for this worker alone."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataDirError(
                f"another worker uses the data folder {folder}; give each one of its own with "
                "PIPELINE_DATA_DIR"
            ) from None
        if (folder / DAMAGED).exists():
            log.warning("the tables were damaged and are rebuilt", folder=str(folder))
            _empty(folder)
        yield


def note_damage(folder: Path, error: BaseException | None) -> None:
    """Leave a mark for the next worker where the error says that a database is damaged."""
    if error is not None and str(error).startswith(_DAMAGE):
        log.error("a table is damaged; the next start rebuilds all of them", detail=str(error))
        (folder / DAMAGED).touch()


def _empty(folder: Path) -> None:
    """Remove the databases; the mark last, so that a stop on the way leaves it."""
    for entry in folder.iterdir():
        if not _MADE_HERE.fullmatch(entry.name):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    (folder / DAMAGED).unlink()
