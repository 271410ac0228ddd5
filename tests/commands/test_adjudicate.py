"""``khabar adjudicate`` as a user meets it: sheets, a terminal, the gold, the check."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from adjudication.two import AMAL, BASIM, KEYS, everything_of, fill, save
from khabar.adjudication import load_decisions
from khabar.store import read_article, write_article


def arguments(*more: object) -> list[str]:
    return [sys.executable, "-m", "khabar", "adjudicate", "passes", *map(str, more)]


class Folder:
    """A folder with passes, in which commands run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        save(root)
        self.gold = root / "corpus" / "articles" / "storm.json"
        self.decisions = root / "corpus" / "adjudication" / "storm.json"
        self.sheet = root / "sheets" / "storm.tsv"

    def __call__(self, *more: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            arguments(*more), cwd=self.root, capture_output=True, text=True, check=False
        )

    def terminal(self, *lines: str) -> str:
        """What stands on a terminal after some lines were typed into it."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            arguments("--by", "judge"),
            cwd=self.root,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=os.environ | {"NO_COLOR": "1", "TERM": "dumb"},
        )
        os.close(theirs)
        os.write(ours, "".join(f"{line}\n" for line in lines).encode())
        shown = b""
        while data := _read(ours):
            shown += data
        process.wait()
        return shown.decode()


def _read(terminal: int) -> bytes:
    """What a terminal shows next; nothing when the program has gone."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_elsewhere_than_in_a_terminal_questions_are_counted(folder):
    done = folder()
    assert done.returncode == 1
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0] == ["settled", "open"]
    assert ["mentions", "spans", "0", "1"] in rows
    assert len(rows) == 1 + len(KEYS)
    assert "articles with open questions: 1" in done.stderr
    assert not folder.gold.exists()
    assert not folder.decisions.exists()


def test_from_sheets_to_gold_and_its_check(folder):
    assert folder("--sheets", "sheets").returncode == 0
    fill(folder.sheet, everything_of("basim"))
    done = folder("--read", "sheets", "--by", "judge", "--origin-kind", "model")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "gold written: 1" in done.stderr
    gold = read_article(folder.gold)
    assert (gold.status, gold.origin.kind, gold.origin.name) == ("adjudicated", "model", "judge")
    assert len(load_decisions(folder.decisions).decisions) == len(KEYS)
    assert folder("--check").returncode == 0
    write_article(folder.gold, replace(gold, topics=()))
    done = folder("--check")
    assert done.returncode == 1
    assert done.stdout.startswith("storm: differs from what passes and decisions give")


def test_reading_again_changes_nothing(folder):
    folder("--sheets", "sheets")
    fill(folder.sheet, everything_of("basim"))
    folder("--read", "sheets", "--by", "judge")
    before = folder.gold.read_bytes(), folder.decisions.read_bytes()
    assert folder("--read", "sheets", "--by", "another").returncode == 0
    assert (folder.gold.read_bytes(), folder.decisions.read_bytes()) == before


def test_bad_cells_leave_everything_as_it_was(folder):
    folder("--sheets", "sheets")
    fill(folder.sheet, everything_of("basim") | {KEYS[0]: {"decision": "1", "reason": "mood"}})
    done = folder("--read", "sheets", "--by", "judge")
    assert done.returncode == 1
    assert "storm.tsv:" in done.stdout
    assert "reason: 'mood': one of boundary, type" in done.stdout
    assert not folder.decisions.exists()


def test_half_a_sheet_is_recorded_and_only_partial_is_written(folder):
    folder("--sheets", "sheets")
    fill(folder.sheet, {KEYS[0]: {"decision": "1", "reason": "type"}})
    assert folder("--read", "sheets", "--by", "judge").returncode == 1
    assert len(load_decisions(folder.decisions).decisions) == 1
    assert not folder.gold.exists()
    assert folder("--read", "sheets", "--by", "judge", "--partial").returncode == 1
    assert read_article(folder.gold).status == "annotated"
    fill(folder.sheet, everything_of("amal"))
    assert folder("--read", "sheets", "--by", "judge").returncode == 0
    assert read_article(folder.gold).status == "adjudicated"


def test_a_strategy_is_recorded(folder):
    done = folder("--strategy", "order:basim", "--by", "judge")
    assert done.returncode == 0, done.stdout + done.stderr
    made = load_decisions(folder.decisions).decisions
    assert {(one.by, one.reason) for one in made} == {("order:basim", "strategy")}
    assert folder("--check").returncode == 0


def test_a_strategy_may_name_who_has_no_pass_on_some_article(folder):
    for who, one in (("basim", BASIM), ("layla", AMAL)):
        write_article(folder.root / "passes" / who / "calm.json", replace(one, id="calm"))
    assert folder("--strategy", "order:layla,amal", "--by", "judge").returncode == 0
    assert "nobody is called salma" in folder("--strategy", "order:salma").stderr


