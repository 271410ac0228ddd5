"""Exports that others made: what a map makes of them, who is named, and what is kept."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from typer.testing import CliRunner

from khabar.commands import app
from khabar.formats import convert, label_studio
from khabar.formats.label_studio.exports import entries
from khabar.formats.label_studio.mapping import Map, read_map
from khabar.formats.label_studio.people import People
from khabar.model import Article, Mention, Quote, Span, Stance
from khabar.problem import Finding, KhabarError
from khabar.schema import decode
from khabar.store import dumps, read_article, read_articles
from strategies import articles

TEXT = "ونقلت الوكالة عن الوزير سالم قوله: «سنبدأ غدا» 😀 ورحبت سلمى."


def place(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def span(words: str) -> Span:
    return Span(**place(words))


def region(name: str, words: str, *labels: str, control: str = "ner") -> dict[str, Any]:
    value = {**place(words), "labels": list(labels)}
    return {"id": name, "from_name": control, "to_name": "t", "type": "labels", "value": value}


def answer(name: str | None, control: str, kind: str, *given: Any) -> dict[str, Any]:
    value = {"text" if kind == "textarea" else kind: list(given)}
    if name:
        value |= {"start": 0, "end": 1}
    return {"id": name or "d", "from_name": control, "to_name": "t", "type": kind, "value": value}


def link(start: str, end: str, *labels: str) -> dict[str, Any]:
    return {
        "type": "relation",
        "from_id": start,
        "to_id": end,
        "direction": "right",
        "labels": list(labels),
    }


RESULTS = [
    region("A-_x", "الوكالة", "Org"),
    region("B", "سالم", "Person"),
    region("C", "الوزير", "Role", "Person"),
    region("Q", "«سنبدأ غدا»", "Quote", control="quo"),
    region("U", "قوله", "Cue", control="quo"),
    region("S", "ورحبت", "Good", control="mood"),
    answer("Q", "how", "choices", "straight"),
    answer("B", "who", "textarea", "سالم الحداد"),
    answer("B", "remark", "textarea", "انظر"),
    answer(None, "about", "taxonomy", ["politics"], ["politics", "law"]),
    answer(None, "rate", "rating", 4),
    link("Q", "B", "said by"),
    link("Q", "U"),
    link("A-_x", "B", "employs"),
]
MAP = """
[labels.ner]
Org = "mention:ORG"
Person = "mention:PER"
Role = "mention:ROLE"
[labels.quo]
Quote = "quote:content"
Cue = "quote:cue"
[labels.mood]
Good = "stance:favor"
[answers.how]
straight = "quote_type:direct"
[answers.about]
"politics/law" = "topic:medtop:11000000"
[texts]
who = "entity"
remark = "note"
[relations]
"said by" = "source"
[annotators]
7 = "alpha"
"someone@example.org" = "beta"
"""


def task(results: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    annotation = {"id": 70, "completed_by": 7, "result": results, "lead_time": 3.5, **more}
    return {"id": 5, "data": {"t": TEXT, "source": "x"}, "annotations": [annotation]}


def read(
    folder: Path, *tasks: dict[str, Any], mapping: str = ""
) -> tuple[list[Article], list[Finding]]:
    (folder / "export.json").write_text(json.dumps(tasks))
    (folder / "map.toml").write_text(mapping)
    findings: list[Finding] = []
    found = label_studio.read(folder / "export.json", findings.append, map=folder / "map.toml")
    return list(found), findings


def layer(article: Article) -> dict[str, Any]:
    assert article.extra
    found = article.extra["label-studio"]
    assert isinstance(found, dict)
    return found


def test_a_map_makes_a_record_of_it(tmp_path: Path) -> None:
    (article,), findings = read(tmp_path, task(RESULTS), mapping=MAP)
    assert article.mentions == (
        Mention(id="m1", type="ORG", spans=(span("الوكالة"),)),
        Mention(id="m2", type="PER", spans=(span("الوزير"),)),
        Mention(id="m3", type="ROLE", spans=(span("الوزير"),)),
        Mention(id="m4", type="PER", spans=(span("سالم"),), entity="e1", note="انظر"),
    )
    assert [(one.id, one.name, one.type) for one in article.entities] == [
        ("e1", "سالم الحداد", "PER")
    ]
    assert article.quotes == (
        Quote(
            id="q1",
            type="direct",
            content=(span("«سنبدأ غدا»"),),
            cue=(span("قوله"),),
            source=(span("سالم"),),
        ),
    )
    assert article.topics == ("medtop:11000000",)
    assert article.origin is not None
    assert (article.origin.kind, article.origin.name) == ("human", "alpha")
    assert article.status == "annotated"
    assert decode(dumps(article)) == article
    kept = layer(article)
    assert kept["results"] == [RESULTS[5], RESULTS[9], RESULTS[10], RESULTS[13]]
    assert kept["regions"] == {"A-_x": "m1", "B": "m4", "S": "s1"}
    assert kept["annotation_fields"] == {"lead_time": 3.5}
    assert {(one.code, one.message) for one in findings} == {
        ("LS001", "mood Good: the stance has no holder yet; kept under extra"),
        ("LS005", "about (taxonomy) is not mapped; kept under extra"),
        ("LS005", "rate (rating) is not mapped; kept under extra"),
        ("LS005", "relation employs is not mapped; kept under extra"),
        ("LS002", "the relation from Q to U has no label: read as cue"),
    }


def test_nothing_is_mapped_without_a_map(tmp_path: Path) -> None:
    (article,), findings = read(tmp_path, task(RESULTS))
    assert not article.mentions
    assert article.status == "raw"
    assert layer(article)["results"] == RESULTS
    assert {one.code for one in findings} == {"LS005"}
    assert len(findings) == len(RESULTS)


def test_spans_are_put_right_where_one_cause_explains_all(tmp_path: Path) -> None:
    wrong = [region("A", "ورحبت", "Org"), region("B", "سلمى", "Person")]
    for one in wrong:
        one["value"]["start"] += 1
        one["value"]["end"] += 1
    (article,), findings = read(tmp_path, task(wrong), mapping=MAP)
    assert [one.spans for one in article.mentions] == [(span("ورحبت"),), (span("سلمى"),)]
    assert {(one.code, one.severity) for one in findings} == {("LS004", "warning")}
    wrong[0]["value"]["text"] = "ليست هنا"
    (article,), findings = read(tmp_path, task(wrong), mapping=MAP)
    assert not article.mentions
    assert layer(article)["results"] == wrong
    assert [one.code for one in findings] == ["LS001", "LS001", "LS004", "LS004"]


def test_regions_of_two_annotators_may_share_their_ids(tmp_path: Path) -> None:
    one = task([region("X", "سالم", "Person")])
    other = {"id": 71, "completed_by": 9, "result": [region("X", "سلمى", "Person")]}
    one["annotations"].append(other)
    found, _ = read(tmp_path, one, mapping=MAP)
    assert [article.id for article in found] == ["task-5", "task-5"]
    assert [article.mentions[0].spans for article in found] == [(span("سالم"),), (span("سلمى"),)]
    assert [article.origin.name for article in found if article.origin] == ["alpha", "annotator-9"]


def test_a_prediction_without_annotations_is_a_model_s(tmp_path: Path) -> None:
    one = task([])
    result = [region("X", "سالم", "Person")]
    del one["annotations"]
    one["predictions"] = [{"model_version": "m-2", "score": 0.5, "result": result}]
    (article,), _ = read(tmp_path, one, mapping=MAP)
    assert article.status == "prelabelled"
    assert article.origin is not None
    assert msgspec.to_builtins(article.origin) == {"kind": "model", "name": "m-2", "score": 0.5}
    one["annotations"] = [{"id": 3, "completed_by": 1, "result": []}]
    (article,), findings = read(tmp_path, one, mapping=MAP)
    assert not article.mentions
    assert [one.code for one in findings] == ["LS003"]


def test_people_are_taken_out_wherever_they_are(tmp_path: Path) -> None:
    person = {
        "id": 7,
        "email": "Some.One@example.org",
        "first_name": "Some",
        "last_name": "One",
        "username": "someone",
    }
    results = [*RESULTS, answer(None, "note", "textarea", "write to Some.One@example.org")]
    results[0] = {**results[0], "meta": {"text": ["ask other@example.org"]}}
    one = task(results, completed_by=person, reviews=[{"created_by": person, "accepted": True}])
    one["annotations"][0]["history"] = [{"user": person, "action": "submitted"}]
    one["comments"] = [{"text": "good, Some", "created_by": person, "resolved_by": 8}]
    one["meta"] = {"owner": person, "mail": "other@example.org"}
    one["data"]["desk"] = "desk@example.org"
    (article,), _ = read(tmp_path, one, mapping=MAP)
    said = msgspec.json.encode(article).decode()
    assert "example.org" not in said
    assert '"first_name"' not in said
    assert "someone" not in said
    kept = layer(article)
    assert kept["annotation_fields"]["reviews"] == [{"created_by": "alpha", "accepted": True}]
    assert kept["annotation_fields"]["history"] == [{"user": "alpha", "action": "submitted"}]
    assert kept["task_fields"]["comments"][0]["created_by"] == "alpha"
    assert kept["task_fields"]["comments"][0]["resolved_by"] == "annotator-8"
    assert kept["task_fields"]["meta"]["mail"] != "other@example.org"
    assert kept["data"]["desk"].startswith("annotator-")


def test_an_account_has_one_name_throughout() -> None:
    people = People({"someone@example.org": "beta"})
    assert people.name({"id": 3, "email": "someone@example.org"}) == "beta"
    assert people.name(3) == "beta"
    assert people.name("Some One someone@example.org, 3") == "beta"
    assert people.name("other@example.org") == "annotator-a"
    assert people.name({"email": "third@example.org"}) == "annotator-b"
    assert people.name("other@example.org") == "annotator-a"
    assert people.name(None) is None
    assert [People().name(f"{n}@x.org") for n in range(2)] == ["annotator-a", "annotator-a"]


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("[labels.ner]\nA = 'mention:PERSON'", r"\[labels.ner\] A = 'mention:PERSON' means noth"),
        ("[labels.ner]\nA = 'PER'", "known are mention:…, quote:…, stance:…"),
        ("[answers.k]\nA = 'topic:medtop:1'", "means nothing"),
        ("[texts]\nk = 'comment'", "known are note, claim, entity"),
        ("[relations]\nk = 'speaker'", "known are cue, source"),
        ("[annotators]\n7 = 'Some One'", "is no pseudonym"),
        ("[label]\n", "unknown field"),
        ("[labels\n", "this is no map"),
    ],
)
def test_a_map_that_means_nothing_is_refused(mapping: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(mapping)
    with pytest.raises(KhabarError, match=message):
        read_map(tmp_path / "m.toml")


def test_a_map_may_be_json(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text('{"labels": {"ner": {"A": "mention:PER", "B": ""}}}')
    assert read_map(tmp_path / "m.json") == Map(labels={"ner": {"A": "mention:PER", "B": ""}})


def test_json_min_with_its_page(tmp_path: Path) -> None:
    """Only the page tells an answer about the whole text from the task's own data."""
    row = {
        "id": 5,
        "t": TEXT,
        "source": "x",
        "ner": [{**place("سالم"), "labels": ["Person"]}, {**place("سلمى"), "labels": ["Person"]}],
        "about": "law",
        "annotator": "someone@example.org",
        "annotation_id": 70,
    }
    (tmp_path / "a.json").write_text(json.dumps([row]))
    (tmp_path / "m.toml").write_text(MAP.replace('"politics/law"', "law"))
    (tmp_path / "p.xml").write_text(
        '<View><Text name="x" value="$t"/><Labels name="ner" toName="x"><Label value="Person"/>'
        '</Labels><Choices name="about" toName="x"><Choice value="law"/></Choices></View>'
    )
    (article,) = label_studio.read(
        tmp_path / "a.json", map=tmp_path / "m.toml", config=tmp_path / "p.xml"
    )
    assert [one.spans for one in article.mentions] == [(span("سالم"),), (span("سلمى"),)]
    assert article.topics == ("medtop:11000000",)
    assert article.origin is not None
    assert article.origin.name == "beta"
    assert layer(article)["data"] == {"source": "x"}


