"""One workbook, run in a child process of its own: with limits, so that none harms another."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECONDS = 120
"""How long a run may take."""

MEMORY = 3_000_000_000
"""How many bytes it may use."""

TOO_LONG = "The run took too long and was stopped. Nothing was written."
BROKE_OFF = "The run broke off. Nothing was written; please report this workbook."

Document = Mapping[str, Any]
"""What `sheetflow run --json` prints."""


@dataclass(frozen=True)
class Ran:
    """What became of a workbook: what the run printed as JSON, or why it ended."""

    document: Document
    error: str = ""


async def run_workbook(
    file: Path, output: Path | None, options: Sequence[str] = ()
) -> Ran:
    """Run a workbook; without `output` in place."""
    target = ["-o", str(output)] if output else []
    arguments = ["run", str(file), *target, "--json", *options]
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sheetflow.cli.confined",
        str(MEMORY),
        str(SECONDS),
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        printed, said = await asyncio.wait_for(child.communicate(), SECONDS)
    except TimeoutError:
        child.kill()
        await child.wait()
        return Ran({}, TOO_LONG)
    return _ran(printed, said)


def _ran(printed: bytes, said: bytes) -> Ran:
    """What a child printed, as what became of the workbook."""
    try:
        document = json.loads(printed)
    except ValueError:
        return Ran({}, _last_line(said) or BROKE_OFF)
    return Ran(document, str(document.get("error", "")))


def _last_line(said: bytes) -> str:
    """The last line that a child printed, unless it is one of a traceback."""
    text = said.decode(errors="replace").strip()
    return "" if "Traceback" in text else text.rpartition("\n")[2]
