"""The forms of saying, irregular ones above all, and what each says of who speaks."""

import pytest

from khabar.rules._cues import form, forms
from khabar.text import fold

_CODES = {
    "m": ("masculine", "singular"),
    "f": ("feminine", "singular"),
    "2m": ("masculine", "dual"),
    "2f": ("feminine", "dual"),
    "pm": ("masculine", "plural"),
    "pf": ("feminine", "plural"),
    "1": (None, "singular"),
    "?": (None, None),
    "-": None,
}

_FORMS = """
m    قال أضاف دعا أصر أكد قرأ عزا خشي سأل تنبأ شاء احتج فقال وقال سيقول أوصاها سألني
m    وسيقول سألهما
f    قالت أضافت دعت نفت ردت أصرت وصفت أكدت قرأت عزت خشيت سألت تنبأت لوحت وقالت عزته سألتنا دعته
2m   قالا أضافا أصرا أكدا شددا اعترفا احتجا يقولان يدعوان ينفيان يصران يوضحا مشددان
2f   قالتا أضافتا دعتا نفتا ردتا أصرتا أكدتا تقولان تدعوان تنفيان مشددتين مشددتان محتجتين
pm   قالوا أضافوا نفوا ردوا أصروا أكدوا قرأوا قرؤوا خشوا شاؤوا يقولون ينفون يردون يرون يؤكدون
pm   يتنبأون يتنبؤون مشددين مشترطين نافين داعين قائلون يسألونني سألوه يقولوا
pf   قلن أضفن دعون نفين رددن أصررن أكدن قرأن روين خشين احتججن يقلن يضفن ينفين يرددن يصررن يؤكدن
pf   استغربن طالبن أوضحن مشددات موضحات داعيات
1    قلت أضفت دعوت نفيت أقررت أصررت أقول أرد باقول أسألهم
?    قلنا دعونا نقول نؤكد قيل قيلت سئل سئلت أضيف أشير طولب خوطب طولبت دعي دعيت سئلوا يقال تقال
?    يوصف قرئ أنبئ
m    يقل يضف ينف يدع يسم يشأ يجب لوح
f    تقل تضف تنف تسم
-    قول القول قولها تأكيدا تأكيدات ردا بحسب دعوة تعليقاته إدعائه ادعاؤه زعما كتسول سولني
-    ذكر القائلة نفى رد وصف عرض نفيا حكالي
m    قاللي
f    قالتلي حكتلنا
pm   قالولنا حكولي
"""


def _told() -> list[tuple[str, str]]:
    rows = [line.split() for line in _FORMS.strip().split("\n")]
    return [(word, code) for code, *words in rows for word in words]


@pytest.mark.parametrize(("word", "code"), _told())
def test_forms(word: str, code: str) -> None:
    found = form(word)
    assert found is not None, word
    assert found.subject == _CODES[code]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("دعوا", ("masculine", None)),
        ("يدعون", (None, "plural")),
        ("تقول", ("feminine", "singular")),
    ],
)
def test_what_two_readings_share(word: str, code: tuple[str | None, str | None]) -> None:
    found = form(word)
    assert found is not None
    assert found.subject == code


@pytest.mark.parametrize(
    "word", ["لم", "انتظرت", "يتعلق", "ديفيد", "مرات", "مكتب", "وسفقال", "", "ال"]
)
def test_other_words(word: str) -> None:
    assert form(word) is None


@pytest.mark.parametrize(
    "word",
    [
        "قالت",
        "وأضافت",
        "أكدن",
        "قلت",
        "قيل",
        "سئل",
        "قالتلي",
        "طمأن",
        "استبعد",
        "يعد",
        "بحسب",
        "كتسول",
    ],
)
def test_what_tells_of_speech(word: str) -> None:
    found = form(word)
    assert found is not None
    assert found.tells


@pytest.mark.parametrize(
    "word", ["عرضت", "يشار", "ساعد", "نصف", "يجب", "اشترط", "لوحت", "قضت", "عزت"]
)
def test_what_is_a_cue_where_it_is_marked(word: str) -> None:
    found = form(word)
    assert found is not None
    assert not found.tells


def test_an_article_leaves_the_rest() -> None:
    assert form("الكتب") == ("كتب", None, True)
    assert form("العرض") == ("عرض", None, False)


def test_a_seldom_noun_leaves_a_verb_of_saying_one() -> None:
    assert form("تذكر") == ("تذكر", (None, "singular"), True)
    assert form("ذكر") == ("ذكر", None, True)


def test_a_dual_that_may_be_a_participle() -> None:
    found = form("مازحا")
    assert found is not None
    assert found.subject == ("masculine", None)


@pytest.mark.parametrize("word", ["الكتب", "الإثنين", "والمعلن", "الحذر"])
def test_no_verb_has_an_article(word: str) -> None:
    found = form(word)
    assert found is not None
    assert found.subject is None


def test_letters_of_the_stem_are_no_proclitic() -> None:
    bare = {
        word: found.form for word in ("وعد", "وصف", "فسر", "وقال", "فندت") if (found := form(word))
    }
    assert bare == {"وعد": "وعد", "وصف": "وصف", "فسر": "فسر", "وقال": "قال", "فندت": "فندت"}


def test_forms_are_folded_and_stand_under_their_letters() -> None:
    assert all(fold(one) == one for one in forms())
    assert len(forms()) > 9000
