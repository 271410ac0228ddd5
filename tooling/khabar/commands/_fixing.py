"""``khabar check --fix`` and ``--diff``: repairs made or shown, in the words of a difference."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import typer

from khabar.diff import sentence
from khabar.problem import KhabarError
from khabar.rules import rules
from khabar.rules._fixes import Fixed, Fixer, fixable_files
from khabar.store import containers, contents_files


def refuse_containers(paths: list[str]) -> None:
    """See that all paths are files that repairs can be written into.

    Raises:
        KhabarError: naming the first that is of another form.
    """
    for path in paths:
        files = contents_files(Path(path)) if Path(path).is_dir() else [Path(path)]
        other = next((one for one in files if one.suffix in containers), None)
        if other is not None:
            raise KhabarError(
                f"{other}: repairs are written into JSON and JSONL only; "
                f"first run: khabar convert {path} articles.jsonl"
            )


def run_fixes(fixer: Fixer, paths: list[str], *, write: bool, quiet: bool) -> bool:
    """Repair the files of some paths, or only show what would change.

    Args:
        fixer: what repairs are made.
        paths: files and folders.
        write: whether files are written; else differences go to standard output.
        quiet: whether differences of what is written, and counts, are left out.

    Returns:
        Whether anything changed or would change.

    Raises:
        KhabarError: if a path is standard input or a file cannot be written.
    """
    counts: Counter[str] = Counter()
    touched = set()
    for one in _fixed(fixer, paths, write=write):
        if one.changed:
            touched.add(one.before.file)
            counts += one.counts
        if not (write and quiet):
            for said in _lines(one, "fixed" if write else "would fix"):
                typer.echo(said, err=write)
    if not quiet:
        files = f"{len(touched)} file{'' if len(touched) == 1 else 's'}"
        number = counts.total()
        verb = "fixed" if write else "would fix"
        typer.echo(f"{verb} {number} finding{'' if number == 1 else 's'} in {files}", err=True)
    return bool(touched)


def _fixed(fixer: Fixer, paths: list[str], *, write: bool) -> Iterator[Fixed]:
    for file in fixable_files(paths):
        yield from _fixed_file(fixer, file, write=write)


def _fixed_file(fixer: Fixer, file: Path, *, write: bool) -> Iterator[Fixed]:
    """A file that cannot be read is left to the check, which says so."""
    try:
        yield from fixer.write(file) if write else fixer.file(file)
    except KhabarError as error:
        if error.code is None:
            raise


def _lines(one: Fixed, verb: str) -> Iterator[str]:
    document = one.before
    where = f"{document.file}:{document.line}" if document.in_lines else document.file
    if one.changed:
        counts = [f"{n} {code} {rules()[code].name}" for code, n in sorted(one.counts.items())]
        yield f"{verb} {where}: {', '.join(counts)}"
        yield from (f"  {sentence(change)}" for change in one.changes())
    yield from (f"{where}: {reason}" for reason in one.refused)
