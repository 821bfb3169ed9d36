"""First paragraphs of stories are told from later ones by their first words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.split.openings import opening

FIRST = [
    "VELMORA (AP) — President Tomas Varga said on Tuesday he would sign the border treaty next "
    "week, ending two years of talks.",
    "Three people were killed and dozens injured on Monday when a train derailed near the town of "
    "Haldern, police said.",
    "The governor of Ostria announced a plan on Thursday to close four coal plants by 2030.",
]
LATER = [
    "But he also said the talks had been difficult, and that they could still fail.",
    '"We were told to wait," she said. "Then nobody came back."',
    "He added that such delays, which had become common, were the fault of earlier governments.",
]


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("later", LATER)
def test_a_first_paragraph_is_likelier_to_open_a_story_than_a_later_one(
    first: str, later: str
) -> None:
    assert opening(first) > opening(later) + 1


def test_only_the_first_words_count() -> None:
    start = "word " * 100
    assert opening(start + "But he also said so.") == opening(start + "Three men died.")


@given(st.text(max_size=400))
def test_any_text_has_finite_odds(text: str) -> None:
    assert -40 < opening(text) < 40
