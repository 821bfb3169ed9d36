"""What quality and speed are measured by: `python -m benchmarks.NAME`."""

import os

# One thread, as in the processes of a worker's pool: others only wait, and their waiting counts as
# CPU. Before numpy is imported, which reads this once.
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
