"""What a news page holds besides its article: one recognizer for each kind of line.

Headings are matched in folded form, so that إقرأ أيضاً, اقرأ أيضا and أقرأ ايضًا are one. A
recognizer that is not sure says nothing: a line that stays in the body does less harm than a
paragraph that is gone.
"""

import re

from msgspec import Struct

from khabar.ingest.dates import date_line
from khabar.text import fold, fold_with_offsets


class Mark(Struct, frozen=True):
    """What a line is.

    Attributes:
        kind: ``source``, ``tags``, ``author``, ``published``, ``updated`` (metadata),
            ``related`` (a heading) or a kind of `REASONS` (to be left out).
        value: the metadata, or what stands on the line after a heading of related articles.
        sure: whether the line says itself what it is; a bare date does not.
    """

    kind: str
    value: str = ""
    sure: bool = True


REASONS = {
    "related": "heading of related articles",
    "headlines": "headlines of other articles",
    "teaser": "short text on another article",
    "style-sheet": "debris of a style sheet",
    "script": "debris of a script",
    "share": "invitation to share or subscribe",
    "copyright": "copyright line",
    "navigation": "navigation of the page",
    "advertisement": "mark of an advertisement",
    "caption": "caption of a picture",
    "updated": "date of a later update",
    "second-source": "another source line: the first one was taken",
    "second-date": "another date: the first one was taken",
    "second-author": "another author line: the first one was taken",
    "empty-label": "label without a value",
    "repeated-title": "the title once more",
    "outside": "outside the article as trafilatura finds it",
}
"""Why a stretch of a page is left out, by kind."""

