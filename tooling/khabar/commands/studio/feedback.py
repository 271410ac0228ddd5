"""``khabar studio feedback``."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from khabar.commands.studio._corpus import Corpus, corpus_root, pseudonyms
from khabar.commands.studio._options import (
    TITLE,
    CorpusFolder,
    Form,
    Home,
    KeyFile,
    Layer,
    Layers,
    OutputFormat,
    Title,
    Url,
    chosen,
)
from khabar.commands.studio._output import bar, say
from khabar.formats.label_studio import LAYERS
from khabar.problem import KhabarError
from khabar.store import articles_of, read_articles
from khabar.studio import server as local
from khabar.studio.client import connect
from khabar.studio.feedback import Feedback, Judged, Row, at_revision, feedback, from_passes
from khabar.studio.pull import Pull


def command(
    corpus: CorpusFolder = Path("corpus"),
    prelabelled: Annotated[
        str | None,
        typer.Option(help="Take the passes, and the articles as they went out from here."),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(help="Take the passes, and the articles as they were at this git revision."),
    ] = None,
    project: Title = TITLE,
    layer: Layers = None,
    url: Url = None,
    key_file: KeyFile = None,
    home: Home = local.HOME,
    output_format: OutputFormat = Form.table,
) -> None:
    """Say how much of what models and rules proposed annotators accepted, changed and rejected.

    Reads the live project, or with --prelabelled or --at the passes in the corpus.
    """
    if prelabelled is not None and at is not None:
        raise KhabarError("--prelabelled and --at name one thing each: give one of them")
    root = corpus_root(corpus)
    if prelabelled is not None:
        judged = from_passes(root / "passes", read_articles(prelabelled))
    elif at is not None:
        judged = from_passes(root / "passes", at_revision(articles_of(corpus), at))
    else:
        judged = _live(corpus, project, layer, url, key_file, home)
    _show(feedback(judged), output_format)


def _live(
    corpus: Path,
    project: str,
    layers: list[Layer] | None,
    url: str | None,
    key_file: Path | None,
    home: Path,
) -> Iterator[Judged]:
    known = Corpus(corpus)
    client = connect(url, key_file, home)
    names = pseudonyms(client, home)
    for title, _ in chosen(project, layers):
        run = Pull(client, client.project(title), known, names, progress=bar("read"))
        for group in run:
            for one in group:
                if one.annotator is not None:
                    shown = (one.layer,) if one.layer else LAYERS
                    yield Judged(
                        base=one.base, article=one.article, annotator=one.annotator, layers=shown
                    )
        for refused in run.refused:
            say(f"{refused.article}: not counted: {refused.reason}")


def _show(found: Feedback, form: Form) -> None:
    if form is Form.json:
        value = {
            "articles": found.articles,
            "models": found.by_model(),
            "labels": found.by_label(),
        }
        typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
        return
    if not found.verdicts:
        say("no annotated article holds anything that a model or a rule proposed")
        return
    _table(found.by_model(), ("model",))
    typer.echo()
    _table(found.by_label(), ("model", "what", "label"))
    say(f"{found.articles} annotated articles with proposals")


def _table(rows: Iterable[Row], heads: tuple[str, ...]) -> None:
    table = Table(box=None, pad_edge=False)
    counts = ("proposed", "accepted", "changed", "rejected", "added")
    for name in heads:
        table.add_column(name)
    for name in (*counts, "acceptance"):
        table.add_column(name, justify="right")
    for row in rows:
        share = "–" if row.acceptance is None else f"{row.acceptance:.1%}"
        cells = [getattr(row, name) or "–" for name in heads]
        cells += [str(getattr(row, name)) for name in counts]
        table.add_row(*cells, share)
    Console(markup=False, highlight=False).print(table)
