"""Any two passes, as tasks and back: whoever's versions are left on the page is decided for."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from adjudication.test_properties import meaning, passes
from adjudication.two import AMAL
from agreement.build import span
from khabar.adjudication import decide, merge, settle
from khabar.adjudication.answers import read_answers
from khabar.adjudication.files import Place
from khabar.adjudication.proposing import proposal
from khabar.formats.label_studio import asked_of, read_annotation, to_task
from khabar.model import Relay
from khabar.store import canonical
from khabar.studio.adjudicating import Proposals, write_answers
from khabar.studio.pull import Pulled
from strategies import articles

some = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def results_of(article):
    found = to_task(article, as_predictions=True)["predictions"]
    return found[0]["result"]


def home(article, results):
    """What comes home when somebody submits results."""
    one = read_annotation(article, None, {"result": results, "completed_by": 1}, lambda _: "judge")
    return Pulled(
        article=one.article,
        annotator=one.annotator,
        before=article,
        base=article,
        reasons=one.reasons,
        findings=one.findings,
    )


def without(results, names):
    """The results less some regions: their parts are left, as the page leaves them."""
    ends = ("id", "from_id", "to_id")
    return [one for one in results if not names & {one.get(end) for end in ends}]


def with_topics(results, topics):
    """The results with other topics chosen."""
    other = [one for one in results if one.get("from_name") != "topics"]
    value = {"taxonomy": [[code] for code in topics]}
    return [*other, {"id": "t", "from_name": "topics", "type": "taxonomy", "value": value}]


@given(articles(), articles())
@some
def test_who_is_left_on_the_page_is_right(tmp_path_factory, one, other):
    both = passes(one, other)
    merged = merge(both)
    folder = tmp_path_factory.mktemp("round")
    place = Place(folder / "adjudication", folder / "articles")
    (article,) = Proposals({merged.id: merged}, place).values()
    versions = proposal(merged).versions
    for who in "ab":
        gone = {name for name, found in versions.items() if who not in found.annotators}
        results = with_topics(without(results_of(article), gone), both[who].topics)
        pulled = home(article, results)
        assert pulled.findings == ()
        sheets = folder / who
        write_answers([pulled], both, place, sheets, "link")
        answers = read_answers(sheets / f"{merged.id}.tsv", merged, None, "judge")
        assert answers.bad == ()
        assert decide(merged, answers.decisions).faults == ()
        _, outcome = settle(merged, answers.decisions, f"order:{who}")
        assert outcome.done
        assert meaning(outcome.article) == meaning(both[who], merged.ids[who])


@given(articles(), articles())
@some
def test_submitted_as_it_went_out_nothing_is_decided_between_versions(tmp_path_factory, one, other):
    both = passes(one, other)
    merged = merge(both)
    folder = tmp_path_factory.mktemp("round")
    place = Place(folder / "adjudication", folder / "articles")
    (article,) = Proposals({merged.id: merged}, place).values()
    pulled = home(article, results_of(article))
    assert pulled.findings == ()
    there = {layer: getattr(pulled.article, layer) for layer in ("mentions", "quotes", "topics")}
    sent = canonical(article)
    assert there == {layer: getattr(sent, layer) for layer in there}
    write_answers([pulled], both, place, folder, "link")
    made = read_answers(folder / f"{merged.id}.tsv", merged, None, "judge").decisions
    assert {one.field for one in made} <= {"presence"}
    assert asked_of(article) is not None


def two_cues(cue):
    """The task on two passes that differ in the type of a quote, and in its cue or not."""
    other = replace(AMAL.quotes[1], type="direct", cue=(cue,))
    both = {"amal": AMAL, "basim": replace(AMAL, quotes=(AMAL.quotes[0], other))}
    place = Place(Path("none"), Path("none"))
    (article,) = Proposals({"storm": merge(both)}, place).values()
    return article, results_of(article)


def regions(results):
    return {one["id"] for one in results if one["type"] == "labels"}


def test_a_part_that_all_versions_have_stands_there_once():
    _, results = two_cues(AMAL.quotes[1].cue[0])
    assert {name for name in regions(results) if name.startswith("q2")} == {
        "q2-bya",
        "q2-byb",
        "q2_cue",
    }
    _, results = two_cues(span(37, 43))
    assert {name for name in regions(results) if name.endswith("_cue")} == {
        "q1_cue",
        "q2-bya_cue",
        "q2-byb_cue",
    }


def test_a_part_of_a_version_that_is_gone_stays_where_somebody_linked_it():
    article, results = two_cues(span(37, 43))
    left = without(results, {"q2-byb", "q2-bya_cue"})
    assert home(article, left).article.quotes[1].cue is None
    link = {"type": "relation", "from_id": "q2-bya", "to_id": "q2-byb_cue", "direction": "right"}
    pulled = home(article, [*left, {**link, "labels": ["فعل القول"]}])
    assert pulled.findings == ()
    assert pulled.article.quotes[1].cue == (span(37, 43),)
    none = home(article, without(results, {"q2-bya", "q2-byb"}))
    assert none.findings == ()
    assert [one.id for one in none.article.quotes] == ["q1"]


AGENCY, WITHOUT_MENTION = span(78, 89), span(4, 10)


@pytest.mark.parametrize(
    "chain", [(AGENCY, WITHOUT_MENTION), (WITHOUT_MENTION, AGENCY)], ids=["first", "last"]
)
def test_a_relay_that_hangs_on_a_mention_goes_with_its_version(chain):
    """The mention stays; a relay it is only in the chain of the version that has one."""
    links = tuple(Relay(source=(where,)) for where in chain)
    other = replace(AMAL.quotes[1], type="direct", chain=links)
    both = {"amal": AMAL, "basim": replace(AMAL, quotes=(AMAL.quotes[0], other))}
    (article,) = Proposals({"storm": merge(both)}, Place(Path("none"), Path("none"))).values()
    results = results_of(article)
    left = without(results, {"q2-byb"})
    assert home(article, left).findings == ()
    assert home(article, left).article.quotes[1].chain is None
    speaks = {"type": "relation", "from_id": "m3", "to_id": "q1", "labels": ["القائل"]}
    assert home(article, [*left, speaks]).findings == ()
    (first,) = [
        one["to_id"]
        for one in results
        if one.get("from_id") == "q2-byb" and one["labels"] == ["الناقل"]
    ]
    link = {"type": "relation", "from_id": "q2-bya", "to_id": first, "direction": "right"}
    pulled = home(article, [*left, {**link, "labels": ["الناقل"]}])
    assert pulled.findings == ()
    assert [one.source for one in pulled.article.quotes[1].chain] == [(one,) for one in chain]
