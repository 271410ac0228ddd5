"""Recognizers: each label in the spellings that pages use, and the prose that is none."""

import pytest

from khabar.ingest.furniture import REASONS, is_headline, is_prose, recognize, split_tags


@pytest.mark.parametrize(
    "line",
    [
        "إقرأ أيضاً:", "اقرأ أيضًا", "أقرأ ايضا", "إقرا أيضا...", "اقــرأ أيضاً", "*** اقرأ أيضا ***",
        "أخبار متعلقة", "الأخبار المتعلقة", "أخبار ذات صلة:", "مواضيع ذات صلة", "مقالات مشابهة",
        "مقالات ذات صلة", "قد يهمك أيضا", "شاهد أيضًا", "اقرأ المزيد", "الأكثر قراءة", "Read also:",
        "اقرأ أيضًا في الضفة",
    ],
)  # fmt: skip
def test_headings_of_related_articles(line):
    mark = recognize(line)
    assert (mark.kind, mark.value) == ("related", "")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("اقرأ أيضا: جسر جديد فوق الوادي", "جسر جديد فوق الوادي"),
        ("أخبار متعلقة جسر جديد فوق الوادي", "جسر جديد فوق الوادي"),
        ("شاهد أيضًا | جسر جديد", "جسر جديد"),
    ],
)
def test_headlines_on_the_line_of_their_heading(line, value):
    mark = recognize(line)
    assert (mark.kind, mark.value) == ("related", value)


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("المصدر: صدى الشاطئ", "source", "صدى الشاطئ"),
        ("المصدر : صدى الشاطئ.", "source", "صدى الشاطئ"),
        ("مصدر الخبر - وكالة المدار", "source", "وكالة المدار"),
        ("(المصدر: «وكالة المدار»)", "source", "وكالة المدار"),
        ("نقلا عن: وكالة المدار", "source", "وكالة المدار"),
        ("نقلاً عن: وكالة المدار", "source", "وكالة المدار"),
        ("المصدر:", "source", ""),
        ("كلمات دلالية: أ ب ج", "tags", "أ ب ج"),
        ("الكلمات المفتاحية | أ، ب", "tags", "أ، ب"),
        ("وسوم:", "tags", ""),
        ("الكلمات الدليلية: أ", "tags", "أ"),
        ("بقلم: سلمى الراوي", "author", "سلمى الراوي"),
        ("بقلم سلمى الراوي", "author", "سلمى الراوي"),
        ("كتبت: سلمى الراوي", "author", "سلمى الراوي"),
        ("نُشر في: 4 مارس 2031", "published", "2031-03-04"),
        ("الثلاثاء ٤ آذار ٢٠٣١ - ١٠:١٥ ص", "published", "2031-03-04"),
        ("آخر تحديث: 2031/03/05", "updated", "2031-03-05"),
        ("الثلاثاء 4 مارس 2031 الموافق 10 رجب 1453 هـ", "published", "2031-03-04"),
        ("10 رجب 1453 هـ", "published", ""),
    ],
)
def test_metadata(line, kind, value):
    mark = recognize(line)
    assert (mark.kind, mark.value) == (kind, value)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("شارك الخبر", "share"),
        ("شاركها على واتساب", "share"),
        ("تابعونا على صفحتنا في فيسبوك", "share"),
        ("فيسبوك تويتر واتساب طباعة", "share"),
        ("اشترك في نشرتنا البريدية", "share"),
        ("جميع الحقوق محفوظة لصحيفة الضفة 2031.", "copyright"),
        ("© 2031 صحيفة الضفة", "copyright"),
        ("الرئيسية > أخبار > اقتصاد", "navigation"),
        ("أضف تعليقا", "navigation"),
        ("- إعلان -", "advertisement"),
        ("واجهة الميناء - أرشيفية", "caption"),
    ],
)
def test_other_furniture(line, kind):
    assert recognize(line).kind == kind
    assert kind in REASONS


@pytest.mark.parametrize(
    "line",
    [
        "المصدر الذي طلب حجب اسمه نفى الخبر.",
        "المصدر: رفضت الشركة التعليق على هذه الأنباء أمس.",
        "نقلا عن مصادر مطلعة أعلنت الوكالة الخبر.",
        "أخبار متعلقة بالاقتصاد تصدرت نشرات المساء",
        "أخبار متعلقة في الغالب بالطقس نشرت أمس",
        "مواضيع ذات صلة نوقشت في الاجتماع الأخير.",
        "شارك الوزير في الاجتماع.",
        "شارك الخبراء في إعداد التقرير",
        "تابع الوزير سير العمل على الطريق الساحلي",
        "تابعوا الوزير على تويتر طوال الصباح.",
        "كتب الوزير رسالة إلى النقابة",
        "كلمات دلالية كثيرة وردت في الخطاب",
        "إعلان الهدنة يدخل حيز التنفيذ",
        "وقال إن جميع الحقوق محفوظة للعاملين بموجب القانون.",
        "في 4 مارس 2031 وقع الطرفان الاتفاق.",
        "2031",
        "12-17",
        "التفاصيل الكاملة في بيان الوزارة",
        "المزيد من الأمطار في الطريق",
        "صورة المدينة تغيرت بعد العاصفة.",
        "قد يهمك الأمر يوما ما.",
        "وسوم المقاتلين كانت على صدورهم.",
    ],
)
def test_prose_that_begins_like_furniture_is_none(line):
    assert recognize(line) is None


@pytest.mark.parametrize(
    ("line", "prose"),
    [
        ("ورحب السكان بالقرار الجديد أمس.", True),
        ("ورحب السكان.", False),
        ("حرقوا الغابة.. عشرون حريقا في يوم واحد..", False),
        ("لافروف: العلاقات ما زالت قائمة على أساس المصالح المتبادلة", False),
        ("كلمة " * 25 + "أخيرة", True),
        (
            'وأضاف المدير في ختام كلمته أمام العاملين: "نعم، إننا لن نغلق أبواب الميناء أبدا"',
            True,
        ),
    ],
)
def test_prose_and_headlines(line, prose):
    assert is_prose(line) is prose
    assert not (prose and is_headline(line))


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("ميناء، شحن", ("ميناء", "شحن")),
        ("ميناء, شحن,ميناء", ("ميناء", "شحن")),
        ("#ميناء_المرسى #شحن", ("ميناء_المرسى", "شحن")),
        ("ميناء | شحن - سفن", ("ميناء", "شحن", "سفن")),
        ("اتفاق فرنسا-ألمانيا، نقل", ("اتفاق فرنسا-ألمانيا", "نقل")),
        ("ميناء المرسى شحن", ("ميناء المرسى شحن",)),
        ("،،", ()),
    ],
)
def test_tags_are_split_where_something_splits_them(line, tags):
    assert split_tags(line) == tags


def test_a_long_line_is_quickly_prose():
    assert recognize("المصدر: " + "كلمة " * 100_000) is None
