"""What the page answers: itself, a run of what was dropped, and what came out."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sheetflow import __version__
from sheetflow.serving.access import HEADERS, Access
from sheetflow.serving.folder import FolderRuns
from sheetflow.serving.mapping import (
    Screen,
    import_list,
    list_screen,
    names_screen,
    write_names,
)
from sheetflow.serving.names import safe_name
from sheetflow.serving.report import make_report
from sheetflow.serving.results import Result, Results
from sheetflow.serving.runs import Ran, run_workbook
from sheetflow.serving.stages import Stages

HERE = Path(__file__).parent
LARGEST = 100_000_000
"""How many bytes a dropped workbook may have."""

Answer = Callable[[Request], Awaitable[Response]]


@dataclass
class Pages:
    """The page and what belongs to it."""

    access: Access
    results: Results = field(default_factory=Results)
    folder: FolderRuns | None = None
    stages: Stages = field(default_factory=Stages)
    reports: Mapping[str, str] = field(default_factory=dict)
    """The titles of the reports that can be made, by name."""

    def __post_init__(self) -> None:
        loader = FileSystemLoader(HERE / "templates")
        self._templates = Environment(loader=loader, autoescape=select_autoescape())
        self._at_once = asyncio.Semaphore(os.cpu_count() or 1)

    def application(self) -> Starlette:
        """The whole as one application."""
        routes = [
            Route("/", self.page),
            Route("/run", self.run, methods=["POST"]),
            Route("/map/{number}", self.map, methods=["POST"]),
            Route("/import/{number}", self.take_list, methods=["POST"]),
            Route("/report/{number}/{name}", self.report, methods=["POST"]),
            Route("/progress/{job}", self.progress),
            Route("/folder", self.list_folder),
            Route("/folder/run", self.run_in_folder, methods=["POST"]),
            Route("/results/{number}.zip", self.archive),
            Route("/results/{number}/{name:path}", self.file),
            Route("/forget/{number}", self.forget, methods=["POST"]),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ]
        guard = Middleware(BaseHTTPMiddleware, dispatch=self._guard)
        return Starlette(routes=routes, middleware=[guard], lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        yield
        self.results.close()

    async def _guard(self, request: Request, answer: Answer) -> Response:
        """Let in who may come in; every answer gets the headers that close the page to others."""
        refusal = self.access.refusal(request)
        response = refusal if refusal is not None else await answer(request)
        response.headers.update(HEADERS)
        return response

    # -- answers

    async def page(self, _request: Request) -> Response:
        """The page itself."""
        folder = self.folder.folder.name if self.folder else ""
        template = self._templates.get_template("page.html")
        return HTMLResponse(
            template.render(version=__version__, folder=folder, reports=self.reports)
        )

    async def run(self, request: Request) -> Response:
        """Run one dropped workbook."""
        too_large = _too_large(request)
        if too_large:
            return _error(too_large, 413)
        async with request.form(max_files=1, max_fields=8) as form:
            upload = form.get("file")
            if not isinstance(upload, UploadFile):
                return _error("There is no file in the request; drop a workbook.", 400)
            number, result = self.results.add(safe_name(upload.filename or ""))
            result.file.write_bytes(await upload.read())
            options = _options(form)
            job = str(form.get("job", ""))
        if result.is_list:
            return JSONResponse(await self._list_shown(number, result))
        return JSONResponse(await self._run(number, result, result.file, options, job))

    async def _run(
        self,
        number: str,
        result: Result,
        file: Path,
        options: Sequence[str] = (),
        job: str = "",
    ) -> dict[str, Any]:
        """Run a workbook; where it cannot be run, with the mapping screen that may help."""
        async with self._at_once:
            with self.stages.of(job) as on_stage:
                ran = await run_workbook(file, result.output, options, on_stage)
        shown = _shown(number, result, ran)
        if ran.error and file == result.file:
            async with self._at_once:
                shown["mapping"] = await self._screen(result)
        return shown

    async def _screen(self, result: Result) -> Screen | None:
        """The mapping screen for a workbook: for its names, or for the list that it is."""
        names = await names_screen(result.file)
        if names is not None:
            return names
        screen, _ = await list_screen(result)
        return screen

    async def _list_shown(self, number: str, result: Result) -> dict[str, Any]:
        """A dropped list, with its mapping screen or why there is none."""
        async with self._at_once:
            screen, error = await list_screen(result)
        return {**_shown(number, result, Ran({}, error)), "mapping": screen}

    async def map(self, request: Request) -> Response:
        """Write the answers about names into a workbook, and run it."""
        number = request.path_params["number"]
        result = self.results.get(number)
        if result is None:
            return _not_kept()
        given = await _given(request)
        chosen, locale = given.get("answers", []), str(given.get("locale", ""))
        async with self._at_once:
            error = await write_names(result.file, result.answers, chosen, locale)
        if error:
            return JSONResponse(_shown(number, result, Ran({}, error)))
        return JSONResponse(await self._run(number, result, result.file))

    async def take_list(self, request: Request) -> Response:
        """Take the rows of a list into a workbook, and run that."""
        number = request.path_params["number"]
        result = self.results.get(number)
        if result is None:
            return _not_kept()
        given = await _given(request)
        other = self.results.get(str(given.get("into", "")))
        into = other.latest if other else None
        async with self._at_once:
            ended = await import_list(result, into, given.get("answers", []))
        if ended.error:
            return JSONResponse(_shown(number, result, Ran({}, ended.error)))
        shown = await self._run(number, result, result.book)
        lines = ended.printed.decode(errors="replace").splitlines()
        return JSONResponse({**shown, "imported": lines[:-1] or lines})

    async def report(self, request: Request) -> Response:
        """Make a report of a workbook as the run wrote it."""
        number = request.path_params["number"]
        name = request.path_params["name"]
        result = self.results.get(number)
        if result is None or name not in self.reports:
            return _not_kept()
        async with self._at_once:
            error = await make_report(result, name)
        return JSONResponse({**_files(number, result), "error": error})

    async def progress(self, request: Request) -> Response:
        """The stage that a run has reached."""
        return JSONResponse({"stage": self.stages.get(request.path_params["job"])})

    async def list_folder(self, _request: Request) -> Response:
        """The workbooks of the folder, with their last run."""
        return JSONResponse(self.folder.workbooks() if self.folder else [])

    async def run_in_folder(self, request: Request) -> Response:
        """Run one workbook of the folder in place."""
        name = (await request.json()).get("name", "")
        file = self.folder.file(str(name)) if self.folder else None
        if file is None:
            return _error("There is no such workbook in the folder.", 404)
        async with self._at_once:
            ran = await run_workbook(file, None)
        return JSONResponse(_document(file.name, ran))

    async def file(self, request: Request) -> Response:
        """One file that a run wrote."""
        result = self._result(request)
        path = result.path(request.path_params["name"]) if result else None
        return FileResponse(path, filename=path.name) if path else _not_kept()

    async def archive(self, request: Request) -> Response:
        """All that a run wrote, as a zip file."""
        result = self._result(request)
        return _zip_of(result) if result else _not_kept()

    async def forget(self, request: Request) -> Response:
        """Delete a result now."""
        self.results.forget(request.path_params["number"])
        return JSONResponse({})

    def _result(self, request: Request) -> Result | None:
        return self.results.get(request.path_params["number"])


def _too_large(request: Request) -> str:
    """Why a request cannot be read; empty where it can."""
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        return "The browser did not say how large the file is."
    if int(length) > LARGEST:
        return f"The file is larger than {LARGEST // 1_000_000} MB; run it with sheetflow run."
    return ""


async def _given(request: Request) -> dict[str, Any]:
    """The object in a request; an empty one where there is something else."""
    given = await request.json()
    return given if isinstance(given, dict) else {}


def _options(form: Mapping[str, Any]) -> list[str]:
    """The options of the run that were chosen on the page."""
    return ["--pdf"] if form.get("pdf") == "yes" else []


def _zip_of(result: Result) -> Response:
    """All that a run wrote, to be saved under the name of its workbook."""
    name = f"{Path(result.name).stem}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{_ascii(name)}"'}
    return Response(result.zipped(), media_type="application/zip", headers=headers)


def _not_kept() -> Response:
    return _error("This result is no longer kept; drop the workbook again.", 404)


def _shown(number: str, result: Result, ran: Ran) -> dict[str, Any]:
    """What the page shows of a run, with the files to take home."""
    return {**_document(result.name, ran), "number": number, **_files(number, result)}


def _files(number: str, result: Result) -> dict[str, Any]:
    """The files to take home, and the address of all of them as a zip."""
    files = [
        {"name": Path(name).name, "address": f"/results/{number}/{name}"}
        for name in result.files()
    ]
    return {"files": files, "zip": f"/results/{number}.zip"}


def _document(name: str, ran: Ran) -> dict[str, Any]:
    """What a run said: counts, problems and checks."""
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


def _error(text: str, status: int) -> Response:
    return JSONResponse({"error": text}, status_code=status)


def _ascii(name: str) -> str:
    return name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
