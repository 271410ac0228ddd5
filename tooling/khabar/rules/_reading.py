"""A document on its way to being an article: its bytes, its JSON, and what stopped it."""

from functools import cached_property
from typing import Any

import msgspec

from khabar.model import SCHEMA, Article
from khabar.problem import KhabarError
from khabar.schema import VERSIONS, Fault, decode, faults
from khabar.store import Document, JsonMap, decoded, dumps, line, parsed, point

MAX_BYTES = 50_000_000
"""Documents longer than this are not read: an article is some kilobytes."""

_BOM = b"\xef\xbb\xbf"
_encoder = msgspec.json.Encoder()


class Reading:
    """One document, read as far as it lets itself be read.

    A good document costs one decode. What a bad one needs is worked out when it is asked for.

    Attributes:
        document: the bytes, without a byte order mark, and where they come from.
        limit: how many bytes a document may have.
        too_large: whether it has more, and was not read.
        marked: whether it began with a byte order mark.
        article: the article, if the document obeys the schema.
        error: why the document is not JSON, if it is not.
    """

    def __init__(self, document: Document, limit: int = MAX_BYTES) -> None:
        self.limit = limit
        self.too_large = len(document.data) > limit
        self.marked = document.data.startswith(_BOM)
        if self.marked:
            document = Document(
                document.file, document.line, document.data[len(_BOM) :], document.in_lines
            )
        self.document = document
        self.error: KhabarError | None = None
        self.article: Article | None = None
        if not self.too_large:
            self.article = decode(document.data)
            if self.article is None:
                self._find_error()

    def _find_error(self) -> None:
        try:
            if not self.faults:
                self.give_up()
        except KhabarError as error:
            self.error = error

    def give_up(self) -> None:
        """Take the document for no article: it is JSON that cannot be held."""
        place = point(self.document.file, self.document.line, 1)
        self.article = None
        self.error = KhabarError(
            "this JSON cannot be held: it is nested too deeply", place=place, code="KH004"
        )

    @cached_property
    def text(self) -> str:
        """The document as text.

        Raises:
            KhabarError: if it is not UTF-8.
        """
        return decoded(self.document)

    @cached_property
    def value(self) -> object:
        """The document as a JSON value.

        Raises:
            KhabarError: if it is not JSON.
        """
        return parsed(self.document, self.text)

    @cached_property
    def map(self) -> JsonMap:
        """Where each value stands; only for documents that are JSON."""
        return JsonMap(self.text, self.document.file, self.document.line)

    @property
    def readable(self) -> bool:
        """Whether the document is JSON."""
        return self.error is None and not self.too_large

    @cached_property
    def faults(self) -> list[Fault]:
        """What the schema says against the document; nothing if it is not JSON."""
        if self.article is not None or not self.readable:
            return []
        return faults(self.value)

    def broken(self, *keywords: str) -> list[Fault]:
        """The faults of some schema keywords, but for values that are null."""
        return [one for one in self.faults if one.keyword in keywords and not self.is_null(one)]

    def is_null(self, fault: Fault) -> bool:
        """Whether a fault is that null stands for a value."""
        return self.at(fault.pointer) is None

    def at(self, pointer: str) -> object:
        """The value that a JSON pointer names."""
        value: Any = self.value
        for step in pointer.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            value = value[int(key) if isinstance(value, list) else key]
        return value

    @property
    def version(self) -> str | None:
        """The version of the schema that the document says it follows."""
        if self.article is not None:
            return self.article.schema
        if not self.readable or not isinstance(self.value, dict):
            return None
        version = self.value.get("schema")
        return version if isinstance(version, str) else None

    @property
    def sound(self) -> bool:
        """Whether the document is an article of a version we know, so that its sense counts."""
        return self.article is not None and (
            self.article.schema == SCHEMA or self.article.schema in VERSIONS
        )

    @cached_property
    def canonical(self) -> bool:
        """Whether the article stands in canonical form: of a file, or of a line of JSONL."""
        if self.article is None:
            return False
        write = line if self.document.in_lines else dumps
        return self.document.data == write(self.article)

    @property
    def may_repeat_keys(self) -> bool:
        """Whether an object may give a key twice, which no parser tells.

        Every string of the article stands in the document; when the document has no more of
        them than the article, written out again, then none was dropped.
        """
        if self.article is None:
            return self.readable
        data, written = self.document.data, _encoder.encode(self.article)
        return data != written and _strings(data) != _strings(written)


def _strings(data: bytes) -> int:
    """How many quotation marks delimit strings, or a few more; the same way for any writer."""
    return data.count(b'"') - data.count(b'\\"')