_SEPARATOR = r"\s*[:：|]\s*|\s+[-–—]\s+|\s*$"
_RELATED = (
    r"(?:و?(?:اقرا|اقرؤوا|اقرئي|شاهد|طالع|تابع)\s*(?:ايضا|المزيد|كذلك)(?:\s+(?:علي|في|عن|من)\s.{0,40})?"
    r"|(?:ال)?(?:اخبار|مواضيع|موضوعات|مقالات|تقارير|مواد)\s+(?:ال)?"
    r"(?:متعلقة|مرتبطة|مشابهة|مماثلة|ذات\s+(?:ال)?صلة|ذات\s+علاقة|قد\s+تهمك)"
    r"|(?:قد|ربما)\s+(?:يهمك|يعجبك|تهمك)(?:\s+ايضا)?|ذات\s+صلة|الاكثر\s+(?:قراءة|مشاهدة)"
    r"|related\s+(?:articles|news|posts)|read\s+(?:also|more))"
)
_RELATED_LINE = re.compile(rf"{_RELATED}\s*[:：.…]*\s*")
_RELATED_INLINE = re.compile(rf"(?P<label>{_RELATED})(?:\s*(?P<colon>[:：|])\s*|\s+)")
_SOURCE = re.compile(rf"(?:(?:ال)?مصدر(?:\s+الخبر)?|المصادر|نقلا\s+عن|source)(?:{_SEPARATOR})")
_TAGS = re.compile(
    rf"(?:ال)?(?:كلمات\s+(?:ال)?(?:دلالية|دليلية|مفتاحية|مفاتيح)|وسوم|هاشتاجات|هاشتاغات|تاجات)(?:{_SEPARATOR})"
    rf"|(?:tags|keywords)(?:{_SEPARATOR})"
)
_AUTHOR = re.compile(
    r"(?:بقلم|كتبت?ه?|الكاتبة?|تحرير|اعداد|المحررة?|by)\s*[:：|]\s*(?=\S)|بقلم\s+(?=\S)"
)
_COPYRIGHT = re.compile(
    r".{0,80}©.{0,160}|\W{0,5}(?:(?:(?:جميع|كافة|كل)\s+)?الحقوق\s+محفوظة|all rights reserved"
    r"|copyright\s|حقوق\s+(?:النشر|الطبع)(?:\s+والتوزيع)?\s+محفوظة).{0,120}"
)
_SOCIAL = (
    r"(?:فيسبوك|فيس\s*بوك|تويتر|اكس|واتساب|واتس\s*اب|تيليجرام|تليجرام|تلغرام|انستغرام|انستجرام"
    r"|يوتيوب|لينكد\s*ان|جوجل\s+نيوز|غوغل\s+نيوز|facebook|twitter|whatsapp|telegram|instagram"
    r"|youtube|linkedin|google\s+news|x)"
)
_SHARE = re.compile(
    rf"(?:شارك|شاركها|شاركنا|مشاركة|انشر)(?:\s+(?:هذا\s+)?(?:الخبر|المقال|الموضوع|المقالة|الصفحة))?"
    rf"(?:\s+(?:علي|عبر|مع)\s+{_SOCIAL}|\s+مع\s+اصدقائك)?[\s:!.]*"
    rf"|(?:[\s|،/]*(?:{_SOCIAL}|طباعة|ايميل|البريد الالكتروني|نسخ الرابط|انسخ الرابط)[\s|،/]*)+"
    rf"|(?:تابعنا|تابعونا|تابعوا|تابع|لمتابعتنا)\b.{{0,60}}\b(?:علي|عبر)\s.{{0,30}}{_SOCIAL}.{{0,20}}"
    r"|(?:اشترك|اشتركوا|للاشتراك|سجل)\s+(?:الان\s+)?(?:في|ب)\s*.{0,20}(?:نشرتنا|النشرة|قناتنا|القناة).{0,60}"
    r"|(?:حمل|حملوا|نزل)\s+تطبيق.{0,60}"
)
_NAVIGATION = re.compile(
    r"الرئيسية(?:\s*[>»›/|←-].{0,100})?|(?:اقرا\s+)?المزيد[.…]*|التفاصيل|العودة\s+(?:الي|ل).{0,40}"
    r"|(?:اضف|اترك|اكتب)\s+تعليق\w*|التعليقات(?:\s*\(\d+\))?|الخبر\s+(?:السابق|التالي)"
    r"|(?:السابق|التالي)|اتصل\s+بنا|من\s+نحن|سياسة\s+الخصوصية|home|menu|next|previous"
)
_ADVERTISEMENT = re.compile(r"[-–—(\[\s]*(?:اعلان|اعلانات|advertisement|ads?)[-–—)\]\s]*")
_CAPTION = re.compile(r".{0,140}\b(?:صورة\s+)?ارشيفية[)\]]?|\(?صورة\s*[:：]\s*.{1,80}")
_BULLET = re.compile(r"\s*(?:[•●▪◦‣·*■□►▶✔➤]\s*|[-–—]\s+|\d{1,2}\s*[-.)]\s+)(?=\S)")
_FULL_STOP = re.compile(r"(?<![.…])\.[\"”»’')\]]*$")
_OTHER_END = re.compile(r"[؟?!:…»”\"][\"”»’')\]]*$")
_INNER_STOP = re.compile(r"(?<![.\d])\.[\"”»)]*\s+(?=\w)|[؟!][\"”»)]*\s+(?=\w)")
_TAG_SEPARATORS = re.compile(r"\s*[,،؛;|•·/\n\t]\s*|\s+[-–—]\s+|\s*#")
_EDGES = '*-–—_=~•|:：[]()【】«»"“”#>← '
_LONGEST = 200
_HEAD = 120


def recognize(line: str) -> Mark | None:
    """What a line of a page is, None where it may be part of the body.

    Args:
        line: one line in stored form, without blanks at its edges.

    Example:
        >>> recognize("المصدر: صدى الشاطئ")
        Mark(kind='source', value='صدى الشاطئ', sure=True)
        >>> recognize("المصدر الذي طلب حجب اسمه نفى الخبر.") is None
        True
    """
    if len(line) > _LONGEST:
        return _labelled(line) or _inline_related(line)
    key = _key(line)
    bare = key.strip(_EDGES)
    for pattern, kind in _WHOLE:
        if pattern.fullmatch(bare) and not _FULL_STOP.search(line):
            return Mark(kind)
    if _COPYRIGHT.fullmatch(key):
        return Mark("copyright")
    return _labelled(line) or _inline_related(line) or _dated(line)


