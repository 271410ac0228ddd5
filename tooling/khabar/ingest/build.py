"""From a candidate to an article in stored form, with what there is to say about it."""

import re
from collections.abc import Iterator

from msgspec import Struct

from khabar.ingest.names import article_id, slug_of_url
from khabar.ingest.pieces import Candidate
from khabar.model import SCHEMA, Article, Publication
from khabar.text.stored import Change, stored_form


class Defaults(Struct, frozen=True, kw_only=True):
    """What holds for articles that do not say it themselves; a license is never guessed."""

    language: str = "ar"
    publisher: str | None = None
    license: str | None = None


class Built(Struct, frozen=True, kw_only=True):
    """An article made from a candidate; changes and notes are those of its text."""

    article: Article
    changes: tuple[Change, ...]
    notes: tuple[Change, ...]
    warnings: tuple[str, ...]


_LETTERS = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]+")
_GLUED = re.compile(
    r"[.؟!](?<=[^\W\d_]{2}.)[\"”»)]*(?=[\u0620-\u064a]{2})"
    r"|[.؟!](?<=[^\W\d_][\"”»)].)[\"”»)]*(?=[\u0620-\u064a]{2})"
)
_MARKUP = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|&(?:#\d+|[A-Za-z]+);")
_SENTENCE_END = re.compile(r"[.!؟?…]+[\"”»’')\]]*(?=\s|$)|(?<=[^\s.!؟?…\"”»’')\]])$")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ARABIC_SCRIPT = {"ar", "ckb", "fa", "ps", "ug", "ur"}


def build(candidate: Candidate, defaults: Defaults) -> Built:
    """Make an article of a candidate; its status is ``raw``.

    Raises:
        KhabarError: the text holds what cannot be stored.
    """
    stored = stored_form(candidate.body)
    title = _one_line(candidate.title)
    publication = _publication(candidate, defaults)
    article = Article(
        schema=SCHEMA,
        id=article_id(_name(candidate, publication, title), stored.text),
        language=_language(candidate.language) or defaults.language,
        title=title,
        text=stored.text,
        publication=None if publication == Publication() else publication,
        keywords=tuple(filter(None, map(_one_line, candidate.keywords))),
        status="raw",
    )
    warnings = tuple(_warnings(stored.text, article.language))
    return Built(article=article, changes=stored.changes, notes=stored.notes, warnings=warnings)


def count_sentences(text: str) -> int:
    r"""How many sentences a text has: the rest of a line without a final mark counts as one.

    Example:
        >>> count_sentences('وصلت السفينة. قال القبطان: "وصلنا".\n\nعنوان فرعي')
        3
    """
    lines = (line.strip() for line in text.split("\n"))
    return sum(max(1, len(_SENTENCE_END.findall(line))) for line in lines if line)


def is_mostly_arabic(text: str) -> bool:
    """Whether at least half of the letters are Arabic."""
    letters = sum(map(len, _LETTERS.findall(text)))
    return 2 * sum(map(len, _ARABIC.findall(text))) >= letters


def _language(value: str | None) -> str | None:
    """A language tag that a page or record gave, if it is one."""
    tag = (value or "").replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def _publication(candidate: Candidate, defaults: Defaults) -> Publication:
    return Publication(
        publisher=_one_line(candidate.publisher) or defaults.publisher,
        url=_one_line(candidate.url),
        author=_one_line(candidate.author),
        published=candidate.published,
        license=candidate.license or defaults.license,
        note=_one_line(candidate.note),
    )


def _name(
    candidate: Candidate, publication: Publication, title: str | None
) -> tuple[str | None, ...]:
    """What the id is made of: the address, else publisher and date, else the title's words."""
    if publication.url and not candidate.embedded:
        return (slug_of_url(publication.url),)
    if candidate.publisher or candidate.published:
        return (candidate.publisher, candidate.published and candidate.published[:10])
    return tuple((title or "").split()[:5])


def _one_line(text: str | None) -> str | None:
    return " ".join(stored_form(text).text.split()) or None if text else None


def _warnings(text: str, language: str) -> Iterator[str]:
    if language.partition("-")[0] in _ARABIC_SCRIPT and not is_mostly_arabic(text):
        yield "fewer than half of the letters are Arabic"
    for what, pattern in (("glued sentences kept", _GLUED), ("markup kept", _MARKUP)):
        found = list(pattern.finditer(text))
        if found:
            around = text[max(0, found[0].start() - 10) : found[0].end() + 15].replace("\n", " ")
            yield f"{what}: {len(found)}, first at code point {found[0].start()}: {around}"
