"""``khabar check``: what is wrong with articles, and where."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from glob import glob, has_magic
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from khabar.commands._check_output import Progress, Tally, opened, show_statistics, write
from khabar.commands._fixing import refuse_containers, run_fixes
from khabar.commands._selection import codes, severities
from khabar.problem import Finding, KhabarError, Severity
from khabar.reports import report, reports
from khabar.rules import Checker, chosen, kept, passed, pieces, suited
from khabar.rules._cache import Cache
from khabar.rules._changed import changed as changed_files
from khabar.rules._fixes import Fixer
from khabar.rules._known import Baseline
from khabar.rules._known import write_baseline as write_listed
from khabar.rules._settings import Settings, settings
from khabar.store import STDIN, is_beside

_CACHE = Path(".khabar", "check")
"""Below the folder of the settings, or the current one where there are none."""

_Paths = Annotated[
    list[str],
    typer.Argument(help="Articles: JSON, JSONL, Parquet, folders, or - for standard input."),
]
_Format = Annotated[
    str, typer.Option(help=f"How findings are written: {', '.join(sorted(reports()))}.")
]
_File = Annotated[
    Path | None, typer.Option(help="Write them to this file, not to standard output.")
]
_Select = Annotated[list[str] | None, typer.Option(help="Only rules of these codes, as KH2,KH305.")]
_Ignore = Annotated[list[str] | None, typer.Option(help="All rules but those of these codes.")]
_Severity = Annotated[
    list[str] | None, typer.Option(help="Another severity for a rule, as KH305=info.")
]
_Isolated = Annotated[
    bool, typer.Option("--isolated", help="Read no settings from pyproject.toml or khabar.toml.")
]
_Most = Annotated[int | None, typer.Option(min=1, help="Write at most this many for each rule.")]
_Baseline = Annotated[Path | None, typer.Option(help="Leave out the findings in this file.")]
_WriteBaseline = Annotated[
    bool, typer.Option("--write-baseline", help="Write what is found now into the baseline.")
]
_Changed = Annotated[
    bool, typer.Option("--changed", help="Only files that git says changed since the last commit.")
]
_Since = Annotated[
    str | None, typer.Option(help="Only files that git says changed since this revision.")
]
_Fix = Annotated[bool, typer.Option("--fix", help="Repair what can safely be repaired.")]
_Unsafe = Annotated[
    bool, typer.Option("--unsafe-fixes", help="With --fix: repairs that want a look, too.")
]
_Diff = Annotated[
    bool, typer.Option("--diff", help="Only show what --fix would change; exit 1 if anything.")
]
_ExitZero = Annotated[
    bool, typer.Option("--exit-zero", help="Exit with 0 even if there are errors.")
]
_OnWarning = Annotated[
    bool | None,
    typer.Option(
        "--error-on-warning/--no-error-on-warning",
        help="Exit with 1 for warnings too.",
        show_default=False,
    ),
]
_Statistics = Annotated[
    bool, typer.Option("--statistics", help="Count the findings of each rule at the end.")
]
_Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No closing line and no progress.")]
_Workers = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Check in this many processes; the findings are the same.",
        show_default="by size and processors, up to 8",
    ),
]
_NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Check every article again, and remember none.")
]
_CacheDir = Annotated[
    Path | None,
    typer.Option(
        envvar="KHABAR_CACHE_DIR",
        help="Where it is remembered what was found in which article.",
        show_default=".khabar/check beside the settings",
    ),
]


def command(
    paths: _Paths,
    output_format: _Format = "text",
    output_file: _File = None,
    select: _Select = None,
    ignore: _Ignore = None,
    severity: _Severity = None,
    isolated: _Isolated = False,
    max_per_rule: _Most = None,
    baseline: _Baseline = None,
    write_baseline: _WriteBaseline = False,
    changed: _Changed = False,
    since: _Since = None,
    fix: _Fix = False,
    unsafe_fixes: _Unsafe = False,
    diff: _Diff = False,
    exit_zero: _ExitZero = False,
    error_on_warning: _OnWarning = None,
    statistics: _Statistics = False,
    quiet: _Quiet = False,
    workers: _Workers = None,
    no_cache: _NoCache = False,
    cache_dir: _CacheDir = None,
) -> None:
    """Check articles: every finding with its rule, its line and column, and the words concerned.

    Exits with 0 if there is no error, 1 if there is one, 2 if the command or a path is wrong.
    """
    form = report(output_format)
    if unsafe_fixes and not (fix or diff):
        raise KhabarError("--unsafe-fixes goes with --fix or --diff")
    plan = _plan(codes(select), codes(ignore), severities(severity), isolated=isolated)
    listed = _listed(baseline, plan, renew=write_baseline)
    where = _existing(paths)
    if changed or since is not None:
        where = _changed_of(where, since or "HEAD", plan)
    if fix or diff:
        refuse_containers(where)
        fixer = Fixer(
            select=plan.select, ignore=plan.ignore, unsafe=unsafe_fixes, excused=plan.excused
        )
        differs = run_fixes(fixer, where, write=not diff, quiet=quiet)
        if diff:
            raise typer.Exit(int(differs and not exit_zero))
    checker = Checker(select=plan.select, ignore=plan.ignore, severities=plan.severities)
    folder = None if no_cache else cache_dir or plan.cache
    run = _Run(checker, where, workers, folder, cache_dir is not None)
    progress = Progress(shown=not quiet)
    found = progress.cleared(one for one in run.findings(progress) if not plan.excused(one))
    if baseline and write_baseline:
        typer.echo(f"wrote {write_listed(baseline, found)} findings to {baseline}", err=True)
        return
    tally = Tally(max_per_rule)
    with opened(output_file) as stream:
        write(form, tally.counted(found), stream)
    for stale in listed.unused(where, plan.codes) if listed else ():
        typer.echo(stale, err=True)
    if statistics:
        show_statistics(tally)
    if not quiet:
        _close(tally, checker, fixed=fix)
    fails = plan.on_warning if error_on_warning is None else error_on_warning
    if tally.fails(warnings=fails) and not exit_zero:
        raise typer.Exit(1)


def _close(tally: Tally, checker: Checker, *, fixed: bool) -> None:
    if held := tally.held_back():
        typer.echo(f"not shown: {held}", err=True)
    if fixed:
        typer.echo(tally.left(), err=True)
    typer.echo(tally.closing(checker.seen, checker.passes), err=True)


class _Plan:
    """What is checked: the settings of the repository under what the command line says.

    ``--select`` takes the place of both lists of the settings, ``--ignore`` of theirs.
    """

    def __init__(
        self,
        config: Settings,
        folder: Path,
        select: list[str],
        ignore: list[str],
        severities: dict[str, Severity],
    ) -> None:
        self.select = select or list(config.select)
        self.ignore = ignore or ([] if select else list(config.ignore))
        self.severities = config.severity | severities
        self.on_warning = config.error_on_warning
        self.cache = folder / _CACHE
        self.rules = chosen(self.select, self.ignore)
        self._excuses: list[Callable[[Finding], bool]] = [config.excuses(folder)]

    def leave_out(self, excuse: Callable[[Finding], bool]) -> None:
        """Leave out more findings."""
        self._excuses.append(excuse)

    def excused(self, finding: Finding) -> bool:
        """Whether a finding is left out."""
        return any(excuse(finding) for excuse in self._excuses)

    @property
    def codes(self) -> list[str]:
        """The codes of the rules that are asked."""
        return [one.code for one in self.rules]


def _plan(
    select: list[str], ignore: list[str], severities: dict[str, Severity], *, isolated: bool
) -> _Plan:
    here = Path.cwd()
    config, folder = (Settings(), here) if isolated else settings(here)
    return _Plan(config, folder, select, ignore, severities)


def _listed(file: Path | None, plan: _Plan, *, renew: bool) -> Baseline | None:
    if file is None:
        if renew:
            raise KhabarError("--write-baseline needs --baseline FILE")
        return None
    if renew:
        return None
    listed = Baseline(file)
    plan.leave_out(listed.excuse)
    return listed


def _changed_of(paths: list[str], revision: str, plan: _Plan) -> list[str]:
    """The changed files of some paths; says which rules would have needed the others."""
    every = list(dict.fromkeys(one.file for one in pieces(paths)))
    if STDIN in every:
        raise KhabarError("standard input has no file that git could compare")
    found = changed_files(every, revision)
    wide = [one.code for one in plan.rules if one.scope == "corpus"]
    if wide and len(found) < len(every):
        said = f"{len(found)} of {len(every)} files changed; these rules saw no others: "
        typer.echo(said + ", ".join(wide), err=True)
    return found


class _Run(NamedTuple):
    """What is checked, and how.

    Attributes:
        checker: the rules.
        paths: files, folders, or ``-``.
        workers: in how many processes; as many as are worth it when None.
        cache: the folder of what is known; none when None.
        must_cache: whether the user named that folder.
    """

    checker: Checker
    paths: list[str]
    workers: int | None
    cache: Path | None
    must_cache: bool

    def findings(self, progress: Progress) -> Iterator[Finding]:
        """Yield the findings, of the corpus last."""
        found = pieces(self.paths)
        workers = self.workers or suited(found)

        def tick(seen: int, size: int) -> None:
            progress.tick(seen, size, self.checker.passes)

        with self._kept() as cache:
            yield from passed(self.checker, found, workers=workers, cache=cache, tick=tick)
        yield from self.checker.finish()

    def _kept(self) -> AbstractContextManager[Cache | None]:
        if self.cache is None:
            return nullcontext()
        return kept(self.cache, self.checker.about, asked=self.must_cache)


def _existing(paths: list[str]) -> list[str]:
    """The paths; patterns that the shell has left alone are files that match."""
    every = [found for path in paths for found in _matching(path)]
    others = [one for one in every if one != STDIN and is_beside(Path(one))]
    for one in others:
        typer.echo(f"{one}: left out: it belongs to a corpus, but holds no articles", err=True)
    if others == every:
        raise KhabarError("there are no articles to check")
    return [one for one in every if one not in others]


def _matching(path: str) -> list[str]:
    if path == STDIN or Path(path).exists():
        return [path]
    if not has_magic(path):
        raise KhabarError(f"{path}: there is no such file or folder")
    found = sorted(glob(path, recursive=True))  # noqa: PTH207 - of any root, as the shell does
    if not found:
        raise KhabarError(f"{path}: nothing matches this pattern")
    return found
