"""The doctor names the cause of damage, repairs what it can exactly, and leaves the rest alone."""

import html
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khabar.formats.label_studio.doctor import Examination, Told, examine
from khabar.formats.label_studio.labelling import read_labelling
from khabar.problem import KhabarError
from khabar.text import Utf16Offsets

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "labelstudio"
WORDS = [
    *("قال", "الوزير", "سالم", "الحداد", "إن", "المدينة", "بدأت", "تنفيذ", "الخطة", "وأضاف"),
    *("أن", "الجسر", "الجديد", "يفتح", "غدا", "ونفى", "المتحدث", "باسم", "الشركة", "نشرته"),
]
BETWEEN = [" ", " ", " ", "\n", " 😀 ", " & ", " «", '" ', "، ", "\n\n", " <", " 𐤊 "]

Spot = tuple[int, int]
Damage = Callable[[str, Spot], dict[str, Any]]


def _value(start: int, end: int, words: str) -> dict[str, Any]:
    return {"start": start, "end": end, "text": words, "labels": ["PER"]}


def sound(text: str, spot: Spot) -> dict[str, Any]:
    return _value(*spot, text[spot[0] : spot[1]])


def utf16(text: str, spot: Spot) -> dict[str, Any]:
    units = Utf16Offsets(text)
    start, end = (units.from_code_points(at) for at in spot)
    return _value(start, end, text[slice(*spot)])


def utf8(text: str, spot: Spot) -> dict[str, Any]:
    start, end = (len(text[:at].encode()) for at in spot)
    return _value(start, end, text[slice(*spot)])


def crlf(text: str, spot: Spot) -> dict[str, Any]:
    start, end = (len(text[:at].replace("\n", "\r\n")) for at in spot)
    return _value(start, end, text[slice(*spot)])


def escaped(text: str, spot: Spot) -> dict[str, Any]:
    start, end = (len(html.escape(text[:at])) for at in spot)
    return _value(start, end, html.escape(text[slice(*spot)]))


def inclusive(text: str, spot: Spot) -> dict[str, Any]:
    return _value(spot[0], spot[1] - 1, text[slice(*spot)])


def shifted(text: str, spot: Spot) -> dict[str, Any]:
    return _value(spot[0] - 3, spot[1] - 3, text[slice(*spot)])


DAMAGES: dict[str, Damage] = {
    "utf16": utf16,
    "utf8": utf8,
    "crlf": crlf,
    "escaped": escaped,
    "inclusive-end": inclusive,
    "shifted": shifted,
}


