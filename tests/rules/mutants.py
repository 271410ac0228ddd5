"""Rules with one thing wrong, to see that a case file notices.

    PYTHONPATH=tests python tests/rules/mutants.py [CODE...]

prints the mutants that no case tells from the rule. A condition is turned round, a comparison is
off by one, a word of logic is exchanged, a number is one more or less, a branch or the whole rule
returns early.
"""

import ast
import copy
import inspect
import signal
import sys
from collections.abc import Callable, Iterator
from types import ModuleType

import khabar.rules._run as runner
from khabar.rules import Rule, _index, _rule, rules
from rules.cases import Case, cases

_SECONDS = 5
"""Longer than all cases take: a mutant that runs on is one that is seen."""

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


def mutants(source: str) -> Iterator[tuple[str, ast.Module]]:
    """Every mutant of a module with a name that says what was changed where."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    for number, node in enumerate(nodes):
        for said, change in _changes(node):
            mutant = copy.deepcopy(tree)
            twin = list(ast.walk(mutant))[number]
            change(twin)
            yield f"line {getattr(node, 'lineno', 0)}: {said}", ast.fix_missing_locations(mutant)


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    if isinstance(node, ast.Compare):
        for at, op in enumerate(node.ops):
            new = _FLIPPED[type(op)]

            def flip(twin: ast.AST, at: int = at, new: type = new) -> None:
                twin.ops[at] = new()

            yield f"{type(op).__name__} for {new.__name__} in {ast.unparse(node)}", flip
    if isinstance(node, ast.If | ast.IfExp):
        yield f"turned round: {ast.unparse(node.test)}", _turn
    if isinstance(node, ast.BoolOp):
        yield f"and for or: {ast.unparse(node)}", _swap
    if isinstance(node, ast.Constant) and type(node.value) is int:
        for by in (1, -1):

            def shift(twin: ast.AST, by: int = by) -> None:
                twin.value += by

            yield f"{node.value} {by:+d}", shift
    if isinstance(node, ast.FunctionDef):
        yield f"early return: {node.name}", _leave


def _turn(twin: ast.AST) -> None:
    twin.test = ast.UnaryOp(ast.Not(), twin.test)


def _swap(twin: ast.AST) -> None:
    twin.op = ast.Or() if isinstance(twin.op, ast.And) else ast.And()


def _leave(twin: ast.AST) -> None:
    twin.body.insert(0, ast.parse("return").body[0])


def survivors(code: str) -> list[str]:
    """The mutants of a rule that all cases of the rule pass."""
    source = inspect.getsource(inspect.getmodule(rules()[code].run))
    own = [case for case in cases() if case.code == code]
    return [said for said, tree in mutants(source) if _passes(code, tree, own)]


def _passes(code: str, tree: ast.Module, own: list[Case]) -> bool:
    original = rules()[code]
    try:
        name = inspect.getmodule(original.run).__name__
        exec(compile(tree, code, "exec"), {"__name__": name})
        mutant = _rule._registry[code]
        return _agree(mutant, own)
    except Exception:  # noqa: BLE001 - a mutant that breaks is a mutant that is seen
        return False
    finally:
        _rule._registry[code] = original


def _agree(mutant: Rule, own: list[Case]) -> bool:
    return all(_findings(case, mutant) == _expected(case) for case in own)


def _expected(case: Case) -> tuple[object, ...]:
    pairs = [pair for pair in case.expected if pair[0] == case.code]
    single = len(pairs) == len(case.expected)
    return pairs, case.messages if single else None, case.ranges if single else None


def _findings(case: Case, mutant: Rule) -> tuple[object, ...]:
    """What the mutant says of a case, its run in the place of the rule's."""
    checker = runner.Checker(select=[case.code], max_bytes=case.max_bytes)
    for room in (checker._file, checker._file_of_good, checker._article):
        room[:] = [(mutant, mutant.run) for _ in room]
    checker._corpus[:] = [(mutant, mutant.run()) for _ in checker._corpus]
    found = case.checked(checker)
    pairs = [(one.code, one.pointer) for one in found]
    single = len(pairs) == len(case.expected)
    messages = [one.message for one in found] if case.messages is not None and single else None
    ranges = [(one.start, one.end) for one in found] if case.ranges is not None and single else None
    return pairs, messages, ranges


def index_survivors() -> list[str]:
    """The mutants of the index that all cases of all rules pass."""
    signal.signal(signal.SIGALRM, _stop)
    found, every = [], cases()
    original = runner.Index
    for said, tree in mutants(inspect.getsource(_index)):
        module = ModuleType("khabar.rules._index")
        signal.alarm(_SECONDS)
        try:
            exec(compile(tree, "index", "exec"), module.__dict__)
            runner.Index = module.Index
            if all(_whole(case) for case in every):
                found.append(said)
        except Exception:  # noqa: BLE001 - as above
            continue
        finally:
            signal.alarm(0)
            runner.Index = original
    return found


def _stop(_signal: int, _frame: object) -> None:
    raise TimeoutError


def _whole(case: Case) -> bool:
    return [(one.code, one.pointer) for one in case.findings()] == case.expected


if __name__ == "__main__":
    for code in sys.argv[1:] or rules():
        for said in index_survivors() if code == "index" else survivors(code):
            print(code, said)  # noqa: T201
