"""Settings of a repository: where they are found, what they leave out, and what is refused."""

from pathlib import Path

import pytest

from khabar.problem import Finding, KhabarError, Place
from khabar.rules._settings import Settings, settings

WHOLE = """
[tool.khabar.check]
select = ["KH2", "KH309"]
ignore = ["word-cut"]
error-on-warning = true
[tool.khabar.check.severity]
KH305 = "info"
[tool.khabar.check.per-path]
"corpus/passes/**" = ["KH309"]
"""


def finding(code: str, file: Path) -> Finding:
    return Finding(code=code, message="", place=Place(file=str(file)))


def test_the_whole_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(WHOLE)
    found, folder = settings(tmp_path)
    assert folder == tmp_path
    assert found == Settings(
        select=("KH2", "KH309"),
        ignore=("word-cut",),
        severity={"KH305": "info"},
        per_path={"corpus/passes/**": ("KH309",)},
        error_on_warning=True,
    )


def test_the_nearest_file_that_speaks_of_it_counts(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(WHOLE)
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\nkey = 1\n")
    assert settings(below)[1] == tmp_path
    (tmp_path / "a" / "khabar.toml").write_text('[check]\nignore = ["KH3"]\n')
    assert settings(below) == (Settings(ignore=("KH3",)), tmp_path / "a")


def test_nothing_settled(tmp_path: Path) -> None:
    assert settings(tmp_path)[0] == Settings()


@pytest.mark.parametrize(
    "name, text, says",
    [
        ("pyproject.toml", "[tool.khabar.check]\nselct = []\n", "selct"),
        ("pyproject.toml", '[tool.khabar.check]\nignore = ["KH999"]\n', "'KH999'"),
        ("khabar.toml", '[check.per-path]\n"a/**" = ["KH999"]\n', "'KH999'"),
        ("khabar.toml", '[check.severity]\nKH999 = "info"\n', "'KH999'"),
        ("khabar.toml", '[check.severity]\nKH205 = "fatal"\n', "fatal"),
        ("khabar.toml", "[tool.khabar.check]\n", "tool"),
        ("khabar.toml", "check = 3\n", "int"),
        ("khabar.toml", "[check\n", "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(KhabarError) as caught:
        settings(tmp_path)
    assert str(tmp_path / name) in str(caught.value)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "glob, file, left_out",
    [
        ("corpus/passes/**", "corpus/passes/a/b.json", True),
        ("corpus/passes/**", "corpus/passes.json", False),
        ("**/b.json", "b.json", True),
        ("**/b.json", "x/y/b.json", True),
        ("**/b.json", "x/ab.json", False),
        ("corpus/*.json", "corpus/a.json", True),
        ("corpus/*.json", "corpus/a/b.json", False),
        ("corpus/?.json", "corpus/a.json", True),
        ("corpus/?.json", "corpus/aa.json", False),
        ("a.json", "axjson", False),
    ],
)
def test_per_path(tmp_path: Path, glob: str, file: str, left_out: bool) -> None:
    excused = Settings(per_path={glob: ("KH309",)}).excuses(tmp_path)
    assert excused(finding("KH309", tmp_path / file)) is left_out
    assert not excused(finding("KH310", tmp_path / file))
    assert not excused(Finding(code="KH309", message=""))
