"""Everything of a dataset but its tables: card, pictures, Croissant, citation, schema, manual."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from khabar.agreement import NAME as AGREEMENT
from khabar.agreement import read_pinned
from khabar.hub.about import About
from khabar.hub.agreement import agreement_told
from khabar.hub.card import card
from khabar.hub.census import LENGTHS, Census, lengths
from khabar.hub.citation import NAME as CITATION
from khabar.hub.citation import citation
from khabar.hub.croissant import NAME as CROISSANT
from khabar.hub.croissant import croissant
from khabar.hub.figures import Bar, bars, columns
from khabar.hub.leakage import certificate_of, splits_told
from khabar.hub.manifest import Table, hashes
from khabar.hub.spool import Spool
from khabar.schema import directory, labels, source_files
from khabar.splitting import CERTIFICATE
from khabar.store import count_passes

_LICENSE = "LICENSE"
_STEPS = 60
_MONTH = len("2031-05")
_CHARTS = (
    ("mentions", "mention-types", "Mentions by type"),
    ("quotes", "quote-types", "Quotes by type"),
    ("stances", "stances", "Stances by label"),
    ("topics", "topics", "Articles by their main topic"),
)


def write_pages(
    folder: Path,
    corpus: Path,
    about: About,
    spool: Spool,
    tables: Mapping[str, Mapping[str, Table]],
) -> None:
    """Write what goes along with the tables of a dataset, which are there already.

    Raises:
        KhabarError: if the certificate of the splits or the figures of agreement cannot be read.
    """
    _copy_along(folder, corpus)
    census, certificate = spool.census, certificate_of(corpus / "splits", spool)
    if certificate is not None:
        _copy(corpus / "splits" / CERTIFICATE, folder / "splits" / CERTIFICATE)
    notes = {
        "agreement": _agreement(corpus, about),
        "splits": splits_told(certificate, tables["articles"]),
        **({"license_file": _LICENSE} if (folder / _LICENSE).is_file() else {}),
    }
    figures = _draw(folder, census)
    text = card(about, census, tables, notes, figures)
    _write(folder / "README.md", text)
    _write(folder / CITATION, citation(about, census))
    files = {
        path: (digest, (folder / path).stat().st_size)
        for path, digest in hashes(folder).items()
        if path.endswith(".parquet")
    }
    _write(folder / CROISSANT, croissant(about, census, files))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _copy_along(folder: Path, corpus: Path) -> None:
    """The schema with its vocabularies; of a corpus its guidelines and its license."""
    for path in source_files():
        _copy(path, folder / "schema" / path.relative_to(directory()))
    for path in sorted((corpus / "guidelines").glob("*.md")):
        _copy(path, folder / "guidelines" / path.name)
    if (corpus / _LICENSE).is_file():
        _copy(corpus / _LICENSE, folder / _LICENSE)


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def _agreement(corpus: Path, about: About) -> str:
    """What the corpus has pinned of its passes; else who annotated independently."""
    if found := read_pinned(corpus / AGREEMENT):
        return agreement_told(found, about.people)
    passes = {who: count for who, count in count_passes(corpus).items() if who}
    if len(passes) < 2:
        return "No article was labelled by two annotators independently, so none can be told."
    shown = ", ".join(f"{who} {count:,}" for who, count in passes.items())
    return f"{len(passes)} annotators labelled articles independently: {shown}."


def _draw(folder: Path, census: Census) -> dict[str, str]:
    """Draw what there is to draw; the pictures in Markdown, by their subject."""
    drawn: dict[str, str] = {}
    for subject, vocabulary, title in _CHARTS:
        counts = {code: count for code, count in census.of(subject).items() if code}
        if counts:
            rows = [_bar(vocabulary, code, count) for code, count in counts.items()]
            drawn[subject] = _picture(folder, subject, title, bars(title, rows))
    steps = _steps(census)
    title = "Articles by length"
    drawn["length"] = _picture(
        folder, "lengths", title, columns(title, f"words, in steps of {LENGTHS}", steps)
    )
    months = _months(census)
    if len(months) > 1:
        title = "Articles by month of publication"
        drawn["month"] = _picture(folder, "months", title, columns(title, "month", months))
    return drawn


def _bar(vocabulary: str, code: str, count: int) -> Bar:
    label = labels(vocabulary).get(code)
    return Bar(code.removeprefix("medtop:"), (label.ar or "") if label else "", count)


def _steps(census: Census) -> list[tuple[str, int]]:
    """Every step of length from the shortest on; what is longer than most is in the last."""
    found = lengths(census)
    first = min(found)
    last = min(max(found), first + _STEPS * LENGTHS)
    steps = [(str(step), found.get(step, 0)) for step in range(first, last, LENGTHS)]
    rest = sum(count for step, count in found.items() if step >= last)
    return [*steps, (f"{last}+" if max(found) > last else str(last), rest)]


def _months(census: Census) -> list[tuple[str, int]]:
    """Every month from the first to the last, those without articles as well."""
    found = {name: count for name, count in census.of("month").items() if len(name) == _MONTH}
    if not found:
        return []
    numbers = [int(name[:4]) * 12 + int(name[5:]) - 1 for name in found]
    names = (f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(min(numbers), max(numbers) + 1))
    return [(name, found.get(name, 0)) for name in names]


def _picture(folder: Path, name: str, title: str, drawn: str) -> str:
    path = f"figures/{name}.svg"
    _write(folder / path, drawn)
    return f"![{title}]({path})"
