"""What checking costs: khabar against the bare parse, and against json with jsonschema.

    python benchmarks/check.py [ARTICLES] [ROUNDS]

CPU time of each way over the same articles, in interleaved rounds, as the median of the ratios to
`orjson.loads` within a round. Before that the verdicts of all ways are compared, on the articles
and on damaged ones.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import orjson
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from articles import articles
from khabar.model import Article
from khabar.rules import Checker, chosen
from khabar.rules._index import Index
from khabar.schema import article_schema, decode
from khabar.store import Document, line

OFFSETS_AND_REFERENCES = [
    "KH205", "KH210", "KH211", "KH216", "KH301", "KH302", "KH303", "KH304", "KH401", "KH402",
    "KH404", "KH502", "KH503",
]  # fmt: skip
_REFERENCE = Draft202012Validator(article_schema())
_FEW = 40
"""Of so many articles jsonschema is measured, for it takes a hundred times as long."""

Way = Callable[[bytes], object]


def _khabar(checker: Checker, data: bytes) -> list[str]:
    document = Document("articles.jsonl", 1, data, in_lines=True)
    return [one.code for one in checker.document(document)]


def _peer(data: bytes) -> list[str]:
    """The same questions by way of json and jsonschema; the rules are the same functions."""
    value = json.loads(data)
    if next(_REFERENCE.iter_errors(value), None) is not None:
        return ["shape"]
    index = Index(decode(data))
    return [one.code for one in chosen(OFFSETS_AND_REFERENCES) for _ in one.run(index)]


def _spoilt(article: Article) -> Article:
    """The article with its first mention a character off and its second linked nowhere."""
    first, second, *rest = article.mentions
    span = replace(first.spans[0], start=first.spans[0].start + 1)
    first = replace(first, spans=(span, *first.spans[1:]))
    return replace(article, mentions=(first, replace(second, entity="egone"), *rest))


def ways() -> dict[str, Way]:
    """What is measured, by name."""
    few = partial(_khabar, Checker(select=[*OFFSETS_AND_REFERENCES, "KH1"], ignore=[]))
    every = partial(_khabar, Checker(ignore=["KH6"]))
    return {
        "orjson.loads": orjson.loads,
        "schema.decode (parse and exact schema)": decode,
        "check: schema, offsets, references": few,
        "check: every per-article rule": every,
        "json + jsonschema + the same rules as row 3": _peer,
    }


def compare(data: list[bytes]) -> None:
    """Stop unless all ways say the same of the articles.

    Raises:
        SystemExit: if they do not.
    """
    few = partial(_khabar, Checker(select=OFFSETS_AND_REFERENCES))
    for one in data:
        if sorted(few(one)) != sorted(_peer(one)):
            raise SystemExit(f"verdicts differ on {one[:80]!r}: {few(one)} and {_peer(one)}")


def measure(data: list[bytes], rounds: int) -> dict[str, list[float]]:
    """Ratio of CPU time an article to that of `orjson.loads`, by way and round."""
    ratios: dict[str, list[float]] = {}
    for _ in range(rounds):
        spent = {name: _cpu(way, data) for name, way in ways().items()}
        for name, seconds in spent.items():
            ratios.setdefault(name, []).append(seconds / spent["orjson.loads"])
    return ratios


def _cpu(way: Way, data: list[bytes]) -> float:
    some = data[:_FEW] if way is _peer else data
    start = time.process_time()
    for one in some:
        way(one)
    return (time.process_time() - start) / len(some)


def main() -> None:
    """Compare, measure, print the table."""
    count, rounds = (int(one) for one in [*sys.argv[1:], "500", "9"][:2])
    made = list(articles(count))
    data = [line(one) for one in made]
    compare(data[:_FEW] + [line(_spoilt(one)) for one in made[:_FEW]])
    ratios = measure(data, rounds)
    medians = {name: statistics.median(values) for name, values in ratios.items()}
    slowest = list(medians.values())[-1]
    print(f"{count} articles, {rounds} rounds, verdicts equal\n")
    print("| way | CPU, orjson.loads = 1 | times faster than jsonschema |\n|---|---|---|")
    for name, ratio in medians.items():
        print(f"| {name} | {ratio:.2f} | {slowest / ratio:.0f} |")


if __name__ == "__main__":
    main()