def test_work_that_would_be_lost_is_kept(folder):
    mine = replace(AMAL, mentions=AMAL.mentions[:1], quotes=AMAL.quotes, origin=None)
    write_article(folder.gold, mine)
    done = folder("--strategy", "order:basim", "--by", "judge")
    assert done.returncode == 1
    assert "storm: the annotated article is kept" in done.stdout
    assert "added mention" in done.stdout
    assert read_article(folder.gold) == mine
    assert folder("--strategy", "order:basim", "--by", "judge", "--force").returncode == 0


def test_what_a_dropped_quote_leaves_behind_is_said(folder):
    folder("--sheets", "sheets")
    answers = everything_of("amal") | {KEYS[3]: {"decision": "basim", "reason": "type"}}
    fill(folder.sheet, answers)
    done = folder("--read", "sheets", "--by", "judge")
    assert done.returncode == 1
    assert "storm: stances/هند→جاهز/quotes: it refers to q2" in done.stdout


@pytest.mark.parametrize(
    "more, message",
    [
        (["--read", "sheets"], "--read needs --by"),
        (["--read", "sheets", "--by", "judge"], "there are no sheets"),
        (["--article", "calm"], "there is no pass on calm"),
        (["--strategy", "vote"], "no strategy 'vote'"),
    ],
)
def test_what_cannot_be_asked(folder, more, message):
    done = folder(*more)
    assert done.returncode == 2
    assert message in done.stderr


def test_a_sheet_of_no_article(folder):
    folder("--sheets", "sheets")
    folder.sheet.rename(folder.sheet.with_name("strom.tsv"))
    done = folder("--read", "sheets", "--by", "judge")
    assert done.returncode == 2
    assert "there are no two passes on strom" in done.stderr


def test_one_article_of_several(folder):
    for who, one in (("amal", AMAL), ("basim", BASIM)):
        write_article(folder.root / "passes" / who / "calm.json", replace(one, id="calm"))
    folder("--sheets", "sheets", "--article", "calm")
    assert [one.name for one in (folder.root / "sheets").iterdir()] == ["calm.tsv"]


def test_what_only_one_has_is_named(folder):
    write_article(folder.root / "passes" / "amal" / "calm.json", replace(AMAL, id="calm"))
    assert "only one pass on calm" in folder().stderr


def test_one_article_is_checked_alone(folder):
    folder("--strategy", "order:basim", "--by", "judge")
    for who, one in (("amal", AMAL), ("basim", BASIM)):
        write_article(folder.root / "passes" / who / "calm.json", replace(one, id="calm"))
    folder("--strategy", "order:basim", "--by", "judge")
    write_article(folder.gold, replace(read_article(folder.gold), topics=()))
    assert folder("--check", "--article", "calm").returncode == 0
    assert folder("--check", "--article", "storm").returncode == 1


def test_question_by_question_in_a_terminal(folder):
    shown = folder.terminal(
        "7", "o", "غير موجود", "سالم", "x", "1", "لأن المنصب إشارة وحده",
        "1", "5", "", "n", "2", "", "2", "2", "", "q",
    )  # fmt: skip
    assert "one of 1/2/o/n/s/q" in shown
    assert "these words are not in the text: غير موجود" in shown
    assert "a reason is wanted" in shown
    assert "type cannot be left out" in shown
    first, second, third = load_decisions(folder.decisions).decisions
    assert (first.about, first.decision, first.reason) == (KEYS[0], "other", "boundary")
    assert first.value == [{"start": 11, "end": 15, "text": "سالم"}]
    assert (first.note, first.by) == ("لأن المنصب إشارة وحده", "judge")
    assert (second.about, second.decision, second.reason) == (KEYS[1], "amal", "annotator-slip")
    assert (third.about, third.decision) == (KEYS[2], "basim")
    assert not folder.gold.exists()


def test_it_goes_on_where_it_was_left(folder):
    folder.terminal("1", "1", "", "q")
    before = folder.decisions.read_bytes()
    shown = folder.terminal(*["1", "2", ""] * (len(KEYS) - 1))
    assert KEYS[0] not in shown
    assert read_article(folder.gold).status == "adjudicated"
    made = json.loads(folder.decisions.read_text())["decisions"]
    assert [one["decision"] for one in made] == ["amal"] * len(KEYS)
    assert json.loads(before)["decisions"][0] in made
    assert folder("--check").returncode == 0


def test_what_is_skipped_stays_open(folder):
    folder.terminal("s", *["1", "2", ""] * (len(KEYS) - 1))
    made = load_decisions(folder.decisions).decisions
    assert {one.about for one in made} == set(KEYS[1:])


def test_decisions_and_gold_go_to_the_corpus_of_the_passes(tmp_path):
    """Not to a folder called corpus, wherever the command is run from."""
    news = tmp_path / "news"
    for who in ("amal", "basim"):
        write_article(news / "passes" / who / "storm.json", AMAL)
    write_article(news / "articles" / "storm.json", AMAL)
    command = [sys.executable, "-m", "khabar", "adjudicate", "news/passes", "--by", "judge"]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr
    assert read_article(news / "articles" / "storm.json").status == "adjudicated"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["news"]
