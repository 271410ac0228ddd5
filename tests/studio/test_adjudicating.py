"""Adjudicating on the real server: what is open goes out, answers come home into sheets."""

import subprocess
import sys

import pytest
from msgspec.structs import replace

from adjudication.two import BASIM, KEYS, PASSES, save
from khabar.adjudication import decide, merge
from khabar.adjudication.answers import read_answers
from khabar.adjudication.files import Place
from khabar.adjudication.sheets import read_rows
from khabar.problem import KhabarError
from khabar.studio.adjudicating import Proposals, write_answers
from khabar.studio.annotators import Pseudonyms
from khabar.studio.pull import pull
from khabar.studio.push import push

pytestmark = pytest.mark.server

MERGED = merge(PASSES)


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "adjudication", tmp_path / "articles")


@pytest.fixture
def names(client, tmp_path):
    return Pseudonyms(tmp_path / "annotators.json", client.url, client.users())


def sent(client, project, place):
    """The task of what is open, and the results that it starts from."""
    proposals = Proposals({"storm": MERGED}, place)
    report = push(proposals.open(), client, project)
    assert [one.fate for one in report.items] == ["new"]
    (task,) = client.tasks(project, whole=True)
    return task, client.task(task.id).predictions[0]["result"]


def home(client, project, place, names):
    report = pull(client, project, Proposals({"storm": MERGED}, place), names)
    assert report.refused == ()
    return report.items


def test_the_task_lists_what_is_open(client, project, place):
    task, results = sent(client, project, place)
    for key in KEYS:
        assert f"سؤال: {key}: " in task.data["info"]
    notes = [one["value"]["text"] for one in results if one.get("from_name") == "note"]
    assert ["؟ type: amal PER، basim ROLE"] in notes


def test_what_an_adjudicator_does_comes_home_as_answers(client, project, place, names, tmp_path):
    task, results = sent(client, project, place)
    done = [one for one in results if one.get("id") != "m7-2"]
    for one in done:
        if one.get("id") == "m2" and one["from_name"] == "mention":
            one["value"]["labels"] = ["ROLE"]
    client.annotate(task.id, done)
    folder = tmp_path / "sheets"
    assert write_answers(home(client, project, place, names), PASSES, place, folder)
    rows = {row.key: row.answer for row in read_rows(folder / "storm.tsv", MERGED.annotators)}
    assert {key: rows[key][0] for key in KEYS} == {
        "mentions/4-15/spans": "amal",
        "mentions/4-10/presence": "amal",
        "mentions/52-55/type": "basim",
        "quotes/56-71/presence": "amal",
        "stances/هند→جاهز/quotes": "amal",
        "topics/order": "amal",
    }
    assert set(rows) == set(KEYS)
    assert {answer[1:] for answer in rows.values()} == {("", "", "", "")}
    bad = read_answers(folder / "storm.tsv", MERGED, None, "judge").bad
    assert {one.column for one in bad} == {"reason"}
    write_answers(home(client, project, place, names), PASSES, place, folder, "link")
    found = read_answers(folder / "storm.tsv", MERGED, None, "judge")
    assert found.bad == ()
    assert decide(MERGED, found.decisions).done


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
    assert write_answers(home(client, project, place, names), more, place, tmp_path)


def test_of_two_adjudicators_one_must_hold(client, project, place, names, tmp_path):
    task, results = sent(client, project, place)
    client.annotate(task.id, results)
    (one,) = home(client, project, place, names)
    two = [one, replace(one, annotator="another")]
    with pytest.raises(KhabarError, match=r"adjudicated by .*, another; mark one"):
        write_answers(two, PASSES, place, tmp_path)
    assert write_answers([one, replace(two[1], ground_truth=True)], PASSES, place, tmp_path)


def test_the_commands(server, client, project, tmp_path):
    save(tmp_path / "corpus")
    (tmp_path / "corpus" / "articles").mkdir()
    (tmp_path / "key").write_text(server.token)

    def khabar(*more):
        common = ("--project", str(project.id), "--url", server.url, "--key-file", "key")
        return subprocess.run(
            [sys.executable, "-m", "khabar", *more, *common],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    done = khabar("studio", "push", "corpus/passes", "--adjudicate")
    assert done.returncode == 0, done.stdout + done.stderr
    (task,) = client.tasks(project)
    client.annotate(task.id, client.task(task.id).predictions[0]["result"])
    done = khabar("studio", "pull", "corpus", "--sheets", "sheets", "--reason", "link")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 sheets written" in done.stderr
    read = ["--read", "sheets", "--by", "judge"]
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
