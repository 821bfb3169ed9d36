"""Runs the command `pipeline` as a user does."""

import subprocess
import sys

from pipeline.settings import Settings
from tests.running import environment_of


def run_pipeline(
    *arguments: str, settings: Settings | None = None, stdin: bytes = b"", seconds: float = 120
) -> "subprocess.CompletedProcess[str]":
    """The finished command, its output as text."""
    environment = environment_of(settings) if settings else None
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        env=environment,
        input=stdin,
        capture_output=True,
        timeout=seconds,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args,
        done.returncode,
        done.stdout.decode("utf-8", "replace"),
        done.stderr.decode("utf-8", "replace"),
    )
