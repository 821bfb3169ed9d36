"""The worker's data folder: one worker's alone, its tables dropped after damage."""

import os
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.worker.app import make_app
from pipeline.worker.data_folder import DataDirError, held, note_damage
from pipeline.worker.postings import Postings


def used(folder: Path) -> list[Path]:
    """The files of a database with something in it, on disk."""
    settings = Settings(data_dir=folder)
    for _ in range(2):  # what was written before the second opening stands in a table file by then
        postings = Postings(0, settings)
        postings.put({b"k%d" % n: os.urandom(200) for n in range(500)})
        postings.close()
    return sorted((folder / "postings" / "0.db").iterdir())


def read_all(folder: Path) -> None:
    postings = Postings(0, Settings(data_dir=folder))
    try:
        postings.get_many([b"k%d" % n for n in range(500)])
    finally:
        postings.close()


def test_an_index_that_is_opened_often_keeps_what_has_not_expired(tmp_path: Path) -> None:
    names = [b"k%d" % number for number in range(8)]
    for name in names:
        postings = Postings(0, Settings(data_dir=tmp_path))
        postings.put({name: b"a" * 200})
        postings.compact()
        postings.close()
    postings = Postings(0, Settings(data_dir=tmp_path))
    assert postings.get_many(names) == [b"a" * 200] * len(names)
    postings.close()


@pytest.mark.parametrize("kind", [".sst", "CURRENT", "MANIFEST"])
@pytest.mark.parametrize("how", ["overwritten", "cut", "removed"])
def test_a_database_that_rocksdb_calls_damaged_leaves_a_mark(
    tmp_path: Path, kind: str, how: str
) -> None:
    files = [f for f in used(tmp_path) if f.suffix == kind or f.name.startswith(kind)]
    assert files
    for file in files:
        size = file.stat().st_size
        if how == "overwritten":
            file.write_bytes(os.urandom(size))
        elif how == "cut":
            os.truncate(file, size // 2)
        else:
            file.unlink()
    with pytest.raises(Exception, match=r"Corruption|IO error") as raised:
        read_all(tmp_path)
    note_damage(tmp_path, raised.value)
    assert (tmp_path / "damaged").exists()


@pytest.mark.parametrize(
    "error",
    [
        None,
        RuntimeError("a send failed"),
        Exception("IO error: No space left on device: While appending to file: /data/1.log"),
        Exception("IO error: While lock file: /data/LOCK: Resource temporarily unavailable"),
    ],
)
def test_no_other_error_leaves_one(tmp_path: Path, error: BaseException | None) -> None:
    note_damage(tmp_path, error)
    assert not (tmp_path / "damaged").exists()


def test_a_marked_folder_is_emptied_for_the_next_worker(tmp_path: Path) -> None:
    used(tmp_path)
    tables = make_app(Settings(data_dir=tmp_path)).conf.tabledir
    tables.mkdir(parents=True)
    with held(tmp_path):
        assert (tmp_path / "postings").exists()
        assert tables.exists()
    (tmp_path / "damaged").touch()
    with held(tmp_path):
        assert [entry.name for entry in tmp_path.iterdir()] == ["lock"]


def test_what_no_worker_made_stays_in_a_marked_folder(tmp_path: Path) -> None:
    used(tmp_path)
    kept = [tmp_path / name for name in ("worker-2/v1/tables", "kafka/v1", "lost+found", "v1.old")]
    for folder in kept:
        folder.mkdir(parents=True)
    (tmp_path / "lost+found").chmod(0)
    (tmp_path / "notes.txt").touch()
    (tmp_path / "damaged").touch()
    with held(tmp_path):
        assert not (tmp_path / "damaged").exists()
    assert not (tmp_path / "postings").exists()
    assert all(entry.exists() for entry in [*kept, tmp_path / "notes.txt"])


def test_a_folder_that_another_worker_uses_is_left_as_it_is(tmp_path: Path) -> None:
    with held(tmp_path):
        used(tmp_path)
        (tmp_path / "damaged").touch()
        with pytest.raises(DataDirError, match="PIPELINE_DATA_DIR"), held(tmp_path):
            pass
        assert (tmp_path / "postings").exists()
