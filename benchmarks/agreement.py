"""What figures of agreement cost beside packages that compute the same.

    python benchmarks/agreement.py [--articles N] [--write]

Passes of three annotators on generated articles: mentions are dropped, moved and retyped by chance.
α over words is compared with `krippendorff`, span F1 by type with `nervaluate`; the values must be
equal. nervaluate cannot hold nested spans and takes ends as inclusive: both get the outermost
mentions, and it gets its ends its way.
"""

import argparse
import random
from itertools import combinations

import krippendorff
import numpy as np
from msgspec.structs import replace
from nervaluate import Evaluator

from _ratio import compare, table, write_section
from articles import articles
from khabar.agreement.alpha import alpha, coincidences
from khabar.agreement.comparison import Comparison
from khabar.agreement.measure import summed
from khabar.agreement.mentions import MEASURES, words_by_type
from khabar.model import Article, Mention, Span
from khabar.schema import labels

ANNOTATORS = ("one", "two", "three")
STRICT, WORDS = MEASURES[0], MEASURES[3]


def outermost(article: Article) -> Article:
    """An article without mentions inside others, and with mentions of one part only."""
    kept: list[Mention] = []
    for one in sorted(article.mentions, key=lambda m: (m.spans[0].start, -m.spans[0].end)):
        if len(one.spans) == 1 and (not kept or kept[-1].spans[0].end <= one.spans[0].start):
            kept.append(one)
    return replace(article, mentions=tuple(kept))


def disturbed(article: Article, rng: random.Random) -> Article:
    """A pass that differs in one mention of seven."""
    types, made = sorted(labels("mention-types")), []
    for one in article.mentions:
        (span,), chance = one.spans, rng.random()
        if chance < 0.05:
            continue
        if chance < 0.1 and span.end - span.start > 2:
            end = span.end - 1
            words = article.text[span.start : end]
            made.append(replace(one, spans=(Span(start=span.start, end=end, text=words),)))
        elif chance < 0.15:
            made.append(replace(one, type=rng.choice(types)))
        else:
            made.append(one)
    return replace(article, mentions=tuple(made))


def passes(count: int) -> list[Comparison]:
    """Every article as three annotators have it."""
    rng = random.Random(11)
    made = map(outermost, articles(count))
    return [Comparison([disturbed(one, rng) for _ in ANNOTATORS], ANNOTATORS) for one in made]


def word_values(found: list[Comparison]) -> list[tuple[str, ...]]:
    """For each word of all articles, what each annotator says of it."""
    return [unit for one in found for unit in words_by_type(one)]


def ours_by_type(found: list[Comparison]) -> dict[str, float | None]:
    """Strict F1 by type, the mean over every two annotators."""
    by_label: dict[str, dict[tuple[str, ...], list[object]]] = {}
    for one in found:
        for pair in one.pairs():
            for label, counts in STRICT.tally(Comparison(pair.articles, pair.annotators)):
                by_label.setdefault(label, {}).setdefault(pair.annotators, []).append(counts)
    return {
        label: sum(STRICT.value(summed(some)) for some in pairs.values()) / len(pairs)
        for label, pairs in by_label.items()
    }


def theirs_by_type(documents: list[list[list[dict[str, object]]]]) -> dict[str, float]:
    """The same by nervaluate."""
    types, sums = sorted(labels("mention-types")), {}
    for first, second in combinations(range(len(ANNOTATORS)), 2):
        one, other = documents[first], documents[second]
        found = Evaluator(one, other, tags=types, loader="dict").evaluate()["entities"]
        for label, results in found.items():
            sums.setdefault(label, []).append(results["strict"].f1)
    return {label: sum(values) / len(values) for label, values in sums.items()}


def as_dicts(found: list[Comparison]) -> list[list[list[dict[str, object]]]]:
    """Each annotator's mentions as nervaluate wants them, with inclusive ends."""
    return [
        [
            [
                {"start": m.spans[0].start, "end": m.spans[0].end - 1, "label": m.type}
                for m in one.articles[who].mentions
            ]
            for one in found
        ]
        for who in range(len(ANNOTATORS))
    ]


def main() -> None:
    """Measure, compare the values, tell."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=300)
    options.add_argument("--write", action="store_true")
    asked = options.parse_args()
    found = passes(asked.articles)
    values = word_values(found)
    numbers = {value: number for number, value in enumerate(sorted({v for u in values for v in u}))}
    coded = np.array([[numbers[value] for value in column] for column in zip(*values, strict=True)])
    documents = as_dicts(found)
    by_words = compare(
        {
            "`krippendorff`": lambda: krippendorff.alpha(
                coded, value_domain=list(numbers.values()), level_of_measurement="nominal"
            ),
            "khabar": lambda: alpha(coincidences(values)),
            "khabar, from articles": lambda: WORDS.value(
                summed(c for one in found for _, c in WORDS.tally(one))
            ),
        }
    )
    by_type = compare(
        {"`nervaluate`": lambda: theirs_by_type(documents), "khabar": lambda: ours_by_type(found)}
    )
    for one in by_words[1:]:
        assert abs(one.value - by_words[0].value) < 1e-9, one
    shared = by_type[1].value
    assert all(abs(by_type[0].value[label] - value) < 1e-9 for label, value in shared.items())
    text = "\n".join(
        (
            f"Three annotators, {len(values):,} words; the values are equal.\n",
            table("α over words", by_words, asked.articles),
            table("Strict F1 by type, every two annotators", by_type, asked.articles),
        )
    )
    print(text)
    if asked.write:
        write_section("agreement", text)


if __name__ == "__main__":
    main()
