"""Code with one thing wrong, to see that a test notices: for rules their cases, for what rules
share the cases of all rules that use it and then the tests of that module.

    PYTHONPATH=tests python -m rules.mutants [CODE | MODULE ...]

prints the mutants that nothing tells from the code and ends with exit status 1 if there are any;
asked for nothing, it goes through all rules on articles and corpora.
A mutant that is the same program written otherwise is listed with the reason in
`equivalent.toml`; an entry there that is seen after all, or is no mutant any more, is an error too.
"""

import ast
import contextlib
import copy
import doctest
import importlib
import io
import multiprocessing
import os
import signal
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import hypothesis
import pytest

from khabar import rules as room
from khabar.rules import rules
from rules.cases import Case, cases

EQUIVALENT = Path(__file__).with_name("equivalent.toml")
PROCESSES = 2
_SECONDS = 40.0
"""More of a processor's time than all that is asked takes: a mutant that runs on is seen."""

TESTS = {
    "KH001": ["test_run.py"],
    "_cache": ["test_cache.py"],
    "_corpus": ["test_corpus_rules.py"],
    "_cue_forms": ["test_cues.py"],
    "_cues": ["test_cues.py"],
    "_diagnosis": ["test_fixes.py", "test_run.py"],
    "_edits": ["test_fixes.py"],
    "_findings": ["test_run.py"],
    "_fingerprint": ["test_run.py"],
    "_fixes": ["test_fixes.py"],
    "_index": ["test_index.py", "test_run.py"],
    "_known": ["test_known.py"],
    "_marks": ["test_shared.py"],
    "_missed": ["test_corpus_rules.py"],
    "_names": ["test_shared.py"],
    "_reading": ["test_run.py", "test_agreement.py"],
    "_rule": ["test_rules.py"],
    "_run": ["test_run.py", "test_corpus_rules.py"],
    "_settings": ["test_settings.py"],
    "_shingles": ["test_corpus_rules.py"],
    "_splits": ["test_corpus_rules.py"],
    "_words": ["test_shared.py", "test_run.py"],
}
"""What rules share, by the files of tests that are asked after the cases."""

_FLIPPED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
          ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not"}  # fmt: skip


class Mutant(NamedTuple):
    """A module with one thing changed.

    Attributes:
        name: what was changed in which statement of which function; it does not name the line, so
            that it stays while the lines above it change.
        tree: the changed module.
    """

    name: str
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module.

    A condition is turned round, a comparison is off by one, a word of logic is exchanged, a number
    is one more or less, a truth is a lie, a loop ends early, a function returns at once.
    """
    tree = ast.parse(source)
    where = dict(_statements(tree))
    given: Counter[str] = Counter()
    for number, node in enumerate(ast.walk(tree)):
        for said, change in _changes(node):
            mutant = copy.deepcopy(tree)
            change(list(ast.walk(mutant))[number])
            name = f"{where[node]}: {said}"
            given[name] += 1
            name += f" ({given[name]})" if given[name] > 1 else ""
            yield Mutant(name, ast.fix_missing_locations(mutant))


def _statements(node: ast.AST, function: str = "", said: str = "") -> Iterator[tuple[ast.AST, str]]:
    """Every node with the function and the statement that it stands in."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        function, said = f"{function}.{node.name}".lstrip("."), ""
    elif isinstance(node, ast.stmt):
        said = ast.unparse(node).split("\n")[0]
    yield node, f"{function} | {said}" if said else function
    for child in ast.iter_child_nodes(node):
        yield from _statements(child, function, said)


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    if isinstance(node, ast.Compare):
        yield from _comparisons(node)
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield f"not ({ast.unparse(node.test)})", _turn
    elif isinstance(node, ast.comprehension):
        for at, test in enumerate(node.ifs):
            yield f"not ({ast.unparse(test)})", _turning(at)
    elif isinstance(node, ast.BoolOp):
        yield f"and for or in {ast.unparse(node)}", _swap
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield f"{node.value} + 1", _shifting(1)
        yield f"{node.value} - 1", _shifting(-1)
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield f"not {node.value}", _lie
    elif isinstance(node, ast.Continue):
        yield "break", _break
    elif isinstance(node, ast.FunctionDef):
        yield "return at once", _leave


def _comparisons(node: ast.Compare) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    for at, op in enumerate(node.ops):
        new = _FLIPPED[type(op)]

        def flip(twin: ast.AST, at: int = at, new: type = new) -> None:
            twin.ops[at] = new()

        number = f" {at + 1}" if len(node.ops) > 1 else ""
        yield f"{_SIGNS[new]}{number} in {ast.unparse(node)}", flip


def _turn(twin: ast.AST) -> None:
    twin.test = ast.UnaryOp(ast.Not(), twin.test)


def _turning(at: int) -> Callable[[ast.AST], None]:
    def turn(twin: ast.AST) -> None:
        twin.ifs[at] = ast.UnaryOp(ast.Not(), twin.ifs[at])

    return turn


def _shifting(by: int) -> Callable[[ast.AST], None]:
    def shift(twin: ast.AST) -> None:
        twin.value += by

    return shift


