"""A cleaned page -> its stories: the page's own, and every other that the page carries."""

from pipeline.split.stories import split

__all__ = ["split"]
