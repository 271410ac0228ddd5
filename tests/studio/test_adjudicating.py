"""Adjudicating on the real server: what is open goes out, answers come home into sheets."""

import itertools
import subprocess
import sys

import pytest
from msgspec.structs import replace

from adjudication.two import BASIM, PASSES, save
from khabar.adjudication import decide, merge
from khabar.adjudication.answers import read_answers
from khabar.adjudication.files import Place
from khabar.adjudication.sheets import read_rows
from khabar.formats.label_studio import config
from khabar.problem import KhabarError
from khabar.studio.adjudicating import Proposals, write_answers
from khabar.studio.annotators import Pseudonyms
from khabar.studio.pull import pull
from khabar.studio.push import push
from khabar.studio.status import project_status

pytestmark = pytest.mark.server

MERGED = merge(PASSES)
_numbers = itertools.count(1)


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "adjudication", tmp_path / "articles")


@pytest.fixture
def names(client, tmp_path):
    return Pseudonyms(tmp_path / "annotators.json", client.url, client.users())


@pytest.fixture
def project(client):
    """An empty project with the page for adjudication."""
    return client.create(f"second look {next(_numbers)}", config(adjudicate=True))


def sent(client, project, place):
    """The task of what is open, and the results that it starts from."""
    proposals = Proposals({"storm": MERGED}, place)
    report = push(proposals.open(), client, project, adjudicate=True)
    assert [one.fate for one in report.items] == ["new"]
    (task,) = client.tasks(project, whole=True)
    return task, client.task(task.id).predictions[0]["result"]


def home(client, project, place, names):
    report = pull(client, project, Proposals({"storm": MERGED}, place), names)
    assert report.refused == ()
    return report.items


def rows_of(folder):
    rows = read_rows(folder / "storm.tsv", MERGED.annotators)
    return {row.key: row.answer for row in rows}


def without(results, *names):
    """The results without some regions, as the page leaves them."""
    return [
        one
        for one in results
        if not {one.get("id"), one.get("from_id"), one.get("to_id")} & {*names}
    ]


def because(name, reason, of):
    """The reason given on a region."""
    value = {**of["value"], "choices": [reason]}
    value.pop("labels")
    return {"id": name, "from_name": "reason", "to_name": "text", "type": "choices", "value": value}


def test_each_version_is_a_region_that_says_whose_it_is(client, project, place):
    task, results = sent(client, project, place)
    heads = {one["id"]: one for one in results if one["type"] == "labels"}
    notes = {name: one["meta"]["text"] for name, one in heads.items() if "meta" in one}
    assert notes["m2-byb"] == ["4. ب | النوع: أ شخص · ب منصب"]
    assert set(notes) == {"m1-bya", "m1-byb", "m2-bya", "m2-byb", "m7-2-byb", "q2-bya"} | {
        "s2-bya",
        "s2-byb",
    }
    assert task.data["questions"].splitlines()[4] == "4. إشارة «هند»: النوع: أ شخص · ب منصب"
    assert "سؤال" not in task.data["info"]
    # What leans on words that are in question keeps its own.
    assert heads["q1_source"]["value"]["text"] == "سالم"


def test_pushing_again_changes_nothing(client, project, place):
    sent(client, project, place)
    report = push(Proposals({"storm": MERGED}, place).open(), client, project, adjudicate=True)
    assert [one.fate for one in report.items] == ["same"]


def test_an_annotators_page_is_refused(client, place):
    plain = client.create("first look", config())
    with pytest.raises(KhabarError, match=r"lacks the control reason; .*config --adjudicate"):
        push(Proposals({"storm": MERGED}, place).open(), client, plain, adjudicate=True)


def test_the_page_for_adjudication_is_no_drift(client, project, names):
    assert project_status(client, client.project(project.title), names).drift == ()