@pytest.mark.parametrize(
    ("one", "message"),
    [
        ({"id": 1, "data": {"n": 1}}, "its data holds no text"),
        ({"id": 1, "data": {}}, "task 1 has no data"),
        ({"id": 1, "data": {"t": "\ud83d"}}, "surrogate"),
    ],
)
def test_a_task_without_a_text_is_refused(
    one: dict[str, Any], message: str, tmp_path: Path
) -> None:
    with pytest.raises(KhabarError, match=message):
        read(tmp_path, one)


def test_options_belong_to_a_format(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("")
    with pytest.raises(KhabarError, match="--map means nothing for a source of the format jsonl"):
        convert(tmp_path / "a.jsonl", tmp_path / "b.jsonl", options={"map": tmp_path / "m"})


# Passes.


def test_every_annotator_gets_a_folder(tmp_path: Path) -> None:
    one = task(RESULTS)
    one["annotations"] += [
        {"id": 71, "completed_by": 9, "result": RESULTS},
        {"id": 72, "completed_by": 7, "result": []},
        {"id": 73, "completed_by": 9, "result": [], "was_cancelled": True},
    ]
    bare = {"id": 6, "data": {"t": "نص آخر"}}
    (tmp_path / "export.json").write_text(json.dumps([one, bare]))
    done = convert(tmp_path / "export.json", tmp_path / "corpus", write_as="passes")
    found = {str(path.relative_to(tmp_path / "corpus")) for path in tmp_path.rglob("task-*.json")}
    assert found == {
        "passes/annotator-7/task-5.json",
        "passes/annotator-7-2/task-5.json",
        "passes/annotator-9/task-5.json",
        "articles/task-6.json",
    }
    assert [(one.field, one.count) for one in done.report.losses] == [("skipped tasks", 1)]
    assert [one.id for one in read_articles(tmp_path / "corpus")] == ["task-6"]
    passes = (tmp_path / "corpus" / "passes").rglob("*.json")
    assert {read_article(path).id for path in passes} == {"task-5"}


def test_passes_of_two_texts_under_one_id_are_refused(tmp_path: Path) -> None:
    tasks = [task([]), {**task([]), "data": {"t": "نص آخر"}}]
    (tmp_path / "export.json").write_text(json.dumps(tasks))
    with pytest.raises(KhabarError, match="two texts have the id task-5"):
        convert(tmp_path / "export.json", tmp_path / "corpus", write_as="passes")


# The way back.


def test_an_import_file_has_its_page_beside_it(tmp_path: Path) -> None:
    label_studio.write([], tmp_path / "a.ls.json")
    label_studio.write([], tmp_path / "b.json")
    for name in ("a", "b"):
        assert (tmp_path / f"{name}.config.xml").read_text() == label_studio.config()


@given(article=articles())
@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet", "folder"])
def test_an_import_file_from_any_format(name: str, article: Article, tmp_path: Path) -> None:
    label_studio.write([article], tmp_path / "first.ls.json")
    if name == "folder":
        for old in (tmp_path / name).glob("*.json"):
            old.unlink()
    convert(tmp_path / "first.ls.json", tmp_path / name)
    convert(tmp_path / name, tmp_path / "second.json", write_as="label-studio")
    assert list(label_studio.read(tmp_path / "second.json")) == [article]


def test_a_stance_needs_its_holder(tmp_path: Path) -> None:
    """So a mapped stance waits under extra: nobody has said whose it is, or about what."""
    (article,), findings = read(
        tmp_path, task([region("S", "ورحبت", "Good", control="mood")]), mapping=MAP
    )
    assert article.stances == ()
    assert [one.code for one in findings] == ["LS001"]
    assert Stance not in {type(one) for one in article.stances}


@pytest.mark.parametrize("size", [5, 64, 10**6])
@pytest.mark.parametrize(
    "form",
    ["[{0},{1}]", "[\n{0} ,\r\n {1}\n]\n", "{0}\n{1}\n", "\ufeff[{0},{1}]", "{0}{1}", "[{0},{1},]"],
)
def test_entries_in_whatever_form(
    form: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only Python's parser takes, as NaN, and half surrogate pairs, are read as well."""
    monkeypatch.setattr("khabar.formats.label_studio.exports._CHUNK", size)
    first = '{"a": NaN, "b": "\\ud83d", "c": "خبر 😀"}'
    second = '{"n": -12.5e3, "s": "[{,}]\\"\\\\", "l": [true, null]}'
    path = tmp_path / "a.json"
    path.write_text(form.replace("{0}", first).replace("{1}", second))
    found = list(entries(path))
    assert [one.raw.decode() for one in found] == [first, second]
    assert [one.number for one in found] == [1, 2]
    assert found[1].value == json.loads(second)
    assert isinstance(found[0].value, dict)
    assert found[0].value["b"] == "\ud83d"


@pytest.mark.parametrize("size", [5, 10**6])
@pytest.mark.parametrize(
    ("data", "place"),
    [
        ('[{"a": 1},\n {"b": }]', "2:8"),
        ('[{"a": 1},\n {"b": 2', "2:9"),
        ('[{"a": 1},\n nonsense]', "2:2"),
    ],
)
def test_damage_has_its_place(
    data: str, place: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("khabar.formats.label_studio.exports._CHUNK", size)
    (tmp_path / "a.json").write_text(data)
    found = entries(tmp_path / "a.json")
    assert next(found).value == {"a": 1}
    with pytest.raises(KhabarError, match=f"a.json:{place}: this is not JSON"):
        list(found)


def test_the_command_says_how_to_map(tmp_path: Path) -> None:
    (tmp_path / "export.json").write_text(json.dumps([task(RESULTS)]))
    (tmp_path / "m.toml").write_text(MAP)
    source, target = str(tmp_path / "export.json"), str(tmp_path / "a.jsonl")
    done = CliRunner().invoke(app, ["convert", source, target])
    assert done.exit_code == 0
    assert "--write-map makes one" in done.stderr
    done = CliRunner().invoke(app, ["convert", source, target, "--map", str(tmp_path / "m.toml")])
    assert "of 1 texts, by alpha" in done.stdout
    assert "Org" not in done.stderr
