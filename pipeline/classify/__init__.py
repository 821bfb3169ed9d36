"""Story -> what it is about: top-level IPTC Media Topics, best first, each with a probability.

The first subject is the one that the story is filed under; further ones are given where the story
is about them too. No subject is an answer: the model is unsure, or nothing here knows the language.

English is read by a linear model over words and pairs of words, whose whole knowledge is one table
of rows that are looked up and summed (`word_model`). Other languages are read by a multilingual
sentence encoder with a linear head (`sentence_model`) where the extra `languages` is installed.
What they reach is in `models/subjects.md`, what else was tried in `docs/subjects.md`.
"""

from pipeline.classify import sentence_model, word_model
from pipeline.classify.vocabulary import media_topics
from pipeline.language import identify
from pipeline.records import Story, Subject

MAX_SUBJECTS = 3


def classify(story: Story) -> tuple[Subject, ...]:
    """The subjects of `story`, best first; none when unsure or when no model knows its language."""
    language = (story.language or identify(story.text) or "").partition("-")[0].lower()
    model = model_for(language)
    if model is None or not f"{story.headline or ''}{story.text}".strip():
        return ()
    calibration = model.calibration
    probabilities = calibration.probabilities(model.scores(story.headline, story.text))
    best = sorted(range(len(probabilities)), key=lambda index: -probabilities[index])
    if probabilities[best[0]] < calibration.first_at_least:
        return ()
    further = [
        index
        for index in best[1:MAX_SUBJECTS]
        if probabilities[index] >= calibration.further_at_least
    ]
    topics = media_topics()
    return tuple(
        Subject(topics[index].code, topics[index].name, round(probabilities[index], 3))
        for index in (best[0], *further)
    )


def model_for(
    language: str,
) -> word_model.WordModel | sentence_model.SentenceModel | None:
    """The model that reads a language (ISO 639-1), if there is one."""
    if language == "en":
        return word_model.load()
    if language in sentence_model.LANGUAGES:
        return sentence_model.load()
    return None
