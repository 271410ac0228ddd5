"""One page of HTML that needs nothing else: figures, heat maps, every disagreement in its words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from typing import TextIO

from khabar.agreement import Agreement, Disagreement
from khabar.reports.agreement._tables import (
    LAYERS,
    VOCABULARIES,
    by,
    confusions,
    kinds,
    overall,
    shown,
    spread,
)

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 62em; padding: 0 1em;
  color: #1e293b; }
table { border-collapse: collapse; margin: .5em 0 2em; }
th, td { padding: .2em .7em; text-align: left; border-bottom: 1px solid #e2e8f0; }
td.figure { text-align: right; font-variant-numeric: tabular-nums; }
th.up { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: 400; }
td.heat { text-align: center; min-width: 2.6em; border: 1px solid #fff; }
bdi { font-family: "Noto Naskh Arabic", "Amiri", serif; font-size: 1.1em; }
.undefined { color: #94a3b8; }
"""


def write(agreement: Agreement, stream: TextIO) -> None:
    """Write the page."""
    names = escape(" · ".join(agreement.annotators))
    stream.write('<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n')
    stream.write(f"<title>Agreement of {names}</title>\n<style>{_STYLE}</style>\n")
    stream.write(f"<h1>Agreement of {names}</h1>\n<p>{len(agreement.articles)} articles, ")
    stream.write(f"{len(agreement.disagreements)} disagreements.</p>\n")
    stream.writelines(_missing(agreement))
    stream.writelines(_figures(agreement))
    stream.writelines(_articles(agreement))
    stream.writelines(_heat_maps(agreement))
    stream.writelines(_confused(agreement))
    stream.writelines(_list(agreement.disagreements))


def _missing(agreement: Agreement) -> Iterator[str]:
    for one in agreement.missing:
        yield f"<p>{escape(one.annotator)} has no pass of {escape(one.article)}.</p>\n"


def _table(heads: Iterable[str], rows: Iterable[str]) -> Iterator[str]:
    yield "<table><tr>" + "".join(f"<th>{escape(head)}</th>" for head in heads) + "</tr>\n"
    yield from rows
    yield "</table>\n"


def _figure(value: float | None) -> str:
    missing = ' class="figure undefined"' if value is None else ' class="figure"'
    return f"<td{missing}>{shown(value)}</td>"


def _figures(agreement: Agreement) -> Iterator[str]:
    for layer in LAYERS:
        yield f"<h2>{layer}</h2>\n"
        yield from _table(
            ("measure", "value", "95 % interval", "judgements"),
            (
                f"<tr><td>{escape(one.measure)}</td>{_figure(one.value)}<td>{spread(one)}</td>"
                f'<td class="figure">{one.items:.0f}</td></tr>\n'
                for one in overall(agreement, layer)
            ),
        )


def _articles(agreement: Agreement) -> Iterator[str]:
    """Every article against every measure, shaded by the figure."""
    measures = [(one.layer, one.measure) for one in agreement.figures if one.by == "all"]
    yield "<h2>articles</h2>\n<p>The darker, the less agreement.</p>\n<table><tr><th></th>"
    yield "".join(f'<th class="up">{layer}: {escape(name)}</th>' for layer, name in measures)
    yield "</tr>\n"
    for article, figures in by(agreement, "article").items():
        values = {(one.layer, one.measure): one.value for one in figures}
        cells = (_shaded(values.get(one), f"{one[0]}: {one[1]}") for one in measures)
        yield f"<tr><td>{escape(article)}</td>{''.join(cells)}</tr>\n"
    yield "</table>\n"


def _shaded(value: float | None, title: str) -> str:
    if value is None:
        return f'<td class="heat undefined" title="{escape(title)}: undefined"></td>'
    light = round(45 + 50 * max(0.0, min(1.0, value)))
    style = f"background:hsl(205 60% {light}%)"
    return f'<td class="heat" style="{style}" title="{escape(title)}">{value:.2f}</td>'


def _heat_maps(agreement: Agreement) -> Iterator[str]:
    """For each kind of code, how often one annotator's code met another code of the other's."""
    for layer in LAYERS:
        for kind in VOCABULARIES:
            pairs = Counter(
                (one.values[0] or "none", one.values[1] or "none")
                for one in agreement.disagreements
                if (one.layer, one.kind) == (layer, kind)
            )
            if pairs:
                yield f"<h2>{layer}: {kind}, one annotator's against the other's</h2>\n"
                yield from _heat_map(pairs)


def _heat_map(pairs: Counter[tuple[str, str]]) -> Iterator[str]:
    codes = sorted({code for pair in pairs for code in pair})
    most = max(pairs.values())

    def cell(row: str, column: str) -> str:
        count = pairs[row, column]
        style = f' style="background:hsl(12 80% {95 - round(50 * count / most)}%)"' if count else ""
        return f'<td class="heat"{style}>{count or ""}</td>'

    yield from _table(
        ("", *codes),
        (
            f"<tr><th>{escape(row)}</th>{''.join(cell(row, column) for column in codes)}</tr>\n"
            for row in codes
        ),
    )


def _confused(agreement: Agreement) -> Iterator[str]:
    confused = confusions(agreement)[:20]
    if confused:
        yield "<h2>most often taken for one another</h2>\n"
        yield from _table(
            ("layer", "of", "codes", "times"),
            (
                f"<tr><td>{layer}</td><td>{kind}</td><td>{escape(first)}, {escape(second)}</td>"
                f'<td class="figure">{count}</td></tr>\n'
                for layer, kind, first, second, count in confused
            ),
        )
    yield "<h2>how they differ</h2>\n"
    yield from _table(
        ("layer", "in", "times"),
        (
            f'<tr><td>{layer}</td><td>{kind}</td><td class="figure">{count}</td></tr>\n'
            for layer, kind, count in kinds(agreement)
        ),
    )


def _list(every: Iterable[Disagreement]) -> Iterator[str]:
    yield "<h2>every disagreement</h2>\n"
    yield from _table(
        ("article", "place", "layer", "in", "words", "the one", "the other"), map(_row, every)
    )


def _row(one: Disagreement) -> str:
    place = "" if one.start is None else f"{one.start}–{one.end}"
    ours, theirs = (_said(*said) for said in zip(one.annotators, one.values, strict=True))
    return (
        f"<tr><td>{escape(one.article)}</td><td>{place}</td><td>{one.layer}</td><td>{one.kind}</td>"
        f"<td><bdi>{escape(one.text)}</bdi></td><td>{ours}</td><td>{theirs}</td></tr>\n"
    )


def _said(annotator: str, value: str) -> str:
    return f"{escape(annotator)}: <bdi>{escape(value) or '–'}</bdi>"
