"""What goes along with the tables: card, pictures, Croissant, citation, schema, manual, license."""

import json
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
import yaml

from five_articles import FIVE
from khabar.hub import build
from khabar.hub.about import About, Person, Statement
from khabar.hub.census import Census
from khabar.hub.citation import bibtex, citation
from khabar.hub.figures import Bar, bars, columns
from khabar.model import SCHEMA, Article, Mention, Publication, Span
from khabar.rules import hub_license, size_category
from khabar.rules._hub_values import LICENSES
from khabar.schema import labels, source_files
from khabar.splitting import split, write
from khabar.store import write_article

GUIDELINES = Path(__file__).parents[2] / "corpus" / "guidelines"
TOLD = {
    "title": "Our news",
    "license": "CC-BY-4.0",
    "version": "1.2.0",
    "released": "2031-05-01",
    "authors": ["سلمى الحداد", "A: B"],
    "people": [{"name": "annotator-1", "role": "annotator"}],
    "statement": {"curation": "Picked by hand.", "limits": "Not for grading people."},
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of five articles with the manual beside them."""
    folder = tmp_path_factory.mktemp("pages")
    shutil.copytree(FIVE, folder / "corpus")
    shutil.copytree(GUIDELINES, folder / "corpus" / "guidelines")
    build(folder / "corpus", folder / "dataset")
    return folder / "dataset"


def article(name: str = "abc", **fields: Any) -> Article:
    span = Span(start=5, end=9, text="سلمى")
    mention = Mention(id="m1", type="PER", level="name", spans=(span,))
    return Article(
        schema=SCHEMA, id=name, language="ar", text="قالت سلمى نعم", status="annotated",
        mentions=(mention,), **fields,
    )  # fmt: skip


def small(tmp_path: Path, told: dict[str, object], *articles: Article) -> Path:
    for one in articles or (article(),):
        write_article(tmp_path / "corpus/articles" / f"{one.id}.json", one)
    (tmp_path / "corpus/metadata.json").write_text(json.dumps(told))
    build(tmp_path / "corpus", tmp_path / "out")
    return tmp_path / "out"


def head(folder: Path) -> dict[str, Any]:
    text = (folder / "README.md").read_text(encoding="utf-8")
    return yaml.safe_load(text.split("---\n")[1])


def section(folder: Path, title: str) -> str:
    text = (folder / "README.md").read_text(encoding="utf-8")
    return text.split(f"### {title}\n\n")[1].split("\n#")[0].strip()


class TestStatement:
    def test_what_the_corpus_tells_stands_in_its_section(self, tmp_path: Path) -> None:
        out = small(tmp_path, TOLD)
        assert section(out, "Curation rationale") == "Picked by hand."
        assert section(out, "Limits").startswith(
            "Not for grading people.\n\n- Labels that were not"
        )
        assert section(out, "Preparation of the texts") == "The corpus does not say."
        assert "annotator-1 (annotator)" in section(out, "Who annotated")

    def test_agreement_is_told_of_passes_only(self, tmp_path: Path) -> None:
        out = small(tmp_path, TOLD)
        assert section(out, "Agreement").startswith("No article was labelled by two")
        for who in ("annotator-1", "annotator-2"):
            write_article(tmp_path / f"corpus/passes/{who}/abc.json", article())
        build(tmp_path / "corpus", tmp_path / "out")
        assert section(out, "Agreement") == (
            "2 annotators labelled articles independently: annotator-1 1, annotator-2 1."
        )

    def test_splits_come_with_their_certificate(self, tmp_path: Path) -> None:
        for name in "abcdef":
            text = f"قالت سلمى {name} في {name * 3} و{name * 2} إلى {name * 4}"
            span = Span(start=5, end=9, text="سلمى")
            one = article(f"a-{name}")
            write_article(
                tmp_path / f"corpus/articles/a-{name}.json",
                msgspec.structs.replace(
                    one, text=text, mentions=(Mention(id="m1", type="PER", spans=(span,)),)
                ),
            )
        write(split(tmp_path / "corpus"))
        build(tmp_path / "corpus", tmp_path / "out")
        said = section(tmp_path / "out", "Splits")
        assert "Made by `khabar split` by story" in said
        assert "Pairs that stand in two splits: 0." in said
        copy = tmp_path / "out/splits/certificate.json"
        assert copy.read_bytes() == (tmp_path / "corpus/splits/certificate.json").read_bytes()
        changed = tmp_path / "corpus/articles/a-a.json"
        before = changed.read_text()
        changed.write_text(before.replace("في", "عن"))
        build(tmp_path / "corpus", tmp_path / "out")
        assert "There is no certificate" in section(tmp_path / "out", "Splits")
        assert not copy.exists()
        changed.write_text(before)
        build(tmp_path / "corpus", tmp_path / "out")
        assert copy.exists()
        (tmp_path / "corpus/splits/test.txt").write_text("a-a\n")
        (tmp_path / "corpus/splits/train.txt").write_text("a-b\na-c\na-d\na-e\na-f\n")
        (tmp_path / "corpus/splits/validation.txt").unlink(missing_ok=True)
        build(tmp_path / "corpus", tmp_path / "out")
        assert "There is no certificate" in section(tmp_path / "out", "Splits")
        assert not copy.exists()

    def test_stories_declared_since_have_no_certificate(self, tmp_path: Path) -> None:
        corpus = tmp_path / "corpus"
        for name in "abcdef":
            text = f"قالت سلمى {name} في {name * 3} و{name * 2} إلى {name * 4}"
            told = {"story": "port"} if name in "ab" else None
            one = msgspec.structs.replace(article(f"a-{name}", extra=told), text=text)
            write_article(corpus / f"articles/a-{name}.json", one)
        write(split(corpus))
        build(corpus, tmp_path / "out")
        said = section(tmp_path / "out", "Splits")
        assert "go together: declared stories 1, texts 0, long quotes 0, events of one" in said
        changed = corpus / "articles/a-c.json"
        changed.write_text(
            changed.read_text().replace('"mentions"', '"extra": {"story": "x"}, "mentions"')
        )
        build(corpus, tmp_path / "out")
        assert "There is no certificate" in section(tmp_path / "out", "Splits")
        write(split(corpus, kinds=("text", "quote", "event")))
        build(corpus, tmp_path / "out")
        assert "go together: texts 0, long quotes 0, events" in section(tmp_path / "out", "Splits")

    def test_counts(self, tmp_path: Path) -> None:
        second = article(
            "second", publication=Publication(publisher="وكالة", published="2031-04-02")
        )
        out = small(tmp_path, TOLD, article(), second)
        texts = section(out, "Text characteristics")
        assert "Published from 2031-04 to 2031-04." in texts
        assert "| words | 6 | 3.0 |" in texts
        assert "| mentions | 2 | 1.0 |" in texts
        assert section(out, "Who wrote the texts") == "Publishers: وكالة (1)."
        assert "| not told | 2 | 100.0% |" in section(out, "Who annotated")


class TestLicense:
    @pytest.mark.parametrize(
        "spdx, expected",
        [
            ("CC-BY-4.0", {"license": "cc-by-4.0"}),
            ("ODbL-1.0", {"license": "odbl"}),
            ("GPL-3.0-only", {"license": "gpl-3.0"}),
            ("other", {"license": "other", "license_name": "named-in-each-article"}),
            ("LicenseRef-Our terms", {"license": "other", "license_name": "licenseref-our-terms"}),
        ],
    )
    def test_names_of_the_hub(self, spdx: str, expected: dict[str, str]) -> None:
        assert hub_license(spdx) == expected
        assert hub_license(spdx)["license"] in LICENSES

    def test_terms_of_its_own_are_linked(self, tmp_path: Path) -> None:
        (tmp_path / "corpus").mkdir()
        (tmp_path / "corpus/LICENSE").write_text("Ask us.")
        out = small(tmp_path, TOLD | {"license": "LicenseRef-ask"})
        assert (out / "LICENSE").read_text() == "Ask us."
        card = head(out)
        names = [card[key] for key in ("license", "license_name", "license_link")]
        assert names == ["other", "licenseref-ask", "LICENSE"]


def test_citation(tmp_path: Path) -> None:
    out = small(tmp_path, TOLD)
    cff = yaml.safe_load((out / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["authors"] == [{"name": "سلمى الحداد"}, {"name": "A: B"}]
    assert (cff["cff-version"], cff["type"], cff["version"]) == ("1.2.0", "dataset", "1.2.0")
    assert str(cff["date-released"]) == "2031-05-01"
    assert "author = {{سلمى الحداد} and {A: B}}" in bibtex(
        About(title="x", authors=("سلمى الحداد", "A: B"))
    )
    assert "license" not in citation(About(title="x", license="no such"), Census())


class TestFigures:
    def test_are_well_formed_whatever_the_words(self) -> None:
        for drawn in (bars("<&>", [Bar("<b>", '"&"', 3)]), columns("<&>", "&", [("<", 1)])):
            root = ET.fromstring(drawn)
            assert root.tag.endswith("svg")
            assert "<&>" in [one.text for one in root.iter()]

    def test_bars_are_as_long_as_their_counts(self) -> None:
        drawn = bars("t", [Bar("a", "", 400), Bar("b", "", 100), Bar("c", "", 0)])
        widths = [int(one) for one in re.findall(r'<rect x="250" y="\d+" width="(\d+)"', drawn)]
        assert widths == [400, 100, 1]

    def test_card_shows_each_picture_once(self, built: Path) -> None:
        text = (built / "README.md").read_text(encoding="utf-8")
        drawn = sorted(f"figures/{one.name}" for one in (built / "figures").iterdir())
        assert sorted(re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)) == drawn
        assert len(drawn) == 6

    def test_pictures_have_the_numbers_of_the_tables(self, built: Path) -> None:
        drawn = (built / "figures/mentions.svg").read_text(encoding="utf-8")
        card = (built / "README.md").read_text(encoding="utf-8")
        for code in labels("mention-types"):
            (count,) = re.findall(rf"^\| `{code}` \|.*\| ([\d,]+) \|$", card, re.MULTILINE)[:1]
            assert re.search(rf">{code}</text>.*>{count}</text>", drawn)


@pytest.fixture(scope="module")
def told(built: Path) -> dict[str, Any]:
    return json.loads((built / "croissant.json").read_text(encoding="utf-8"))


class TestCroissant:
    def test_says_what_labels_mean(self, told: dict[str, Any]) -> None:
        sets = {one["@id"]: one for one in told["recordSet"]}
        rows = sets["mention-types"]["data"]
        names = [one["mention-types/name"] for one in rows]
        assert names == list(labels("mention-types"))
        assert [one["mention-types/number"] for one in rows] == list(range(len(names)))
        assert rows[0]["mention-types/ar"] == "شخص"
        (field,) = [one for one in sets["mentions-train"]["field"] if one["name"] == "type"]
        assert "`mention-types`" in field["description"]
        assert [one["iob-tags/name"] for one in sets["iob-tags"]["data"]][:3] == [
            "O",
            "B-PER",
            "I-PER",
        ]

    def test_says_what_offsets_count(self, told: dict[str, Any]) -> None:
        tables = [one for one in told["recordSet"] if "data" not in one]
        assert len(tables) == 18
        assert all(
            "half-open and count Unicode code points" in one["description"] for one in tables
        )

    def test_every_named_record_set_is_there(self, told: dict[str, Any]) -> None:
        named = set(re.findall(r"record set `([^`]+)`", json.dumps(told, ensure_ascii=False)))
        assert named <= {one["@id"] for one in told["recordSet"]}
        assert len(named) > 8


def test_schema_and_manual_come_along(built: Path) -> None:
    for path in source_files():
        name = path.name if path.name == "article.schema.json" else f"labels/{path.name}"
        assert (built / "schema" / name).read_bytes() == path.read_bytes()
    for path in GUIDELINES.glob("*.md"):
        assert (built / "guidelines" / path.name).read_bytes() == path.read_bytes()
    assert (built / "LICENSE").read_bytes() == (FIVE / "LICENSE").read_bytes()


def test_census_does_not_depend_on_order_or_parts(built: Path) -> None:
    some = [article(f"a-{n}", publication=Publication(publisher=str(n % 3))) for n in range(7)]
    whole, parts = Census(), Census()
    for one in some:
        whole.add(one)
    for part in (some[4:], some[:4]):
        census = Census()
        for one in reversed(part):
            census.add(one)
        parts.merge(census)
    assert (whole.articles, whole.words, whole.characters) == (
        parts.articles, parts.words, parts.characters
    )  # fmt: skip
    assert list(whole.of("publisher").items()) == list(parts.of("publisher").items())
    assert whole.counts == parts.counts


def test_sizes() -> None:
    assert [size_category(n) for n in (0, 999, 1_000, 99_999, 10**6)] == [
        "n<1K", "n<1K", "1K<n<10K", "10K<n<100K", "1M<n<10M"
    ]  # fmt: skip


def test_metadata_that_does_not_fit_is_named(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"metadata\.json: cannot be read"):
        small(tmp_path, {"title": 3})
    assert Person(name="x").role == Statement().limits == ""
