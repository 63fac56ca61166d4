"""What the page is answered: a run, and the files to take home."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.responses import JSONResponse, Response

from sheetflow.domain.messages import message
from sheetflow.serving.results import Result
from sheetflow.serving.runs import Ran

Shown = dict[str, Any]


def shown_result(number: str, result: Result, ran: Ran) -> Shown:
    """What the page shows of a run, with the files to take home."""
    return {
        **shown_run(result.name, ran),
        "number": number,
        **shown_files(number, result),
    }


def shown_files(number: str, result: Result) -> Shown:
    """The files to take home, and the address of all of them as a zip."""
    files = [
        {
            "name": Path(name).name,
            "path": name,
            "address": f"/results/{number}/{quote(name)}",
        }
        for name in result.files()
    ]
    return {"files": files, "zip": f"/results/{number}.zip"}


def shown_run(name: str, ran: Ran) -> Shown:
    """What a run said: counts, problems, figures and checks."""
    document = ran.document
    return {
        **_counts(document),
        "name": name,
        "error": ran.error,
        "problems": document.get("problems", []),
        "notes": document.get("notes", []),
        "figures": document.get("figures", []),
        "checked": document.get("checks", []),
        "files": [],
    }


def _counts(document: Mapping[str, Any]) -> dict[str, int]:
    """How many orders, actions and checks there were."""
    counts = {key: document.get(key, 0) for key in ("read", "applied", "held")}
    checks = document.get("checks", [])
    agreeing = sum(bool(check.get("agrees")) for check in checks)
    return {**counts, "checks": len(checks), "agreeing": agreeing}


def error_answer(text: str, status: int) -> Response:
    """What was wrong with a request."""
    return JSONResponse({"error": text}, status_code=status)


NOT_KEPT = message("This result is no longer kept; drop the workbook again.")


def not_kept() -> Response:
    """The answer for a result that is not kept, or is another browser's."""
    return error_answer(NOT_KEPT, 404)
