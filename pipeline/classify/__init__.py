"""Story -> what it is about: top-level IPTC Media Topics, best first, each with a probability.

The first subject is the one that the story is filed under; further ones are given where the story
is about them too. No subject is an answer: the model is unsure, or it does not know the language
(it is English for now).

The one idea: a linear model over words and pairs of words, whose whole knowledge is one table of
rows that are looked up and summed (`pipeline.classify.model`). Its scores are in
`models/subjects.md`.
"""

from pipeline.classify.model import load
from pipeline.classify.vocabulary import media_topics
from pipeline.language import identify
from pipeline.records import Story, Subject

LANGUAGES = frozenset({"en"})
MAX_SUBJECTS = 3


def classify(story: Story) -> tuple[Subject, ...]:
    """The subjects of `story`, best first; none when unsure or in a language not in LANGUAGES."""
    language = (story.language or identify(story.text) or "").partition("-")[0].lower()
    if language not in LANGUAGES:
        return ()
    model = load()
    probabilities = model.probabilities(story.headline, story.text)
    best = sorted(range(len(probabilities)), key=lambda index: -probabilities[index])
    if probabilities[best[0]] < model.first_at_least:
        return ()
    further = [
        index for index in best[1:MAX_SUBJECTS] if probabilities[index] >= model.further_at_least
    ]
    topics = media_topics()
    return tuple(
        Subject(topics[index].code, topics[index].name, round(float(probabilities[index]), 3))
        for index in (best[0], *further)
    )
