"""Figures that a corpus keeps: taken from passes, told by the card, and reckoned again."""

import pytest
from typer.testing import CliRunner

from agreement.build import article, mention
from khabar.agreement import agree, only, pin, pinned, read_passes, read_pinned, recomputed
from khabar.commands import app
from khabar.hub.about import Person
from khabar.hub.agreement import agreement_told
from khabar.problem import KhabarError
from khabar.store import write_article


@pytest.fixture
def passes(tmp_path):
    """Layla and Omar agree on the article one, and on half of the mentions of two."""
    both = mention("m1", "ROLE", (4, 10), level="nominal")
    hers, his = mention("m2", "PER", (11, 15)), mention("m2", "ORG", (11, 15))
    for who, second in (("layla", hers), ("omar", his)):
        for name, found in (("one", (both,)), ("two", (both, second))):
            write_article(tmp_path / "passes" / who / f"{name}.json", article(name, mentions=found))
    return tmp_path / "passes"


def compared(passes, name="both articles"):
    return pinned(agree(read_passes([passes]), resamples=20), name)


def test_what_is_pinned_is_what_was_found(passes):
    found = compared(passes)
    assert (found.annotators, found.articles) == (("layla", "omar"), ("one", "two"))
    # Two of three mentions of each are the same: F1 is 2·2 / (3 + 3).
    assert found.figure("mentions", "span F1, strict").value == 0.6667
    with pytest.raises(KeyError):
        found.figure("mentions", "no such measure")


def test_a_file_keeps_comparisons_by_name(passes, tmp_path):
    file = tmp_path / "agreement.json"
    assert read_pinned(file) == ()
    first, second = compared(passes), compared(passes, "again")
    pin(file, first)
    pin(file, second)
    assert read_pinned(file) == (first, second)
    fewer = pinned(agree(only(read_passes([passes]), ["one"]), resamples=0), "both articles")
    pin(file, fewer)
    assert read_pinned(file) == (fewer, second)
    assert file.read_text().count('"measure"') == len(fewer.figures) + len(second.figures)


def test_figures_are_the_same_when_reckoned_again(passes):
    found = compared(passes)
    assert recomputed(found, passes, resamples=20) == found
    write_article(passes / "omar" / "one.json", article("one"))
    assert recomputed(found, passes, resamples=20) != found


def test_a_damaged_file_and_unknown_articles_are_refused(passes, tmp_path):
    file = tmp_path / "agreement.json"
    file.write_text("[{")
    with pytest.raises(KhabarError, match=r"agreement\.json: cannot be read"):
        read_pinned(file)
    with pytest.raises(KhabarError, match="nobody has annotated three"):
        only(read_passes([passes]), ["one", "three"])


def test_the_card_tells_what_is_pinned_and_of_whom(passes):
    found = compared(passes)
    told = agreement_told([found], [])
    assert "Both articles: passes of layla and omar on 2 articles." in told
    assert "| mentions | span F1, strict | 0.667 | 0.500 to 1.000 | 6 |" in told
    assert "undefined" in told
    assert "model" not in told
    layla, omar = (Person(name=name, kind="model") for name in ("layla", "omar"))
    assert "agreement between models" in agreement_told([found], [layla, omar])
    assert "no agreement between people" in agreement_told([found], [layla])


def test_the_command_pins_and_takes_articles(passes, tmp_path):
    file, ids = tmp_path / "agreement.json", tmp_path / "ids.txt"
    run = CliRunner().invoke
    options = ["--resamples", "0", "--pin", str(file)]
    assert run(app, ["agree", str(passes), *options]).exit_code == 0
    ids.write_text("two\n")
    shown = run(
        app, ["agree", str(passes), *options, "--articles", str(ids), "--name", "the second"]
    )
    assert shown.exit_code == 0
    assert [(one.name, one.articles) for one in read_pinned(file)] == [
        ("all articles", ("one", "two")),
        ("the second", ("two",)),
    ]
    wrong = run(app, ["agree", str(passes), "--articles", "one,four"])
    assert wrong.exit_code == 2
    assert "nobody has annotated four" in wrong.output
