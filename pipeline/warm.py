"""Imported once by the server that forks the pool's processes: loads what they all need.

The processes then share the models' memory and are ready in milliseconds when one is replaced.
"""

import contextlib

from pipeline import steps
from pipeline.classify import second_look

# The server must live to fork processes: the pool's own self-test in one of them meets the same
# error and reports it.
with contextlib.suppress(Exception):
    steps.self_test()
    second_look.load()
