"""What a request may be: how large its body is, and which options of a run it names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.requests import Request

from sheetflow.domain.messages import message

LARGEST = 100_000_000
"""How many bytes a dropped workbook may have."""

LARGEST_ANSWER = 2_000_000
"""How many bytes any other request may have."""

WITH_FILE = "/run"

UNKNOWN = message("The browser did not say how large the file is.")
TOO_LARGE = message("The file is too large for the page; run it with sheetflow run.")
NO_DATE = message("This is not a date: choose one.")

DOCUMENTS = {"pdf": ["--pdf"], "none": ["--no-print"]}
"""The options of the run for what was chosen under Documents; any other choice needs none."""


def why_too_large(request: Request) -> tuple[str, int]:
    """Why a body is not read, with the status; empty where it is."""
    # A body in chunks has any length, whatever the other header says.
    if "transfer-encoding" in request.headers:
        return UNKNOWN, 411
    if request.method in ("GET", "HEAD"):
        return "", 200
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        return UNKNOWN, 411
    most = LARGEST if request.url.path == WITH_FILE else LARGEST_ANSWER
    if int(length) > most:
        return TOO_LARGE, 413
    return "", 200


async def given_object(request: Request) -> dict[str, Any]:
    """The object in a request; an empty one where there is something else."""
    try:
        given = await request.json()
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def run_options(given: Mapping[str, Any]) -> list[str]:
    """The options of the run that were chosen on the page. Raises ValueError at a wrong date."""
    options = list(DOCUMENTS.get(str(given.get("documents", "")), []))
    if given.get("strict") == "yes":
        options.append("--strict")
    day = str(given.get("as_of") or "")
    if day:
        options += ["--as-of", date.fromisoformat(day).isoformat()]
    return options
