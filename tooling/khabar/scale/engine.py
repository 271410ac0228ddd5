"""What runs the tasks of a step: datatrove, on this machine or on a Ray cluster.

A task that is done leaves a mark in the folder of logs and is not done again.
"""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, get_args

from khabar.problem import KhabarError, MissingExtraError

Engine = Literal["local", "ray"]
ENGINES: tuple[Engine, ...] = get_args(Engine)

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
        KhabarError: if a task fails; the others that are done stay so.
        MissingExtraError: if datatrove, or Ray, is not installed.
    """
    executor = _executor(engine)
    try:
        executor([step], tasks=tasks, workers=workers, logging_dir=str(logs)).run()
    except KhabarError:
        raise
    except RuntimeError as error:  # what engines make of a task that failed elsewhere
        raise KhabarError(f"a task failed: {error}; its log is in {logs}/logs") from error
    done = len(list((logs / "completions").glob("*")))
    if done < tasks:
        raise KhabarError(f"{tasks - done} of {tasks} tasks failed; their logs are in {logs}/logs")


def _executor(engine: Engine) -> Any:  # noqa: ANN401 - needs an extra
    try:
        from datatrove.executor import LocalPipelineExecutor, RayPipelineExecutor
    except ModuleNotFoundError as error:
        raise MissingExtraError("the work past one machine", "scale") from error
    if engine == "ray" and importlib.util.find_spec("ray") is None:
        raise KhabarError("--engine ray needs Ray; install it: pip install 'ray[default]'")
    return {"local": LocalPipelineExecutor, "ray": RayPipelineExecutor}[engine]