@st.composite
def articles(draw: st.DrawFn, most: int = 7) -> tuple[str, list[Spot]]:
    """A text and the places of some of its words; what tells the units apart stands before them."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    text, spots = "😀 & \n", []
    for number in range(rng.randint(12, 40)):
        word = rng.choice(WORDS) + (str(number) if rng.random() < 0.5 else "")
        spots.append((len(text), len(text) + len(word)))
        text += word + rng.choice(BETWEEN)
    chosen = sorted(rng.sample(spots, rng.randint(2, most)))
    return text, chosen


def task(number: int, text: str, values: list[dict[str, Any]], who: int = 7) -> dict[str, Any]:
    results = [
        {"id": f"r{at}", "from_name": "ner", "to_name": "text", "type": "labels", "value": value}
        for at, value in enumerate(values)
    ]
    made = {"id": number * 10, "completed_by": who, "result": results, "lead_time": 12.5}
    return {"id": number, "data": {"text": text, "n": 1.0}, "annotations": [made]}


def write(folder: Path, tasks: list[dict[str, Any]]) -> Path:
    path = folder / "export.json"
    path.write_text(json.dumps(tasks, ensure_ascii=False))
    return path


def examined(folder: Path, tasks: list[dict[str, Any]]) -> tuple[Examination, list[dict[str, Any]]]:
    found = examine(write(folder, tasks), repair=folder / "repaired.json")
    return found, json.loads((folder / "repaired.json").read_text())


def places(tasks: list[dict[str, Any]]) -> list[list[Spot]]:
    return [
        [(r["value"]["start"], r["value"]["end"]) for r in one["annotations"][0]["result"]]
        for one in tasks
    ]


anyhow = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.mark.parametrize("cause", DAMAGES)
@given(made=st.lists(articles(), min_size=1, max_size=4))
@anyhow
def test_one_kind_of_damage_is_named_and_undone(
    cause: str, made: list[tuple[str, list[Spot]]], tmp_path: Path
) -> None:
    damaged = [
        task(n, text, [DAMAGES[cause](text, spot) for spot in spots])
        for n, (text, spots) in enumerate(made)
    ]
    found, repaired = examined(tmp_path, damaged)
    wrong = {name for name, count in found.causes.items() if count} - {"nothing wrong", "unclear"}
    assert wrong <= {cause} | {
        other
        for other, damage in DAMAGES.items()
        for one, (text, spots) in zip(damaged, made, strict=True)
        if one == task(one["id"], text, [damage(text, spot) for spot in spots])
    }
    for (text, spots), now, was in zip(made, places(repaired), places(damaged), strict=True):
        # Either it is all undone, or, where the words allow of two readings, nothing is done.
        assert now in (spots, was)
        words = [text[slice(*spot)] for spot in spots]
        if cause != "shifted" and len(set(words)) == len(words) > 3:
            assert now == spots


@given(made=st.lists(articles(), min_size=1, max_size=4))
@anyhow
def test_a_sound_export_is_healthy_and_left_alone(
    made: list[tuple[str, list[Spot]]], tmp_path: Path
) -> None:
    tasks = [task(n, text, [sound(text, s) for s in spots]) for n, (text, spots) in enumerate(made)]
    found, repaired = examined(tmp_path, tasks)
    assert found.healthy
    assert not found.repairs
    assert set(found.spans) == {"exact"}
    assert repaired == tasks


@given(
    made=st.lists(
        st.tuples(articles(), st.sampled_from([*DAMAGES, "sound"])), min_size=2, max_size=8
    )
)
@anyhow
def test_every_article_may_have_a_damage_of_its_own(
    made: list[tuple[tuple[str, list[Spot]], str]], tmp_path: Path
) -> None:
    damages = {**DAMAGES, "sound": sound}
    damaged = [
        task(n, text, [damages[how](text, spot) for spot in spots])
        for n, ((text, spots), how) in enumerate(made)
    ]
    _, repaired = examined(tmp_path, damaged)
    for ((_, spots), how), now, was in zip(made, places(repaired), places(damaged), strict=True):
        assert now in (spots, was)
        assert now == spots or how != "sound"


@given(made=articles(), data=st.data())
@anyhow
def test_two_kinds_in_one_annotation_are_not_repaired(
    made: tuple[str, list[Spot]], data: st.DataObject, tmp_path: Path
) -> None:
    text, spots = made
    how = [data.draw(st.sampled_from([utf16, inclusive])) for _ in spots]
    values = [damage(text, spot) for damage, spot in zip(how, spots, strict=True)]
    if len({damage.__name__ for damage in how}) < 2:
        return
    found, repaired = examined(tmp_path, [task(1, text, values)])
    assert found.causes == {"unclear": 1}
    assert not found.healthy
    assert repaired == [task(1, text, values)]


@given(made=articles())
@anyhow
def test_words_that_stand_nowhere_are_lost_and_left_alone(
    made: tuple[str, list[Spot]], tmp_path: Path
) -> None:
    text, spots = made
    values = [sound(text, spot) for spot in spots]
    values[0]["text"] = "كلمة ليست هنا"
    found, repaired = examined(tmp_path, [task(1, text, values)])
    assert found.spans["lost"] == 1
    assert found.spans["exact"] == len(spots) - 1
    assert repaired == [task(1, text, values)]


@given(made=articles(), cause=st.sampled_from(["sound", "utf16", "utf8"]))
@anyhow
def test_blanks_at_the_edges_go_whatever_else_is_wrong(
    made: tuple[str, list[Spot]], cause: str, tmp_path: Path
) -> None:
    text, spots = made
    damage = {**DAMAGES, "sound": sound}[cause]
    wide = [(s - text[s - 1].isspace(), e + text[e].isspace()) for s, e in spots]
    damaged = [task(1, text, [damage(text, spot) for spot in wide])]
    _, repaired = examined(tmp_path, damaged)
    assert places(repaired)[0] in (spots, places(damaged)[0])
    if cause == "sound":
        assert places(repaired)[0] == spots
        values = [one["value"]["text"] for one in repaired[0]["annotations"][0]["result"]]
        assert values == [text[slice(*spot)] for spot in spots]


# What is repaired, and what is not touched.

TEXT = "😀 قال سالم إن سلمى في جدة."
WHO = [(6, 10), (14, 18), (22, 25)]


def test_the_test_text_is_right() -> None:
    assert [TEXT[slice(*spot)] for spot in WHO] == ["سالم", "سلمى", "جدة"]


def test_answers_move_with_their_region_and_all_else_stays(tmp_path: Path) -> None:
    one = task(1, TEXT, [utf16(TEXT, spot) for spot in WHO])
    results = one["annotations"][0]["result"]
    first = results[0]["value"]
    here = {"start": first["start"], "end": first["end"]}
    results += [
        {"id": "r0", "from_name": "kind", "type": "choices", "value": {**here, "choices": ["x"]}},
        {"id": "r0", "from_name": "note", "type": "textarea", "value": {**here, "text": ["س"]}},
        {"id": "r9", "from_name": "kind", "type": "choices", "value": {**here, "choices": ["y"]}},
        {"type": "relation", "from_id": "r0", "to_id": "r1", "direction": "right"},
    ]
    one["annotations"][0] |= {"strange": {"k": [1.0, 12345678901234567890]}, "lead_time": 0.1}
    expected = json.loads(json.dumps(one))
    for at, (start, end) in enumerate(WHO):
        expected["annotations"][0]["result"][at]["value"] |= {"start": start, "end": end}
    for at in (3, 4):
        expected["annotations"][0]["result"][at]["value"] |= {"start": 6, "end": 10}
    found, repaired = examined(tmp_path, [one])
    assert repaired == [expected]
    assert found.repairs["utf16"].spans == 3
    assert "task 1: 7:11 → 6:10 «سالم»" in found.repairs["utf16"].examples


def test_what_is_not_repaired_is_written_byte_for_byte(tmp_path: Path) -> None:
    odd = '{"id":1e0, "data" : {"text":"\\u0633الم","x":1.50},\n "annotations":[] }'
    bad = json.dumps(task(2, TEXT, [utf16(TEXT, spot) for spot in WHO]))
    source = tmp_path / "a.json"
    source.write_text(f"[{odd},{bad}]")
    examine(source, repair=tmp_path / "b.json")
    assert odd in (tmp_path / "b.json").read_text()


def test_lines_stay_lines(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    tasks = [task(n, TEXT, [utf16(TEXT, spot) for spot in WHO]) for n in range(3)]
    source.write_text("\n".join(map(json.dumps, tasks)))
    examine(source, repair=tmp_path / "b.jsonl")
    rows = (tmp_path / "b.jsonl").read_text().splitlines()
    assert [places([json.loads(row)])[0] for row in rows] == [WHO] * 3


def test_json_min_and_old_completions_are_repaired_in_their_own_form(tmp_path: Path) -> None:
    row = {"id": 1, "text": TEXT, "ner": [utf16(TEXT, spot) for spot in WHO], "annotator": 3}
    old = task(2, TEXT, [utf16(TEXT, spot) for spot in WHO])
    old["completions"] = old.pop("annotations")
    found, (row_now, old_now) = examined(tmp_path, [row, old])
    assert [(one["start"], one["end"]) for one in row_now["ner"]] == WHO
    assert old_now.keys() == old.keys()
    assert [
        (one["value"]["start"], one["value"]["end"]) for one in old_now["completions"][0]["result"]
    ] == WHO
    assert found.causes == {"utf16": 2}


def test_predictions_and_drafts_are_looked_at_too(tmp_path: Path) -> None:
    one = task(1, TEXT, [sound(TEXT, spot) for spot in WHO])
    bad = task(1, TEXT, [utf16(TEXT, spot) for spot in WHO])["annotations"][0]["result"]
    one["predictions"] = [{"model_version": "m", "result": bad}, 17]
    found, (now,) = examined(tmp_path, [one])
    assert found.spans == {"exact": 3}
    assert found.aside == {"utf16": 3}
    assert found.annotators["model m"] == {"utf16": 3}
    assert not found.healthy
    assert now["predictions"][0]["result"][0]["value"]["start"] == 6
    assert now["predictions"][1] == 17


def test_one_span_alone_proves_no_shift_and_two_articles_do(tmp_path: Path) -> None:
    def lone(number: int) -> dict[str, Any]:
        text = f"في المقال {number} قال سالم شيئا طويلا."
        at = text.index("سالم")
        return task(number, text, [shifted(text, (at, at + 4))])

    found, repaired = examined(tmp_path, [lone(1)])
    assert repaired == [lone(1)]
    assert found.causes == {"unclear": 1}
    assert "one span alone" in found.unclear[0]
    found, repaired = examined(tmp_path, [lone(1), lone(2)])
    assert found.causes == {"shifted": 2}
    assert places(repaired)[0] == [(16, 20)]


def test_causes_that_put_the_words_in_different_places_repair_nothing(tmp_path: Path) -> None:
    one = task(1, "😀\n\nببب", [_value(6, 7, "ب")])
    found, repaired = examined(tmp_path, [one])
    assert repaired == [one]
    assert found.causes == {"unclear": 1}
    assert "two causes explain the spans, with different places" in found.unclear[0]


def test_the_file_decides_between_two_names_for_one_place(tmp_path: Path) -> None:
    """After two lines, CRLF looks like a shift by two; the other articles say which it is."""
    text = "أ\nب\nقال سالم إن سلمى هنا"
    spots = [(text.index(word), text.index(word) + 4) for word in ("سالم", "سلمى")]
    other = "قال سالم\nإن سلمى\nفي جدة\nاليوم وغدا"
    more = [(other.index(word), other.index(word) + 4) for word in ("سالم", "سلمى", "اليو")]
    found, _ = examined(
        tmp_path,
        [
            task(1, text, [crlf(text, spot) for spot in spots]),
            task(2, other, [crlf(other, spot) for spot in more]),
        ],
    )
    assert found.causes == {"crlf": 2}


def test_every_span_has_its_verdict(tmp_path: Path) -> None:
    told: list[Told] = []
    tasks = [task(1, TEXT, [utf16(TEXT, WHO[0]), utf16(TEXT, WHO[1])]), task(2, TEXT, [])]
    tasks[1]["annotations"][0]["result"] = [
        {"id": "a", "from_name": "ner", "type": "labels", "value": {"start": 6, "end": 10}},
        {"id": "b", "from_name": "ner", "type": "labels", "value": {"start": "6", "end": 10.5}},
        {"id": "c", "from_name": "ner", "type": "labels", "value": {"start": 3, "end": 900}},
    ]
    found = examine(write(tmp_path, tasks), listener=told.append)
    assert [one.verdict for one in told] == ["utf16"] * 2 + ["no-words", "no-offsets", "no-offsets"]
    assert told[0].annotator == "annotator-7"
    assert (told[0].start, told[0].found_start, told[0].repairable) == (7, 6, True)
    assert not told[2].repairable
    assert found.controls["ner: (none)"] == {"no-words": 1, "no-offsets": 2}


# What else is wrong.


def symptoms(folder: Path, *tasks: dict[str, Any]) -> dict[str, int]:
    found = examine(write(folder, list(tasks)))
    return {name: one.count for name, one in found.troubles.items()}


def region(name: Any, start: int = 6, end: int = 10, **value: Any) -> dict[str, Any]:
    words = {"start": start, "end": end, "text": TEXT[start:end], "labels": ["PER"], **value}
    return {"id": name, "from_name": "ner", "to_name": "text", "type": "labels", "value": words}


def link(start: str, end: str, *labels: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": start, "to_id": end, "labels": list(labels)}


ANSWER = {"id": "x", "from_name": "k", "type": "choices", "value": {"start": 6, "choices": ["a"]}}


@pytest.mark.parametrize(
    ("results", "kind", "count"),
    [
        ([region("a"), region("a", 14, 18)], "twice-given-region", 1),
        ([region("a"), {**region("a"), "from_name": "other"}], "", 0),
        ([region("a", labels=[])], "blank-label", 1),
        ([region("a", labels=["A", "B"])], "two-labels", 1),
        ([region("a"), link("a", "gone", "x")], "dangling-relation", 1),
        ([region("a"), region("b", 14, 18), link("a", "b")], "no-relation-label", 1),
        ([ANSWER], "orphaned-answer", 1),
        ([region("x"), ANSWER], "", 0),
        ([region(3)], "no-region-id", 1),
        ([17, region("a")], "bad-result", 1),
        ([], "empty", 1),
    ],
)
def test_symptoms_of_an_annotation(
    results: list[Any], kind: str, count: int, tmp_path: Path
) -> None:
    one = task(1, TEXT, [])
    one["annotations"][0]["result"] = results
    assert symptoms(tmp_path, one) == ({kind: count} if kind else {})


def test_symptoms_of_tasks(tmp_path: Path) -> None:
    skipped = task(2, "نص آخر", [])
    skipped["annotations"][0]["was_cancelled"] = True
    person = task(3, "نص ثالث", [], who={"id": 9, "email": "someone@example.org"})  # type: ignore[arg-type]
    person["drafts"] = [{"result": []}]
    person["predictions"] = [5]
    wordless = {"id": 4, "data": {"n": 5}, "annotations": []}
    poison = {"id": 5, "data": {"text": "\ud83d"}, "annotations": []}
    again = {"id": 5, "data": {"text": "نص آخر", "n": 1.0}, "annotations": []}
    (tmp_path / "export.json").write_text(json.dumps([skipped, person, wordless, poison, again]))
    found = examine(tmp_path / "export.json")
    assert {name: one.count for name, one in found.troubles.items()} == {
        "cancelled": 1,
        "empty": 1,
        "e-mail": 1,
        "draft": 1,
        "prediction": 1,
        "no-text": 1,
        "bad-character": 1,
        "twice-given-task": 1,
        "repeated-text": 1,
    }
    assert not found.healthy


PAGE = """<View><Text name="text" value="$body"/>
<Labels name="ner" toName="text"><Label value="شخص" alias="PER"/></Labels>
<Choices name="k" toName="text"><Choice value="a"/></Choices>
<Relations><Relation value="says"/></Relations></View>"""


def test_a_configuration_says_what_should_be_there(tmp_path: Path) -> None:
    page = tmp_path / "page.xml"
    page.write_text(PAGE)
    one = task(1, TEXT, [])
    one["annotations"][0]["result"] = [
        region("a"),
        region("b", 14, 18, labels=["ORG"]),
        {**region("c", 22, 25), "from_name": "quo"},
        link("a", "b", "says"),
        link("b", "a", "loves"),
    ]
    labelling = read_labelling(page)
    found = examine(write(tmp_path, [one]), labelling)
    assert found.troubles["no-text-key"].examples == ["task 1: there is no text under body"]
    one["data"]["body"] = one["data"].pop("text")
    found = examine(write(tmp_path, [one]), labelling)
    assert {name: trouble.examples for name, trouble in found.troubles.items()} == {
        "unknown-label": [
            "task 1, annotation 10: ner ORG",
            "task 1, annotation 10: relation loves",
        ],
        "unknown-control": ["task 1, annotation 10: quo"],
    }


def test_the_configuration_says_which_text_counts(tmp_path: Path) -> None:
    page = tmp_path / "page.xml"
    page.write_text(PAGE)
    one = task(1, "لا شيء من هذا", [sound(TEXT, spot) for spot in WHO])
    one["data"] |= {"body": TEXT, "long": TEXT + " " + TEXT}
    assert examine(write(tmp_path, [one]), read_labelling(page)).spans == {"exact": 3}


@pytest.mark.parametrize("xml", ["<View>", "<View/>"])
def test_a_page_that_is_none_is_refused(xml: str, tmp_path: Path) -> None:
    (tmp_path / "page.xml").write_text(xml)
    with pytest.raises(KhabarError, match="configuration"):
        read_labelling(tmp_path / "page.xml")


def test_standard_input_is_refused() -> None:
    with pytest.raises(KhabarError, match="read twice"):
        examine(Path("-"))


# Exports that others made.


def real(name: str) -> Path:
    if not SHARED.is_dir():
        pytest.skip("the folder of real exports, ../shared/data, is absent")
    return SHARED / name


def test_three_annotators_and_their_blanks(tmp_path: Path) -> None:
    source = real("leoka-team-8-three-annotators.json")
    found = examine(source, repair=tmp_path / "r.json")
    assert (found.tasks, found.annotations) == (130, 313)
    assert found.spans == {"exact": 2207, "edge-blanks": 592}
    assert found.troubles["cancelled"].count == 2
    again = examine(tmp_path / "r.json")
    assert again.healthy
    assert again.spans == {"exact": 2799}
    before, after = json.loads(source.read_bytes()), json.loads((tmp_path / "r.json").read_bytes())
    for one in (*_values(before), *_values(after)):
        for key in ("start", "end", "text"):
            one.pop(key)
    assert before == after


def _values(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        result["value"]
        for one in tasks
        for layer in (*one["annotations"], *one["drafts"])
        for result in layer["result"]
        if "start" in result["value"]
    ]


@pytest.mark.parametrize(
    ("name", "spans", "healthy"),
    [
        ("bio-relations-long-text.json", {"exact": 13}, True),
        ("bio-json-min.json", {"exact": 34}, True),
        ("lsf-one-span.json", {"exact": 1}, True),
        ("lsf-one-span-wrong-offset.json", {"lost": 1}, False),
        ("template-relation-extraction.json", {"exact": 4}, True),
    ],
)
def test_real_exports(name: str, spans: dict[str, int], healthy: bool) -> None:
    found = examine(real(name))
    assert found.spans == spans
    assert found.healthy is healthy
