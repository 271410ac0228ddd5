"""From one format to another: which is which, what was remarked, what would be lost."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from khabar.formats._format import Format, LossReport, Report, by_name, by_path
from khabar.formats._losses import Losses
from khabar.model import Article
from khabar.problem import Finding, KhabarError
from khabar.store import (
    STDIN,
    Document,
    canonical,
    count_passes,
    line,
    lines,
    parse,
    replacing,
    unwritable,
)

_SNIFF = 4096


class Conversion(Struct, kw_only=True):
    """What a conversion came to.

    Attributes:
        report: what was written and what was lost.
        remarks: what readers remarked, by code and message, with counts.
        tasks: how many different article ids there were.
        passes: the annotators who have passes.
        left_out: how many passes of a corpus were not read, since only its articles were wanted.
    """

    report: LossReport
    remarks: Counter[tuple[str, str]]
    tasks: int = 0
    passes: set[str] = msgspec.field(default_factory=set)
    left_out: int = 0


def convert(
    source: Path,
    target: Path,
    *,
    read_as: str = "",
    write_as: str = "",
    allow_loss: bool = False,
    sidecar: Path | None = None,
    options: Mapping[str, Path] | None = None,
) -> Conversion:
    """Convert articles from one file or folder to another.

    Args:
        source: what to read; ``-`` for standard input.
        target: what to write.
        read_as: name of the source's format; found out if empty.
        write_as: name of the target's format; follows from the suffix if empty.
        allow_loss: write although the target cannot hold filled fields.
        sidecar: keep the whole articles there too if the target cannot hold them; when reading a
            file with such a sidecar, fill up from it what the file could not hold.
        options: what the source's format takes besides, by name; see its ``OPTIONS``.

    Raises:
        KhabarError: if source or target cannot be read or written, or fields would be lost.
    """
    if sidecar is not None and sidecar.absolute() in (source.absolute(), target.absolute()):
        raise KhabarError(f"{sidecar}: the sidecar needs a file of its own")
    reader, writer = reader_of(source, read_as), _writer(target, write_as)
    remarks: Counter[tuple[str, str]] = Counter()
    done = Conversion(report=LossReport(articles=0), remarks=remarks)

    def report(finding: Finding) -> None:
        remarks[finding.code, finding.message] += 1

    articles = _counted(_read(reader, source, report, options or {}), done)
    if sidecar is not None and reader.LOSES:
        articles = _filled_up(articles, reader.LOSES, sidecar)
    if writer.LOSES and not allow_loss:
        articles = _guarded(articles, writer, sidecar)
    done.report = writer.write(articles, target)
    if reader.NAME != "passes":
        done.left_out = sum(count_passes(source).values())
    if sidecar is not None:
        kept = tuple(one for one in done.report.losses if one.field not in writer.LOSES)
        done.report = replace(done.report, losses=kept)
    return done


def _read(
    reader: Format, source: Path, report: Report, options: Mapping[str, Path]
) -> Iterator[Article]:
    for name in options.keys() - getattr(reader, "OPTIONS", frozenset()):
        raise KhabarError(f"--{name} means nothing for a source of the format {reader.NAME}")
    return reader.read(source, report, **options)


def _counted(articles: Iterable[Article], done: Conversion) -> Iterator[Article]:
    seen: set[str] = set()
    for article in articles:
        seen.add(article.id)
        if article.origin and article.origin.kind == "human" and article.origin.name:
            done.passes.add(article.origin.name)
        yield article
        done.tasks = len(seen)


def reader_of(source: Path, name: str = "") -> Format:
    """The format of a source, by its name or what its suffix and its beginning say.

    Raises:
        KhabarError: if there is no such source, or no format reads it.
    """
    if name:
        return by_name(name)
    if str(source) == STDIN:
        return by_name("jsonl")
    if not source.exists():
        raise KhabarError(f"{source}: there is no such file or folder")
    if source.suffix == ".json" and source.is_file():
        return by_name("label-studio" if _is_export(source) else "articles")
    return by_path(source)


def _is_export(source: Path) -> bool:
    """Whether a .json file is an export: an article says so with its first key."""
    try:
        with source.open("rb") as stream:
            head = stream.read(_SNIFF).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError as error:
        raise KhabarError(f"{source}: cannot be read: {(error.strerror or '').lower()}") from error
    return head.startswith(b"[") or (head.startswith(b"{") and b"khabar/" not in head)


def _writer(target: Path, name: str) -> Format:
    return by_name(name) if name else by_path(target)


def _guarded(
    articles: Iterable[Article], writer: Format, sidecar: Path | None
) -> Iterator[Article]:
    """Refuse what would be lost, or keep it beside the target; either way in flat memory.

    The writer writes to a temporary file, which a refusal at any article does away with.
    """
    if sidecar is not None:
        yield from _kept_aside(articles, sidecar)
        return
    rest, losses = iter(articles), Losses(writer.LOSES)
    for article in rest:
        if losses.add(article):
            for one in rest:
                losses.add(one)
            what = ", ".join(f"{one.field} ({one.count})" for one in losses.told())
            raise KhabarError(
                f"{writer.NAME} cannot hold {what}; keep them with --sidecar FILE,"
                " or let them go with --allow-loss"
            )
        yield article


def _kept_aside(articles: Iterable[Article], sidecar: Path) -> Iterator[Article]:
    """The articles, each written to the sidecar on its way."""
    try:
        sidecar.parent.mkdir(parents=True, exist_ok=True)
        with replacing(sidecar) as stream:
            for article in articles:
                stream.write(line(article) + b"\n")
                yield article
    except OSError as error:
        raise unwritable(sidecar, error) from error


def _filled_up(
    articles: Iterable[Article], fields: frozenset[str], sidecar: Path
) -> Iterator[Article]:
    """Each article with the lost fields as the sidecar has them."""
    kept = _Kept(sidecar)
    for article in articles:
        found = kept.take(article.id)
        yield _with(article, found, fields) if found else article


class _Kept:
    """The articles of a sidecar by id, read on as they are asked for: in their order, in a row."""

    def __init__(self, sidecar: Path) -> None:
        self._rest = _sidecar_lines(sidecar)
        self._passed: dict[str, list[bytes]] = {}

    def take(self, name: str) -> bytes | None:
        """The next article of an id; several passes on one article stand in their order."""
        if found := self._passed.get(name):
            return found.pop(0)
        for document in self._rest:
            one = parse(document)
            if one.id == name:
                return document.data
            self._passed.setdefault(one.id, []).append(document.data)
        return None


def _sidecar_lines(sidecar: Path) -> Iterator[Document]:
    try:
        size = sidecar.stat().st_size
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise KhabarError(f"{sidecar}: the sidecar cannot be read: {reason}") from error
    return lines(sidecar, 0, size, 1)


def _with(article: Article, kept: bytes, fields: frozenset[str]) -> Article:
    record, whole = msgspec.to_builtins(article), msgspec.json.decode(kept)
    for field in fields:
        _copy(record, whole, field.split("."))
    return canonical(msgspec.convert(record, Article))


def _copy(record: Any, whole: Any, path: list[str]) -> None:  # noqa: ANN401 - plain data
    name, *rest = path
    if not rest:
        if name in whole:
            record[name] = whole[name]
        return
    if isinstance(whole.get(name), list):
        by_id = {one.get("id"): one for one in whole[name]}
        for one in record.get(name, ()):
            if one.get("id") in by_id:
                _copy(one, by_id[one["id"]], rest)
    elif isinstance(whole.get(name), dict):
        _copy(record.setdefault(name, {}), whole[name], rest)
