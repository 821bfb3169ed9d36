"""Makes the weights of the subjects from texts outside the repository and our own.

    python -m training.subjects --data ../shared/data

Two models: English by its words (`training.subject_words`), all languages by a sentence encoder
(`training.subject_sentences`). Every text of a measured source is scored once by a model that did
not see it (in folds). From these scores come the card, which is printed, and the calibration. The
shipped weights are then fitted to all texts but our own ones that are kept for the tests (fold 0).
Seeds are fixed: two runs make the same files.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from pipeline.classify import second_look, sentence_model, word_model
from pipeline.classify.calibration import Settings, answered, length_of
from pipeline.classify.sentence_model import Encoder, load_encoder
from pipeline.classify.vocabulary import media_topics
from training import subject_sentences, subject_words
from training.subject_report import (
    CLEAN,
    CLEAN_ELSEWHERE,
    FURTHER,
    LIKELY,
    Measured,
    calibrated,
    calibration_error,
    card,
    curve_of,
    first_of,
    shares_of,
    sharpness_of,
)
from training.subject_texts import FOLDS, MEASURED, OWN, LabelledText, read_texts

Array = npt.NDArray[Any]

CODES = [topic.code for topic in media_topics()]


class Texts:
    """Texts as columns."""

    def __init__(self, texts: Sequence[LabelledText]) -> None:
        self.all = texts
        self.subject = np.array([CODES.index(text.subject) for text in texts])
        self.source = np.array([text.source for text in texts])
        self.language = np.array([text.language for text in texts])
        self.length = np.array([length_of(text.headline, text.text) for text in texts])
        self.fold = np.array([-1 if text.fold is None else text.fold for text in texts])
        self.kept_apart = (self.source == OWN) & (self.fold == 0)


def by_words(texts: Texts, encoder: Encoder) -> tuple[Array, Array, Array, Array]:
    """Scores of texts that the model did not see (NaN for the others); keys, idf and weights."""
    examples = subject_words.examples_of(texts.all)
    meanings = subject_words.meanings_of(examples, encoder)
    source_weight = np.array([subject_words.WEIGHTS[source] for source in texts.source])
    share = np.bincount(texts.subject, weights=source_weight, minlength=len(CODES))
    balance = (share / share.sum()) ** -subject_words.BALANCE
    weight = examples.weight * (source_weight * balance[texts.subject])[examples.text]

    def fitted(trained_on: Array) -> Array:
        rows = trained_on[examples.text]
        vectors, subject = examples.vectors[rows], texts.subject[examples.text][rows]
        scaled = weight[rows] / weight[rows].mean()
        weights = subject_words.fit(vectors, subject, scaled, len(CODES), meanings)
        weights[:, ~examples.known_from(trained_on)] = 0
        return weights

    scores = unseen(texts, lambda trained_on, asked: examples.read[asked] @ fitted(trained_on).T)
    known = examples.known_from(~texts.kept_apart)
    weights = fitted(~texts.kept_apart)[:, known]
    return scores, examples.keys[known], examples.idf[known], weights


def by_sentences(texts: Texts, vectors: Array) -> tuple[Array, Array]:
    """Scores of texts that the model did not see (NaN for the others), and the shipped head."""
    weight = np.array([subject_sentences.WEIGHTS[source] for source in texts.source])

    def fitted(rows: Array) -> Array:
        return subject_sentences.fit(vectors[rows], texts.subject[rows], weight[rows], len(CODES))

    def asked_of(trained_on: Array, asked: Array) -> Array:
        head = fitted(trained_on)
        scores: Array = vectors[asked] @ head[:-1] + head[-1]
        return scores

    return unseen(texts, asked_of), fitted(~texts.kept_apart)


def unseen(texts: Texts, scores_of: Callable[[Array, Array], Array]) -> Array:
    """The scores of each text by a model that was trained on the other folds."""
    scores = np.full((len(texts.all), len(CODES)), np.nan)
    for fold in range(FOLDS):
        asked = texts.fold == fold
        scores[asked] = scores_of(~asked, asked)
    return scores


def settings_of(
    texts: Texts, scores: Array, rows: Array, clean: Sequence[str], first: float = LIKELY
) -> Settings:
    """The settings that fit the scores in `rows`; answers begin at `first`."""
    truth, source = texts.subject[rows], texts.source[rows]
    sharpness, power = sharpness_of(scores[rows], texts.length[rows], truth, source, clean)
    shares = shares_of(sharpness * scores[rows], texts.length[rows], power)
    curve = curve_of(shares, truth, source, clean)
    return Settings(sharpness, power, curve, first_at_least=first, further_at_least=FURTHER)


def probabilities_of(texts: Texts, scores: Array, settings: Settings) -> Array:
    shares = shares_of(settings.sharpness * scores, texts.length, settings.length_power)
    return calibrated(shares, settings.curve)


def measured(texts: Texts, probabilities: Array, rows: Array, first: float) -> Measured:
    return Measured(
        probabilities[rows],
        texts.subject[rows],
        texts.source[rows],
        texts.language[rows],
        first,
    )


def errors_elsewhere(texts: Texts, scores: Array, rows: Array) -> dict[str, float]:
    """The calibration error on each source with settings that were fitted to the other ones."""
    errors = {}
    for name in MEASURED:
        others = [other for other in CLEAN if other != name]
        settings = settings_of(texts, scores, rows, others)
        part = rows & (texts.source == name)
        probabilities = probabilities_of(texts, scores, settings)[part]
        right = probabilities.argmax(1) == texts.subject[part]
        errors[name] = calibration_error(probabilities.max(1), right)
    return errors


def write(folder: Path, name: str, settings: Settings, **arrays: Array) -> int:
    """Write a model's files; returns the bytes of its arrays."""
    encoded = orjson.dumps(settings, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    (folder / f"{name}.json").write_bytes(encoded)
    size = 0
    for part, array in arrays.items():
        path = folder / f"{name}.{part}.npy"
        np.save(path, array)
        size += path.stat().st_size
    return size


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--output", type=Path, default=word_model.FOLDER)
    options = parser.parse_args()
    encoder = load_encoder()
    if encoder is None:
        parser.error("the sentence encoder is missing: install training/requirements.txt")

    texts = read_texts(options.data)
    english = Texts([text for text in texts if text.language == "en"])
    word_scores, keys, idf, weights = by_words(english, encoder)
    read = Texts(subject_sentences.chosen(texts))
    sentence_scores, head = by_sentences(read, subject_sentences.vectors_of(read.all, encoder))

    asked = ~np.isnan(word_scores[:, 0])
    words = settings_of(english, word_scores, asked, CLEAN)
    of_words = probabilities_of(english, word_scores, words)
    first = first_of(of_words[asked], english.subject[asked], english.source[asked])
    words = replace(words, first_at_least=first)
    elsewhere = ~np.isnan(sentence_scores[:, 0]) & (read.language != "en")
    sentences = settings_of(read, sentence_scores, elsewhere, CLEAN_ELSEWHERE)

    # The English texts that both models were asked about.
    place_of = {id(text): place for place, text in enumerate(read.all)}
    joined = np.array([place_of.get(id(text), -1) for text in english.all])
    seen_twice = asked & (joined >= 0)
    scores = words.sharpness * word_scores + sentences.sharpness * sentence_scores[joined]
    scores /= 2
    doubted = of_words.max(1) < first
    both = settings_of(english, scores, seen_twice & doubted, CLEAN, first)
    of_both = probabilities_of(english, scores, both)
    kept = answered(of_words, first, FURTHER) & ~answered(of_both, first, FURTHER)
    looked = np.where((doubted & ~kept)[:, None], of_both, of_words)

    options.output.mkdir(parents=True, exist_ok=True)
    table, scales = subject_words.quantised(weights)
    factors = np.column_stack([idf, scales.astype(np.float16)])
    size = write(options.output, word_model.NAME, words, keys=keys, factors=factors, weights=table)
    size += write(options.output, sentence_model.NAME, sentences, head=head)
    write(options.output, second_look.NAME, both)
    written = card(
        measured(english, of_words, asked, first),
        errors_elsewhere(english, word_scores, asked),
        measured(english, looked, seen_twice, first),
        measured(
            read,
            probabilities_of(read, sentence_scores, sentences),
            elsewhere,
            LIKELY,
        ),
        len(keys),
        size,
    )
    print(written)
    (options.output / f"{word_model.NAME}.md").write_text(written, "utf-8")


if __name__ == "__main__":
    main()
