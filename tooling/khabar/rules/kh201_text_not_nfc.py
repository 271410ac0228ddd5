"""KH201: text-not-nfc.

The text is not in Unicode normalization form C, in which it is stored.

Why: one word with its marks in another order, or a letter taken apart, looks the same and is not
equal: search, matching and counts miss it, and a later normalization would move every offset.

Bad:
    د + shadda + fatha    (the order of the keyboard)
    ا + madda above

Good:
    د + fatha + shadda    (the order of NFC)
    آ

Fix: normalize a text before it is annotated (`khabar ingest` does). In an annotated text the
spans must move with it.

See: schema/article.schema.json
"""

import unicodedata
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_SHADDA = "\u0651"
_AROUND = 3


@rule("KH201", severity="error")
def text_not_nfc(index: Index) -> Iterator[Hit]:
    text = index.text
    if unicodedata.is_normalized("NFC", text):
        return
    form = unicodedata.normalize("NFC", text)
    at = next(at for at, char in enumerate(text) if char != form[at : at + 1])
    yield Hit(
        f"the text is not NFC, first at offset {at} {quoted(_near(text, at))}: {_cause(text, at)}",
        "/text",
        at,
        at + 1,
    )


def _near(text: str, at: int) -> str:
    return text[max(0, at - _AROUND) : at + _AROUND]


def _cause(text: str, at: int) -> str:
    """What NFC would change, as far as one place shows it."""
    if text[at] == _SHADDA:
        return "shadda and vowel stand in another order"
    if unicodedata.combining(text[at + 1 : at + 2] or " ") and not unicodedata.combining(text[at]):
        return "a letter and its mark are not composed"
    return "a character has another canonical form"
