"""Imported once by the server that forks the pool's processes: loads what they all need.

The processes then share the models' memory and are ready in milliseconds when one is replaced.
"""

from pipeline import steps

try:
    steps.self_test()
except Exception as error:
    # The server must live to fork processes; the pool's own self-test then reports the cause.
    FAILURE: str | None = f"{type(error).__name__}: {error}"
else:
    FAILURE = None
