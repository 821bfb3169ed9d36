"""A worker whose tables come back from their changelogs slowly, as large ones do.

`python -m tests.slow_tables_worker worker` runs it; everything else is the real thing.
"""

import time
from typing import Any

from pipeline.worker.acks import AckedTable

RECORDS, SECONDS = 10, 0.3  # that are put in at once, and how long it takes


class SlowTable(AckedTable):
    """Takes its time for every few records."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "recovery_buffer_size": RECORDS})

    def apply_changelog_batch(self, *args: Any, **kwargs: Any) -> None:
        """Put a batch of changelog records in."""
        time.sleep(SECONDS)
        super().apply_changelog_batch(*args, **kwargs)


def main() -> None:
    # Here, since the pool's processes import this module too.
    from pipeline import cli
    from pipeline.worker import app

    setattr(app, "AckedTable", SlowTable)  # noqa: B010  (mypy: a type is not to be assigned)
    cli.main()


if __name__ == "__main__":
    main()
