"""The examples of the guidelines are articles: valid, exact, and what the tables show."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from khabar.model import SCHEMA, Article, spans
from khabar.rules import check_article
from khabar.schema import article_schema, labels
from khabar.store import parse
from khabar.store.files import Document

GUIDELINES = Path(__file__).resolve().parents[2] / "corpus" / "guidelines"
ROW = re.compile(r"^\| (?P<code>[A-Z]\d+) \|.*\| (?P<example>[^|]+) \|$", re.MULTILINE)
BLOCK = re.compile(r"^```khabar (?P<code>\S+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
BOLD = re.compile(r"\*\*(.+?)\*\*")


def pages() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(GUIDELINES.glob("*.md")))


ROWS = [(match["code"], match["example"]) for match in ROW.finditer(pages())]
BLOCKS = [(match["code"], json.loads(match["body"])) for match in BLOCK.finditer(pages())]

every_block = pytest.mark.parametrize("code, body", BLOCKS, ids=[code for code, _ in BLOCKS])


def completed(code: str, body: dict) -> dict:
    """The example with the fields that every article needs."""
    head = {"schema": SCHEMA, "id": f"example-{code.lower()}", "language": "ar"}
    return head | body | {"status": "prelabelled"}


def article(code: str, body: dict) -> Article:
    data = json.dumps(completed(code, body), ensure_ascii=False).encode()
    return parse(Document(f"{code} of the guidelines", 1, data))


def test_every_decision_has_its_example_and_no_code_is_used_twice():
    codes = [code for code, _ in ROWS]
    assert len(codes) > 60, "the tables have lost rows, or the pattern no longer finds them"
    assert codes == [code for code, _ in BLOCKS]
    assert len(codes) == len(set(codes))


@every_block
def test_example_is_valid(code, body):
    validator = jsonschema.Draft202012Validator(article_schema())
    errors = validator.iter_errors(completed(code, body))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


@every_block
def test_example_has_no_errors(code, body):
    found = [one for one in check_article(article(code, body)) if one.severity == "error"]
    assert [f"{one.code} {one.pointer}: {one.message}" for one in found] == []


@every_block
def test_example_spans_equal_their_slices(code, body):
    one = article(code, body)
    for pointer, span in spans(one):
        assert one.text[span.start : span.end] == span.text, pointer


@every_block
def test_table_shows_the_text_and_bold_words_are_annotated(code, body):
    shown = dict(ROWS)[code]
    one = article(code, body)
    assert shown.replace("**", "") == one.text
    annotated = {(span.start, span.end) for _, span in spans(one)}
    for position, words in bold(shown):
        assert (position, position + len(words)) in annotated, words


def bold(shown: str) -> list[tuple[int, str]]:
    """Bold stretches with their place in the text without the stars."""
    return [(m.start() - shown[: m.start()].count("*"), m[1]) for m in BOLD.finditer(shown)]


@every_block
def test_example_references_resolve(code, body):
    one = article(code, body)
    entities, quotes = {entity.id for entity in one.entities}, {quote.id for quote in one.quotes}
    assert {mention.entity for mention in one.mentions} - {None} <= entities
    for quote in one.quotes:
        steps = {step.relay for step in quote.chain or ()}
        assert {quote.speaker, quote.addressee} | steps <= entities | {None}
        assert {quote.parent, quote.same_as} <= quotes | {None}
    for stance in one.stances:
        assert {stance.holder, stance.target.entity, stance.asserted_by} <= (
            entities | {None, "article"}
        )
        assert set(stance.quotes or ()) <= quotes


@pytest.mark.parametrize(
    "vocabulary, field",
    [("mention-types", "type"), ("levels", "level"), ("quote-types", "type"), ("stances", "label")],
)
def test_every_label_has_an_example(vocabulary, field):
    parts = {"mention-types": "mentions", "levels": "mentions", "quote-types": "quotes"}
    part = parts.get(vocabulary, "stances")
    shown = {one.get(field) for _, body in BLOCKS for one in body.get(part, [])}
    assert set(labels(vocabulary)) - shown == set()


def test_pages_are_linked_from_the_overview():
    overview = (GUIDELINES / "00-overview.md").read_text("utf-8")
    others = [path.name for path in GUIDELINES.glob("*.md") if path.name != "00-overview.md"]
    assert [name for name in others if f"({name})" not in overview] == []
