"""Pages of several shapes, and that no line of any page is lost."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.ingest import read_page
from khabar.text.stored import decode_entities, stored_form

PAGES = Path(__file__).parent / "pages"
SEED = Path(__file__).parents[3] / "shared" / "data" / "seed" / "page.txt"


def page(name):
    return read_page((PAGES / name).read_text(encoding="utf-8"))


def left_out(page):
    return [(one.kind, one.first, one.last) for one in page.left_out]


def lines_of(page, role):
    return sorted({piece.line for piece in page.pieces if piece.role == role})


def test_a_page_without_furniture_is_a_title_and_a_body():
    read = page("plain.txt")
    (article,) = read.candidates
    assert article.title == "بلدية الزيزفون تعيد فتح الحديقة العامة"
    assert article.body.startswith("أعادت بلدية الزيزفون")
    assert article.body.endswith("ليلا.\n\nورحب السكان بالقرار.")
    assert (article.publisher, article.published, article.keywords) == (None, None, ())
    assert read.left_out == ()


def test_a_body_goes_on_after_related_headlines():
    read = page("resumed.txt")
    (article,) = read.candidates
    lines = (PAGES / "resumed.txt").read_text(encoding="utf-8").split("\n")
    kept = [lines[4], "", lines[10], "", *lines[14:22]]
    assert article.body == "\n".join(kept)
    assert left_out(read) == [
        ("updated", 2, 2),
        ("related", 7, 7),
        ("headlines", 8, 9),
        ("related", 13, 13),
        ("related", 28, 28),
        ("headlines", 29, 29),
    ]
    assert read.remarks == ("line 11: the article goes on after related headlines",)


def test_metadata_is_found_at_the_edges():
    (article,) = page("resumed.txt").candidates
    assert article.title is None
    assert article.publisher == "وكالة المدار"
    assert article.published == "2031-03-25"
    assert article.author == "رامي البستاني"
    assert article.keywords == ("متحف الزيزفون", "خرائط")


def test_words_of_the_body_that_begin_like_a_label_stay():
    (article,) = page("resumed.txt").candidates
    assert "\nالمصدر الذي حصل المتحف منه على الخرائط" in article.body
    assert "\nأخبار متعلقة بالمعرض نشرت" in article.body
    assert "• قسم الخرائط البحرية\n• قسم خرائط المدن\n• قسم الأطالس المدرسية" in article.body


def test_an_embedded_article_comes_out_apart():
    read = page("embedded.txt")
    main, embedded = read.candidates
    assert (main.embedded, embedded.embedded) == (False, True)
    assert main.body.count("\n") == 1
    assert main.keywords == ("جامعة الزيزفون", "معهد البحار", "بحث علمي")
    assert (main.publisher, embedded.publisher) == ("صحيفة الضفة", "وكالة المدار")
    assert embedded.title == "سفينة أبحاث ترسو في الميناء"
    assert embedded.body.startswith("رست سفينة الأبحاث")
    assert embedded.body.endswith("الشرقية.")
    assert "adsbygoogle" not in embedded.body
    assert left_out(read) == [
        ("related", 5, 5),
        ("script", 8, 8),
        ("related", 11, 11),
        ("headlines", 12, 13),
    ]


def test_code_is_cut_out_and_braces_in_prose_stay():
    read = page("script.txt")
    (article,) = read.candidates
    assert article.body == (
        "ارتفع سعر القمح في سوق الزيزفون للأسبوع الثالث على التوالي.\n"
        "وعزا التجار الارتفاع إلى تأخر الأمطار وقلة المخزون.\n"
        "وتجتمع الغرفة التجارية غدا {بحضور الوزير} لبحث الأمر."
    )
    assert left_out(read) == [
        ("navigation", 1, 1),
        ("advertisement", 2, 2),
        ("script", 4, 7),
        ("style-sheet", 8, 10),
        ("script", 11, 13),
        ("style-sheet", 14, 14),
        ("script", 15, 15),
        ("share", 17, 18),
        ("copyright", 19, 19),
    ]


@pytest.mark.parametrize(
    "name", ["plain.txt", "resumed.txt", "embedded.txt", "script.txt", "example"]
)
def test_windows_line_ends_and_odd_characters_make_no_difference(name):
    path = PAGES / name
    if name == "example":
        path = Path(__file__).parents[2] / "examples" / "pages" / "marsa-port.txt"
    text = path.read_text(encoding="utf-8")
    odd = text.replace(": ", ":\u00a0").replace("ال", "\u200fال", 3).replace("\n", "\u200b\r\n")
    plain, strange = read_page(text), read_page("\ufeff" + odd)
    assert left_out(strange) == left_out(plain)
    for one, other in zip(plain.candidates, strange.candidates, strict=True):
        assert stored_form(other.body).text == stored_form(one.body).text
        for name in ("publisher", "published", "author", "title", "keywords"):
            assert getattr(other, name) == getattr(one, name)


def test_the_seed_page_is_read_as_research_reads_it():
    if not SEED.exists():
        pytest.skip("needs the real page ../shared/data/seed/page.txt, which is not here")
    text = SEED.read_text(encoding="utf-8")
    read = read_page(text)
    main, embedded = read.candidates
    assert main.body == "\n".join(text.split("\n")[:15])
    assert len(main.body) == 1765
    assert (main.title, main.publisher) == (None, text.split("\n")[16].partition(": ")[2])
    assert main.keywords == (text.split("\n")[18].partition(": ")[2],)
    assert embedded.title == text.split("\n")[22]
    assert embedded.body == "\n".join(text.split("\n")[at] for at in (24, 25, 27, 28, 29))
    assert left_out(read) == [
        ("related", 21, 21),
        ("related", 27, 27),
        ("style-sheet", 27, 27),
        ("caption", 27, 27),
        ("related", 32, 32),
        ("headlines", 34, 43),
    ]


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("افتتاح جسر الوادي أمام المارة", "افتتاح جسر الوادي أمام المارة"),
        ("# افتتاح جسر الوادي", "افتتاح جسر الوادي"),
        ("افتتح جسر الوادي أمام المارة صباح اليوم.", None),
        ("قال الوزير:", None),
        ("جسر", None),
        ("- افتتاح جسر الوادي", None),
    ],
)
def test_a_title_is_never_invented(first, title):
    read = read_page(f"{first}\n\nعبر المئات جسر الوادي بعد افتتاحه صباح اليوم.")
    assert read.candidates[0].title == title
    assert (first.lstrip("# ") in read.candidates[0].body) == (title is None)


def test_a_known_title_is_not_repeated_in_the_body():
    text = "افتتاح جسر الوادى\n\nعبر المئات الجسر بعد افتتاحه صباح اليوم."
    read = read_page(text, title="افتتاح جسر الوادي")
    assert read.candidates[0].title == "افتتاح جسر الوادي"
    assert read.candidates[0].body == "عبر المئات الجسر بعد افتتاحه صباح اليوم."
    assert left_out(read) == [("repeated-title", 1, 1)]


def test_a_date_inside_the_body_stays_there():
    text = "بدأت الأزمة قبل عام واحد فقط.\n3 مارس 2031\nوقع الطرفان الاتفاق الأول في المدينة."
    (article,) = read_page(text).candidates
    assert article.body == text
    assert article.published is None


def test_a_second_source_line_is_reported():
    text = "عبر المئات الجسر بعد افتتاحه صباح اليوم.\nالمصدر: الضفة\nالمصدر: المدار"
    read = read_page(text)
    assert read.candidates[0].publisher == "الضفة"
    assert left_out(read) == [("second-source", 3, 3)]


def test_a_source_under_its_label_and_an_ambiguous_date():
    text = "3/4/2031\n\nعبر المئات الجسر بعد افتتاحه صباح اليوم.\n\nالمصدر:\n\nصحيفة الضفة"
    (article,) = read_page(text).candidates
    assert article.publisher == "صحيفة الضفة"
    assert (article.published, article.note) == (None, "date as found: 3/4/2031")


FIRST = "أعلنت الهيئة توسعة الميناء الشرقي في العام المقبل."
OTHER = (
    "تنطلق بطولة الشطرنج المدرسية مساء الخميس في قاعة البلدية بمشاركة مئة لاعب ولاعبة.\n"
    "وتستمر البطولة ثلاثة أيام، ويوزع رئيس البلدية الجوائز على الفائزين في ختامها."
)


def test_prose_under_a_heading_that_speaks_of_its_headline_is_an_article():
    read = read_page(f"{FIRST}\n\nاقرأ أيضا\nبطولة الشطرنج المدرسية تنطلق الخميس\n{OTHER}")
    assert [one.body for one in read.candidates] == [FIRST, OTHER]
    assert read.candidates[1].title == "بطولة الشطرنج المدرسية تنطلق الخميس"


def test_prose_under_a_heading_that_speaks_of_something_else_goes_on():
    read = read_page(f"{FIRST}\n\nاقرأ أيضا\nأسعار السمك ترتفع في الأسواق\n{OTHER}")
    assert [one.body for one in read.candidates] == [f"{FIRST}\n\n{OTHER}"]
    assert left_out(read) == [("related", 3, 3), ("headlines", 4, 4)]


def test_prose_under_a_heading_after_the_source_is_an_article_whatever_it_says():
    text = f"{FIRST}\nالمصدر: الضفة\nاقرأ أيضا\nأسعار السمك ترتفع في الأسواق\n{OTHER}"
    read = read_page(text)
    assert [one.body for one in read.candidates] == [FIRST, OTHER]
    assert read.candidates[1].title == "أسعار السمك ترتفع في الأسواق"


def test_a_teaser_after_the_source_is_no_article():
    text = f"{FIRST}\nالمصدر: الضفة\nاقرأ أيضا\nأسعار السمك\nارتفعت أسعار السمك في الأسواق."
    read = read_page(text)
    assert [one.body for one in read.candidates] == [FIRST]
    assert left_out(read) == [("related", 3, 3), ("headlines", 4, 4), ("teaser", 5, 5)]


def test_a_short_line_after_an_inline_heading_stays():
    read = read_page(f"{FIRST}\nاقرأ أيضا: خبر آخر\n- خبر ثان\nورحب السكان.")
    assert read.candidates[0].body == f"{FIRST}\nورحب السكان."
    assert left_out(read) == [("related", 2, 2), ("headlines", 3, 3)]


def test_a_list_at_the_end_of_a_body_is_kept_and_remarked():
    text = "أعلنت الهيئة أسماء الفائزين بالجائزة هذا العام.\n- سلمى الراوي\n- نادر الصفواني"
    read = read_page(text)
    assert read.candidates[0].body == text
    assert read.remarks == ("lines 2-3: a list at the end of the body was kept",)


def test_entities_are_decoded_once_and_counted():
    read = read_page("قال الوزير: &quot;سنبني &amp;lt; جسرا جديدا&quot; في العام المقبل.")
    assert read.candidates[0].body == 'قال الوزير: "سنبني &lt; جسرا جديدا" في العام المقبل.'
    assert [(change.kind, change.count) for change in read.changes] == [("entities", 3)]


def test_a_page_of_nothing_but_furniture_has_no_article():
    assert read_page("المصدر: الضفة\nشارك الخبر\n\nمقالات مشابهة\n- عنوان أول").candidates == ()


LINES = [
    "",
    "  ",
    "\u200b",
    "أعلنت الهيئة توسعة الميناء الشرقي هذا العام.",
    'وقال المدير: "سنبدأ غدا"، ثم غادر. ولم يجب عن الأسئلة التي وجهت إليه بعد ذلك.',
    "ورحب السكان.",
    "عنوان فرعي قصير",
    "المصدر: صدى الشاطئ",
    "المصدر:",
    "المصدر الذي طلب حجب اسمه نفى ذلك كله.",
    "كلمات دلالية: ميناء، شحن",
    "الوسوم",
    "إقرأ أيضاً:",
    "اقرا ايضا: عنوان خبر آخر",
    "أخبار متعلقة عنوان أول عنوان ثان",
    "مقالات مشابهة",
    "  • عنوان خبر قديم",
    "- عنوان خبر آخر",
    "توسعة الميناء الشرقي تبدأ هذا العام",
    "بقلم: سلمى الراوي",
    "3 مارس 2031",
    "نشر في: 4 مارس 2031",
    "آخر تحديث: 5 مارس 2031",
    "تابعونا على فيسبوك",
    "جميع الحقوق محفوظة",
    ".a{ color:red } نص بعد الرمز",
    "نص قبل .a{ color:red } ونص بعده.",
    "function f() {",
    "}",
    "<script>",
    "var x = 1;</script>",
    "{نص بين قوسين}",
    "صورة الميناء - أرشيفية",
    "a &amp;amp; b\u00a0\u2028c",
]
pages = st.lists(st.sampled_from(LINES) | st.text(max_size=40), max_size=25).map("\n".join)
readable = pages.filter(lambda text: "\0" not in text)


def visible(text):
    return "".join(stored_form(text).text.split())


@given(readable)
def test_every_line_is_accounted_for(text):
    """What the pieces of a line hold is the line; only blanks are in none."""
    read = read_page(text)
    lines = decode_entities(text).text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        pieces = [piece for piece in read.pieces if piece.line == number]
        assert all(line[piece.start : piece.end] == piece.text for piece in pieces)
        assert all(one.end <= two.start for one, two in pairwise(pieces))
        assert visible("".join(piece.text for piece in pieces)) == visible(line)


@given(readable)
def test_the_body_is_its_pieces_and_nothing_else(text):
    read = read_page(text)
    for index, article in enumerate(read.candidates):
        own = [piece for piece in read.pieces if piece.candidate == index]
        body = "\n".join(piece.text for piece in own if piece.role == "body")
        assert visible(article.body) == visible(body)
        assert any(piece.role == "title" for piece in own) == (article.title is not None)
    others = [piece for piece in read.pieces if piece.candidate is None]
    assert all(piece.role == "left-out" and piece.kind for piece in others)
    if not read.candidates:
        assert "body" not in {piece.role for piece in read.pieces}


@given(readable)
def test_what_is_left_out_is_reported(text):
    read = read_page(text)
    reported = {number for one in read.left_out for number in range(one.first, one.last + 1)}
    assert set(lines_of(read, "left-out")) <= reported
    for one in read.left_out:
        kinds = {piece.kind for piece in read.pieces if one.first <= piece.line <= one.last}
        assert one.kind in kinds


@given(readable)
def test_metadata_is_taken_where_a_piece_says_so(text):
    read = read_page(text)
    for index, article in enumerate(read.candidates):
        roles = {piece.role for piece in read.pieces if piece.candidate == index}
        assert ("author" in roles) == (article.author is not None)
        assert ("published" in roles) == bool(article.published or article.note)
        assert not article.publisher or "source" in roles
        assert not article.keywords or "tags" in roles


@given(st.lists(st.sampled_from(LINES[3:6]), min_size=1, max_size=8))
def test_plain_prose_is_never_left_out(lines):
    text = "\n\n".join(lines)
    read = read_page(text)
    assert read.left_out == ()
    assert [article.body for article in read.candidates] == [text]
