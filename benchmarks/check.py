"""What checking costs: khabar against the bare parse, and against other validators.

    python benchmarks/check.py [--articles N] [--rounds N] [--write]

CPU time of each way over the same articles, in interleaved rounds, as the median of the ratios to
`orjson.loads` within a round. Before that the verdicts of all ways are compared, on good articles
and on damaged ones. Last comes what was aimed at, and by how much that is missed. ``--write`` puts
the tables into docs/performance.md.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import orjson
from msgspec.structs import replace

from _peers import Peer, peers
from _ratio import quartiles, write_section
from articles import articles
from khabar.model import Article
from khabar.rules import Checker, chosen, kept, passed, pieces, rules
from khabar.schema import decode
from khabar.store import Document, line

OFFSETS_AND_REFERENCES = [
    "KH205", "KH210", "KH211", "KH216", "KH301", "KH302", "KH303", "KH304", "KH401", "KH402",
    "KH404", "KH502", "KH503",
]  # fmt: skip
FIRST = "khabar: schema, offsets, references"
EVERY = "khabar: every rule on one article"
FAULTY = f"{FIRST}; 1 % faulty"
_FEW = 40
"""Of so many articles jsonschema is measured, for it takes a hundred times as long."""
_TIMES = 4
"""The file for several processes has so many times the articles."""

Run = Callable[[], int]


class Goal(NamedTuple):
    """What a figure is to be.

    Attributes:
        what: the figure.
        limit: what it is to be at most, or at least.
        at_least: whether more is better.
    """

    what: str
    limit: float
    at_least: bool = False


_FASTER = "schema, offsets, references: times faster than jsonschema"
_COSTS = "1 % faulty: CPU of no faulty ones"
_KNOWN = "unchanged articles, every rule on one article: CPU of checking them"
_ONE = "schema, offsets, references, one process: wall time of a loop of `orjson.loads`"
_TWO = "schema, offsets, references, two processes: wall time of the same loop"
GOALS = (
    Goal(FIRST, 2.0),
    Goal(EVERY, 5.0),
    Goal(_FASTER, 100, at_least=True),
    Goal(_TWO, 1.1),
    Goal(_COSTS, 1.05),
    Goal(_KNOWN, 0.05),
)


def against_goals(measured: Mapping[str, float]) -> str:
    """The table of what was aimed at, what was reached, and by how much a goal is missed."""
    rows = ["| figure | goal | measured | |", "|---|---|---|---|"]
    for what, limit, at_least in GOALS:
        own = measured[what]
        over = (limit / own if at_least else own / limit) - 1
        said = f"missed by {over:.0%}" if over > 0 else "met"
        rows.append(f"| {what} | {'≥' if at_least else '≤'} {limit:g} | {own:.3g} | {said} |")
    return "\n".join(rows)


def by_itself() -> list[str]:
    """The codes of all rules that judge an article by itself."""
    return [one.code for one in rules().values() if one.scope != "corpus"]


def first() -> Checker:
    """The rules of the first row: shape, offsets, references."""
    return Checker(select=[*OFFSETS_AND_REFERENCES, "KH1"])


def _khabar(checker: Checker, data: bytes) -> list[str]:
    document = Document("articles.jsonl", 1, data, in_lines=True)
    return [one.code for one in checker.document(document)]


def spoilt(article: Article, how: int) -> bytes:
    """An article with one fault or two, of a kind that peers tell as well."""
    mention, second, *rest = article.mentions
    if how % 4 == 0:
        span = replace(mention.spans[0], start=mention.spans[0].start + 1)
        mention = replace(mention, spans=(span, *mention.spans[1:]))
        second = replace(second, entity="egone")
    elif how % 4 == 1:
        mention = replace(mention, id=second.id)
    data = line(replace(article, mentions=(mention, second, *rest)))
    if how % 4 == 2:
        return data.replace(b'"status":"', b'"state":"')
    return data.replace(b'"start":', b'"start":-', 1) if how % 4 == 3 else data


def compare_verdicts(made: list[Article]) -> None:
    """Stop unless all ways say the same of good articles and of damaged ones.

    Raises:
        SystemExit: if they do not.
    """
    data = [line(one) for one in made] + [spoilt(one, at) for at, one in enumerate(made)]
    checker = first()
    for one in data:
        own = _khabar(checker, one)
        said = ["shape"] if any(code < "KH2" for code in own) else sorted(own)
        for name, peer in peers(chosen(OFFSETS_AND_REFERENCES)).items():
            if sorted(peer(one)) != said:
                raise SystemExit(f"{name} differs on {one[:80]!r}: {peer(one)}, khabar {own}")


def one_process(made: list[Article], rounds: int) -> tuple[str, dict[str, float]]:
    """The table of ways to check articles in memory, one after another, and its figures."""
    data = [line(one) for one in made]
    bad = [spoilt(one, at // 100) if at % 100 == 0 else line(one) for at, one in enumerate(made)]
    asked = peers(chosen(OFFSETS_AND_REFERENCES))
    ways: dict[str, tuple[Peer, list[bytes]]] = {
        "`orjson.loads`": (orjson.loads, data),
        "khabar: parse and exact schema": (decode, data),
        FIRST: (partial(_khabar, first()), data),
        FAULTY: (partial(_khabar, first()), bad),
        EVERY: (partial(_khabar, Checker(select=by_itself())), data),
        **{name: (way, data) for name, way in asked.items()},
    }
    ways[list(ways)[-1]] = (list(asked.values())[-1], data[:_FEW])
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, (way, some) in ways.items():
            seconds[name].append(_cpu(lambda way=way, some=some: _all(way, some)) / len(some))
    base = seconds["`orjson.loads`"]
    slowest = seconds[list(ways)[-1]]
    rows = ["| way | CPU time, `orjson.loads` = 1 | quartiles | times faster than jsonschema |"]
    rows.append("|---|---|---|---|")
    measured: dict[str, float] = {}
    for name, own in seconds.items():
        low, ratio, high = quartiles([a / b for a, b in zip(own, base, strict=True)])
        faster = quartiles([b / a for a, b in zip(own, slowest, strict=True)])[1]
        rows.append(f"| {name} | {ratio:.2f} | {low:.2f}–{high:.2f} | {faster:.0f} |")
        measured[name] = ratio
        if name == FIRST:
            measured[_FASTER] = faster
    pairs = zip(seconds[FAULTY], seconds[FIRST], strict=True)
    costs = measured[_COSTS] = quartiles([faulty / clean for faulty, clean in pairs])[1]
    said = f"{len(made)} articles, {rounds} rounds; verdicts equal on good and damaged articles"
    said = f"{said}. One article in a hundred faulty costs {costs:.2f} of none."
    return "\n".join([said, "", *rows]), measured


def _all(way: Peer, some: Iterable[bytes]) -> int:
    return sum(1 for one in some if way(one) or True)


def _cpu(run: Run) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def files(made: list[Article], rounds: int) -> tuple[str, dict[str, float]]:
    """The table of whole files: in two processes, and known from before; and its figures."""
    with tempfile.TemporaryDirectory() as name:
        file, many = Path(name, "articles.jsonl"), Path(name, "many.jsonl")
        file.write_bytes(b"".join(line(one) + b"\n" for one in made))
        many.write_bytes(file.read_bytes() * _TIMES)
        known = _known(file, Path(name, "cache"), rounds)
        once, twice = _processes(many, rounds)
    done = f"{len(made)} articles checked again out of the cache; {_TIMES * len(made)} checked in"
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    rows = [
        f"{done} one and two processes, {rounds} rounds, {load}.",
        "",
        "| what | share |",
        "|---|---|",
        f"| {_KNOWN} | 1/{1 / known:.0f} |",
        f"| {_ONE} | {once:.2f} |",
        f"| {_TWO} | {twice:.2f} |",
    ]
    return "\n".join(rows), {_KNOWN: known, _TWO: twice}


def _known(file: Path, folder: Path, rounds: int) -> float:
    checker = Checker(select=by_itself())
    ratios = []
    for _ in range(rounds):
        fresh = _cpu(lambda: _drained(checker, file))
        with kept(folder, checker.about) as cache:
            _drained(checker, file, cache=cache)
        with kept(folder, checker.about) as cache:
            ratios.append(_cpu(lambda: _drained(checker, file, cache=cache)) / fresh)
    return quartiles(ratios)[1]


def _drained(checker: Checker, file: Path, **options: object) -> int:
    return sum(1 for _ in passed(checker, pieces([file]), **options))


def _processes(file: Path, rounds: int) -> tuple[float, float]:
    ratios: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        base = _wall(lambda: _parsed(file))
        for workers, own in ratios.items():
            checker = first()
            own.append(_wall(lambda: _drained(checker, file, workers=workers)) / base)  # noqa: B023
    return quartiles(ratios[1])[1], quartiles(ratios[2])[1]


def _parsed(file: Path) -> int:
    with file.open("rb") as stream:
        return sum(1 for one in stream if orjson.loads(one))


def _wall(run: Run) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> None:
    """Compare, measure, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    asked = parser.parse_args()
    made = list(articles(asked.articles))
    compare_verdicts(made[:_FEW])
    alone, measured = one_process(made, asked.rounds)
    whole, more = files(made, asked.rounds)
    said = f"{alone}\n\n{whole}\n\n{against_goals(measured | more)}\n"
    print(said)
    if asked.write:
        write_section("check", said)


if __name__ == "__main__":
    main()
