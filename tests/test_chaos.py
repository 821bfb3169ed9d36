"""The short way through the faults; the long one is `make chaos`.

It takes some minutes of a machine that has nothing else to do: a broker and its workers are slowed
down, frozen and killed by the clock. So it is asked for (`pytest --full tests/test_chaos.py`).
"""

from pathlib import Path

import pytest

from tests.chaos.faults import schedule
from tests.chaos.run import run


def test_faults_of_every_main_kind_change_nothing_that_is_published(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if not request.config.getoption("--full"):
        pytest.skip("takes minutes of a quiet machine; run `pytest --full tests/test_chaos.py`")
    report = run(schedule(seed=1, short=True), tmp_path, seed=1)
    assert report.differing == []
    assert len(report.accounts.articles) > 20
    assert "copies of what is not published" not in report.reconciled
