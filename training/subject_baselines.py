"""What simpler models reach on the folds of the English texts, beside the word model's card.

    python -m training.subject_baselines --data ../shared/data

TF-IDF with a linear support vector machine, each text whole and of the same weight, as in a
textbook; and the sentence encoder with a logistic regression alone (the same head that reads the
other languages). The second is asked about a sample of AllSides only.
"""

import argparse
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-not-found]
from sklearn.svm import LinearSVC  # type: ignore[import-not-found]

from pipeline.classify.sentence_model import load_encoder
from training.subject_report import macro_f1
from training.subject_sentences import chosen, vectors_of
from training.subject_texts import MEASURED, read_texts
from training.subjects import Array, Texts, by_sentences, unseen


def by_support_vectors(texts: Texts) -> Array:
    """Scores of texts that the machine did not see (NaN for the others)."""
    stories = [f"{text.headline}\n{text.text[:3_000]}" for text in texts.all]
    words = TfidfVectorizer(sublinear_tf=True, min_df=4, ngram_range=(1, 2), stop_words="english")
    vectors = words.fit_transform(stories)

    def asked_of(trained_on: Array, asked: Array) -> Array:
        machine = LinearSVC(C=0.3, random_state=0)
        machine.fit(vectors[trained_on], texts.subject[trained_on])
        scores: Array = machine.decision_function(vectors[asked])
        return scores

    return unseen(texts, asked_of)


def table(name: str, texts: Texts, scores: Array) -> str:
    """A line for each source: texts, accuracy of the first subject, macro F1."""
    lines = []
    for source in MEASURED:
        part = (texts.source == source) & ~np.isnan(scores[:, 0])
        truth, answer = texts.subject[part], scores[part].argmax(1)
        lines.append(
            f"| {name} | {source} | {part.sum():,} | {np.mean(truth == answer):.3f}"
            f" | {macro_f1(truth, answer):.3f} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    options = parser.parse_args()
    encoder = load_encoder()
    if encoder is None:
        parser.error("the sentence encoder is missing: install training/requirements.txt")
    texts = [text for text in read_texts(options.data) if text.language == "en"]
    english = Texts(texts)
    print("| model | source | texts | first | macro F1 |\n|---|---|---|---|---|")
    print(table("TF-IDF + linear SVM", english, by_support_vectors(english)))
    sample = Texts(chosen(texts))
    scores, _ = by_sentences(sample, vectors_of(sample.all, encoder))
    print(table("encoder + logistic regression", sample, scores))


if __name__ == "__main__":
    main()
