"""One workbook, run in a child process of its own: with limits, so that none harms another."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheetflow.domain.messages import message

SECONDS = 120
"""How long a run may take."""

MEMORY = 3_000_000_000
"""How many bytes it may use."""

TOO_LONG = message("The run took too long and was stopped. Nothing was written.")
BROKE_OFF = message(
    "The run broke off. Nothing was written; please report this workbook."
)

STAGE = b"stage: "
"""How a line begins that names the stage which a run has reached."""

Document = Mapping[str, Any]
"""What `sheetflow run --json` prints."""

OnStage = Callable[[str], None]
"""Called with each stage that a run reaches."""


@dataclass(frozen=True)
class Ran:
    """What became of a workbook: what the run printed as JSON, or why it ended."""

    document: Document
    error: str = ""


@dataclass(frozen=True)
class Ended:
    """A child process that ended: its status, and what it printed. `status` is None where it took too long."""

    status: int | None
    printed: bytes = b""
    said: bytes = b""

    @property
    def error(self) -> str:
        """Why it could not do its work; empty where it could."""
        if self.status is None:
            return TOO_LONG
        return (_last_line(self.said) or BROKE_OFF) if self.status else ""


async def run_workbook(
    file: Path,
    output: Path | None,
    options: Sequence[str] = (),
    on_stage: OnStage | None = None,
) -> Ran:
    """Run a workbook; without `output` in place."""
    target = ["-o", str(output)] if output else []
    return await run_json(["run", str(file), *target, "--json", *options], on_stage)


async def run_json(arguments: Sequence[str], on_stage: OnStage | None = None) -> Ran:
    """Do what `sheetflow` does with these arguments, which print a JSON object."""
    ended = await run_command(arguments, on_stage)
    if ended.status is None:
        return Ran({}, TOO_LONG)
    return _ran(ended.printed, ended.said)


async def run_command(
    arguments: Sequence[str], on_stage: OnStage | None = None
) -> Ended:
    """Do what `sheetflow` does with these arguments, in a child process with limits."""
    child = await _start(arguments)
    assert child.stdout is not None
    assert child.stderr is not None
    reading = asyncio.gather(
        child.stdout.read(), _messages(child.stderr, on_stage), child.wait()
    )
    try:
        printed, said, status = await asyncio.wait_for(reading, SECONDS)
    except TimeoutError:
        child.kill()
        await child.wait()
        return Ended(None)
    return Ended(status, printed, said)


async def _start(arguments: Sequence[str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sheetflow.cli.confined",
        str(MEMORY),
        str(SECONDS),
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "SHEETFLOW_STAGES": "1"},
    )


async def _messages(stream: asyncio.StreamReader, on_stage: OnStage | None) -> bytes:
    """What a child printed for people; its stages are passed on as they come."""
    lines: list[bytes] = []
    rest = b""
    while chunk := await stream.read(65_536):
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            if not line.startswith(STAGE):
                lines.append(line)
            elif on_stage is not None:
                on_stage(line.removeprefix(STAGE).decode(errors="replace").strip())
    return b"\n".join([*lines, rest])


def _ran(printed: bytes, said: bytes) -> Ran:
    """What a child printed, as what became of the workbook."""
    try:
        document = json.loads(printed)
    except ValueError:
        return Ran({}, _last_line(said) or BROKE_OFF)
    if isinstance(document, list):
        return Ran(document[0])
    return Ran(document, str(document.get("error", "")))


def _last_line(said: bytes) -> str:
    """The last line that a child printed, unless it is one of a traceback."""
    text = said.decode(errors="replace").strip()
    return "" if "Traceback" in text else text.rpartition("\n")[2]
