"""The corpus itself: readable, canonical, whole, and what its metadata says of it."""

import json
from collections import Counter
from pathlib import Path

import jsonschema
import pytest

from khabar.model import Article, annotations, spans
from khabar.problem import Finding
from khabar.rules import check
from khabar.schema import article_schema, labels
from khabar.store import dumps, read_article, read_articles
from khabar.text.stored import stored_form

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
ARTICLES = CORPUS / "articles"
FILES = sorted(ARTICLES.glob("*.json"))
PASSES = sorted((CORPUS / "passes").glob("*/*.json"))
SPLITS = ("train", "validation", "test")
DOUBTS = ("KH215", "KH408", "KH604")
"""Words cut, types of quotes against the marks, names missed: here each is looked into."""

every_article = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
every_file = pytest.mark.parametrize(
    "path", FILES + PASSES, ids=lambda path: f"{path.parent.name}/{path.stem}"
)


def loaded() -> list[Article]:
    return list(read_articles(ARTICLES))


def census(articles: list[Article]) -> dict:
    """How many of what the articles hold, by label."""

    def count(values) -> dict[str, int]:
        return dict(sorted(Counter(values).items()))

    return {
        "articles": count(one.status for one in articles),
        "mentions": count(mention.type for one in articles for mention in one.mentions),
        "entities": count(entity.type for one in articles for entity in one.entities),
        "quotes": count(quote.type for one in articles for quote in one.quotes),
        "stances": count(stance.label for one in articles for stance in one.stances),
    }


def test_there_are_articles():
    assert FILES, f"no article in {ARTICLES}"


@every_file
def test_file_is_canonical(path):
    article = read_article(path)
    assert path.read_bytes() == dumps(article), f"repair: khabar format {path}"
    assert article.id == path.stem


@every_file
def test_reference_validator_accepts(path):
    validator = jsonschema.Draft202012Validator(article_schema())
    errors = validator.iter_errors(json.loads(path.read_bytes()))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


def test_the_corpus_is_clean():
    """Clean means no error and no warning."""
    found = [one for one in check(CORPUS) if one.severity != "info"]
    assert [told(one) for one in found] == []


def test_doubts_are_settled():
    """What only looks wrong in the gold was put right, or agreed on."""
    found = [
        told(one)
        for one in check(CORPUS)
        if one.code in DOUBTS and ARTICLES in Path(one.place.file).parents
    ]
    assert found == [], "repair: annotate anew, or enter it in corpus/known.tsv with the reason"


def told(one: Finding) -> str:
    return f"{one.code} {one.article} {one.pointer}: {one.message}"


@every_file
def test_text_and_title_are_in_stored_form(path):
    article = read_article(path)
    for words in (article.text, article.title):
        stored = stored_form(words)
        assert (stored.text, stored.changes) == (words, ())


@every_file
def test_spans_equal_their_slices(path):
    article = read_article(path)
    wrong = [
        f"{pointer}: {article.text[span.start : span.end]!r} is not {span.text!r}"
        for pointer, span in spans(article)
        if article.text[span.start : span.end] != span.text
    ]
    assert wrong == []


@every_file
def test_ids_are_unique_and_references_resolve(path):
    article = read_article(path)
    ids = [one.id for _, one in annotations(article)]
    assert [one for one, times in Counter(ids).items() if times > 1] == []
    assert [one for one in references(article) if one not in ids] == []


def references(article: Article) -> list[str]:
    found: list[str | None] = [mention.entity for mention in article.mentions]
    for entity in article.entities:
        found += entity.members or ()
    for quote in article.quotes:
        found += [quote.speaker, quote.addressee, quote.parent, quote.same_as]
        found += [relay.relay for relay in quote.chain or ()]
    for stance in article.stances:
        found += [stance.target.entity, stance.asserted_by, *(stance.quotes or ())]
        found += [stance.holder] if stance.holder != "article" else []
    return [one for one in found if one is not None]


@every_article
def test_pronouns_are_annotated_where_they_speak(path):
    article = read_article(path)
    steps = [step for quote in article.quotes for step in (quote, *(quote.chain or ()))]
    sources = {span for step in steps for span in step.source or ()}
    silent = [
        mention.id
        for mention in article.mentions
        if mention.level == "pronoun" and not sources.intersection(mention.spans)
    ]
    assert silent == []


@every_article
def test_nesting_is_allowed_by_type_and_three_deep(path):
    article = read_article(path)
    types = labels("mention-types")
    whole = [mention for mention in article.mentions if len(mention.spans) == 1]
    for inner in whole:
        outer = [one for one in whole if one is not inner and holds(one.spans[0], inner.spans[0])]
        assert len(outer) < 3, f"{inner.id} is nested {len(outer) + 1} deep"
        for one in outer:
            assert inner.type in types[one.type].may_contain, f"{inner.type} in {one.type}"


