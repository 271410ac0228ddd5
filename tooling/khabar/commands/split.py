"""``khabar split``: train, validation and test that share no story."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, cast

import typer

from khabar.rules._related import KINDS, Kind
from khabar.splitting import Close, Division, split, write

_FURTHEST = 5
_SHOWN = 10


class By(StrEnum):
    """The ways to split."""

    STORY = "story"
    TIME = "time"
    SOURCE = "source"


_Corpus = Annotated[Path, typer.Argument(help="A corpus: the folder with articles/.")]
_Ratio = Annotated[
    str | None,
    typer.Option(
        metavar="SHARES",
        help="80/10/10 (train, validation, test), 80/20, or names: train=80,dev=10,test=10. "
        "Without it that of the last time, at first 80/10/10.",
    ),
]
_By = Annotated[
    By | None,
    typer.Option(
        help="story: labels and topics alike in all splits; time: the latest stories last; "
        "source: no publisher in two splits. At first story."
    ),
]
_Seed = Annotated[int | None, typer.Option(help="Decides between equals; at first 0.")]
_Ties = Annotated[
    str | None,
    typer.Option(
        metavar="KINDS",
        help=f"What keeps articles together; at first all there is: {','.join(KINDS)}.",
    ),
]
_Renew = Annotated[
    bool, typer.Option("--renew", help="Draw all splits anew; the lists there are are lost.")
]
_Move = Annotated[
    bool,
    typer.Option("--move", help="Put a story that stands in two splits into the first of them."),
]
_Dry = Annotated[bool, typer.Option("--dry-run", help="Write nothing.")]


def command(
    corpus: _Corpus,
    ratio: _Ratio = None,
    by: _By = None,
    seed: _Seed = None,
    ties: _Ties = None,
    renew: _Renew = False,
    move: _Move = False,
    dry_run: _Dry = False,
) -> None:
    """Divide a corpus into splits so that no story stands in two of them.

    Articles that name one story (extra.story), near-duplicates, articles with one long quote and
    reports of one event stay together. Articles that a list has keep their split; new ones are
    added. Writes CORPUS/splits/*.txt and certificate.json, which says what was compared and which
    two articles came closest.
    """
    division = split(
        corpus,
        ratio=ratio,
        by=by.value if by else None,
        seed=seed,
        kinds=None if ties is None else cast("list[Kind]", _words(ties)),
        renew=renew,
        move=move,
    )
    for line in (*_table(division), "", *_said(division), *_changes(division)):
        typer.echo(line)
    if dry_run:
        typer.echo("nothing was written (--dry-run)", err=True)
        return
    for file in write(division):
        typer.echo(f"wrote {file}", err=True)


def _words(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _table(division: Division) -> Iterator[str]:
    """A row a split, then the labels whose shares are furthest from the ratio."""
    splits = division.splits
    total = sum(len(ids) for ids in splits.values())
    width = max(10, *(len(one) + 2 for one in splits))
    yield f"{'':<32}" + "".join(f"{name:>{width}}" for name in splits)
    counts = {name: len(ids) for name, ids in splits.items()}
    yield _row("articles", counts, width)
    yield _row("  %", {name: _percent(count, total) for name, count in counts.items()}, width)
    yield _row("stories", division.stories, width)
    for (kind, label), found in _furthest(division):
        whole = sum(found.values())
        shares = {name: _percent(count, whole) for name, count in found.items()}
        yield _row(f"{kind} {label}, % of {whole}", shares, width)


def _row(name: str, cells: dict[str, int] | dict[str, str], width: int) -> str:
    return f"{name:<32}" + "".join(f"{cell:>{width}}" for cell in cells.values())


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}"[:-1]


def _furthest(division: Division) -> list[tuple[tuple[str, str], dict[str, int]]]:
    """The labels with ten examples or more whose shares differ most from those asked for."""
    ratio = division.certificate.ratio
    whole = sum(ratio.values())

    def distance(found: dict[str, int]) -> float:
        total = sum(found.values())
        return max(abs(found[name] / total - share / whole) for name, share in ratio.items())

    many = [one for one in division.labels.items() if sum(one[1].values()) >= _SHOWN]
    return sorted(many, key=lambda one: (-distance(one[1]), one[0]))[:_FURTHEST]


def _said(division: Division) -> Iterator[str]:
    found = division.certificate
    stories, compared = found.stories, found.compared
    ties = ", ".join(f"{kind} {count}" for kind, count in compared.ties.items())
    yield (
        f"{stories.count} stories, {stories.of_several} of several articles, the largest of "
        f"{stories.largest}; ties: {ties or 'none looked for'}"
    )
    if division.naming and "story" not in compared.kinds:
        yield (
            f"{division.naming} articles name a story, which was not looked at; "
            f"--ties {','.join(one for one in KINDS if one in ('story', *compared.kinds))} does"
        )
    if compared.without_day and "event" in compared.kinds:
        yield f"{compared.without_day} articles have no day, so that no event could be told"
    yield f"closest texts across splits: {_close(found.closest)}"


def _close(close: Close | None) -> str:
    if close is None:
        return "none that share a run of five words were met"
    (one, other), (here, there) = close.articles, close.splits
    return f"{close.similarity:.0%} alike, {one} ({here}) and {other} ({there})"


def _changes(division: Division) -> Iterator[str]:
    if len(division.added) < sum(len(ids) for ids in division.splits.values()):
        yield f"{len(division.added)} articles added, {len(division.moved)} moved; the others stay"
    for number, (name, before, now) in enumerate(division.moved):
        if number == _SHOWN:
            yield f"  and {len(division.moved) - _SHOWN} more"
            break
        yield f"  moved {name} from {before} to {now}"
