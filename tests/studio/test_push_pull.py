"""Push and pull over the real server: once each, and nothing lost of either side."""

import stat

import pytest
from msgspec.structs import replace

from khabar.formats.label_studio import config, to_task
from khabar.model import SCHEMA, Article, Entity, Mention, Origin, Span
from khabar.problem import KhabarError
from khabar.store import dumps, read_article, write_article
from khabar.studio.annotators import Pseudonyms
from khabar.studio.client import Client
from khabar.studio.homecoming import Corrections, write_passes
from khabar.studio.pull import Pull, pull
from khabar.studio.push import push
from khabar.studio.status import project_status
from studio.proxy import Proxy

pytestmark = pytest.mark.server

TEXT = "زارت الوزيرة سلمى الحداد مرفأ الزيتون."
HUMAN = Origin(kind="human", name="annotator-1")


def mention(one, words, kind):
    start = TEXT.index(words)
    return Mention(
        id=one, type=kind, spans=(Span(start=start, end=start + len(words), text=words),)
    )


@pytest.fixture
def article():
    return Article(
        schema=SCHEMA,
        id="visit",
        language="ar",
        text=TEXT,
        status="prelabelled",
        entities=(Entity(id="e1", type="PER", name="سلمى الحداد"),),
        mentions=(replace(mention("m1", "سلمى الحداد", "PER"), entity="e1"),),
    )


@pytest.fixture
def more(article):
    return replace(article, mentions=(*article.mentions, mention("m2", "مرفأ الزيتون", "GPE")))


def fates(report):
    return [one.fate for one in report.items]


def only_task(client, project):
    (task,) = client.tasks(project, whole=True)
    return task


def annotate(client, project, results=None):
    """What an annotator who agrees submits: the prediction, as the page writes it."""
    task = only_task(client, project)
    if results is None:
        results = [
            {**one, "origin": "prediction"} for one in _stored(client, task) if "from_name" in one
        ]
    client.annotate(task.id, results)
    return task


def _stored(client, task):
    return client.task(task.id).predictions[0]["result"]


@pytest.fixture
def names(client, tmp_path):
    return Pseudonyms(tmp_path / "annotators.json", client.url, client.users())


def passes(report, root):
    refused = []
    changed = list(write_passes(report.items, root / "passes", refused.append))
    assert refused == []
    return changed


def correct(report, files, home):
    corrections = Corrections(files, "here#1", home)
    return list(corrections.write([[one] for one in report.items])), corrections.refused


def take(client, project, names, *corpus, **options):
    return pull(client, project, {one.id: one for one in corpus}, names, **options)


def test_a_second_push_changes_nothing(client, project, article):
    before = push([article], client, project, dry_run=True)
    assert fates(before) == ["new"]
    assert list(client.tasks(project)) == []
    assert fates(push([article], client, project)) == ["new"]
    task = only_task(client, project)
    assert fates(push([article], client, project)) == ["same"]
    assert only_task(client, project) == task


def test_a_changed_article_is_updated_in_place(client, project, article, more):
    push([article], client, project)
    task = only_task(client, project)
    assert fates(push([more], client, project, dry_run=True)) == ["updated"]
    assert only_task(client, project) == task
    assert fates(push([more], client, project)) == ["updated"]
    changed = only_task(client, project)
    assert changed.id == task.id
    assert len(changed.predictions) == 1
    assert [
        one["value"]["text"] for one in _stored(client, changed) if one["type"] == "labels"
    ] == [
        "سلمى الحداد",
        "مرفأ الزيتون",
    ]
    assert fates(push([more], client, project)) == ["same"]


def test_stored_annotations_are_updated_until_somebody_touches_them(client, project, article, more):
    push([article], client, project, as_annotations=True)
    assert fates(push([article], client, project, as_annotations=True)) == ["same"]
    assert fates(push([more], client, project, as_annotations=True)) == ["updated"]
    task = only_task(client, project)
    (ours,) = task.annotations
    assert len(ours["result"]) > 2
    client.annotate(task.id, ours["result"][:1], instead_of=ours["id"])
    report = push([article], client, project, as_annotations=True)
    assert fates(report) == ["refused"]
    assert "has been annotated since" in report.refused[0].reason
    assert only_task(client, project).annotations[0]["result"] == ours["result"][:1]