def test_what_an_adjudicator_does_comes_home_as_answers(client, project, place, names, tmp_path):
    task, results = sent(client, project, place)
    heads = {one["id"]: one for one in results if one["type"] == "labels"}
    done = without(results, "m1-byb", "m2-bya", "m7-2-byb", "s2-byb")
    done += [because("m1-bya", "boundary", heads["m1-bya"])]
    client.annotate(task.id, done)
    folder = tmp_path / "sheets"
    done = write_answers(home(client, project, place, names), PASSES, place, folder)
    assert done == (True, 5, 4, 0)
    assert rows_of(folder) == {
        "mentions/4-15/spans": ("amal", "", "boundary", "", ""),
        "mentions/4-10/presence": ("amal", "", "", "", ""),
        "mentions/52-55/type": ("basim", "", "", "", ""),
        "quotes/56-71/presence": ("amal", "", "", "", ""),
        "stances/هند→جاهز/quotes": ("amal", "", "", "", ""),
        "topics/order": ("", "", "", "", ""),
    }
    bad = read_answers(folder / "storm.tsv", MERGED, None, "judge").bad
    assert [one.column for one in bad] == ["reason"] * 4
    write_answers(home(client, project, place, names), PASSES, place, folder, "link")
    found = read_answers(folder / "storm.tsv", MERGED, None, "judge")
    assert found.bad == ()
    assert [one.about for one in decide(MERGED, found.decisions).open] == ["topics/order"]


def test_the_reason_of_all_others_and_what_stands_in_versions_still(
    client, project, place, names, tmp_path
):
    task, results = sent(client, project, place)
    heads = {one["id"]: one for one in results if one["type"] == "labels"}
    for_all = {"id": "all", "from_name": "reason_of_all", "to_name": "text", "type": "choices"}
    done = without(results, "m1-byb", "m7-2-byb", "s2-byb")
    done += [for_all | {"value": {"choices": ["ambiguous"]}}]
    done += [because("m1-bya", "boundary", heads["m1-bya"])]
    client.annotate(task.id, done)
    done = write_answers(home(client, project, place, names), PASSES, place, tmp_path)
    assert done == (True, 4, 0, 1)
    rows = rows_of(tmp_path)
    assert rows["mentions/52-55/type"] == ("", "", "", "", "")
    assert rows["mentions/4-15/spans"][2] == "boundary"
    assert rows["mentions/4-10/presence"] == ("amal", "", "ambiguous", "", "")
    found = read_answers(tmp_path / "storm.tsv", MERGED, None, "judge")
    assert found.bad == ()
    assert [one.about for one in decide(MERGED, found.decisions).open] == [
        "mentions/52-55/type",
        "topics/order",
    ]


def test_passes_that_changed_meanwhile_are_refused(client, project, place, names, tmp_path):
    task, results = sent(client, project, place)
    client.annotate(task.id, results)
    later = PASSES | {"basim": replace(BASIM, topics=())}
    with pytest.raises(KhabarError, match="not those that went out"):
        write_answers(home(client, project, place, names), later, place, tmp_path)


def test_who_came_later_does_not_count(client, project, place, names, tmp_path):
    task, results = sent(client, project, place)
    client.annotate(task.id, results)
    more = PASSES | {"layla": replace(BASIM, topics=())}
    assert write_answers(home(client, project, place, names), more, place, tmp_path).changed


def test_of_two_adjudicators_one_must_hold(client, project, place, names, tmp_path):
    task, results = sent(client, project, place)
    client.annotate(task.id, results)
    (one,) = home(client, project, place, names)
    two = [one, replace(one, annotator="another")]
    with pytest.raises(KhabarError, match=r"adjudicated by .*, another; mark one"):
        write_answers(two, PASSES, place, tmp_path)
    held = [one, replace(two[1], ground_truth=True)]
    assert write_answers(held, PASSES, place, tmp_path).changed


def test_the_commands(server, client, tmp_path):
    save(tmp_path / "corpus")
    title = f"second look {next(_numbers)}"
    (tmp_path / "corpus" / "articles").mkdir()
    (tmp_path / "key").write_text(server.token)

    def khabar(*more):
        common = ("--project", title, "--url", server.url, "--key-file", "key")
        return subprocess.run(
            [sys.executable, "-m", "khabar", *more, *common],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    done = khabar("studio", "push", "corpus/passes", "--adjudicate")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"the project {title} is new" in done.stderr
    (task,) = client.tasks(client.project(title))
    results = client.task(task.id).predictions[0]["result"]
    client.annotate(task.id, without(results, "m1-byb", "m2-byb", "s2-byb"))
    done = khabar("studio", "pull", "corpus", "--sheets", "sheets", "--reason", "link")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 sheets written" in done.stderr
    assert done.stdout == "storm: 5 answers, 0 without a reason; in several versions still: 0\n"
    read = ["--read", "sheets", "--by", "judge", "--strategy", "order:amal"]
    done = subprocess.run(
        [sys.executable, "-m", "khabar", "adjudicate", "corpus/passes", *read],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "corpus" / "articles" / "storm.json").exists()
    assert khabar("studio", "pull", "--sheets", "sheets", "--reason", "mood").returncode == 2