_WHOLE = (
    (_RELATED_LINE, "related"),
    (_NAVIGATION, "navigation"),
    (_ADVERTISEMENT, "advertisement"),
    (_SHARE, "share"),
    (_CAPTION, "caption"),
)


def is_bullet(line: str) -> bool:
    """Whether a line is an item of a list."""
    return _BULLET.match(line) is not None


def without_bullet(line: str) -> str:
    """An item of a list without its bullet."""
    return _BULLET.sub("", line, count=1)


def is_prose(line: str) -> bool:
    """Whether a line reads like a paragraph rather than like a headline.

    A paragraph ends in a full stop, holds a full sentence and more, or is long.
    """
    words = line.count(" ") + 1
    if _FULL_STOP.search(line):
        return words >= 5
    if words >= 12 and _INNER_STOP.search(line):
        return True
    return words >= 25 or (words >= 14 and _OTHER_END.search(line) is not None)


def is_headline(line: str) -> bool:
    """Whether a line can be the title of what follows it."""
    words = line.count(" ") + 1
    if is_bullet(line) or is_prose(line) or not 2 <= words <= 20:
        return False
    return not line.endswith((".", "،", "؛", ":", ","))


def split_tags(line: str) -> tuple[str, ...]:
    """The keywords of a tag line; words parted by nothing but blanks stay one keyword.

    Example:
        >>> split_tags("ميناء المرسى، تجارة، شحن"), split_tags("ميناء المرسى تجارة")
        (('ميناء المرسى', 'تجارة', 'شحن'), ('ميناء المرسى تجارة',))
    """
    tags = (tag.strip(" .#•*-") for tag in _TAG_SEPARATORS.split(line))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _labelled(line: str) -> Mark | None:
    """A line that names its source, tags or author after a label."""
    inside = line.strip("()[]* ")
    key = _key(inside[:_HEAD])
    for pattern, kind, longest in (
        (_SOURCE, "source", 8),
        (_TAGS, "tags", 80),
        (_AUTHOR, "author", 6),
    ):
        found = pattern.match(key)
        if found is None:
            continue
        value = _after(inside, found.end())
        if len(value.split()) <= longest and not (kind != "tags" and is_prose(value)):
            return Mark(kind, value if kind == "tags" else _plain(value), sure=kind != "author")
    return None


def _inline_related(line: str) -> Mark | None:
    """A heading of related articles with headlines behind it on the same line."""
    found = _RELATED_INLINE.match(_key(line[:_HEAD]).lstrip(_EDGES))
    if found is None:
        return None
    skipped = len(line) - len(line.lstrip(_EDGES))
    rest = _after(line[skipped:], found.end())
    if found["colon"]:
        return None if is_prose(rest) and len(rest.split()) >= 25 else Mark("related", rest)
    word = _key(rest)[:4]
    if _FULL_STOP.search(rest) or _INNER_STOP.search(rest) or word.startswith(("ب", "في ", "عن ")):
        return None
    return Mark("related", rest)


def _dated(line: str) -> Mark | None:
    found = date_line(line) if len(line) < 120 else None
    if found is None:
        return None
    kind = "updated" if found.label == "updated" else "published"
    return Mark(kind, found.iso or "", sure=found.label is not None)


def _after(line: str, end: int) -> str:
    """The part of a line behind the first `end` characters of its key."""
    _, offsets = fold_with_offsets(line[:_HEAD])
    return line[offsets[min(end, len(offsets) - 1)] :].strip()


def _plain(value: str) -> str:
    return value.strip(' .،"“”«»()[]')


def _key(line: str) -> str:
    return fold(line).lower()
