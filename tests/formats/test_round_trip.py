"""Every format gives back what it was given, but for what it says it loses."""

import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from khabar.formats import convert
from khabar.formats._format import all_formats
from khabar.model import Article
from khabar.store import canonical, read_articles, write_lines
from strategies import articles

FORMATS = sorted(all_formats())


def without(article: Article, fields: frozenset[str]) -> tuple[Article, set[str]]:
    """The article less some fields, and those of them that it filled."""
    record, filled = msgspec.to_builtins(article), set()
    for field in fields:
        *path, last = field.split(".")
        for holder in holders([record], path):
            if last in holder:
                del holder[last]
                filled.add(field)
    return canonical(msgspec.convert(record, Article)), filled


def holders(found: list[dict[str, Any]], path: list[str]) -> list[dict[str, Any]]:
    for name in path:
        inner = [one[name] for one in found if name in one]
        listed = [one if isinstance(one, tuple | list) else [one] for one in inner]
        found = [record for some in listed for record in some]
    return found


@pytest.mark.parametrize("name", FORMATS)
@given(article=articles())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_article_survives(name: str, article: Article, tmp_path: Path) -> None:
    one = all_formats()[name]
    target = Path(tempfile.mkdtemp(dir=tmp_path)) / f"articles{one.SUFFIXES[0]}"
    expected, lost = without(article, one.LOSES)
    report = one.write([article], target)
    assert report.articles == 1
    assert {loss.field for loss in report.losses} == lost
    assert list(one.read(target)) == [expected]


@pytest.mark.parametrize("name", FORMATS)
@given(article=articles())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_with_a_sidecar_the_way_back_is_whole(name: str, article: Article, tmp_path: Path) -> None:
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    target, sidecar = folder / f"articles{all_formats()[name].SUFFIXES[0]}", folder / "kept"
    write_lines(folder / "a.jsonl", [article])
    done = convert(folder / "a.jsonl", target, write_as=name, sidecar=sidecar)
    assert not done.report.losses
    convert(target, folder / "b.jsonl", read_as=name, sidecar=sidecar)
    assert list(read_articles(folder / "b.jsonl")) == [article]
