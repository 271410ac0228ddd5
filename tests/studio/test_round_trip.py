"""Articles of every shape survive the real server and the real page."""

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from khabar.formats.label_studio import from_task
from khabar.store import dumps
from khabar.studio.push import push
from strategies import articles, texts

pytestmark = pytest.mark.server


LONG = st.lists(texts(60), min_size=3, max_size=8).map(" ".join)


def made(count, number):
    """`count` articles of chance, no two equal, the same ones on every machine."""
    found = {}

    @seed(number)
    @settings(
        max_examples=count + count // 4,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(articles(text=LONG))
    def collect(article):
        key = replace(article, id="made")
        found.setdefault(dumps(key), replace(article, id=f"made-{len(found):04}"))

    collect()
    assert len(found) >= count, "the strategy repeats itself; let it make more"
    return list(found.values())[:count]


def test_two_hundred_articles_survive_the_server(client, project):
    sent = made(200, 20310309)
    report = push(sent, client, project, as_annotations=True)
    assert report.count("new") == 200
    came = {}
    for task in client.tasks(project, whole=True):
        (one,) = from_task({"data": task.data, "annotations": task.annotations}, lambda _: None)
        came[one.article.id] = one.article
    assert len(came) == 200
    assert sum(len(one.mentions) + len(one.quotes) + len(one.stances) for one in sent) > 400
    for article in sent:
        assert came[article.id] == article
    report = push(reversed(sent), client, project, as_annotations=True)
    assert report.count("same") == 200
    assert sum(1 for _ in client.tasks(project)) == 200
