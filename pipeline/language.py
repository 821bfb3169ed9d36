"""text -> its language as ISO 639-1, or None when that is unsure.

Scripts that one language of the news writes (kana, hangul, Greek, Thai, ...) answer at once, for
a heading of four letters too. Latin, Cyrillic, Arabic and the other shared scripts go to
py3langid, a naive Bayes model over byte n-grams for 139 languages: its wheel needs nothing but
numpy, holds its model as plain arrays (4.6 MB, BSD), and is one of the few that are still kept.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from operator import itemgetter

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE_CHARS = 800  # 600 and 1,500 give the same answers on whole articles; cost is by the byte

# What the model is asked of first, how the sample begins and how it ends: where it is this sure of
# one language both times, the whole sample says the same. Pages may begin with a standfirst, or end
# with a note, in another language.
PART_CHARS = 200
SURE = 0.95

# Below these a text is left without a language. Names and numbers alone ("Real Madrid 2-1") stay
# under .5; of running text, 20 letters are enough nearly always.
MIN_LETTERS = 12
MIN_LETTERS_OWN_SCRIPT = 4
MIN_PROBABILITY = 0.5

# A sign of Chinese, Japanese or Korean stands for about this many letters of an alphabet.
_LETTERS_A_SIGN = 2
# Japanese has this much kana among its signs in even the tersest headline.
_MIN_KANA = 0.08

# (first code point, end, what it says): a language, or the name of a script in capitals.
_RANGES = (
    (0x0041, 0x0250, "LATIN"),
    (0x0370, 0x0400, "el"),
    (0x0400, 0x0530, "CYRILLIC"),
    (0x0531, 0x0590, "hy"),
    (0x0590, 0x0600, "he"),
    (0x0600, 0x0700, "ARABIC"),
    (0x0750, 0x0780, "ARABIC"),
    (0x0900, 0x0980, "DEVANAGARI"),
    (0x0980, 0x0A00, "BENGALI"),
    (0x0A00, 0x0A80, "pa"),
    (0x0A80, 0x0B00, "gu"),
    (0x0B00, 0x0B80, "or"),
    (0x0B80, 0x0C00, "ta"),
    (0x0C00, 0x0C80, "te"),
    (0x0C80, 0x0D00, "kn"),
    (0x0D00, 0x0D80, "ml"),
    (0x0D80, 0x0E00, "si"),
    (0x0E00, 0x0E80, "th"),
    (0x0E80, 0x0F00, "lo"),
    (0x0F00, 0x1000, "TIBETAN"),
    (0x1000, 0x10A0, "my"),
    (0x10A0, 0x1100, "ka"),
    (0x1100, 0x1200, "ko"),
    (0x1200, 0x13A0, "ETHIOPIC"),
    (0x1780, 0x1800, "km"),
    (0x1E00, 0x1F00, "LATIN"),
    (0x1F00, 0x2000, "el"),
    (0x3040, 0x3100, "KANA"),
    (0x3130, 0x3190, "ko"),
    (0x3400, 0x4DC0, "HAN"),
    (0x4E00, 0xA000, "HAN"),
    (0xAC00, 0xD7B0, "ko"),
    (0xF900, 0xFB00, "HAN"),
    (0x20000, 0x32000, "HAN"),
)
_STARTS = np.array([start for start, _, _ in _RANGES])
_ENDS = np.array([end for _, end, _ in _RANGES])
_NAMES = tuple(dict.fromkeys(name for _, _, name in _RANGES))
_NAME_OF_RANGE = np.array([_NAMES.index(name) for _, _, name in _RANGES])
_IS_SIGN = np.array([name in ("KANA", "HAN", "ko") for name in _NAMES])

# Varieties that the model tells apart and ISO 639-1 does not, or not in a way that readers do.
_VARIETY_OF = {
    "ary": "ar",
    "arz": "ar",
    "nn": "no",
    "sdh": "ku",
    "uzs": "uz",
    "wuu": "zh",
    "yue": "zh",
}
# Candidates that mean no answer: not a language at all; Nigerian Pidgin, which has no such code.
_NO_ANSWER = ("zxx", "pcm")
# Not written in news; they would only take short texts from their neighbours.
_LEFT_OUT = ("eo", "la", "sa", "vo", "an", "wa")
_RANKS = 8  # the varieties of an answer that reaches MIN_PROBABILITY stand among these


def identify(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, judged by its first 800 characters at most."""
    sample = unicodedata.normalize("NFKC", text[:SAMPLE_CHARS])
    letters = _letters_by_script(sample)
    if not letters:
        return None
    script = max(letters, key=lambda name: letters[name])
    if script in ("KANA", "HAN"):
        kana, han = letters.get("KANA", 0), letters.get("HAN", 0)
        script = "ja" if kana >= _MIN_KANA * (kana + han) else "zh"
        letters = {script: kana + han}
    if script.islower():
        return script if letters[script] >= MIN_LETTERS_OWN_SCRIPT else None
    if letters[script] < MIN_LETTERS:
        return None
    return _identify_by_model(sample)


def _letters_by_script(sample: str) -> Mapping[str, int]:
    kept = "".join(filter(str.isalpha, sample))
    points = np.frombuffer(kept.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    ranges = np.searchsorted(_STARTS, points, side="right") - 1
    ranges = ranges[(ranges >= 0) & (points < _ENDS[ranges])]
    counts = np.bincount(_NAME_OF_RANGE[ranges], minlength=len(_NAMES))
    counts = np.where(_IS_SIGN, counts * _LETTERS_A_SIGN, counts)
    return {name: int(count) for name, count in zip(_NAMES, counts, strict=True) if count}


def _identify_by_model(sample: str) -> str | None:
    if len(sample) > 2 * PART_CHARS:
        first, last = _likeliest(sample[:PART_CHARS]), _likeliest(sample[-PART_CHARS:])
        if first[0] == last[0] and min(first[1], last[1]) >= SURE:
            return None if first[0] in _NO_ANSWER else first[0]
    best, probability = _likeliest(sample)
    return None if best in _NO_ANSWER or probability < MIN_PROBABILITY else best


def _likeliest(sample: str) -> tuple[str, float]:
    """The likeliest language, and how probable it is."""
    probabilities: dict[str, float] = {}
    for label, probability in _identifier().rank(sample)[:_RANKS]:
        language = _VARIETY_OF.get(label, label)
        probabilities[language] = probabilities.get(language, 0.0) + probability
    return max(probabilities.items(), key=itemgetter(1))


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(
        label
        for label in identifier.labels
        if (len(label) == 2 and label not in _LEFT_OUT)
        or label in _VARIETY_OF
        or label in _NO_ANSWER
    )
    # The choice of columns leaves the table in column order, where looking up rows takes twice as
    # long.
    identifier.nb_ptc = np.ascontiguousarray(identifier.nb_ptc)
    return identifier
