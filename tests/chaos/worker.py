"""The worker that chaos is done to: marked pages fail, and its clock may be wrong.

`python -m tests.chaos.worker worker`; CHAOS_CLOCK says by how many seconds `time.time` is wrong,
whoever asks it in the worker's own process: the libraries that talk to Kafka, logs, metrics.
RocksDB, which lets entries expire, and the pool's processes have the machine's clock.
"""

import os
import time

from tests import faulty_worker

CLOCK = "CHAOS_CLOCK"


def skew_clock(seconds: float) -> None:
    right = time.time
    time.time = lambda: right() + seconds


if __name__ == "__main__":
    skew_clock(float(os.environ[CLOCK]))
    faulty_worker.main()
