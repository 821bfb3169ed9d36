"""The long run, with its figures: `python -m tests.chaos [--seed N] [--short]`."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.chaos.faults import schedule
from tests.chaos.run import run
from tests.conftest import SHARED
from tests.pages import aeb_pages


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="the run that the tests take")
    parser.add_argument("--only", default="", help="kinds of faults with this in their name")
    options = parser.parse_args()
    faults = [k for k in schedule(options.seed, short=options.short) if options.only in k.name]
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    print(f"{len(faults)} faults, seed {options.seed}, logs in {folder}")
    report = run(
        faults,
        folder,
        options.seed,
        real=aeb_pages(SHARED) if SHARED.is_dir() and not options.short else (),
        say=lambda line: print(line, flush=True),
    )
    print(report.reconciled.strip())
    print(f"{len(report.differing)} records differ from those of an undisturbed run")
    for words in report.differing[:20]:
        print(words[:1000])
    if report.differing:
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