def test_annotated_tasks_are_left_alone_unless_told(client, project, article, more):
    push([article], client, project)
    annotate(client, project)
    assert fates(push([more], client, project)) == ["refused"]
    assert fates(push([more], client, project, update_annotated=True)) == ["updated"]
    task = only_task(client, project)
    assert len(task.annotations) == 1
    assert len(task.predictions) == 1


def test_a_changed_text_is_refused_unless_told(client, project, article):
    push([article], client, project)
    annotate(client, project)
    other = replace(article, text=TEXT + " ثم عادت.")
    report = push([other], client, project)
    assert fates(report) == ["refused"]
    assert "the text of task" in report.refused[0].reason
    assert "1 annotations on it" in report.refused[0].reason
    assert only_task(client, project).data["text"] == TEXT
    assert fates(push([other], client, project, replace_text=True)) == ["replaced"]
    task = only_task(client, project)
    assert task.data["text"] == other.text
    assert not task.annotations


def test_nothing_is_sent_when_one_article_cannot_be(client, project, article):
    bad = replace(article, id="broken", text="بلا\0معنى", mentions=(), entities=())
    with pytest.raises(KhabarError, match=r"nothing was sent; 2 cannot be:(.|\n)*NUL(.|\n)*twice"):
        push([article, bad, article], client, project)
    assert list(client.tasks(project)) == []


def test_a_task_that_lost_its_prediction_gets_it_again(client, project, article):
    """An import may break off between a task and its prediction."""
    push([article], client, project)
    task = only_task(client, project)
    client.remove_prediction(task.predictions[0]["id"])
    assert fates(push([article], client, project)) == ["updated"]
    assert len(only_task(client, project).predictions) == 1


def test_two_tasks_of_one_article_are_not_guessed_between(client, project, article):
    push([article], client, project)
    task = only_task(client, project)
    client.send(project, [{"data": task.data}])
    report = push([article], client, project)
    assert "several tasks" in report.refused[0].reason


def test_predictions_that_nobody_would_see_are_refused(client, project, article):
    client.configure(project, show_collab_predictions=False)
    with pytest.raises(KhabarError, match="shows no predictions"):
        push([article], client, client.project(str(project.id)))
    client.configure(project, show_collab_predictions=True)
    other = to_task(article, as_predictions=True)
    other["predictions"][0]["model_version"] = "other"
    client.send(project, [other])
    with pytest.raises(KhabarError, match="those of version 'other'"):
        push([article], client, client.project(str(project.id)))


def test_pull_makes_a_pass(client, project, article, names, tmp_path):
    push([article], client, project)
    report = take(client, project, names, article)
    assert (report.items, report.unannotated) == ((), 1)
    annotate(client, project)
    report = take(client, project, names, article)
    (one,) = report.items
    assert one.article == replace(article, status="annotated", origin=HUMAN)
    (path,) = passes(report, tmp_path)
    assert path == tmp_path / "passes" / "annotator-1" / "visit.json"
    assert read_article(path) == one.article
    assert passes(report, tmp_path) == []


def test_no_name_or_email_reaches_the_articles(client, project, article, names, tmp_path, server):
    push([article], client, project)
    annotate(client, project)
    (one,) = take(client, project, names, article).items
    assert b"@" not in dumps(one.article)
    file = tmp_path / "annotators.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert server.username in file.read_text()


def test_an_empty_annotation_says_there_is_nothing(client, project, article, names):
    push([article], client, project)
    annotate(client, project, [])
    (one,) = take(client, project, names, article).items
    assert one.article.mentions == ()
    assert one.article.status == "annotated"


def test_skipped_and_untouched_are_counted_and_not_taken(client, project, article, names):
    push([article], client, project, as_annotations=True)
    task = only_task(client, project)
    client.annotate(task.id, [], was_cancelled=True)
    report = take(client, project, names, article)
    assert report.items == ()
    assert (report.skipped, report.untouched, report.unannotated) == (1, 1, 1)
    (one,) = take(client, project, names, article, untouched=True).items
    assert one.article == article
    assert one.annotator is None


