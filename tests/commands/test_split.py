"""``khabar split`` as a user meets it."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from splitting.corpora import article, made_up, save

DATA = ("certificate.json", "test.txt", "train.txt", "validation.txt")


def khabar(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "khabar", "split", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    rng = random.Random(1)
    text = " ".join(made_up(rng, 50))
    own = [
        article(f"art-{at:02d}", " ".join(made_up(rng, 40)), names=[("PER", f"سلمى {at}")])
        for at in range(18)
    ]
    return save(tmp_path, [*own, article("copy-a", text), article("copy-b", text)])


def test_a_table_and_what_was_found(corpus: Path) -> None:
    done = khabar(corpus)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["train", "validation", "test"]
    assert lines[1].split() == ["articles", "16", "2", "2"]
    assert lines[2].split() == ["%", "80.0", "10.0", "10.0"]
    assert lines[3].split()[0] == "stories"
    assert any(re.match(r"mention PER, % of 18 +\d", line) for line in lines)
    assert (
        "19 stories, 1 of several articles, the largest of 2; ties: story 0, text 1, quote 0"
        in done.stdout
    )
    assert sorted(file.name for file in (corpus / "splits").iterdir()) == list(DATA)
    assert all(f"wrote {corpus / 'splits' / name}" in done.stderr for name in DATA)


def test_stories_that_were_not_looked_at_are_told(corpus: Path) -> None:
    save(corpus, [article("told", "خبر عن شيء آخر تماما هنا", extra={"story": "storm"})])
    said = "1 articles name a story, which was not looked at; --ties story,text,event does\n"
    assert said in khabar(corpus, "--ties", "event,text", "--dry-run").stdout
    assert "name a story" not in khabar(corpus, "--dry-run").stdout


def test_a_dry_run_writes_nothing(corpus: Path) -> None:
    done = khabar(corpus, "--dry-run")
    assert (done.returncode, done.stderr.strip()) == (0, "nothing was written (--dry-run)")
    assert not (corpus / "splits").exists()


def test_a_second_run_keeps_what_there_is(corpus: Path) -> None:
    khabar(corpus)
    before = {name: (corpus / "splits" / name).read_bytes() for name in DATA}
    done = khabar(corpus, "--seed", 9)
    assert "0 articles added, 0 moved; the others stay" in done.stdout
    after = {name: (corpus / "splits" / name).read_bytes() for name in DATA}
    assert {name for name in DATA if before[name] != after[name]} == {"certificate.json"}


def test_a_story_of_two_splits_is_an_error_until_it_is_moved(corpus: Path) -> None:
    khabar(corpus)
    lists = {name: (corpus / "splits" / name).read_text().split() for name in DATA[1:]}
    here = next(name for name, ids in lists.items() if "copy-a" in ids)
    there = "test.txt" if here == "train.txt" else "train.txt"
    for name, change in {here: lists[here], there: [*lists[there], "copy-a"]}.items():
        ids = [one for one in change if one != "copy-a" or name == there]
        (corpus / "splits" / name).write_text("\n".join(ids) + "\n")
    done = khabar(corpus)
    assert done.returncode == 2
    assert re.fullmatch(
        r"error: one story stands in .*copy-a – copy-b \(text 100%\).*\n", done.stderr
    )
    done = khabar(corpus, "--move")
    assert done.returncode == 0, done.stderr
    assert re.search(r"moved copy-[ab] from \w+ to train", done.stdout)


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--ratio", "lots"], "error: 'lots' is no ratio; write 80/10/10"),
        (["--ties", "tone"], "error: 'tone' ties no articles; there are story, text, quote, event"),
        (["--by", "size"], "Invalid value for '--by'"),
        (["--by", "time"], "error: the stories end on 1 different days"),
    ],
)
def test_wrong_words(corpus: Path, arguments: list[str], said: str) -> None:
    done = khabar(corpus, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (corpus / "splits").exists()


def test_no_corpus(tmp_path: Path) -> None:
    done = khabar(tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "this is no corpus" in done.stderr
