"""KH427: clause-without-particle.

The content of a quote begins behind the أن or إن of its own clause.

Asked are quotes whose cue stands before them. Where it follows, the particle is the writer's (لأن,
إلا أن) and no part of what was said.

Why: the particle is where the clause begins, so that two annotators begin alike. It also tells a
`mixed` quote from a `direct` one: in أكدت أن «العمل لن يتوقف» the clause is the writer's.

Bad:
    أكدت الحداد أن [العمل بدأ]
    أكدت الحداد أن [«العمل لن يتوقف»]    "type": "direct"

Good:
    أكدت الحداد [أن العمل بدأ]
    أكدت الحداد [أن «العمل لن يتوقف»]    "type": "mixed"

Fix: begin the content at the particle, without the ب before it; look at the type again.

See: corpus/guidelines/03-quotes.md Q3 Q4 Q5
"""

import re
from collections.abc import Iterator

from khabar.problem import Fix
from khabar.rules import _edits
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_PARTICLE = re.compile(
    "(?<![\\w\u064b-\u0652])[وف]?ب?([أإا]ن[\u064b-\u0652]*(?:ه|ها|هما|هم|هن|ك|كما|كم|ني|ي|نا)?)"
    " +[«\"“]?$"
)  # fmt: skip
_EARLIER = Fix(safe=False, description="begin the content at the particle")


@rule("KH427", severity="info", fix="unsafe")
def clause_without_particle(index: Index) -> Iterator[Hit]:
    text = index.text
    for at, quote in enumerate(index.article.quotes):
        if quote.cue is None:
            continue
        first = quote.content[0]
        found = _PARTICLE.search(text, quote.cue[0].start, first.start)
        if found and not _of_another(index, found.start(1)):
            pointer = f"/quotes/{at}/content/0"
            message = f"the content {quoted(first.text)} of {quote.id} begins behind its {found[1]}"
            edits = _edits.span(pointer, found.start(1), first.end, text)
            yield Hit(message, pointer, first.start, first.end, _EARLIER, edits=edits)


def _of_another(index: Index, offset: int) -> bool:
    """Whether a quote has the particle in its content."""
    return any(
        part.start <= offset < part.end for one in index.article.quotes for part in one.content
    )
