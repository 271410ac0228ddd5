"""Dates as Arabic news pages write them."""

import datetime as dt
import email.utils
import re

from msgspec import Struct

from khabar.text import fold

_NAMES = (
    ("يناير", "كانون الثاني", "جانفي", "january", "jan"),
    ("فبراير", "شباط", "فيفري", "february", "feb"),
    ("مارس", "اذار", "march", "mar"),
    ("ابريل", "نيسان", "افريل", "april", "apr"),
    ("مايو", "ايار", "ماي", "may"),
    ("يونيو", "حزيران", "يونيه", "يونية", "جوان", "june", "jun"),
    ("يوليو", "تموز", "يوليه", "يولية", "جويلية", "july", "jul"),
    ("اغسطس", "اب", "اوت", "غشت", "august", "aug"),
    ("سبتمبر", "ايلول", "شتنبر", "september", "sep"),
    ("اكتوبر", "تشرين الاول", "october", "oct"),
    ("نوفمبر", "تشرين الثاني", "نونبر", "november", "nov"),
    ("ديسمبر", "كانون الاول", "دجنبر", "december", "dec"),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names}
_HIJRI = (
    "محرم|صفر|ربيع الاول|ربيع الاخر|ربيع الثاني|جمادي الاولي|جمادي الاخر[هة]|رجب|شعبان|رمضان|شوال"
)
_DAYS = "السبت|الاحد|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمع[هة]"
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_LABEL = re.compile(
    r"(?:(?P<updated>(?:تاريخ )?(?:اخر )?تحديث|حدث (?:في|بتاريخ)|(?:last )?updated)"
    r"|(?P<published>تاريخ النشر|نشر(?:ت)?(?: في| بتاريخ)?|بتاريخ|التاريخ|published(?: on)?|date))"
    r"\s*[:：|\-]?\s*"
)
_LINE = re.compile(
    rf"(?:\b(?:{_DAYS}|{_MONTH}|{_HIJRI}|ذ[وي] القعد[هة]|ذ[وي] الحج[هة]|الموافق|الساع[هة]|في"
    r"|صباحا|مساء|ص|م|هـ|ه|am|pm|gmt|utc|بتوقيت جرينتش|بتوقيت غرينتش)\b|\d{1,4}|[\s،,|/\-–—:.()+])+"
)
_WORDED = re.compile(rf"\b(\d{{1,2}})\s*[-/،,]?\s*({_MONTH})\b(?:\s*[-/،,]?\s*)(\d{{4}})\b")
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\s+(\d{{1,2}})\s*[،,]?\s*(\d{{4}})\b")
_YEAR_FIRST = re.compile(r"\b(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\b")
_YEAR_LAST = re.compile(r"\b(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})\b")
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|[+-]\d{2}:?\d{2}| UTC)?)?"
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)


class DateLine(Struct, frozen=True):
    """A line that holds nothing but a date.

    Attributes:
        iso: the date as ISO 8601, None where the line does not settle it.
        label: ``published``, ``updated``, or None where the line does not say.
    """

    iso: str | None
    label: str | None


def date_line(line: str) -> DateLine | None:
    """The date in a line that holds nothing else.

    Example:
        >>> date_line("نُشر في: الثلاثاء 4 مارس 2031 - 10:15")
        DateLine(iso='2031-03-04', label='published')
        >>> date_line("عقد الاجتماع في 4 مارس 2031") is None
        True
    """
    key = _key(line)
    labelled = _LABEL.match(key)
    rest = key[labelled.end() :] if labelled else key
    if not _LINE.fullmatch(rest):
        return None
    iso = parse_date(rest)
    if iso is None and not (re.search(r"\d{4}", rest) and len(re.findall(r"\w+", rest)) > 2):
        return None
    return DateLine(iso, labelled.lastgroup if labelled else None)


def parse_date(text: str) -> str | None:
    """The first date in a text as ISO 8601; None where there is none or it is ambiguous.

    Ambiguous is a date in figures whose day and month could be exchanged.

    Example:
        >>> parse_date("٤ آذار ٢٠٣١"), parse_date("25/3/2031"), parse_date("3/4/2031")
        ('2031-03-04', '2031-03-25', None)
    """
    key = _key(text)
    if found := _YEAR_FIRST.search(key):
        return _date(found[1], found[2], found[3])
    if found := _WORDED.search(key):
        return _date(found[3], _MONTHS[found[2]], found[1])
    if found := _MONTH_FIRST.search(key):
        return _date(found[3], _MONTHS[found[1]], found[2])
    found = _YEAR_LAST.search(key)
    if found is None or (int(found[1]) <= 12 and int(found[2]) <= 12 and found[1] != found[2]):
        return None
    day, month = (found[1], found[2]) if int(found[2]) <= 12 else (found[2], found[1])
    return _date(found[3], month, day)


def timestamp(value: str | float) -> str | None:
    """A date or date-time from a data field, as the schema wants it; None where unclear.

    Numbers count seconds, or milliseconds, since 1970.

    Example:
        >>> timestamp("2031-03-04 09:30:00+0300"), timestamp("Tue, 04 Mar 2031 09:30:00 GMT")
        ('2031-03-04T09:30:00+03:00', '2031-03-04T09:30:00Z')
    """
    if isinstance(value, int | float):
        return _from_epoch(value)
    found = _ISO.fullmatch(value.strip().translate(_DIGITS))
    if found:
        year, month, day = found[1].split("-")
        iso = _date(year, month, day)
        return iso and iso + _clock(found[2], found[3])
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError):
        return parse_date(value)
    return moment.isoformat().replace("+00:00", "Z")


def _clock(time: str | None, zone: str | None) -> str:
    if time is None:
        return ""
    zone = (zone or "").replace(" UTC", "Z")
    return f"T{time}{zone if ':' in zone or zone in ('', 'Z') else f'{zone[:3]}:{zone[3:]}'}"


def _from_epoch(value: float) -> str | None:
    seconds = value / 1000 if abs(value) > 1e11 else value
    try:
        moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _date(year: str, month: str | int, day: str) -> str | None:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _key(text: str) -> str:
    return fold(text).translate(_DIGITS).casefold()
