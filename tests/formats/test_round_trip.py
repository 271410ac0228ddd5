"""Every format gives back what it was given, but for what it says it loses."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from khabar.formats._format import all_formats
from khabar.model import Article
from strategies import articles


@pytest.mark.parametrize("name", sorted(all_formats()))
@given(article=articles())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_article_survives(name: str, article: Article, tmp_path: Path) -> None:
    one = all_formats()[name]
    target = Path(tempfile.mkdtemp(dir=tmp_path)) / f"articles{one.SUFFIXES[0]}"
    report = one.write([article], target)
    assert report.articles == 1
    assert not report.losses
    assert list(one.read(target)) == [article]
