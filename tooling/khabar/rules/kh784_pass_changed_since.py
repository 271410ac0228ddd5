"""KH784: pass-changed-since.

A pass is not the one that was decided on: it has changed or is gone since the decisions in
`adjudication/` were recorded. One that came later is none of their business.

Why: the article is said to be what follows from its passes and the decisions between them. Of a
pass that has changed nobody has decided anything.

Bad:
    passes/annotator-1/storm.json corrected after adjudication/storm.json was written

Good:
    adjudication/storm.json with the digests of the passes as they are

Fix: run `khabar adjudicate` again: it asks what is to be decided anew, and keeps the rest.

See: docs/adjudication.md
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePath

from khabar.adjudication.decisions import digest, parse_decisions
from khabar.problem import KhabarError
from khabar.rules._corpus import ADJUDICATION, Folders, corpus_of, is_pass, whole_file
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.store import Document


class _Decided:
    """Only of corpora that were read as a whole can it be said that a pass is gone."""

    def __init__(self) -> None:
        self._folders = Folders()
        self._passes: dict[Path, dict[str, str]] = defaultdict(dict)

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        self._folders.note(reading)
        name = reading.document.file
        root = corpus_of(name)
        if root is not None and is_pass(name):
            file = root / ADJUDICATION / f"{index.article.id}.json"
            if file.is_file():
                self._passes[file][PurePath(name).parent.name] = digest(index.article)
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield the passes that are not those that were decided on."""
        for root in self._folders.whole():
            for file in sorted((root / ADJUDICATION).glob("*.json")):
                for hit in _hits(file, self._passes[file]):
                    yield whole_file(file, file.read_bytes()), hit


def _hits(file: Path, now: dict[str, str]) -> Iterator[Hit]:
    """What KH785 speaks of is left to it."""
    try:
        then = parse_decisions(file).passes
    except KhabarError:
        return
    for who in sorted(then):
        if who not in now:
            yield Hit(f"the pass of {who} is gone", f"/passes/{who}", mark=who)
        elif now[who] != then[who]:
            yield Hit(f"the pass of {who} has changed since", f"/passes/{who}", mark=who)


@rule("KH784", scope="corpus", severity="warning")
def pass_changed_since() -> Watch:
    return _Decided()
