"""What subjects a story gets, and when it gets none."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.classify import MAX_SUBJECTS, classify
from pipeline.classify.calibration import Calibration, Settings
from pipeline.classify.vocabulary import media_topics, vocabulary
from pipeline.classify.word_model import FOLDER, load
from pipeline.classify.words import word_keys
from pipeline.records import Story

FOOTBALL = """The striker scored twice in the second half as the home side beat the league leaders \
3-1 on Saturday. The visitors had a defender sent off before half-time, and the goalkeeper saved a \
penalty.

"We played our best football of the season," said the coach. The club is now two points behind \
the leaders with five matches left."""

STORY = Story(
    article_id="1",
    page_url="https://news.example/1",
    site="news.example",
    fetched_at="2026-01-01T00:00:00Z",
    appended_at=0,
    placement="primary",
    completeness="full",
    text=FOOTBALL,
    blocks=((0, 2),),
    headline="Late goals lift home side",
    language="en",
)


def story(text: str, headline: str | None = None, language: str | None = "en") -> Story:
    return replace(STORY, text=text, headline=headline, language=language)


def first(text: str, headline: str | None = None) -> str | None:
    subjects = classify(story(text, headline))
    return subjects[0].name if subjects else None


def test_a_football_report_is_sport() -> None:
    best = classify(STORY)[0]
    assert (best.code, best.name) == ("medtop:15000000", "sport")
    assert best.confidence > 0.9


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "politics and government",
            "The opposition leader called for a snap election after the prime minister lost her "
            "majority in parliament. Two coalition parties left the cabinet on Sunday.",
        ),
        (
            "health",
            "Doctors at the children's hospital treated forty patients infected with the virus. "
            "Vaccination protects against severe disease, the health ministry said.",
        ),
        (
            "economy, business and finance",
            "Shares in the carmaker fell 6 percent after it cut its profit forecast. Analysts had "
            "expected higher quarterly revenue from sales in Asia.",
        ),
        (
            "conflict, war and peace",
            "Rebels shelled army positions overnight, killing eleven soldiers. Government troops "
            "answered with air strikes on militant camps near the border.",
        ),
        (
            "arts, culture, entertainment and media",
            "The singer's new album tops the charts. She stars in a film that opens the festival, "
            "and critics praise the actress for her first comedy.",
        ),
    ],
)
def test_a_short_story_without_a_headline_gets_its_subject(name: str, text: str) -> None:
    assert first(text) == name


def test_a_headline_alone_can_be_enough() -> None:
    assert first("", "Wildfire forces thousands to flee homes as firefighters battle blaze") == (
        "disaster, accident and emergency incident"
    )


def test_a_language_that_no_model_knows_has_no_subject() -> None:
    swahili = "Mshambuliaji alifunga mabao mawili katika kipindi cha pili Jumamosi jioni uwanjani."
    assert classify(story(swahili, language="sw")) == ()
    assert classify(story(swahili, language=None)) == ()


def test_a_region_after_the_language_changes_nothing() -> None:
    assert classify(replace(STORY, language="en-GB")) == classify(STORY)


def test_a_story_without_a_language_is_classified_when_it_is_english() -> None:
    assert classify(replace(STORY, language=None)) == classify(STORY)


@pytest.mark.parametrize(
    "text", ["", " \n\n ", "12 34 56", "xqzt vvkp wwqj", "\ud800", "!" * 9_999]
)
def test_text_that_says_nothing_has_no_subject(text: str) -> None:
    assert classify(story(text)) == ()


def test_only_the_beginning_of_a_long_story_is_read() -> None:
    long = f"{FOOTBALL}\n\n" * 12
    assert classify(story(long * 40)) == classify(story(long))


def test_what_a_story_begins_with_counts_once_more() -> None:
    election = "The opposition won the election and its leader will form a cabinet. " * 3
    football = "The striker scored twice as the home side won the football match. " * 3
    sport = [topic.name for topic in media_topics()].index("sport")
    first, last = (
        load().scores(None, text)[sport] for text in (football + election, election + football)
    )
    assert first > last


@settings(deadline=None)  # the first one loads the models
@given(st.floats(0.1, 9), st.floats(0.1, 9))
def test_the_same_scores_are_surer_in_a_shorter_story(one: float, other: float) -> None:
    calibration = load().calibration
    scores = np.arange(17, dtype=np.float32)
    short, long = (calibration.probabilities(scores, x)[-1] for x in sorted((one, other)))
    assert short >= long


def test_a_story_that_is_surely_about_one_of_two_subjects_gets_both() -> None:
    calibration = Calibration(Settings(1.0, 0.0, ((0.0, 0.0), (1.0, 1.0)), 0.7, 0.25))
    assert calibration.answers([0.71, 0.2, 0.09])
    assert calibration.answers([0.04, 0.41, 0.55])
    assert not calibration.answers([0.6, 0.28, 0.12])
    assert not calibration.answers([0.69, 0.22, 0.09])


def test_words_are_the_same_with_accents_and_curly_quotes() -> None:
    plain, fancy = word_keys(None, "Beyonce doesn't sing"), word_keys(None, "Beyoncé doesn’t SING")
    assert (plain == fancy).all()


def test_pairs_of_words_do_not_reach_from_the_headline_into_the_text() -> None:
    apart = word_keys("prime", "minister")
    together = word_keys(None, "prime minister")
    assert len(apart) == 2
    assert len(together) == 3


@settings(deadline=None)  # the first one loads the models
@given(st.text(st.characters(exclude_categories=()), max_size=300), st.text(max_size=80))
def test_any_text_gives_subjects_best_first_with_probabilities(text: str, headline: str) -> None:
    subjects = classify(story(text, headline))
    confidences = [subject.confidence for subject in subjects]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert len({subject.code for subject in subjects}) == len(subjects) <= MAX_SUBJECTS


@settings(deadline=None)  # the first one loads the models
@given(st.lists(st.sampled_from("goal match election virus shares war album".split()), max_size=80))
def test_confidences_have_three_digits_and_known_codes(words: list[str]) -> None:
    codes = {topic.code: topic.name for topic in media_topics()}
    for subject in classify(story(" ".join(words))):
        assert codes[subject.code] == subject.name
        assert round(subject.confidence, 3) == subject.confidence


def test_the_vocabulary_is_the_17_top_level_topics_of_a_named_edition() -> None:
    assert len(media_topics()) == 17
    assert [topic.code for topic in media_topics()] == [
        f"medtop:{number:02}000000" for number in range(1, 18)
    ]
    assert (vocabulary().edition, vocabulary().licence) == ("2025-03-31", "CC BY 4.0")


def test_the_weights_are_plain_arrays_of_at_most_ten_megabytes() -> None:
    files = sorted(FOLDER.glob("subjects.*.npy"))
    assert len(files) == 3
    for file in files:
        array = np.load(file, mmap_mode="r", allow_pickle=False)
        assert not array.dtype.hasobject
    assert sum(file.stat().st_size for file in files) <= 10_000_000


def test_a_card_stands_beside_the_weights() -> None:
    assert "Model card" in (FOLDER / "subjects.md").read_text("utf-8")
