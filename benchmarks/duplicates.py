"""What the rules on the whole corpus cost, and whether near-duplicates are found.

    python benchmarks/duplicates.py [recall] [check] [peer] [--articles N] [--write]

`recall` edits copies of articles and compares what `Neighbours` finds with the exact Jaccard of
every copy and its source. `check` tells the CPU time of the rules on the corpus beside that of the
other rules, and the peak memory. `peer` compares `Neighbours` with MinHash LSH of datasketch on the
same words, in interleaved rounds, and both with what comparing every article with every other one
finds. ``--write`` puts what they say into docs/performance.md.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path

from _ratio import compare, peak, table, write_section
from articles import articles
from khabar.rules import Checker, chosen
from khabar.rules._corpus import Spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Closing
from khabar.rules._shingles import LEAST, Neighbours, digest, runs, words
from khabar.store import documents, write_lines
from khabar.text import fold

_SHARES = (0.0, 0.01, 0.03, 0.05, 0.06, 0.07, 0.08, 0.1)
"""So many words of a copy are replaced: of one in thirteen the Jaccard is about 0.5."""
_OF_CORPUS = ["KH6", "KH78"]
_TOLD = 0.01
"""A rule that costs less has no line in the table."""
_GOAL, _RECALL = 0.3, 0.99
_COPIES = 4
"""One article in so many gets a copy."""

Pair = frozenset[str]
"""Two articles, by their ids."""


def texts(count: int) -> Iterator[tuple[str, int | None, str]]:
    """Articles and edited copies of some: id, number of the source of a copy, text."""
    rng = random.Random(7)
    made = [" ".join(_shuffled(rng, one.text)) for one in articles(count)]
    for number, text in enumerate(made):
        yield f"a{number}", None, text
    pool = " ".join(made[:50]).split()
    for number in range(0, count, _COPIES):
        share = _SHARES[number // _COPIES % len(_SHARES)]
        edited = [rng.choice(pool) if rng.random() < share else one for one in made[number].split()]
        yield f"c{number}", number, " ".join(edited)


def _shuffled(rng: random.Random, text: str) -> list[str]:
    """The sentences in words, in an order that no other article has: the makers are few."""
    found = text.split()
    for at in range(0, len(found) - 3, 3):
        if rng.random() < 0.5:
            found[at], found[at + 2] = found[at + 2], found[at]
    return found


def recall(count: int) -> str:
    """How many of the copies at `LEAST` or more are found, by how many words were changed."""
    neighbours, kept = Neighbours(), {}
    hit: dict[float, int] = {}
    near: dict[float, int] = {}
    others = 0
    for name, source, text in texts(count):
        found = words(fold(text))
        closest = neighbours.add(Spot(name, "", 1, in_lines=False), found, digest(found))
        if source is None:
            others += len(closest)
            if int(name[1:]) % _COPIES == 0:
                kept[int(name[1:])] = runs(found)
            continue
        mine = runs(found)
        exact = len(mine & kept[source]) / len(mine | kept[source])
        share = _SHARES[source // _COPIES % len(_SHARES)]
        if exact >= LEAST:
            near[share] = near.get(share, 0) + 1
            hit[share] = hit.get(share, 0) + any(one.spot.id == f"a{source}" for one in closest)
    rows = ["| words changed | copies with Jaccard ≥ 0.5 | found |", "|---|---|---|"]
    rows += [
        f"| {share:.0%} | {near[share]} | {hit[share] / near[share]:.4f} |"
        for share in sorted(near)
    ]
    total = sum(near.values())
    rows.append(f"| all | {total} | {sum(hit.values()) / total:.4f} |")
    more = f"{others} pairs among {count} articles that are no copies; peak {peak():.0f} MB"
    return "\n".join([*rows, "", more])


def check(count: int) -> str:
    """CPU seconds of the rules on the corpus beside those of the others, and peak memory.

    Findings are counted and dropped: what is measured is looking, not reporting.
    """
    checker = Checker(ignore=_OF_CORPUS)
    corpus = {one.code: one.run() for one in chosen(_OF_CORPUS) if one.scope == "corpus"}
    spent = dict.fromkeys(["the other rules", *corpus, "at the end"], 0.0)
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "articles.jsonl")
        write_lines(file, articles(count))
        for document in documents(file):
            with _timed(spent, "the other rules"):
                checker.document(document)
            reading = Reading(document)
            index = Index(reading.article)
            for code, watch in corpus.items():
                with _timed(spent, code):
                    sum(1 for _ in watch(reading, index))
        for watch in corpus.values():
            if isinstance(watch, Closing):
                with _timed(spent, "at the end"):
                    sum(1 for _ in watch.finish())
    return _shares(count, spent)


@contextmanager
def _timed(spent: dict[str, float], name: str) -> Iterator[None]:
    start = time.process_time()
    yield
    spent[name] += time.process_time() - start


def _shares(count: int, spent: dict[str, float]) -> str:
    base = spent.pop("the other rules")
    rows = ["| rule | CPU time, all rules on one article = 1 |", "|---|---|"]
    rows += [f"| {name} | {own / base:.2f} |" for name, own in spent.items() if own / base >= _TOLD]
    rows.append(f"| all on the corpus | {sum(spent.values()) / base:.2f} |")
    return "\n".join([f"{count} articles; peak {peak():.0f} MB", "", *rows])


def peer(count: int) -> str:
    """The same texts by way of datasketch: shingles, MinHash of 128 permutations, LSH at 0.5."""
    made = [(name, text) for name, _, text in texts(count)]
    ways = {
        "datasketch MinHash LSH": lambda: _of_datasketch(made),
        "khabar": lambda: _of_khabar(made),
    }
    results = compare(ways, rounds=3)
    found = {one.name: one.value for one in results}
    near = _truth(made)
    told = _against_truth(near, found, len(made))
    own = results[-1]
    reached = own.ratio <= _GOAL and len(own.value & near.keys()) >= _RECALL * len(near)
    ended = "met" if reached else "missed"
    said = f"The goal is {_GOAL} of the peer at a recall of {_RECALL}: {ended}."
    return f"{table('Near-duplicates', results, len(made))}\n{told}\n\n{said}"


def _of_datasketch(made: Sequence[tuple[str, str]]) -> set[Pair]:
    from datasketch import MinHash, MinHashLSH

    index, pairs = MinHashLSH(threshold=LEAST, num_perm=128), set()
    for name, text in made:
        sketch = MinHash(num_perm=128)
        sketch.update_batch([b" ".join(one) for one in _fives(words(fold(text)))])
        pairs |= {frozenset((name, other)) for other in index.query(sketch)}
        index.insert(name, sketch)
    return pairs


def _of_khabar(made: Sequence[tuple[str, str]]) -> set[Pair]:
    neighbours, pairs = Neighbours(), set()
    for name, text in made:
        found = words(fold(text))
        near = neighbours.add(Spot(name, "", 1, in_lines=False), found, digest(found))
        pairs |= {frozenset((name, one.spot.id)) for one in near}
    return pairs


def _fives(found: Sequence[bytes]) -> set[tuple[bytes, ...]]:
    """The runs of five words themselves."""
    return set(zip(found, found[1:], found[2:], found[3:], found[4:], strict=False))


def _truth(made: Sequence[tuple[str, str]]) -> dict[Pair, float]:
    """The Jaccard of each pair that has `LEAST` or more: every article is compared with all others.

    Runs are numbered, not hashed, so that no two of them can be taken for one.
    """
    numbers: dict[tuple[bytes, ...], int] = {}
    sets = [
        (name, {numbers.setdefault(one, len(numbers)) for one in _fives(words(fold(text)))})
        for name, text in made
    ]
    near = {}
    for (name, mine), (other, theirs) in combinations(sets, 2):
        both = len(mine & theirs)
        share = both / (len(mine) + len(theirs) - both)
        if share >= LEAST:
            near[frozenset((name, other))] = share
    return near


def _against_truth(
    near: Mapping[Pair, float], found: Mapping[str, set[Pair]], articles: int
) -> str:
    """A table of what each way finds, misses and finds too much."""
    rows = [
        "| way | pairs | with Jaccard ≥ 0.5 | recall | with less |",
        "|---|---|---|---|---|",
        f"| every pair compared | {len(near)} | {len(near)} | 1.0000 | 0 |",
    ]
    for name, pairs in found.items():
        right = len(pairs & near.keys())
        rows.append(
            f"| {name} | {len(pairs)} | {right} | {right / len(near):.4f} | {len(pairs) - right} |"
        )
    compared = articles * (articles - 1) // 2
    return "\n".join([f"All {compared:,} pairs compared, word by word:", "", *rows])


BENCHMARKS = {"recall": recall, "check": check, "peer": peer}


def main() -> None:
    """Run what was asked for, print it, and keep it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], metavar="NAME")
    asked = parser.parse_args()
    for name in asked.names or BENCHMARKS:
        said = BENCHMARKS[name](asked.articles)
        print(f"{said}\n")
        if asked.write:
            write_section(f"duplicates {name}", said)


if __name__ == "__main__":
    main()
