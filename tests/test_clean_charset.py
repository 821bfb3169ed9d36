"""The text of a page's bytes, whatever they declare."""

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.charset import decode, writable

RUSSIAN = "Порт закрыт до понедельника после падения крана, сообщила администрация. " * 5
JAPANESE = "港は月曜日まで閉鎖されると当局が発表した。クレーンが倒れたためである。" * 5
GERMAN = "Der Hafen bleibt nach dem Sturz eines Kranes für zehn Tage geschlossen, hieß es. " * 5


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (JAPANESE, "cp932", "Shift_JIS"),
        (JAPANESE, "euc-jp", "euc-jp"),
        (GERMAN, "cp1252", "ISO-8859-1"),
        ("北京港口因起重机倒塌关闭。" * 9, "gb18030", "gb2312"),
    ],
)
def test_a_declared_charset_is_read_by_its_wider_name(text: str, encoding: str, label: str) -> None:
    html = f"<head><meta charset='{label}'></head><p>{text}</p>"
    assert decode(html.encode(encoding)) == html
    assert decode(text.encode(encoding), label) == text
    assert decode(text.encode(encoding), None, f"text/html; charset={label}") == text


def test_utf_8_is_read_as_such_whatever_is_declared() -> None:
    assert decode(RUSSIAN.encode(), "windows-1251", "text/html; charset=koi8-r") == RUSSIAN


def test_a_few_broken_bytes_do_not_unmake_utf_8() -> None:
    assert decode(RUSSIAN.encode() + b"\xff\xfe", "cp1252").startswith(RUSSIAN)


def test_one_stray_byte_in_a_page_of_few_other_signs_makes_no_cyrillic_of_it() -> None:
    data = "“We cannot wait”, she said. © 2025".encode().replace("©".encode(), b"\xa9")
    text = b"<meta charset='utf-8'>" + data
    assert "“We cannot wait”, she said. \ufffd 2025" in decode(text)
    assert "“We cannot wait”" in decode(data, None, "text/html; charset=UTF-8")
    # Said of a page that is no UTF-8 at all.
    assert "Café" in decode("<meta charset='utf-8'>Café".encode("cp1252"))


@pytest.mark.parametrize("text", [RUSSIAN, JAPANESE])
def test_without_a_declaration_the_bytes_are_looked_at(text: str) -> None:
    for encoding in ("cp1251",) if text is RUSSIAN else ("cp932", "euc-jp"):
        assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Most na Wiśle będzie miał nowe, energooszczędne oświetlenie, zgodziła się rada gminy. "
         "Prace ruszą w maju i potrwają sześć tygodni, a kierowcy muszą się liczyć z ruchem "
         "wahadłowym w godzinach nocnych.", "iso8859-2"),
        ("Lesníci letos na Vysočině vysadí dvanáct milionů stromů, nejvíce šlo o buky a duby. "
         "Obnova lesů po kůrovci bude podle ředitele lesů trvat ještě žádných dvacet let.",
         "iso8859-2"),
        ("Lesníci letos na Vysočině vysadí dvanáct milionů stromů, nejvíce šlo o buky a duby. "
         "Obnova lesů po kůrovci bude podle ředitele lesů trvat ještě žádných dvacet let.",
         "cp1250"),
        ("Karasu köprüsünde gece çalışması başlıyor. Köprü iki hafta boyunca saatler arasında "
         "kapalı olacak, İsmail Güneş vatandaşların mağdur olmayacağını söyledi.", "cp1254"),
        # With a name of another language.
        ("Příští zápas čeká tenistu v sobotu, řekl trenér poraženého Dąbrowského. Šlo o nejdelší "
         "utkání sezony, žádný jiný hráč neodehrál více setů než on.", "cp1250"),
        ("Trener Jiří Dvořák powiedział w czwartek, że drużyna zagra bez obrońcy. Mecz z Wisłą "
         "odbędzie się w sobotę, a kibice mogą już kupować bilety.", "cp1250"),
    ],
)  # fmt: skip
def test_what_neighbours_of_an_encoding_share_is_told_by_its_language(
    text: str, encoding: str
) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding), "cp1252") == GERMAN


@pytest.mark.parametrize(
    "name", ["no-such-charset", "hex", "rot13", "utf-7\0", "undefined", "idna"]
)
def test_a_declared_name_that_is_no_charset_is_passed_over(name: str) -> None:
    assert "Hafen" in decode(GERMAN.encode("cp1252"), name)


@given(st.binary(max_size=200), st.text(max_size=20), st.text(max_size=40))
def test_any_bytes_are_read(data: bytes, declared: str, content_type: str) -> None:
    writable(decode(data, declared, content_type)).encode()


@given(st.text(alphabet=st.characters(), max_size=50))
def test_writable_text_keeps_its_letters_and_loses_only_control_characters(text: str) -> None:
    result = writable(text)
    result.encode("utf-8")
    assert not any(
        category(sign) == "Cc" and sign not in "\t\n\r\x0c" for sign in result if ord(sign) < 128
    )
    kept = [sign for sign in text if sign in result or category(sign) == "Cs"]
    assert len(result) == len(kept)
    assert all(a == b or b == "\ufffd" for a, b in zip(kept, result, strict=True))


def test_null_bytes_leave_no_trace_and_broken_characters_leave_a_mark() -> None:
    assert writable("fo\0und\x1f it") == "found it"
    assert writable("half \ud83d a face") == "half \ufffd a face"
