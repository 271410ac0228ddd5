"""What a rule is, how one is declared, and where all of them are found: by walking this room."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple, Protocol, TypeVar, runtime_checkable

from msgspec import Struct

from khabar.problem import Fix, KhabarError, Place, Severity
from khabar.rules._edits import Edits
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.store import Document

Scope = Literal["file", "article", "corpus", "release"]
FixKind = Literal["none", "safe", "unsafe"]

FAMILIES: Mapping[str, str] = {
    "KH0": "files",
    "KH1": "shape",
    "KH2": "text and offsets",
    "KH3": "mentions and entities",
    "KH4": "quotes and attribution",
    "KH5": "stance and topics",
    "KH6": "the corpus as a whole",
    "KH7": "provenance, licence, privacy",
    "KH8": "release",
}
"""What the hundreds of the codes are about. A code is never used again for something else."""

PARTS = ("Why", "Bad", "Good", "Fix", "See")
"""The parts of a rule's docstring after its head and its What.

`See` is the path of what the rule follows from and, of a page of the guidelines, the codes of the
decisions that make its findings right.
"""


class Hit(NamedTuple):
    """What a rule says of one fault; code, severity, place and excerpt are added by the runner.

    Attributes:
        message: both values and no blame.
        pointer: JSON pointer of the value.
        start: first code point of the text concerned, if any.
        end: after the last one.
        fix: the repair, if there is one.
        mark: what tells this fault from others of the rule at the same annotation.
        key: whether the place is the name of the field, not its value.
        place: the place, where the rule knows better than the pointer.
        edits: what the repair changes; given if, and only if, there is one.
    """

    message: str
    pointer: str = ""
    start: int | None = None
    end: int | None = None
    fix: Fix | None = None
    mark: str = ""
    key: bool = False
    place: Place | None = None
    edits: Edits | None = None


FileRule = Callable[[Reading], Iterator[Hit]]
ArticleRule = Callable[[Index], Iterator[Hit]]
Watch = Callable[[Reading, Index], Iterator[Hit]]
CorpusRule = Callable[[], Watch]


@runtime_checkable
class Closing(Protocol):
    """A watch that has more to say once all documents have passed."""

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield faults, each with the document that it stands in."""


class Rule(Struct, frozen=True, kw_only=True):
    """One kind of fault.

    Attributes:
        code: ``KH`` and three digits, the first of them its family.
        name: the fault, as it reads after "allow": ``span-text-differs``.
        scope: what it looks at: a file before it is an article, an article, or all of them.
        severity: what its findings are unless the user says otherwise.
        of_broken: whether it is only asked of documents that are no article.
        fix: whether a repair is offered, and whether that needs a human's look.
        doc: its page.
        run: the check itself: `FileRule`, `ArticleRule` or `CorpusRule`, by scope.
    """

    code: str
    name: str
    scope: Scope
    severity: Severity
    fix: FixKind
    of_broken: bool
    doc: str
    run: Callable[..., object]

    def part(self, title: str) -> str:
        """A part of the page by its title; ``What`` is the paragraph after the head.

        Example:
            >>> rules()["KH205"].part("What").split()[:2]
            ['The', 'words']
        """
        if title == "What":
            return self.doc.split("\n\n")[1].strip()
        found = re.search(rf"^{title}:(.*?)(?=^\w+:|\Z)", self.doc, re.DOTALL | re.MULTILINE)
        return inspect.cleandoc(found[1]).strip() if found else ""

    @property
    def stands_on(self) -> str:
        """The file that the rule follows from: a path from the top of the repository.

        Example:
            >>> rules()["KH209"].stands_on
            'corpus/guidelines/02-proclitics.md'
        """
        return self.part("See").split()[0]

    @property
    def decisions(self) -> tuple[str, ...]:
        """The codes of the annotation decisions there that make its findings right, if any do.

        Example:
            >>> rules()["KH209"].decisions
            ('P6',)
        """
        return tuple(self.part("See").split()[1:])


_F = TypeVar("_F", bound=Callable[..., object])
_registry: dict[str, Rule] = {}


def rule(
    code: str,
    *,
    severity: Severity,
    scope: Scope = "article",
    fix: FixKind = "none",
    of_broken: bool = False,
) -> Callable[[_F], _F]:
    """Declare the function below as a rule; its name and its module's docstring are the rule's."""

    def declare(function: _F) -> _F:
        _registry[code] = Rule(
            code=code,
            name=function.__name__.replace("_", "-"),
            scope=scope,
            severity=severity,
            fix=fix,
            of_broken=of_broken,
            doc=inspect.cleandoc(inspect.getmodule(function).__doc__ or ""),
            run=function,
        )
        return function

    return declare


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by code, in the order of their codes.

    Example:
        >>> rules()["KH205"].name
        'span-text-differs'
    """
    room = importlib.import_module("khabar.rules")
    for module in sorted(one.name for one in pkgutil.iter_modules(room.__path__)):
        if module.startswith("kh"):
            importlib.import_module(f"khabar.rules.{module}")
    return dict(sorted(_registry.items()))


def chosen(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules whose code starts with, or whose name is, one of `select` and none of `ignore`.

    Nothing selected means everything.

    Raises:
        KhabarError: if a word names no rule.

    Example:
        >>> [one.code for one in chosen(["KH21", "span-text-differs"], ignore=["KH212"])][:2]
        ['KH205', 'KH210']
    """
    wanted = _named(select) if (select := tuple(select)) else set(rules())
    unwanted = _named(ignore)
    return tuple(one for code, one in rules().items() if code in wanted - unwanted)


def _named(words: Iterable[str]) -> set[str]:
    named: set[str] = set()
    for word in words:
        found = {code for code, one in rules().items() if code.startswith(word) or one.name == word}
        if not found or not word:
            raise KhabarError(f"no rule has the code or name {word!r}; `khabar rule` lists them")
        named |= found
    return named
