"""Going through sources: in this process, or in several that take stretches of files in turn.

A worker process opens the files itself: what goes to it is the name of a file and a stretch of
it, what comes back are findings. The order of findings is that of the sources, whoever found them.
The rules on the whole corpus need every article in order, so they stay in this process, which
follows behind the workers.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from khabar.problem import Finding, KhabarError
from khabar.rules._cache import Cache
from khabar.rules._run import Checker
from khabar.store import (
    LINE_SUFFIXES,
    STDIN,
    Document,
    contents,
    contents_files,
    lines,
    stretches,
)

STRETCH = 1 << 20
"""How many bytes of a JSONL file a worker takes at a time: about a tenth of a second's work."""
_AT_A_TIME = 40
"""How many whole files."""
_WORTH = 8 << 20
"""From how many bytes on several processes are worth their start."""
_MOST = 8
"""More workers than this wait for the process that puts their findings in order."""

Tick = Callable[[int, int], None]
"""Is told how many documents and bytes have passed since it was last told."""


class Piece(NamedTuple):
    """What is checked in one go: a file, or a stretch of one.

    Attributes:
        file: the file, or ``-``.
        named: whether the user named it, so that it must be there; else it was met in a folder.
        start: first byte of the stretch.
        size: bytes of the stretch; 0 is the whole file.
        line: number of the first line of the stretch.
        failed: why there is nothing to read, "" if there is.
    """

    file: str
    named: bool
    start: int = 0
    size: int = 0
    line: int = 1
    failed: str = ""

    def documents(self) -> Iterator[Document]:
        """Yield the documents.

        Raises:
            KhabarError: if the file cannot be read.
        """
        if self.failed:
            raise KhabarError(self.failed, code="KH001")
        if self.size:
            return lines(Path(self.file), self.start, self.size, self.line)
        return contents(self.file)


class Answer(Struct):
    """What a worker found in a piece.

    Attributes:
        seen: how many documents it has.
        size: how many bytes.
        found: findings by the number of the document in the piece.
        unsound: the documents that are no article for the rules on the whole corpus.
        failed: why reading ended, "" at the end of the piece.
        used: keys of articles that the cache knew, one behind the other.
        new: what is to be kept, by key.
    """

    seen: int = 0
    size: int = 0
    found: dict[int, list[Finding]] = {}
    unsound: set[int] = set()
    failed: str = ""
    used: bytes = b""
    new: dict[bytes, bytes] = {}


def pieces(sources: Iterable[str | Path]) -> list[Piece]:
    """The files that sources stand for, in order.

    Raises:
        KhabarError: if a folder cannot be listed or holds no articles.
    """
    found: list[Piece] = []
    for source in map(str, sources):
        path = Path(source)
        if source == STDIN or not path.is_dir():
            found.append(Piece(source, named=True))
            continue
        errors: dict[Path, KhabarError] = {}
        files = contents_files(path, errors.__setitem__)
        found += [
            Piece(str(one), named=False, failed=error.message) for one, error in errors.items()
        ]
        found += [Piece(str(one), named=False) for one in files]
    return found


def size_of(found: Iterable[Piece], enough: int | None = None) -> int:
    """The bytes of some pieces, as far as they can be told; counting ends when there are enough."""
    total = 0
    for one in found:
        try:
            total += Path(one.file).stat().st_size
        except OSError:
            continue
        if enough is not None and total >= enough:
            break
    return total


def suited(found: Iterable[Piece]) -> int:
    """How many workers some pieces are worth on this machine."""
    if size_of(found, _WORTH) < _WORTH:
        return 1
    return min(_usable(), _MOST)


def _usable() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def passed(
    checker: Checker,
    found: list[Piece],
    *,
    workers: int = 1,
    cache: Cache | None = None,
    tick: Tick = lambda _documents, _bytes: None,
    stretch: int = STRETCH,
) -> Iterator[Finding]:
    """Yield the findings of pieces in order; corpus rules remember the pieces before.

    After the last piece `Checker.finish` tells what is only known then.

    Args:
        checker: the rules.
        found: what is checked.
        workers: how many processes read and check; 1 is this one.
        cache: the articles that are known.
        tick: is told about progress.
        stretch: how many bytes a worker takes at a time.

    Raises:
        KhabarError: if a file that was named cannot be read, or a worker dies.
    """
    if workers > 1 and checker.judges:
        yield from _in_parallel(checker, _cut(found, stretch), workers, cache, tick)
        return
    for piece in found:
        yield from _alone(checker, piece, cache, tick)


def _alone(checker: Checker, piece: Piece, cache: Cache | None, tick: Tick) -> Iterator[Finding]:
    try:
        for document in piece.documents():
            yield from _one(checker, document, cache)
            tick(1, len(document.data) + 1)
    except KhabarError as error:
        yield from _unreadable(checker, piece, error)


def _unreadable(checker: Checker, piece: Piece, error: KhabarError) -> list[Finding]:
    """A file met in a folder is a finding; one that was named ends the run."""
    if piece.named or error.code is None:
        raise error
    return checker.unreadable(error, piece.file)


def _one(checker: Checker, document: Document, cache: Cache | None) -> list[Finding]:
    key = cache.key(document) if cache else None
    if cache is None or key is None:
        return checker.document(document)
    known = cache.known(key, document)
    if known is not None:
        return checker.follow(document, known)
    judged = checker.judge(document)
    if judged.index is not None:
        cache.keep(key, document, judged.found)
    return checker.conclude(judged)


