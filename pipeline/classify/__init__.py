"""Story -> what it is about: top-level IPTC Media Topics, best first, each with a probability.

The first subject is the one that the story is filed under; further ones are given where the story
is about them too, or about one of two and it is not sure which. No subject is an answer: the model
is unsure, or nothing here knows the language.

English is read by a linear model over words and pairs of words, whose whole knowledge is one table
of rows that are looked up and summed (`word_model`). Other languages are read by a multilingual
sentence encoder with a linear head (`sentence_model`) where the extra `languages` is installed, and
so are English stories that their words leave in doubt (`second_look`).
What they reach is in `models/subjects.md`, what else was tried in `docs/subjects.md`.
"""

from collections.abc import Sequence

from pipeline.classify import second_look, sentence_model, word_model
from pipeline.classify.calibration import length_of
from pipeline.classify.second_look import SecondLook
from pipeline.classify.sentence_model import SentenceModel
from pipeline.classify.vocabulary import media_topics
from pipeline.classify.word_model import WordModel
from pipeline.language import identify
from pipeline.records import Story, Subject

MAX_SUBJECTS = 3


def classify(story: Story) -> tuple[Subject, ...]:
    """The subjects of `story`, best first; none when unsure or when no model knows its language."""
    language = (story.language or identify(story.text) or "").partition("-")[0].lower()
    if not f"{story.headline or ''}{story.text}".strip():
        return ()
    if language == "en":
        words = word_model.load()
        probabilities = _probabilities(words, story)
        in_doubt = max(probabilities) < words.calibration.first_at_least
        if in_doubt and (both := second_look.load()):
            subjects = _subjects(both, _probabilities(both, story))
            return subjects or _subjects(words, probabilities)
        return _subjects(words, probabilities)
    if language in sentence_model.LANGUAGES and (sentences := sentence_model.load()):
        return _subjects(sentences, _probabilities(sentences, story))
    return ()


Model = WordModel | SentenceModel | SecondLook


def _probabilities(model: Model, story: Story) -> Sequence[float]:
    length = length_of(story.headline, story.text)
    return model.calibration.probabilities(model.scores(story.headline, story.text), length)


def _subjects(model: Model, probabilities: Sequence[float]) -> tuple[Subject, ...]:
    best = sorted(range(len(probabilities)), key=lambda index: -probabilities[index])
    if not model.calibration.answers(probabilities):
        return ()
    further = [
        index
        for index in best[1:MAX_SUBJECTS]
        if probabilities[index] >= model.calibration.further_at_least
    ]
    topics = media_topics()
    return tuple(
        Subject(topics[index].code, topics[index].name, round(probabilities[index], 3))
        for index in (best[0], *further)
    )
