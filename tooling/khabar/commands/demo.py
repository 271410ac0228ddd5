"""``khabar demo``: the whole way on one page, from crawled text to a dataset that loads."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from msgspec.structs import replace

from khabar.diff import Change, changes, sentence
from khabar.formats.label_studio import config
from khabar.hub import build
from khabar.ingest import ingest
from khabar.model import Article, Mention, Span
from khabar.problem import KhabarError, MissingExtraError
from khabar.rules import check
from khabar.store import read_article, read_articles, write_article
from khabar.studio.annotators import Pseudonyms
from khabar.studio.answers import Project
from khabar.studio.client import Client
from khabar.studio.pull import pull
from khabar.studio.push import push
from khabar.studio.server import Server, down, up

_MARK = "made-by-khabar-demo"


def command(
    page: Annotated[Path, typer.Argument(help="A page: plain text or HTML.")],
    out: Annotated[Path, typer.Option("--out", help="Where everything goes.")] = Path(
        ".khabar/demo"
    ),
    corpus: Annotated[
        Path, typer.Option("--corpus", help="Annotations for the page, if its text is in there.")
    ] = Path("corpus"),
    keep: Annotated[
        bool, typer.Option("--keep", help="Wait before pulling, so that you can annotate.")
    ] = False,
) -> None:
    """Carry one page the whole way: ingested, checked, annotated in Label Studio, pulled, built.

    One mention is held back and added through the API as an annotator would; what comes back must
    differ by exactly that.
    """
    _clear(out)
    _say("1", f"ingest {page}")
    article = _ingested(page, out / "articles", corpus)
    _say("2", "check")
    _checked(out / "articles")
    _say("3", "start Label Studio")
    with _server(out / "studio") as server:
        client = Client(server.url, server.token)
        project = client.create("khabar demo", config())
        _say(
            "4",
            f"push {article.id}: {len(article.mentions)} mentions, {len(article.quotes)} quotes",
        )
        added = _held_back(article)
        sent = replace(article, mentions=tuple(m for m in article.mentions if m != added))
        push([sent], client, project, as_annotations=True)
        if keep:
            _wait(server, project, out)
        else:
            _say("5", f"annotate as an annotator would: {_shown(added)}")
            _annotate(client, project, added)
        _say("6", "pull")
        pulled = _pulled(client, project, sent, out)
    _compared(sent, pulled, None if keep else added)
    _say("7", "build the dataset and load it")
    write_article(out / "articles" / f"{article.id}.json", pulled)
    _built(out)


def _say(step: str, what: str) -> None:
    typer.secho(f"[{step}] {what}", bold=True)


def _clear(out: Path) -> None:
    """Begin anew; only a folder that a demo made is ever emptied."""
    if out.exists() and any(out.iterdir()):
        if not (out / _MARK).exists():
            raise KhabarError(f"{out} holds other things; name another folder with --out")
        down(out / "studio")
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).touch()


def _ingested(page: Path, folder: Path, corpus: Path) -> Article:
    outcome = ingest([page], folder).outcomes[0]
    if outcome.error or not outcome.articles:
        raise KhabarError(outcome.error or f"{page}: no article was found on the page")
    for one in outcome.articles:
        typer.echo(f"    {one.id}: {one.sentences} sentences, {one.characters} characters")
    typer.echo(f"    {len(outcome.left_out)} stretches left out: related articles, menus, debris")
    first = read_article(outcome.articles[0].path)
    for known in read_articles(corpus) if corpus.is_dir() else ():
        if known.text == first.text:
            typer.echo(
                f"    its text is {known.id} of the corpus: taking the annotations from there"
            )
            annotated = replace(known, id=first.id, publication=first.publication)
            write_article(outcome.articles[0].path, annotated)
            return annotated
    return first


def _checked(folder: Path) -> None:
    findings = list(check(folder))
    counts = {s: sum(f.severity == s for f in findings) for s in ("error", "warning", "info")}
    typer.echo("    " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    for finding in [one for one in findings if one.severity == "error"][:5]:
        typer.echo(f"    {finding.code} {finding.pointer}: {finding.message}")
    if counts["error"]:
        raise KhabarError("the article has errors; it is not pushed")


@contextmanager
def _server(home: Path) -> Iterator[Server]:
    server = up(home, say=lambda line: typer.echo(f"    {line}"))
    try:
        yield server
    finally:
        down(home)
        typer.echo("    Label Studio is down again")


def _held_back(article: Article) -> Mention:
    """A mention to add: one of the article's own without its links, else its first long word."""
    for one in reversed(article.mentions):
        if len(one.spans) == 1 and one.origin is None and one.note is None and not one.extra:
            return one
    start = end = 0
    for word in article.text.split():
        start = article.text.index(word, end)
        end = start + len(word)
        if word.isalpha() and len(word) > 4:
            break
    span = Span(start=start, end=end, text=article.text[start:end])
    return Mention(id="m1", type="ORG", level="name", spans=(span,))