def _swap(twin: ast.AST) -> None:
    twin.op = ast.Or() if isinstance(twin.op, ast.And) else ast.And()


def _lie(twin: ast.AST) -> None:
    twin.value = not twin.value


def _break(twin: ast.AST) -> None:
    twin.__class__ = ast.Break


def _leave(twin: ast.AST) -> None:
    twin.body.insert(0, ast.parse("return").body[0])


def module_of(word: str) -> ModuleType:
    """The module of a rule, or one that rules share."""
    name = rules()[word].run.__module__ if word in rules() else f"{_ROOM}.{word}"
    return importlib.import_module(name)


_ROOM = room.__name__


def survivors(word: str) -> list[str]:
    """The names of the mutants of a rule, or of what rules share, that nothing notices.

    Raises:
        RuntimeError: if the code does not pass as it is, so that nothing can be learnt.
    """
    module = module_of(word)
    concerned = _concerned(module, word)
    source = Path(module.__file__).read_text(encoding="utf-8")
    unchanged = Mutant("", ast.parse(source))
    if not _survives(unchanged, module, word, concerned):
        raise RuntimeError(f"the tests of {word} fail without any change")
    found = list(mutants(source))
    return [one.name for one in found if _survives(one, module, word, concerned)]


def _concerned(module: ModuleType, word: str) -> list[Case]:
    """The cases that a module may change: its rule's own, or those of the rules that use it."""
    if word in rules():
        return [one for one in cases() if one.code == word]
    users = {module.__name__}
    everyone = {name: _imports(one) for name, one in sys.modules.items() if name.startswith(_ROOM)}
    while more := {name for name, used in everyone.items() if used & users} - users:
        users |= more
    if f"{_ROOM}._run" in users:
        return cases()
    own = {code for code, one in rules().items() if one.run.__module__ in users}
    return [one for one in cases() if one.code in own]


def _imports(module: ModuleType) -> set[str]:
    """The modules of the room that a module takes something from."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    found = {one.module for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    return {one for one in found if one and one.startswith(_ROOM)}


def _survives(mutant: Mutant, module: ModuleType, word: str, concerned: list[Case]) -> bool:
    """Whether a mutant passes everything, found out in a process of its own."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    signal.setitimer(signal.ITIMER_PROF, _SECONDS)
    seen = 1
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            _become(mutant, module)
            passed = all(one.passes(together=word not in rules()) for one in concerned)
            seen = int(not (passed and _passes_tests(word)))
    finally:
        os._exit(seen)


def _become(mutant: Mutant, module: ModuleType) -> None:
    """Put a mutant in the place of its module, and what it gives to others in that of theirs."""
    before = dict(vars(module))
    if module.__name__ == f"{_ROOM}._rule":
        for name in [one for one in sys.modules if one.startswith(f"{_ROOM}.kh")]:
            del sys.modules[name]
    exec(compile(mutant.tree, module.__file__, "exec"), vars(module))
    room.rules.cache_clear()
    for name, other in [*sys.modules.items()]:
        if name.startswith((_ROOM, "rules.")) and other is not module:
            for word, value in before.items():
                if vars(other).get(word) is value and word in vars(module):
                    setattr(other, word, vars(module)[word])


def _passes_tests(word: str) -> bool:
    if word in rules():
        return True
    return _passes_examples(word) and _passes_files(TESTS.get(word, []))


def _passes_examples(word: str) -> bool:
    return doctest.testmod(module_of(word)).failed == 0


def _passes_files(files: list[str]) -> bool:
    hypothesis.settings.register_profile(
        "mutants", derandomize=True, max_examples=10, database=None
    )
    hypothesis.settings.load_profile("mutants")
    paths = [str(Path(__file__).with_name(one)) for one in files]
    asked = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not long", *paths]
    return not paths or pytest.main(asked) == pytest.ExitCode.OK


def equivalent() -> dict[str, dict[str, str]]:
    """By rule or module, the mutants that are the same program, each with the reason."""
    return tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))


def complaints(word: str) -> list[str]:
    """What is wrong with the tests of a rule or module: survivors and outdated exemptions."""
    agreed = equivalent().get(word, {})
    alive = survivors(word)
    source = Path(module_of(word).__file__).read_text(encoding="utf-8")
    names = {one.name for one in mutants(source)}
    return [
        *(f"{word} survives: {one}" for one in alive if one not in agreed),
        *(f"{word} is seen, but listed as equivalent: {one}"
          for one in agreed if one in names and one not in alive),
        *(f"{word} has no such mutant any more: {one}" for one in agreed if one not in names),
    ]  # fmt: skip


def asked() -> list[str]:
    """The rules on articles and corpora; those on releases have their tests with the hub."""
    return [code for code, one in rules().items() if one.scope != "release"]


def main(words: list[str]) -> int:
    """Print all complaints; the exit status."""
    words = words or asked()
    cases()
    found = 0
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        for lines in pool.imap_unordered(complaints, words):
            found += len(lines)
            print("".join(f"{line}\n" for line in lines), end="", flush=True)  # noqa: T201
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
