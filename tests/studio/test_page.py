"""The labelling page in a real browser, used as a person uses it."""

import pytest
from msgspec.structs import replace

from khabar.diff import changes
from khabar.formats.label_studio import encode
from khabar.model import SCHEMA, Article, Entity, Mention, Origin, Quote, Span, annotations
from khabar.studio.annotators import Pseudonyms
from khabar.studio.pull import pull
from khabar.studio.push import push
from studio.test_round_trip import made

pytestmark = [pytest.mark.server, pytest.mark.browser]

TEXT = (
    "😀 قالت الوزيرةُ سلمى الحداد: «سنفتتح الميناءَ في 12 مارس، ولن نتأخر».\n"
    "وأضافت أن مدينة مرفأ الزيتون جاهزة."
)


def span(words, text=TEXT):
    start = text.index(words)
    return Span(start=start, end=start + len(words), text=words)


@pytest.fixture
def article():
    return Article(
        schema=SCHEMA,
        id="harbor-opening",
        language="ar",
        title="افتتاح الميناء",
        text=TEXT,
        status="prelabelled",
        origin=Origin(kind="model", name="tagger", version="1"),
        entities=(Entity(id="e1", type="PER", name="سلمى الحداد"),),
        mentions=(
            Mention(id="m1", type="PER", spans=(span("سلمى الحداد"),), entity="e1"),
            Mention(id="m2", type="ROLE", spans=(span("الوزيرةُ"),), entity="e1"),
        ),
    )


@pytest.fixture
def pulled(client, project, tmp_path):
    """Pulls the project and gives the articles by id."""

    def go(*corpus):
        name = Pseudonyms(tmp_path / "annotators.json", client.url, client.users())
        report = pull(client, project, {one.id: one for one in corpus}, name)
        assert report.refused == ()
        return {one.article.id: one for one in report.items}

    return go


def test_a_person_draws_links_and_submits(
    client, project, labelling_page, article, pulled, browser_context, tmp_path
):
    push([article], client, project)
    page = labelling_page
    page.open_list(project.id, tasks=1)
    page.open(0, TEXT, regions=2)

    seen = page.highlights()
    assert {name: one.text for name, one in seen.items()} == {
        "m1": "سلمى الحداد",
        "m2": "الوزيرةُ",
    }
    assert all(one.painted for one in seen.values())

    place, content, cue = (
        span("مرفأ الزيتون"),
        span("سنفتتح الميناءَ في 12 مارس، ولن نتأخر"),
        span("قالت"),
    )
    drawn = page.draw("4", place.start, place.end)
    said = page.draw("q", content.start, content.end)
    how = page.draw("w", cue.start, cue.end)
    seen = page.highlights()
    assert seen[drawn].text == place.text
    assert seen[said].text == content.text
    assert seen[how].text == cue.text
    page.relate(content.start, cue.start)
    page.name_relation("فعل القول")
    page.shot(tmp_path / "drawn.png")
    page.submit()

    (one,) = pulled(article).values()
    assert one.annotator == "annotator-1"
    assert one.findings == ()
    expected = replace(
        article,
        status="annotated",
        origin=Origin(kind="human", name="annotator-1"),
        entities=tuple(replace(e, origin=article.origin) for e in article.entities),
        mentions=(
            replace(article.mentions[1], origin=article.origin),
            replace(article.mentions[0], origin=article.origin),
            Mention(id="m3", type="GPE", spans=(place,)),
        ),
        quotes=(Quote(id="q1", content=(content,), cue=(cue,)),),
    )
    assert changes(expected, one.article) == []
    assert one.article == expected
    assert browser_context.outside == [], "the page asks nobody but the server"


def test_ten_articles_survive_the_page(client, project, labelling_page, pulled):
    """The ten most annotated of sixty: looked at, submitted, and nothing has changed."""
    different = {one.text: one for one in made(60, 5)}.values()
    some = sorted(different, key=lambda one: -sum(1 for _ in annotations(one)))[:10]
    push(some, client, project)
    page = labelling_page
    page.open_list(project.id, tasks=10)
    for row, article in enumerate(some):
        page.open(row, article.text, regions=len(regions(article)))
        page.submit()
    came = pulled(*some)
    assert len(came) == 10
    for article in some:
        one = came[article.id]
        assert one.findings == ()
        assert changes(submitted(article), one.article) == []
        assert one.article == submitted(article)


def regions(article):
    """The ids of the regions that the page is given to show."""
    return {one["id"] for one in encode(article) if one["type"] == "labels"}


def submitted(article):
    """An article after somebody has looked at it and agreed: only its origins say so."""
    status = "annotated" if article.status in ("raw", "prelabelled") else article.status

    def marked(some):
        return tuple(replace(one, origin=one.origin or article.origin) for one in some)

    kinds = ("mentions", "entities", "quotes", "stances")
    return replace(
        article,
        status=status,
        origin=Origin(kind="human", name="annotator-1"),
        **{kind: marked(getattr(article, kind)) for kind in kinds},
    )
