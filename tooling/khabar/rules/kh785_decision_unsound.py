"""KH785: decision-unsound.

A file in the folder `adjudication/` of a corpus is no record of decisions, or one of its decisions
has no known reason, is by nobody, or is made twice.

Why: a decision without a reason teaches nobody anything, and of two on one question nobody knows
which holds.

Bad:
    {"about": "mentions/4-9/type", "decision": "annotator-1", "reason": "", ...}

Good:
    {"about": "mentions/4-9/type", "decision": "annotator-1", "reason": "boundary", ...}

Fix: let `khabar adjudicate` write the file, or give the decision a reason of
`labels/adjudication-reasons`.

See: docs/adjudication.md
"""

from collections.abc import Iterator
from pathlib import Path

from khabar.adjudication.decisions import faults_of, parse_decisions
from khabar.problem import KhabarError
from khabar.rules._corpus import ADJUDICATION, Folders, whole_file
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._words import quoted
from khabar.store import Document


class _Records:
    def __init__(self) -> None:
        self._folders = Folders()

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:  # noqa: ARG002
        self._folders.note(reading)
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield what the records of corpora that were read as a whole lack."""
        for root in self._folders.whole():
            for file in sorted((root / ADJUDICATION).glob("*.json")):
                for hit in _hits(file):
                    yield whole_file(file), hit


def _hits(file: Path) -> Iterator[Hit]:
    try:
        found = parse_decisions(file)
    except KhabarError as error:
        yield Hit(error.message.removeprefix(f"{file}: "))
        return
    if found.article != file.stem:
        yield Hit(f"the decisions are on the article {quoted(found.article)}", mark="article")
    for about, message in faults_of(found.decisions):
        yield Hit(f"{about}: {message}", mark=about)


@rule("KH785", scope="corpus", severity="error")
def decision_unsound() -> Watch:
    return _Records()
