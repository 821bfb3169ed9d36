"""The language of a text: by script where that is enough, by a model elsewhere, or unsure."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import identify


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The council will vote on the new bridge next Tuesday, the mayor said."),
        ("de", "Der Stadtrat stimmt am kommenden Dienstag über die neue Brücke ab."),
        ("fr", "Le conseil municipal votera mardi prochain sur le nouveau pont."),
        ("es", "El ayuntamiento votará el próximo martes sobre el nuevo puente."),
        ("pt", "A câmara municipal vota na próxima terça-feira sobre a nova ponte."),
        ("it", "Il consiglio comunale voterà martedì prossimo sul nuovo ponte."),
        ("nl", "De gemeenteraad stemt volgende week dinsdag over de nieuwe brug."),
        ("pl", "Rada miasta zagłosuje w najbliższy wtorek w sprawie nowego mostu."),
        ("tr", "Belediye meclisi yeni köprüyü önümüzdeki salı günü oylayacak."),
        ("ru", "Городской совет проголосует за новый мост в следующий вторник."),
        ("uk", "Міська рада голосуватиме за новий міст наступного вівторка."),
        ("ar", "يصوت مجلس المدينة يوم الثلاثاء المقبل على الجسر الجديد."),
        ("fa", "شورای شهر سه‌شنبه آینده درباره پل جدید رأی‌گیری می‌کند."),
        ("ur", "شہری کونسل اگلے منگل کو نئے پل پر ووٹ دے گی۔"),
        ("hi", "नगर परिषद अगले मंगलवार को नए पुल पर मतदान करेगी।"),
        ("vi", "Hội đồng thành phố sẽ bỏ phiếu về cây cầu mới vào thứ Ba tới."),
        ("id", "Dewan kota akan memberikan suara mengenai jembatan baru Selasa depan."),
        ("ms", "Majlis bandar akan mengundi mengenai jambatan baharu pada hari Selasa depan."),
        ("sw", "Baraza la jiji litapiga kura kuhusu daraja jipya Jumanne ijayo."),
    ],
)
def test_running_text_of_one_sentence_is_enough(language: str, text: str) -> None:
    assert identify(text) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "新しい橋、市議会で採決へ"),
        ("zh", "市议会下周表决新桥"),
        ("ko", "새 다리 표결"),
        ("el", "Νέα γέφυρα"),
        ("he", "גשר חדש"),
        ("th", "สะพานใหม่"),
        ("ka", "ახალი ხიდი"),
        ("hy", "Նոր կամուրջ"),
    ],
)
def test_a_script_of_one_language_answers_for_a_heading(language: str, text: str) -> None:
    assert identify(text) == language


def test_a_note_in_another_language_above_the_text_does_not_decide() -> None:
    note = "The statement below was sent to all news desks of the region on Friday. " * 4
    text = "Городской совет проголосует за новый мост в следующий вторник, сказал мэр. " * 6
    assert identify(note + text) == "ru"


def test_foreign_names_do_not_change_the_language_of_a_text() -> None:
    text = (
        "The Chinese foreign minister (王毅) will visit Athens (Αθήνα) on Monday, officials said."
    )
    assert identify(text) == "en"


@pytest.mark.parametrize(
    "text", ["", "   \n", "2-1", "12.05.2026 14:30", "OK", "Real Madrid 2-1", "!?", "\ud800\udfff"]
)
def test_too_little_text_has_no_language(text: str) -> None:
    assert identify(text) is None


@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_any_text_has_a_two_letter_language_or_none_and_always_the_same(text: str) -> None:
    language = identify(text)
    assert language is None or (len(language) == 2 and language.islower())
    assert identify(text) == language


def test_definitions_of_a_public_vocabulary_are_recognised(shared: Path) -> None:
    """IPTC's own definitions, a sentence or two each, in eight languages."""
    topics = json.loads((shared / "data/iptc/mediatopics_2025-03-31.json").read_text("utf-8"))
    languages = {"en-GB": "en", "de": "de", "dk": "da", "se": "sv", "pt-BR": "pt", "zh-Hans": "zh"}
    right = wrong = total = 0
    for topic in topics[:400]:
        for field, language in languages.items():
            if text := topic["definition"].get(field):
                answer = identify(text)
                total += 1
                right += answer == language
                wrong += answer not in (language, None)
    assert total > 1_000
    assert right / total >= 0.96
    assert wrong / total <= 0.01
