"""KH629: certificate-out-of-date.

The certificate of the splits is not about the lists and texts that the corpus has now: a list was
changed, or an article was added, removed, renamed, has another text or names another story. Or it
cannot be read.

Why: it says what was compared so that no story stands in two splits; of what came since nobody has
compared anything, and the dataset is built without it.

Bad:
    splits/certificate.json, written before articles/storm.json was corrected

Good:
    splits/certificate.json as `khabar split` wrote it after that

Fix: run `khabar split` again; articles keep their splits. Take a file that cannot be read away
first.

See: docs/split.md
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from khabar.rules._certificate import CERTIFICATE, Texts, list_digests
from khabar.rules._corpus import Folders, is_pass, whole_file
from khabar.rules._declared import story_of
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.store import Document


class _Certificates:
    """Only of corpora that were read as a whole can it be said whether anything has changed."""

    def __init__(self) -> None:
        self._folders = Folders()
        self._texts: dict[Path, Texts] = {}

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        root = self._folders.note(reading)
        if root is not None and not is_pass(reading.document.file):
            one = index.article
            self._texts.setdefault(root, Texts()).add(one.id, one.text, story_of(one))
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield what certificates are not about any more."""
        for root in self._folders.whole():
            file = root / "splits" / CERTIFICATE
            if file.is_file():
                for hit in _hits(file, self._texts.get(root, Texts())):
                    yield whole_file(file), hit


def _hits(file: Path, texts: Texts) -> Iterator[Hit]:
    try:
        said = msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
        lists = {one.stem: one.read_bytes() for one in file.parent.glob("*.txt")}
    except (OSError, msgspec.MsgspecError) as error:
        yield Hit(f"the certificate cannot be read: {error}")
        return
    now, then = list_digests(lists), said.get("lists")
    then = then if isinstance(then, dict) else {}
    for name in sorted(now.keys() | then.keys()):
        if now.get(name) != then.get(name):
            yield Hit(f"splits/{name}.txt is not the list it is about", mark=name)
    if said.get("texts") != texts.digest():
        yield Hit("the ids and texts of the articles are not those it is about", mark="texts")
    if "declared" in said and said["declared"] != texts.declared():
        yield Hit("the stories that articles name are not those it is about", mark="declared")


@rule("KH629", scope="corpus", severity="warning")
def certificate_out_of_date() -> Watch:
    return _Certificates()
