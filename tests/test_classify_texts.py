"""Our own texts: those that measure are not met again among those that only train."""

from collections import Counter

from pipeline.classify.vocabulary import media_topics
from pipeline.classify.words import words_of
from training.subject_texts import OWN, LabelledText, own_texts

COMMON = 0.02  # a word in more of the texts than this tells no story
FEW = 3  # words that two headlines may share by chance


def english(*, measuring: bool) -> list[LabelledText]:
    texts = [text for text in own_texts() if text.language == "en"]
    return [text for text in texts if (text.fold is not None) == measuring]


def test_texts_that_came_later_only_train() -> None:
    later = english(measuring=False)
    assert len(later) >= 400
    assert {text.source for text in later} == {OWN}
    assert {text.subject for text in later} <= {topic.code for topic in media_topics()}


def test_each_text_stands_once() -> None:
    texts = Counter((text.headline, text.text) for text in own_texts())
    assert [text for text, times in texts.items() if times > 1] == []


def test_a_text_that_trains_tells_another_story_than_one_that_measures() -> None:
    trained, measuring = english(measuring=False), english(measuring=True)
    words = [set(words_of(f"{text.headline} {text.text}")) for text in (*trained, *measuring)]
    texts_with = Counter(word for each in words for word in each)
    common = {word for word, count in texts_with.items() if count > COMMON * len(words)}
    telling = [each - common for each in words]
    alike = [
        (trained[one].headline, measuring[other].headline)
        for one, its in enumerate(telling[: len(trained)])
        for other, others in enumerate(telling[len(trained) :])
        if len(its & others) > max(FEW, min(len(its), len(others)) / 2)
    ]
    assert alike == []