def _shown(mention: Mention) -> str:
    words = mention.spans[0]
    return f"{mention.type} \u2068{words.text}\u2069 at [{words.start}:{words.end}]"


def _wait(server: Server, project: Project, out: Path) -> None:
    typer.echo(f"    open {server.url}/projects/{project.id}")
    typer.echo(f"    log in as {server.username}; the password is in {out / 'studio/server.json'}")
    typer.prompt("    annotate, submit, then press Enter", default="", show_default=False)


def _annotate(client: Client, project: Project, mention: Mention) -> None:
    """Draw a region as the page does: a new id, the label's code, no word of khabar's."""
    (task,) = client.tasks(project, whole=True)
    (own,) = task.annotations or ({"id": None, "result": []},)
    results = [*own["result"], *_drawn(mention)]
    client.annotate(task.id, results, instead_of=own["id"])


def _drawn(mention: Mention) -> list[dict[str, Any]]:
    span = mention.spans[0]
    place = {"start": span.start, "end": span.end, "text": span.text}
    answers = {"level": mention.level, "entity": mention.entity}
    answers["metonym"] = "metonym" if mention.metonym else None
    drawn = {"id": "Xa9_kQ2-Lm", "to_name": "text", "origin": "manual"}
    return [
        drawn
        | {"from_name": "mention", "type": "labels", "value": place | {"labels": [mention.type]}}
    ] + [
        drawn | {"from_name": name, "type": "choices", "value": place | {"choices": [value]}}
        for name, value in answers.items()
        if value is not None
    ]


def _pulled(client: Client, project: Project, sent: Article, out: Path) -> Article:
    names = Pseudonyms(out / "studio" / "annotators.json", client.url, client.users())
    report = pull(client, project, {sent.id: sent}, names)
    for refused in report.refused:
        raise KhabarError(f"{refused.article}: {refused.reason}")
    if not report.items:
        raise KhabarError("nothing was annotated and submitted")
    return report.items[0].article


def _compared(sent: Article, pulled: Article, added: Mention | None) -> None:
    """Show the semantic difference; without a person at work it must be the one mention."""
    found = [one for one in changes(sent, pulled) if one.field != "origin"]
    for one in found:
        typer.echo(f"    {sentence(one)}")
    if not found:
        typer.echo("    nothing changed")
    if added is not None and not _is_exactly(found, added):
        raise KhabarError("what came back differs by more, or less, than the mention added")
    who = pulled.origin.name if pulled.origin else None
    typer.echo(f"    the pass is signed {who}; what was there before keeps its own origin")


def _is_exactly(found: list[Change], added: Mention) -> bool:
    return [(one.kind, one.what, one.text) for one in found] == [
        ("added", "mention", added.spans[0].text)
    ]


def _built(out: Path) -> None:
    build(out / "articles", out / "dataset")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        import datasets
    except ImportError as error:
        raise MissingExtraError("loading the dataset", "hub") from error
    datasets.disable_progress_bars()
    cache = str(out / "cache")
    for name in ("articles", "mentions", "quotes"):
        loaded = datasets.load_dataset(str(out / "dataset"), name, split="train", cache_dir=cache)
        typer.echo(f"    load_dataset({str(out / 'dataset')!r}, {name!r}): {loaded.num_rows} rows")
    _say("done", "where everything is")
    for name in ("articles", "studio", "dataset"):
        typer.echo(f"    {name:9} {out / name}")
