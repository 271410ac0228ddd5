"""A function over many tasks in several processes; the results come in the order of the tasks."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from typing import TypeVar

from khabar.problem import KhabarError

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

_AT_ONCE = 3
"""Tasks that a worker has given to it or waiting: enough not to idle, few enough for memory."""


def mapped(
    work: Callable[[_Task], _Result], tasks: Iterable[_Task], workers: int, *, alone: int = 0
) -> Iterator[_Result]:
    """Yield what a function makes of each task, in order.

    Args:
        work: a function of a module, for other processes must find it.
        tasks: what it is given; taken as they are needed.
        workers: how many processes; with 1 all is done in this one.
        alone: how many tasks this process does before it starts others: few are not worth it.

    Raises:
        KhabarError: what the function raises for the first task that fails, or if a process dies.
    """
    tasks = iter(tasks)
    yield from map(work, tasks if workers <= 1 else islice(tasks, alone))
    first = next(tasks, None)
    if first is None:
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            yield from _shared(pool, work, chain([first], tasks), workers * _AT_ONCE)
        except BrokenProcessPool as error:
            raise KhabarError(
                "a worker process died, as when memory runs out; --workers 1 needs the least"
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _shared(
    pool: ProcessPoolExecutor,
    work: Callable[[_Task], _Result],
    tasks: Iterable[_Task],
    most: int,
) -> Iterator[_Result]:
    waiting: deque[Future[_Result]] = deque()
    for task in tasks:
        waiting.append(pool.submit(work, task))
        if len(waiting) > most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
