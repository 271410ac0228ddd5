"""The lines of a CoNLL file, gathered to one draft an article: khabar's files and others'."""

import re
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from msgspec import Struct, field

from khabar.formats.conll.writing import HEADER, NEW
from khabar.problem import KhabarError
from khabar.store import STDIN, STDIN_NAME, point

_TAG = re.compile(r"O|[BI]-\S+")


class Draft(Struct, kw_only=True):
    """The lines of one article.

    Attributes:
        file: the file.
        line: the number of its first line, from 1.
        ours: whether khabar wrote the file, so that comments mean something.
        comments: what comments say, in order, with the numbers of their lines.
        tokens: the words as they stand, with the numbers of their lines.
        tags: the tags of each.
        paragraphs: before which tokens a blank line stands.
    """

    file: str
    line: int
    ours: bool = False
    comments: list[tuple[str, str, int]] = field(default_factory=list)
    tokens: list[tuple[str, int]] = field(default_factory=list)
    tags: list[list[str]] = field(default_factory=list)
    paragraphs: set[int] = field(default_factory=set)

    def error(self, line: int, message: str) -> KhabarError:
        """An error on a line of the file."""
        return KhabarError(message, place=point(self.file, line, 1))


def drafts(source: Path) -> Iterator[Draft]:
    """Yield the articles of a file, or of ``-``, as drafts.

    An article begins at ``# newdoc`` or ``-DOCSTART-``; in a file that has neither, every
    sentence is one.

    Raises:
        KhabarError: if the file cannot be read, or a line has no tag.
    """
    try:
        if str(source) == STDIN:
            stream = TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="\n")
            yield from _drafts(stream, STDIN_NAME)
            return
        with source.open(encoding="utf-8-sig", newline="\n") as stream:
            yield from _drafts(stream, str(source))
    except UnicodeDecodeError as error:
        raise KhabarError(f"{source}: the file is not UTF-8") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise KhabarError(f"{source}: cannot be read: {reason}") from error


def _drafts(stream: TextIO, name: str) -> Iterator[Draft]:
    ours = marked = False
    draft = Draft(file=name, line=1)
    for number, written in enumerate(stream, 1):
        line = written.rstrip("\r\n")
        if number == 1 and line == HEADER:
            ours = True
            continue
        if _begins(line) or not (marked or line.strip()):
            marked = marked or bool(line.strip())
            if draft.tokens or draft.comments:
                yield draft
            draft = Draft(file=name, line=number, ours=ours)
        _take(draft, line, number)
    if draft.tokens or draft.comments:
        yield draft


def _begins(line: str) -> bool:
    return line.startswith(("# newdoc", "-DOCSTART-"))


def _take(draft: Draft, line: str, number: int) -> None:
    if not line.strip():
        draft.paragraphs.add(len(draft.tokens))
    elif line.startswith("# ") and (" = " in line or _begins(line)):
        key, _, value = line[2:].partition(" = ")
        if draft.ours:
            draft.comments.append((key, value, number))
    elif not line.startswith("-DOCSTART-"):
        token, *columns = line.split("\t") if "\t" in line else line.split()
        tags = columns if all(map(_TAG.fullmatch, columns)) else columns[-1:]
        if not (token and tags and _TAG.fullmatch(tags[-1])):
            message = f"this line is no token with its tags (O, B-PER, I-PER): {line[:60]}"
            raise draft.error(number, message)
        draft.tokens.append((token, number))
        draft.tags.append(tags)


def named(draft: Draft) -> str | None:
    """The id that a draft was written with."""
    return next((value for key, value, _ in draft.comments if key == NEW), None)
