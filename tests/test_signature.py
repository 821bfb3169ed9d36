"""What counts as a near-duplicate."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dedup.signature import MAX_KEYS, SKETCH_BYTES, compare, compare_many, sign
from training.copies import COPIES
from training.templates import TEMPLATES, issue

VOCABULARY = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in "nrsl"]


def story(seed: int, paragraphs: int = 12, words: int = 40) -> list[str]:
    """A story of words by chance, in sentences, with some numbers."""
    chance = random.Random(seed)
    texts = []
    for _ in range(paragraphs):
        row = chance.choices(VOCABULARY, k=words)
        row[chance.randrange(words)] = str(chance.randrange(10, 9000))
        texts.append(" ".join(row).capitalize() + ".")
    return texts


def copied(a: str, b: str) -> str | None:
    """The kind of the match, if the two share a key; both directions must say the same."""
    first, second = sign(a), sign(b)
    match = compare(first.sketch, second.sketch)
    assert match == compare(second.sketch, first.sketch)
    if match is None or not set(first.keys) & set(second.keys):
        return None
    return match.kind


@pytest.mark.parametrize("kind", COPIES)
def test_a_copy_is_found_however_it_was_edited(kind: str) -> None:
    found = 0
    for seed in range(20):
        original, other = story(seed), story(1000 + seed)
        copy = COPIES[kind](original, other, random.Random(seed))
        found += copied("\n\n".join(original), "\n\n".join(copy)) is not None
    assert found >= (15 if kind in ("styled teaser", "cut, styled, led, same") else 19)


@pytest.mark.parametrize("stiff", [0.0, 0.2, 0.3])
@pytest.mark.parametrize("kind", TEMPLATES)
def test_issues_of_a_template_are_no_copies(kind: str, stiff: float) -> None:
    chance = random.Random(kind)
    sketches = [sign(issue(kind, chance, stiff)).sketch for _ in range(25)]
    for sketch in sketches:
        others = np.frombuffer(b"".join(sketches), np.uint8).reshape(-1, SKETCH_BYTES)
        assert compare_many(sketch, others).sum() == 1  # itself


def test_the_same_words_are_exact_whatever_the_signs_around_them() -> None:
    plain = "The U.S. said on Tuesday that 1,000 cafés would co-operate.\n\nIt's done"
    folded = "THE US SAID, ON TUESDAY: “that 1000 cafe\u0301s would cooperate”! Its done."
    assert sign(plain).sketch == sign(folded).sketch
    assert copied(plain, folded) == "exact"


def test_a_short_text_is_a_copy_only_of_the_same() -> None:
    text = "Photo gallery of the harbour wall after the storm"
    assert copied(text, text) == "exact"
    assert copied(text, text + " last week") is None


@pytest.mark.parametrize("empty", ["", " \n\n ", "… — !", "\ud800"])
def test_a_text_without_words_is_no_copy_of_anything(empty: str) -> None:
    nothing = sign(empty)
    assert nothing.keys == ()
    assert compare(nothing.sketch, nothing.sketch) is None
    assert compare(nothing.sketch, sign("a word").sketch) is None


@pytest.mark.parametrize(
    "unit", ["\ufdfa", "a\n\n", "ab ", "x", "字", "\u0301", "-", "1,", "\u1d160"]
)
def test_a_text_without_end_is_signed(unit: str) -> None:
    endless = unit * 300_000
    signature = sign(endless)
    assert len(signature.keys) <= MAX_KEYS
    assert sign(endless + unit) == signature


def test_a_quotation_that_two_stories_share_makes_neither_a_copy() -> None:
    quotation = story(7, 1, 60)
    assert (
        copied("\n\n".join([*story(1), *quotation]), "\n\n".join([*quotation, *story(2)])) is None
    )


@pytest.mark.parametrize(
    "text",
    [
        "北京市政府周二表示，强降雨导致城区多处道路积水，消防部门出动数百名队员转移受困居民，气象台预计降雨将持续到周四。"
        "当地学校已经停课，地铁三条线路暂停运营，抢修人员正在排水。市长呼吁居民非必要不外出，并承诺尽快恢复供电。",
        "สำนักงานอุตุนิยมวิทยาแจ้งเตือนว่าจะมีฝนตกหนักในหลายพื้นที่ของภาคใต้ตั้งแต่วันอังคารนี้และขอให้ประชาชนระวังน้ำท่วมฉับพลัน"
        "โรงเรียนในพื้นที่เสี่ยงได้ปิดการเรียนการสอนแล้วและหน่วยกู้ภัยเตรียมพร้อมช่วยเหลือผู้ประสบภัยตลอดทั้งคืน",
    ],
)
def test_scripts_that_part_no_words_have_excerpts_too(text: str) -> None:
    excerpt = text[: len(text) // 2]
    assert copied(text, excerpt) == "contained"
    assert copied(text, excerpt[::-1]) is None


TEXTS = st.one_of(
    st.text(max_size=400),
    st.builds(
        lambda words, breaks: "\n\n".join(" ".join(words[i::breaks]) for i in range(breaks)),
        st.lists(st.sampled_from([*VOCABULARY[:12], "7", "19", "字", "\u0301", "."]), max_size=150),
        st.integers(1, 5),
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_one_and_many_say_the_same_in_either_order(texts: list[str]) -> None:
    signatures = [sign(text) for text in texts]
    rows = np.frombuffer(b"".join(s.sketch for s in signatures), np.uint8)
    for signature in signatures:
        assert list(signature.keys) == sorted(set(signature.keys))
        assert len(signature.keys) <= MAX_KEYS
        assert all(0 <= key < 1 << 64 for key in signature.keys)
        assert len(signature.sketch) == SKETCH_BYTES
        many = compare_many(signature.sketch, rows.reshape(-1, SKETCH_BYTES))
        for other, alike in zip(signatures, many, strict=True):
            match = compare(signature.sketch, other.sketch)
            assert match == compare(other.sketch, signature.sketch)
            assert (match is not None) == alike
            if match is not None:
                assert 0 <= match.similarity <= 1


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_text_with_a_word_is_an_exact_copy_of_itself(text: str) -> None:
    signature = sign(text)
    match = compare(signature.sketch, sign(text).sketch)
    assert (match is not None and match.kind == "exact") == bool(signature.keys)
