"""The short way through the faults; the long one is `make chaos`."""

from pathlib import Path

from tests.chaos.faults import schedule
from tests.chaos.run import run


def test_faults_of_every_main_kind_change_nothing_that_is_published(tmp_path: Path) -> None:
    report = run(schedule(seed=1, short=True), tmp_path, seed=1)
    assert report.differing == []
    assert len(report.accounts.articles) > 20
    assert "copies of what is not published" not in report.reconciled