def holds(outer, inner) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


@every_article
def test_mentions_link_to_entities_of_their_type(path):
    article = read_article(path)
    kinds = {entity.id: entity.type for entity in article.entities}
    for mention in article.mentions:
        allowed = labels("mention-types")[mention.type].refers_to
        assert mention.entity is None or kinds[mention.entity] in allowed, mention.id
        assert mention.entity or mention.type in ("DATE", "NUM"), f"{mention.id} has no entity"


@every_article
def test_annotated_means_complete(path):
    article = read_article(path)
    assert article.status in ("annotated", "adjudicated")
    assert [one.id for one in article.mentions if not one.level and one.type != "NUM"] == []
    assert [one.id for one in article.quotes if not one.type] == []
    assert [one.id for one in article.stances if not one.basis] == []
    assert article.topics
    assert [one for one in article.topics if labels("topics")[one].retired] == []


@every_article
def test_marks_come_in_pairs(path):
    text = read_article(path).text
    assert text.count("«") == text.count("»")
    assert text.count("“") == text.count("”")
    assert text.count('"') % 2 == 0


@every_article
def test_texts_are_news_length_and_marked_as_fiction(path):
    article = read_article(path)
    assert 120 <= len(article.text.split()) <= 600
    assert article.extra["fictional"] is True
    assert article.publication.license == "CC-BY-4.0"


def test_metadata_counts_what_is_there():
    metadata = json.loads((CORPUS / "metadata.json").read_bytes())
    found = census(loaded())
    stated = {name: metadata["census"][name] for name in found}
    assert stated == found, "repair: khabar stats --pin corpus"


def test_metadata_names_all_annotators():
    metadata = json.loads((CORPUS / "metadata.json").read_bytes())
    people = {person["name"]: person["role"] for person in metadata["people"]}
    articles = [*loaded(), *map(read_article, PASSES)]
    origins = [one.origin for article in articles for one in (article, *of(article))]
    humans = {origin.name for origin in origins if origin and origin.kind == "human"}
    editors = {origin.edited_by for origin in origins if origin and origin.edited_by}
    assert humans | editors <= set(people)
    assert {name for name, role in people.items() if role == "annotator"} <= humans | editors


def of(article: Article) -> list:
    return [one for _, one in annotations(article)]


def test_splits_cover_exactly_the_articles():
    listed = [
        line for name in SPLITS for line in (CORPUS / "splits" / f"{name}.txt").read_text().split()
    ]
    assert sorted(listed) == sorted(path.stem for path in FILES)


def test_labels_of_validation_and_test_are_seen_in_train():
    articles = {article.id: article for article in loaded()}

    def seen(split: str) -> set[tuple[str, str]]:
        ids = (CORPUS / "splits" / f"{split}.txt").read_text().split()
        return {pair for one in ids for pair in label_pairs(articles[one])}

    assert seen("validation") | seen("test") <= seen("train")


def label_pairs(article: Article) -> set[tuple[str, str]]:
    pairs = {("type", mention.type) for mention in article.mentions}
    pairs |= {("level", mention.level) for mention in article.mentions if mention.level}
    pairs |= {("quote", quote.type) for quote in article.quotes}
    pairs |= {("polarity", quote.polarity) for quote in article.quotes}
    return pairs | {("stance", stance.label) for stance in article.stances}


def test_the_articles_together_use_every_label():
    articles = loaded()
    mentions = [mention for one in articles for mention in one.mentions]
    quotes = [quote for one in articles for quote in one.quotes]
    stances = [stance for one in articles for stance in one.stances]
    assert {one.type for one in mentions} == set(labels("mention-types"))
    assert {one.level for one in mentions} - {None} == set(labels("levels"))
    assert {e.type for one in articles for e in one.entities} | {"DATE"} == (
        set(labels("entity-types"))
    )
    assert {one.type for one in quotes} == set(labels("quote-types"))
    assert {one.polarity for one in quotes} == set(labels("polarities"))
    assert {one.label for one in stances} == set(labels("stances"))
    assert {one.basis for one in stances} == set(labels("bases"))


def test_the_articles_hold_the_hard_cases():
    articles = loaded()
    mentions = [mention for one in articles for mention in one.mentions]
    quotes = [quote for one in articles for quote in one.quotes]
    assert any(len(one.spans) > 1 for one in mentions)
    assert any(len(one.cue or ()) > 1 for one in quotes)
    assert any(len(one.content) > 1 for one in quotes)
    assert {len(one.chain) for one in quotes if one.chain} >= {1, 2}
    assert any(step.implicit for one in quotes for step in one.chain or ())
    assert any(stance.holder == "article" for one in articles for stance in one.stances)
