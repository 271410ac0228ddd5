"""What a repository has settled about checking: ``pyproject.toml`` or ``khabar.toml``.

The nearest file upward that speaks of it counts, whole; files are not merged. In `khabar.toml` the
table is called ``check``, in ``pyproject.toml`` ``tool.khabar.check``.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Struct

from khabar.problem import Finding, KhabarError, Severity
from khabar.rules._rule import chosen

LEAST_EXAMPLES = 5
"""How many examples a label needs where no settings say."""

_FILES: Mapping[str, tuple[str, ...]] = {
    "khabar.toml": ("check",),
    "pyproject.toml": ("tool", "khabar", "check"),
}


class Settings(Struct, kw_only=True, rename="kebab", forbid_unknown_fields=True, frozen=True):
    """The settings of ``khabar check``.

    Attributes:
        select: rules to ask; all when empty.
        ignore: rules to leave out.
        severity: another severity by code, beginning of a code, or name.
        per_path: rules to leave out by pattern of paths, which start at the file's folder.
        error_on_warning: whether warnings fail the run as well.
        least_examples: how many examples a label needs (KH627); None for `LEAST_EXAMPLES` once a
            corpus is large.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}
    per_path: dict[str, tuple[str, ...]] = {}
    error_on_warning: bool = False
    least_examples: Annotated[int, msgspec.Meta(ge=0)] | None = None

    def validate(self) -> None:
        """See that all rules that are named exist.

        Raises:
            KhabarError: if a word names no rule.
        """
        words = (self.select, self.ignore, self.severity, *self.per_path.values())
        for one in words:
            chosen(one)

    def excuses(self, folder: Path) -> Callable[[Finding], bool]:
        """Whether a finding is left out for the path of its file.

        Args:
            folder: where the patterns start.
        """
        left_out = [
            (_pattern(glob), {one.code for one in chosen(words)})
            for glob, words in self.per_path.items()
            if words
        ]

        def excused(finding: Finding) -> bool:
            if not left_out or finding.place is None:
                return False
            path = _relative(finding.place.file, folder)
            return any(finding.code in codes and match(path) for match, codes in left_out)

        return excused


def _relative(file: str, folder: Path) -> str:
    path = Path(file).resolve()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()


def _pattern(glob: str) -> Callable[[str], re.Match[str] | None]:
    """Match whole paths: ``**`` stands for any folders, ``*`` and ``?`` for parts of one name."""
    meanings = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob)
    return re.compile("".join(meanings.get(one) or re.escape(one) for one in parts)).fullmatch


def settings(start: Path) -> tuple[Settings, Path]:
    """The settings for a folder and the folder in which they stand; the usual ones if none do.

    Raises:
        KhabarError: naming the file, if it cannot be read or has an unknown key or rule.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        for name, keys in _FILES.items():
            file = folder / name
            table = _table(file, keys) if file.is_file() else None
            if table is not None:
                return _converted(file, table), folder
    return Settings(), start


def _table(file: Path, keys: Iterable[str]) -> object:
    """What a file has to say about checking; None if nothing."""
    try:
        value: Any = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KhabarError(f"{file}: cannot be read: {error}") from error
    if file.name == "khabar.toml" and (unknown := value.keys() - {"check"}):
        raise KhabarError(f"{file}: there is no setting {min(unknown)!r}; it is [check]")
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _converted(file: Path, table: object) -> Settings:
    try:
        found = msgspec.convert(table, Settings)
        found.validate()
    except (msgspec.ValidationError, KhabarError) as error:
        raise KhabarError(f"{file}: {error}") from error
    return found
