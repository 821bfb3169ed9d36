"""What was found as the story's text is laid over the page's blocks."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.extract import Alignment

LONG = "The harbour of the old town was closed on Monday after a crane fell."
OTHER = "Nobody was hurt, the port authority said, but ferries will not sail."


def test_a_run_keeps_the_block_that_holds_it() -> None:
    assert Alignment(["Menu", LONG, OTHER], [LONG]).kept == {1}


def test_white_space_makes_no_difference() -> None:
    assert Alignment([LONG], [LONG.replace(" ", " \n ")]).kept == {0}


def test_a_run_may_span_blocks_and_a_block_may_hold_several_runs() -> None:
    assert Alignment([LONG, OTHER], [f"{LONG} {OTHER}"]).kept == {0, 1}
    assert Alignment([f"{LONG} {OTHER}"], [LONG, OTHER]).kept == {0}


def test_a_repeated_line_is_found_between_its_neighbours() -> None:
    assert Alignment(["Yes", LONG, "Yes", OTHER, "Yes"], [LONG, "Yes", OTHER]).kept == {1, 2, 3}


def test_ten_thousand_equal_blocks_are_told_apart_by_their_order() -> None:
    assert len(Alignment([LONG] * 10_000, [LONG] * 10_000).kept) == 10_000


@given(st.lists(st.text(max_size=30), max_size=20), st.lists(st.text(max_size=60), max_size=20))
def test_any_texts_can_be_laid(texts: list[str], runs: list[str]) -> None:
    alignment = Alignment(texts, runs)
    assert all(0 <= index < len(texts) for index in alignment.kept)
