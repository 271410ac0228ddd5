"""What runs the tasks of a step: datatrove, on this machine or on a Ray cluster.

A task that is done leaves a mark in the folder of logs and is not done again.
"""

import contextlib
import importlib.util
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec
from msgspec import Struct

from khabar.problem import KhabarError, MissingExtraError

Engine = Literal["local", "ray"]
ENGINES: tuple[Engine, ...] = get_args(Engine)

_STDERR = 2

Step = Callable[[Any, int, int], None]
"""A step of datatrove's: is given nothing, the number of its task, and how many tasks there are."""


def run(step: Step, tasks: int, workers: int, logs: Path, engine: Engine = "local") -> None:
    """Run all tasks of a step, but those that are done.

    Args:
        step: an object of a class of a module, for other processes must find it.
        tasks: how many there are.
        workers: how many run at a time.
        logs: folder that all machines see; marks of done tasks are in it.
        engine: what runs them.

    Raises:
        KhabarError: if a task fails; the others that are done stay so. Or if the marks are of
            another step or another number of tasks, and so say nothing of these.
        MissingExtraError: if datatrove, or Ray, is not installed.
    """
    executor = _executor(engine)
    _refuse_other(step, tasks, logs)
    try:
        with _aside(logs / "engine.log"):
            executor([step], tasks=tasks, workers=workers, logging_dir=str(logs)).run()
    except KhabarError:
        raise
    except RuntimeError as error:  # what engines make of a task that failed elsewhere
        raise KhabarError(f"a task failed: {error}; its log is in {logs}/logs") from error
    done = len(list((logs / "completions").glob("*")))
    if done < tasks:
        raise KhabarError(f"{tasks - done} of {tasks} tasks failed; their logs are in {logs}/logs")


def _refuse_other(step: Step, tasks: int, logs: Path) -> None:
    file = logs / "executor.json"
    if not file.is_file():
        return
    try:
        begun = msgspec.json.decode(file.read_bytes(), type=_Begun)
    except msgspec.MsgspecError as error:
        raise KhabarError(f"{file}: cannot be read: {error}; take {logs.parent} away") from error
    if (begun.pipeline, begun.world_size) != ((str(step),), tasks):
        raise KhabarError(
            f"{logs.parent}: this was begun with {begun.world_size} tasks as "
            f"{', '.join(begun.pipeline)}; go on with the same, or take the folder away"
        )


class _Begun(Struct):
    """What datatrove wrote when a step was begun."""

    pipeline: tuple[str, ...]
    world_size: int


@contextlib.contextmanager
def _aside(log: Path) -> Iterator[None]:
    """What this process and those it starts write to standard error goes to the end of a file.

    datatrove tells all it does there and cannot be asked to keep silent.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    kept = os.dup(_STDERR)
    try:
        with log.open("ab") as stream:
            os.dup2(stream.fileno(), _STDERR)
            yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)


def _executor(engine: Engine) -> Any:  # noqa: ANN401 - needs an extra
    try:
        from datatrove.executor import LocalPipelineExecutor, RayPipelineExecutor
    except ModuleNotFoundError as error:
        raise MissingExtraError("the work past one machine", "scale") from error
    if engine == "ray" and importlib.util.find_spec("ray") is None:
        raise KhabarError("--engine ray needs Ray; install it: pip install 'ray[default]'")
    return {"local": LocalPipelineExecutor, "ray": RayPipelineExecutor}[engine]
