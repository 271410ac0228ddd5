"""Ids of articles: stable, readable, and the same whenever the same page is ingested."""

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from khabar.text import fold

_LATIN = str.maketrans(
    {
        "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d",
        "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t",
        "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m",
        "ن": "n", "ه": "h", "و": "w", "ي": "y", "ة": "h", "ئ": "y", "ؤ": "w", "ء": "",
        "گ": "g", "پ": "p", "چ": "ch", "ژ": "zh",
        **{chr(0x660 + digit): str(digit) for digit in range(10)},
        **{chr(0x6F0 + digit): str(digit) for digit in range(10)},
    }
)  # fmt: skip
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_NOT_WORD = re.compile(r"[\W_]+")
_LONGEST = 50


def slug(text: str) -> str:
    """A text in small Latin letters, digits and hyphens; "" where nothing is left.

    Example:
        >>> slug("صدى الشاطئ 24")
        'sda-alshaty-24'
    """
    return _NOT_SLUG.sub("-", fold(text.replace("ى", "ا")).lower().translate(_LATIN)).strip("-")


def slug_of_url(url: str) -> str:
    """Host and path of an address as a slug.

    Example:
        >>> slug_of_url("https://www.shati.example/economy/%D9%85%D8%B1%D8%B3%D9%89-7.html?x=1")
        'shati-example-economy-mrsa-7'
    """
    parts = urlsplit(url if "//" in url else f"//{url}")
    host = parts.netloc.rpartition("@")[2].removeprefix("www.")
    path = re.sub(r"\.(?:html?|php|aspx?)$", "", unquote(parts.path))
    return slug(f"{host} {path}")


def digest(text: str) -> str:
    """Ten hexadecimal digits of the letters of a text, whatever its marks and spelling."""
    letters = _NOT_WORD.sub("", fold(text).lower())
    return hashlib.blake2b(letters.encode(), digest_size=5).hexdigest()


def digest_of(article: str) -> str:
    """The digest at the end of an id that `article_id` has made."""
    return article.rpartition("-")[2]


def article_id(parts: Iterable[str | None], text: str) -> str:
    """The id of an article: the first parts that fit and a digest of its text.

    Args:
        parts: what to name it after, as slugs or plain text; empty ones are passed over.
        text: the text of the article, whose folded letters the digest is made of.

    Example:
        >>> article_id(["صدى الشاطئ", None, "2031-03-04"], "وصلت السفينة.")
        'sda-alshaty-2031-03-04-b9cba95a96'
    """
    name = "-".join(filter(None, (slug(part) for part in parts if part)))
    if len(name) > _LONGEST:
        name = name[:_LONGEST].rpartition("-")[0] or name[:_LONGEST]
    return f"{name.strip('-') or 'article'}-{digest(text)}"
