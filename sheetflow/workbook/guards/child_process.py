"""Running a function on an untrusted file in a child process, with limits."""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import sys
import traceback
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sheetflow.errors import SheetflowError
from sheetflow.workbook.refusal import RESAVE

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

T = TypeVar("T")
MEMORY = 2 << 30
SECONDS = 300.0


class Refusals(NamedTuple):
    """What to say of a file that takes too much; `too_slow` has {seconds} filled in."""

    too_much_memory: str
    too_slow: str
    stopped: str


OF_A_WORKBOOK = Refusals(
    "reading it took more memory than is allowed; "
    f"delete what is not in use, or {RESAVE}",
    "reading it took more than {seconds:g} seconds; "
    f"delete what is not in use, or {RESAVE}",
    f"the program that reads it stopped unexpectedly; {RESAVE}",
)


def run_in_child(
    function: Callable[..., T],
    *arguments: object,
    name: str,
    memory: int = MEMORY,
    seconds: float = SECONDS,
    refusals: Refusals = OF_A_WORKBOOK,
) -> T:
    """Return what function(*arguments) returns, calculated in a child process.

    Args:
        function: One at the top of a module, since the child imports it by name.
            Arguments and result must be picklable.
        name: The file's name, for messages.
        memory: Bytes of data that the child may have, where the platform can limit
            that (Linux).
        seconds: Of wall time, the start of the child included.
        refusals: What to say where it took too much.

    Raises:
        SheetflowError: The function's own; or the child ran out of memory or time,
            crashed, or the function raised something else, which is then the cause.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    limits = (memory, math.ceil(seconds) + 1)
    child = context.Process(
        target=_work, args=(sender, limits, function, arguments), daemon=True
    )
    child.start()
    sender.close()
    try:
        return _answer(receiver, name, seconds, refusals)
    except EOFError:
        child.join()
        cause = _cause_of_death(child.exitcode, refusals)
        raise SheetflowError(f"{name}: {cause}") from None
    finally:
        child.kill()
        child.join()
        receiver.close()


def _answer(pipe: Connection, name: str, seconds: float, refusals: Refusals) -> T:  # type: ignore[type-var]
    if not pipe.poll(seconds):
        too_slow = refusals.too_slow.format(seconds=seconds)
        raise SheetflowError(f"{name}: {too_slow}")
    kind, answer = pipe.recv()
    if kind == "result":
        return answer  # type: ignore[no-any-return]
    if kind == "refused":
        raise SheetflowError(answer)
    sentence = refusals.too_much_memory if kind == "memory" else refusals.stopped
    raise SheetflowError(f"{name}: {sentence}") from RuntimeError(answer)


def _cause_of_death(code: int | None, refusals: Refusals) -> str:
    """Without memory, the system kills a process, or its allocator aborts."""
    if os.name == "posix" and code in (-signal.SIGKILL, -signal.SIGABRT):
        return refusals.too_much_memory
    return refusals.stopped


# ------------------------------------------------------------------ in the child


def _work(
    pipe: Connection,
    limits: tuple[int, int],
    function: Callable[..., object],
    arguments: tuple[object, ...],
) -> None:
    _limit(*limits)
    _silence_errors()
    try:
        pipe.send(("result", function(*arguments)))
    except BaseException as error:  # noqa: BLE001  a native panic is no Exception; the parent reports it
        pipe.send(_failure(error))


def _failure(error: BaseException) -> tuple[str, str]:
    """The kind of a failure, and what the parent needs to report it."""
    if isinstance(error, SheetflowError):
        return "refused", str(error)
    kind = "memory" if isinstance(error, MemoryError) else "failed"
    return kind, "".join(traceback.format_exception(error))


def _silence_errors() -> None:
    """A native library that aborts would write to stderr."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)


def _limit(memory: int, seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    lower_limit(resource.RLIMIT_CPU, seconds)
    # Other systems accept this limit and do not keep it.
    if sys.platform == "linux":
        lower_limit(resource.RLIMIT_DATA, memory)


def lower_limit(limit: int, value: int) -> None:
    """Lower a limit of this process; a lower one stays, since nobody may raise it."""
    import resource

    hard = resource.getrlimit(limit)[1]
    most = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (most, most))
