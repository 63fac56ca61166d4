"""Running a function over an untrusted file in a process of its own, with limits of memory and time."""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import sys
import traceback
from typing import TYPE_CHECKING, TypeVar

from sheetflow.errors import SheetflowError
from sheetflow.workbook.refusal import RESAVE

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

T = TypeVar("T")
MEMORY = 2 << 30
SECONDS = 300.0

_TOO_MUCH_MEMORY = f"reading it took more memory than is allowed; delete what is not in use, or {RESAVE}"
_BROKE_OFF = f"the reader broke off in the middle of it; {RESAVE}"


def confined(
    function: Callable[..., T],
    *arguments: object,
    name: str,
    memory: int = MEMORY,
    seconds: float = SECONDS,
) -> T:
    """What function(*arguments) returns, worked out in a child process.

    Args:
        function: One at the top of a module, as the child imports it by name. Arguments and result must be
            fit for pickling.
        name: The file's name, for messages.
        memory: Bytes of data that the child may hold, where the platform can limit that (Linux).
        seconds: Of wall time, the start of the child included.

    Raises:
        SheetflowError: The function's own; or the child ran out of memory or time, crashed, or the function
            raised something else, which is then the cause.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    limits = (memory, math.ceil(seconds) + 1)
    child = context.Process(
        target=_work, args=(there, limits, function, arguments), daemon=True
    )
    child.start()
    there.close()
    try:
        return _answer(here, name, seconds)
    except EOFError:
        child.join()
        raise SheetflowError(f"{name}: {_death(child.exitcode)}") from None
    finally:
        child.kill()
        child.join()
        here.close()


def _answer(pipe: Connection, name: str, seconds: float) -> T:  # type: ignore[type-var]
    if not pipe.poll(seconds):
        too_long = f"reading it took more than {seconds:g} seconds"
        raise SheetflowError(
            f"{name}: {too_long}; delete what is not in use, or {RESAVE}"
        )
    kind, answer = pipe.recv()
    if kind == "result":
        return answer  # type: ignore[no-any-return]
    if kind == "refused":
        raise SheetflowError(answer)
    sentence = _TOO_MUCH_MEMORY if kind == "memory" else _BROKE_OFF
    raise SheetflowError(f"{name}: {sentence}") from RuntimeError(answer)


def _death(code: int | None) -> str:
    if code in (-signal.SIGKILL, -signal.SIGABRT) if os.name == "posix" else False:
        return _TOO_MUCH_MEMORY
    return _BROKE_OFF


# ------------------------------------------------------------------ in the child


def _work(
    pipe: Connection,
    limits: tuple[int, int],
    function: Callable[..., object],
    arguments: tuple[object, ...],
) -> None:
    _limit(*limits)
    os.dup2(
        os.open(os.devnull, os.O_WRONLY), 2
    )  # a native library that aborts would write there
    try:
        pipe.send(("result", function(*arguments)))
    except SheetflowError as error:
        pipe.send(("refused", str(error)))
    except MemoryError:
        pipe.send(("memory", traceback.format_exc()))
    except BaseException:  # noqa: BLE001  a panic of a native library is no Exception; the parent names it
        pipe.send(("broke off", traceback.format_exc()))


def _limit(memory: int, seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_CPU, seconds)
    if (
        sys.platform == "linux"
    ):  # elsewhere the system takes the limit and does not keep it
        _lower(resource.RLIMIT_DATA, memory)


def _lower(limit: int, value: int) -> None:
    """Lower a limit of this process; one that is lower already stays, for nobody may raise it."""
    import resource

    hard = resource.getrlimit(limit)[1]
    most = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (most, most))