def test_the_last_annotation_of_a_person_counts(client, project, article, names):
    push([article], client, project)
    annotate(client, project)
    annotate(client, project, [])
    report = take(client, project, names, article)
    (one,) = report.items
    assert one.article.mentions == ()
    assert report.superseded == 1


def test_a_text_that_changed_here_or_there_is_refused(client, project, article, names):
    push([article], client, project)
    task = annotate(client, project)
    report = take(client, project, names, replace(article, text=TEXT + " ثم عادت."))
    assert report.items == ()
    assert "another one here" in report.refused[0].reason
    client.update(task.id, {**task.data, "text": "نص آخر"}, task.meta)
    report = take(client, project, names, article)
    assert report.items == ()
    assert "changed in Label Studio" in report.refused[0].reason


def test_an_unknown_article_is_refused(client, project, article, names):
    push([article], client, project)
    annotate(client, project)
    (refused,) = take(client, project, names).refused
    assert refused.reason == "there is no such article here"


def test_correct_writes_articles_but_not_over_later_edits(
    client, project, article, more, names, tmp_path
):
    path = tmp_path / "articles" / "visit.json"
    write_article(path, article)
    files = {"visit": path}
    push([article], client, project)
    annotate(client, project)
    first = take(client, project, names, article)
    assert correct(first, files, tmp_path) == ([path], [])
    corrected = read_article(path)
    assert corrected.status == "annotated"
    # The annotator goes on: what was pulled may be overwritten, for nobody has touched it since.
    task = only_task(client, project)
    client.annotate(task.id, [], instead_of=task.annotations[0]["id"])
    again = take(client, project, names, corrected)
    assert correct(again, files, tmp_path) == ([path], [])
    # Somebody edits the file here: that edit is not lost.
    write_article(path, replace(more, status="annotated"))
    client.annotate(task.id, task.annotations[0]["result"], instead_of=task.annotations[0]["id"])
    changed, (refused,) = correct(take(client, project, names, read_article(path)), files, tmp_path)
    assert changed == []
    assert "edited here since" in refused.reason
    assert read_article(path).mentions == more.mentions


def test_status_counts(client, project, article, names):
    push([article, replace(article, id="second")], client, project)
    first = next(iter(client.tasks(project)))
    client.annotate(first.id, [])
    client.annotate(first.id, [], was_cancelled=True)
    found = project_status(client, client.project(str(project.id)), names)
    assert (found.tasks, found.annotated, found.skipped, found.predicted) == (2, 1, 1, 2)
    assert found.annotators == {"annotator-1": 1}
    assert found.drift == ()
    narrower = config().replace('alias="GPE"', 'alias="COUNTRY"')
    client.configure(project, label_config=narrower)
    found = project_status(client, client.project(str(project.id)), names)
    assert found.drift == ("it lacks GPE in mention", "only it has COUNTRY in mention")


def test_predictions_of_all_models_are_shown(client, project, article):
    """A project shows one version only, the first that came: so all of ours are of one."""
    models = [Origin(kind="model", name="tagger", version=one) for one in ("1", "2")]
    push([replace(article, id=f"by-{one.version}", origin=one) for one in models], client, project)
    for task in client.tasks(project):
        (prediction,) = client.task(task.id).predictions
        assert prediction["model_version"] == "khabar"


def copied(client, project):
    """What a push leaves that was killed while the server went on, and then done again."""
    task = only_task(client, project)
    predictions = [
        {key: one[key] for key in ("result", "model_version", "score")} for one in task.predictions
    ]
    client.send(project, [{"data": task.data, "meta": task.meta, "predictions": predictions}])
    first, second = client.tasks(project, whole=True)
    assert first.id == task.id
    return first, second


def test_a_copy_that_nobody_worked_on_is_removed(client, project, article):
    push([article], client, project)
    first, second = copied(client, project)
    (would,) = push([article], client, project, dry_run=True).items
    assert (would.fate, len(list(client.tasks(project)))) == ("same", 2)
    (one,) = push([article], client, project).items
    assert (one.fate, one.reason) == (
        "same",
        f"the server had it more than once; removed: {second.id}",
    )
    assert only_task(client, project).id == first.id