def _cut(found: Iterable[Piece], stretch: int) -> Iterator[list[Piece]]:
    """The work of a worker at a time: some whole files, or a stretch of a long one."""
    batch: list[Piece] = []
    for piece in found:
        if Path(piece.file).suffix in LINE_SUFFIXES and not piece.failed:
            if batch:
                yield batch
            yield from ([one] for one in _stretches(piece, stretch))
            batch = []
            continue
        batch.append(piece)
        if len(batch) == _AT_A_TIME:
            yield batch
            batch = []
    if batch:
        yield batch


def _stretches(piece: Piece, stretch: int) -> Iterator[Piece]:
    try:
        for start, size, line in stretches(Path(piece.file), stretch):
            yield piece._replace(start=start, size=size, line=line)
    except KhabarError as error:
        yield piece._replace(failed=error.message)


def _in_parallel(
    checker: Checker,
    batches: Iterator[list[Piece]],
    workers: int,
    cache: Cache | None,
    tick: Tick,
) -> Iterator[Finding]:
    waiting: deque[tuple[list[Piece], Future[list[Answer]]]] = deque()
    with _pool(workers, checker, cache) as pool:
        try:
            for batch in batches:
                with _uninterrupted():  # the first ones start processes
                    waiting.append((batch, pool.submit(_work, batch)))
                if len(waiting) > 2 * workers:
                    yield from _merged(checker, *_next(waiting), cache, tick)
            while waiting:
                yield from _merged(checker, *_next(waiting), cache, tick)
        except BrokenProcessPool as error:
            where = waiting[0][0][0].file if waiting else "the last file"
            raise KhabarError(
                f"a worker process died, as when memory runs out, while it checked {where} or "
                "what comes next; --workers 1 checks in one process"
            ) from error


def _next(
    waiting: "deque[tuple[list[Piece], Future[list[Answer]]]]",
) -> tuple[list[Piece], list[Answer]]:
    batch, future = waiting[0]
    answers = future.result()
    waiting.popleft()
    return batch, answers


def _merged(
    checker: Checker, batch: list[Piece], answers: list[Answer], cache: Cache | None, tick: Tick
) -> Iterator[Finding]:
    for piece, answer in zip(batch, answers, strict=True):
        if piece.file == STDIN:
            yield from _alone(checker, piece, cache, tick)
            continue
        if cache is not None:
            cache.take(answer.used, answer.new)
        yield from _followed(checker, piece, answer)
        tick(answer.seen, answer.size)


def _followed(checker: Checker, piece: Piece, answer: Answer) -> Iterator[Finding]:
    """The findings of a piece, with what the rules on the corpus say of its articles."""
    if checker.follows(piece.file):
        try:
            yield from _with_corpus(checker, piece, answer)
        except KhabarError as error:
            yield from _unreadable(checker, piece, error)
            return
    else:
        checker.count(piece.file, answer.seen)
        for found in answer.found.values():
            yield from found
    if answer.failed:
        yield from _unreadable(checker, piece, KhabarError(answer.failed, code="KH001"))


def _with_corpus(checker: Checker, piece: Piece, answer: Answer) -> Iterator[Finding]:
    if not answer.seen:
        return
    read = -1
    for read, document in enumerate(islice(piece.documents(), answer.seen)):
        found = answer.found.get(read, [])
        yield from checker.follow(document, found, sound=read not in answer.unsound)
    if read + 1 != answer.seen:
        raise KhabarError(f"{piece.file} was changed while it was checked; check it again")


@contextmanager
def _pool(workers: int, checker: Checker, cache: Cache | None) -> Iterator[ProcessPoolExecutor]:
    """Processes that end with this one, whatever ends it."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    stop = context.RawValue("b", 0)
    pool = ProcessPoolExecutor(
        workers,
        mp_context=context,
        initializer=_begin,
        initargs=(_Worker(checker.without_corpus(), cache, stop),),
    )
    try:
        yield pool
    finally:
        stop.value = 1
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait, here and in processes made meanwhile.

    One that is only just made does not know yet that it is for its parent, and may hang.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker(NamedTuple):
    """What a worker process checks with, and whether it is to leave off."""

    checker: Checker
    cache: Cache | None
    stop: ctypes.c_byte


_worker: list[_Worker] = []
"""That of this process, if it is one."""


def _begin(worker: _Worker) -> None:
    """Set up a worker: Ctrl-C is for its parent, and it ends when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker.append(worker)
    if (parent := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: "multiprocessing.process.BaseProcess") -> None:
    parent.join()
    os._exit(1)


def _work(batch: list[Piece]) -> list[Answer]:
    return [_answer(one) for one in batch]


def _answer(piece: Piece) -> Answer:
    answer = Answer()
    if piece.file == STDIN:
        return answer
    checker, cache, stop = _worker[-1]
    try:
        for document in piece.documents():
            if stop.value:
                return answer
            found, sound = _judged(checker, document, cache)
            if found:
                answer.found[answer.seen] = found
            if not sound:
                answer.unsound.add(answer.seen)
            answer.seen += 1
            answer.size += len(document.data) + 1
    except KhabarError as error:
        if error.code is None:
            raise
        answer.failed = error.message
    if cache is not None:
        answer.used, answer.new = b"".join(cache.used), dict(cache.new)
        cache.used.clear()
        cache.new.clear()
    return answer


def _judged(
    checker: Checker, document: Document, cache: Cache | None
) -> tuple[list[Finding], bool]:
    key = cache.key(document) if cache else None
    if cache is not None and key is not None:
        known = cache.known(key, document)
        if known is not None:
            return known, True
    judged = checker.judge(document)
    if cache is not None and key is not None and judged.index is not None:
        cache.keep(key, document, judged.found)
    return judged.found, judged.index is not None
