"""The articles on which the tests run the tools: without faults, every field filled."""

import json

import pytest

from five_articles import FIVE
from khabar.rules import check
from khabar.schema import directory, labels
from khabar.store import dumps, read_article, read_articles
from khabar.text import is_proclitic, proclitic

FILES = sorted((FIVE / "articles").glob("*.json"))
MARKS = ("«»", "“”", '"')

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_nothing_is_found_in_them():
    assert len(FILES) == 5
    assert list(check(FIVE)) == []


@every_file
def test_file_is_canonical(path):
    assert path.read_bytes() == dumps(read_article(path)), f"repair: khabar format {path}"


@every_file
def test_a_name_is_annotated_wherever_it_stands(path):
    """A name annotated once is annotated everywhere, in its own or in a longer name."""
    article = read_article(path)
    covered = {
        at for mention in article.mentions for s in mention.spans for at in range(s.start, s.end)
    }
    names = {s.text for m in article.mentions if m.level == "name" and m.entity for s in m.spans}
    missed = [
        f"{name} at {start}"
        for name in names
        for start in occurrences(article.text, name)
        if start not in covered
    ]
    assert missed == []


def occurrences(text: str, words: str) -> list[int]:
    found, start = [], text.find(words)
    while start >= 0:
        before = proclitic(text, start)
        if (not before or is_proclitic(before)) and not proclitic(text, start + len(words)):
            found.append(start)
        start = text.find(words, start + 1)
    return found


@every_file
def test_quote_type_agrees_with_the_marks(path):
    article = read_article(path)
    names = [span.text for one in article.mentions for span in one.spans]
    for quote in article.quotes:
        marked = [has_marks(span.text, names) for span in quote.content]
        inside = [span.text[0] + span.text[-1] in ("«»", "“”", '""') for span in quote.content]
        if quote.type == "direct":
            assert all(inside), quote.id
        elif quote.type == "mixed":
            assert any(marked), f"{quote.id} is mixed without marks"
            assert not all(inside), f"{quote.id} is wholly in marks"
        else:
            assert not any(marked), f"{quote.id} is {quote.type} with marks"


def has_marks(words: str, names: list[str]) -> bool:
    """Whether words hold quotation marks other than those that belong to a name."""
    for name in names:
        words = words.replace(name, "")
    return any(mark[0] in words for mark in MARKS)


def test_together_they_fill_every_field():
    used: set[str] = set()
    schema = json.loads((directory() / "article.schema.json").read_bytes())
    for path in FILES:
        used |= filled(json.loads(path.read_bytes()), schema, schema, "Article")
    assert sorted(properties(schema) - used) == []


def test_together_they_use_every_label():
    articles = list(read_articles(FIVE))
    mentions = [mention for one in articles for mention in one.mentions]
    quotes = [quote for one in articles for quote in one.quotes]
    stances = [stance for one in articles for stance in one.stances]
    assert {one.type for one in mentions} == set(labels("mention-types"))
    assert {one.level for one in mentions} - {None} == set(labels("levels"))
    assert {one.type for one in quotes} == set(labels("quote-types"))
    assert {one.polarity for one in quotes} == set(labels("polarities"))
    assert {one.label for one in stances} == set(labels("stances"))
    assert {one.basis for one in stances} == set(labels("bases"))


def test_they_hold_the_hard_cases():
    articles = list(read_articles(FIVE))
    mentions = [mention for one in articles for mention in one.mentions]
    quotes = [quote for one in articles for quote in one.quotes]
    assert any(len(one.spans) > 1 for one in mentions)
    assert any(len(one.cue or ()) > 1 for one in quotes)
    assert any(len(one.content) > 1 for one in quotes)
    assert {len(one.chain) for one in quotes if one.chain} == {1, 2}
    assert any(step.implicit for one in quotes for step in one.chain or ())
    assert any(stance.holder == "article" for one in articles for stance in one.stances)


def properties(schema: dict) -> set[str]:
    """Every field of the schema as ``Definition.field``."""
    owners = {"Article": schema, **schema["$defs"]}
    return {f"{name}.{key}" for name, node in owners.items() for key in node.get("properties", {})}


def filled(value: object, node: dict, schema: dict, owner: str) -> set[str]:
    """The fields that a value fills, as ``Definition.field``."""
    if "$ref" in node:
        owner = node["$ref"].rsplit("/", 1)[-1]
        node = schema["$defs"][owner]
    if isinstance(value, list):
        return {one for item in value for one in filled(item, node["items"], schema, owner)}
    if not isinstance(value, dict) or "properties" not in node:
        return set()
    found = {f"{owner}.{key}" for key in value}
    for key, child in value.items():
        found |= filled(child, node["properties"][key], schema, key)
    return found