def test_of_copies_the_one_with_work_stays(client, project, article, names):
    push([article], client, project)
    _, second = copied(client, project)
    client.annotate(second.id, [])
    assert fates(push([article], client, project)) == ["same"]
    assert only_task(client, project).id == second.id
    _, third = copied(client, project)
    client.wire.ask("POST", f"api/tasks/{third.id}/drafts", content=b'{"result": []}')
    report = push([article], client, project)
    assert "several tasks" in report.refused[0].reason
    assert len(list(client.tasks(project))) == 2
    report = take(client, project, names, article)
    assert len(report.items) == 1


def test_annotations_of_two_tasks_of_one_article_are_not_mixed(client, project, article, names):
    push([article], client, project)
    for task in copied(client, project):
        client.annotate(task.id, [])
    report = take(client, project, names, article)
    assert len(report.items) == 1
    assert "is a second one of it" in report.refused[0].reason


def test_a_replacement_that_was_broken_off_is_finished(client, project, article):
    """The new task was sent and the old one not yet removed."""
    other = replace(article, text=TEXT + " ثم عادت.")
    push([article], client, project)
    old = only_task(client, project)
    push([other], client, project, replace_text=True)
    new = only_task(client, project)
    client.send(project, [{"data": old.data, "meta": old.meta}])
    assert fates(push([other], client, project)) == ["refused"]
    assert fates(push([other], client, project, replace_text=True)) == ["same"]
    assert only_task(client, project).id == new.id


def test_predictions_of_others_are_left_alone(client, project, article, more):
    push([article], client, project)
    task = only_task(client, project)
    client.predict(task.id, {"result": [], "model_version": "theirs"})
    assert fates(push([more], client, project)) == ["updated"]
    versions = sorted(one["model_version"] for one in only_task(client, project).predictions)
    assert versions == ["khabar", "theirs"]


@pytest.mark.parametrize("fate", ["before", "after", "cut"])
def test_a_server_that_fails_gets_each_article_once(client, project, article, more, server, fate):
    """Every third call fails, imports, updates and removals alike."""
    some = [replace(article, id=f"visit-{number}") for number in range(5)]
    changed = [replace(more, id=one.id) for one in some]
    with Proxy(server.url, lambda number, *_: "pass" if number % 3 else fate) as proxy:
        other = Client(proxy.url, server.token)
        other.wire.pauses = (0.01,) * 6
        other.whoami()
        there = other.project(str(project.id))
        assert push(some, other, there).count("new") == 5
        assert push(changed, other, there).count("updated") == 5
        moved = [replace(one, text=TEXT + " ثم عادت.") for one in changed]
        assert push(moved, other, there, replace_text=True).count("replaced") == 5
    assert push(moved, client, project).count("same") == 5
    tasks = list(client.tasks(project, whole=True))
    assert len(tasks) == 5
    assert all(len(one.predictions) == 1 for one in tasks)


def test_what_the_server_lost_is_told(client, project, article, monkeypatch):
    """It says that it has stored the tasks, and has not."""
    monkeypatch.setattr(Client, "send", lambda *_: None)
    with pytest.raises(KhabarError, match="took 1 articles and does not have them"):
        push([article], client, project)


def test_ground_truth_decides_between_annotators(client, project, article, names, tmp_path):
    path = tmp_path / "articles" / "visit.json"
    write_article(path, article)
    push([article], client, project)
    task = annotate(client, project)
    other = {"result": [], "ground_truth": True}
    first, second = (
        {**one, "completed_by": number}
        for number, one in enumerate((*only_task(client, project).annotations, other), 1)
    )
    group = Pull(client, project, {"visit": article}, names).read(
        replace(task, annotations=[first, second])
    )
    assert [one.ground_truth for one in group] == [False, True]
    corrections = Corrections({"visit": path}, "here#1", tmp_path)
    assert list(corrections.write([group])) == [path]
    assert read_article(path).mentions == ()
    undecided = [replace(one, ground_truth=False) for one in group]
    assert list(corrections.write([undecided])) == []
    assert "mark one as the ground truth" in corrections.refused[0].reason
