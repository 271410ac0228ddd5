"""The stored form: every step, its counts, its order, and that it comes to rest."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from khabar.problem import KhabarError
from khabar.text.stored import CHANGES, NOTES, decode, decode_entities, stored_form

ODD = "\r\n\t \xa0\u2003\u202f\u3000\u2028\u2029\x85\x0b\x01\x9f\u200b\u2060\ufeff\xad\u034f"
MARKS = "\u200c\u200d\u200e\u200f\u202a\u202c\u2066\u2069\u061c\u0640\u0651\u064e\u0653\u0654\u0301"
LETTERS = "اأيىیکلمن ﻻﷺabe0٣۴«»“”\"'&;#،.👩😀\ufffd\ufffe"
texts = st.text(alphabet=st.sampled_from(ODD + MARKS + LETTERS)) | st.text(
    alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\0")
)


def changed(text):
    stored = stored_form(text)
    return stored.text, {change.kind: change.count for change in stored.changes}


@given(texts)
@example("ا\u200b\u200cب")
@example("ا\u200d\u200c\u200cب")
@example("ا\u200b\u0654")
@example("\r\u200b\n\n \n\n")
@example("\u064e\u0651 \u2028\u2028\u2028")
def test_doing_it_again_changes_nothing(text):
    once = stored_form(text)
    again = stored_form(once.text)
    assert again.text == once.text
    assert again.changes == ()
    assert again.notes == once.notes


@given(texts)
def test_the_result_has_the_promised_form(text):
    stored = stored_form(text).text
    assert unicodedata.is_normalized("NFC", stored)
    assert "\n\n\n" not in stored
    assert all(line == line.rstrip() for line in stored.split("\n"))
    assert stored == stored.strip("\n")
    kept = {"\n", "\u200c", "\u200d"}
    assert not {
        char
        for char in stored
        if char not in kept and unicodedata.category(char) in {"Cc", "Zl", "Zp"}
    }
    assert not set(stored) & set("\u200b\u200e\u200f\u202a\u2066\u061c\ufeff\xad\u2060\ufffe")
    assert {char for char in stored if unicodedata.category(char) == "Zs"} <= {" "}


@given(texts)
def test_a_text_differs_only_where_a_change_says_so(text):
    stored = stored_form(text)
    assert (stored.text == text) == (not stored.changes)
    assert all(change.count > 0 for change in (*stored.changes, *stored.notes))
    assert [c.kind for c in stored.changes] == [k for k in CHANGES if k in changed(text)[1]]


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي ،.؟!٠١٢«»\n", min_size=1))
def test_letters_survive_in_order(text):
    assert stored_form(text).text.split() == text.split()


@pytest.mark.parametrize(
    ("text", "stored", "changes"),
    [
        ("أ\r\nب\rج", "أ\nب\nج", {"line-ends": 2}),
        ("أ\u2028ب\x85ج", "أ\nب\nج", {"separators": 2}),
        ("أ\x07ب\x9fج", "أبج", {"controls": 2}),
        ("أ\u200bب\u2060ج", "أبج", {"zero-width": 2}),
        ("\ufeffأب", "أب", {"byte-order-marks": 1}),
        ("أ\xadب", "أب", {"soft-hyphens": 1}),
        ("\u200fأ\u202bب\u202c\u2067ج\u2069\u061c", "أبج", {"bidi": 6}),
        ("أ\xa0ب\u2009ج\tد", "أ ب ج د", {"spaces": 3}),
        ("می\u200cرود", "می\u200cرود", {}),
        ("ب\u064e\u200cت", "ب\u064e\u200cت", {}),
        ("می\u200c رود\u200d", "می رود", {"joiners": 2}),
        ("ب\u200c\u200d\u200cت", "ب\u200cت", {"joiners": 2}),
        ("ب\u200b\u200cت", "ب\u200cت", {"zero-width": 1}),
        ("شد\u0651\u064eد ا\u0654", "شد\u064e\u0651د أ", {"nfc": 2}),
        ("ا\u200b\u0654", "أ", {"zero-width": 1, "nfc": 1}),
        ("أ  \nب\xa0", "أ\nب", {"spaces": 1, "trailing-blanks": 2}),
        ("\nأ\n\n\n\nب\n", "أ\n\nب", {"blank-lines": 4}),
        ("أ\n \n\t\nب", "أ\n\nب", {"spaces": 1, "trailing-blanks": 2, "blank-lines": 1}),
        ("أ   ب", "أ   ب", {}),
        ("  أ", "  أ", {}),
        ("", "", {}),
        ("&amp;lt;", "&amp;lt;", {}),
    ],
)
def test_each_change_is_made_and_counted(text, stored, changes):
    assert changed(text) == (stored, changes)


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("مـــرحبا", "tatweel", 3),
        ("أيضًا مُهمّ", "harakat", 3),
        ("روسیا کوریا", "persian-letters", 3),
        ("ﷺ ﻻ", "presentation-forms", 2),
        ("مي\u200cرود", "joiners-kept", 1),
        ("عام 2024 و٢٠٢٥ و2026", "mixed-digits", 4),
        ('قال "نعم" و"لا" و«ربما»', "mixed-marks", 2),
        ("Ø§Ù„Ø¹Ø±", "mojibake", 2),
        ("كل\ufffdة", "replacement", 1),
    ],
)
def test_what_is_kept_is_noted(text, kind, count):
    stored = stored_form(text)
    assert stored.text == text
    assert [(note.kind, note.count) for note in stored.notes] == [(kind, count)]
    assert kind in NOTES


@pytest.mark.parametrize(
    "text", ["مرحبا", "في عام 2024", "٢٠٢٤", '"نعم" و"لا"', "﴿آية﴾", "المسافة 5×3 Ù"]
)
def test_ordinary_text_has_no_notes(text):
    assert stored_form(text).notes == ()


def test_an_example_spells_out_what_cannot_be_seen():
    (change,) = stored_form("قال الوزير\u200f إنه يوافق").changes
    assert change.example == "قال الوزير<U+200F> إنه يوافق"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("أ\nب\0", "text:2:2: NUL at code point 3: this is not text"),
        ("أ\ud800", "text:1:2: lone surrogate U+D800 at code point 1: this is not text"),
    ],
)
def test_what_is_not_text_is_refused(text, message):
    with pytest.raises(KhabarError) as error:
        stored_form(text)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("text", "decoded", "count"),
    [
        ("&quot;نعم&quot;", '"نعم"', 2),
        ("&amp;lt;", "&lt;", 1),
        ("&#1593;&#x639;", "عع", 2),
        ("?a=1&copy=2&lt", "?a=1&copy=2&lt", 0),
        ("&nosuchthing;", "&nosuchthing;", 0),
        ("&#0;", "\ufffd", 1),
    ],
)
def test_entities_are_decoded_once(text, decoded, count):
    result = decode_entities(text)
    assert result.text == decoded
    assert sum(change.count for change in result.changes) == count


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_read(encoding):
    assert decode("مرحبا\n".encode(encoding), "f.txt").removeprefix("\ufeff") == "مرحبا\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a\nb\xc7\xe1", "f.txt:2:1: not UTF-8: byte 0xC7 at byte 3; if it is Windows-1256: "),
        (b"\x89PNG\0\0", "f.txt:1:1: binary file: byte 0x89 at byte 0 is not UTF-8"),
        (b"ab\0", "f.txt:1:3: NUL at code point 2: this is not text"),
        (b"\xef\xbb\xbfa\xff", "f.txt:1:1: not UTF-8: byte 0xFF at byte 4; "),
    ],
)
def test_other_bytes_are_refused_with_their_place(data, message):
    with pytest.raises(KhabarError) as error:
        decode(data, "f.txt")
    assert str(error.value).startswith(message)


def test_long_runs_take_linear_time():
    text = "أ" + " " * 200_000 + "ب" + "\n" * 200_000 + "ج"
    assert stored_form(text).text.endswith("ب\n\nج")
