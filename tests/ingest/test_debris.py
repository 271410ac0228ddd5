"""Style sheets and scripts in lines of text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.ingest.debris import cut


def text_of(*lines):
    """What is left of each line."""
    return [
        "".join(line[one.start : one.end] for one in stretches if one.kind is None)
        for line, stretches in zip(lines, cut(list(lines)), strict=True)
    ]


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("نص .a{ color:red; } نص", "نص  نص"),
        ("نص .a-b img{ width: 100% !important } .c { top:0 } نص", "نص  نص"),
        ("نص div.a > p{ color:red } نص", "نص  نص"),
        ("@media print{ .a{ color:red } }", ""),
        ("نص (x = window.x || []).push({}); نص", "نص  نص"),
        ("نص {بين قوسين: هكذا} نص", "نص {بين قوسين: هكذا} نص"),
        ("نص .a{اللون: أحمر} نص", "نص .a{اللون: أحمر} نص"),
        ("the word Foo {a:b} نص", "the word Foo {a:b} نص"),
        ("المجموعة {1, 2, 3} نص", "المجموعة {1, 2, 3} نص"),
        ("نص } نص { نص", "نص } نص { نص"),
        ("window.open قال المبرمج", "window.open قال المبرمج"),
        ("5 < 6 وهكذا", "5 < 6 وهكذا"),
        ("", ""),
    ],
)
def test_one_line(line, rest):
    assert text_of(line) == [rest]


@pytest.mark.parametrize(
    ("lines", "rest"),
    [
        (["<script>", 'say("نص");', "</script>", "نص"], ["", "", "", "نص"]),
        (["<style>.a{}</style>"], [""]),
        (["<script>", "نص لا ينتهي"], ["<script>", "نص لا ينتهي"]),
        ([".a {", " color: red;", "}", "نص"], ["", "", "", "نص"]),
        (["function f() {", ' say("نص");', "}", "نص"], ["", "", "", "نص"]),
        (["function f() {", "نص لم يغلقه أحد", "نص"], ["", "نص لم يغلقه أحد", "نص"]),
        (["function f() {", "نص لم يغلقه أحد", "}"], ["", "نص لم يغلقه أحد", ""]),
        (["var a = 1;", "نص"], ["", "نص"]),
        (["variable costs rose", "for the people"], ["variable costs rose", "for the people"]),
    ],
)
def test_several_lines(lines, rest):
    assert text_of(*lines) == rest


@given(st.lists(st.text(alphabet='نص a.{}:;<>()=/script$#@" ', max_size=60), max_size=8))
def test_stretches_cover_their_lines(lines):
    for line, stretches in zip(lines, cut(lines), strict=True):
        assert "".join(line[one.start : one.end] for one in stretches) == line


@given(st.lists(st.text(alphabet='ابتثجحخ ،.:؟!"«»()-0123456789', max_size=60), max_size=8))
def test_arabic_text_is_never_cut(lines):
    assert text_of(*lines) == lines


@pytest.mark.parametrize(
    "line", ["a{" * 50_000, "{" * 20_000 + "نص" + "}" * 20_000, "x " * 100_000 + "{", "}" * 100_000]
)
def test_braces_without_number_take_little_time(line):
    started = time.process_time()
    assert len(text_of(f"نص {line}")[0]) > 0
    assert time.process_time() - started < 5
