"""The answers about a dropped workbook: its run, its names, its list, its reports and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sheetflow.domain.messages import message
from sheetflow.serving.answers import (
    Shown,
    error_answer,
    not_kept,
    shown_files,
    shown_result,
)
from sheetflow.serving.incoming import NO_DATE, given_object, run_options
from sheetflow.serving.mapping import (
    Screen,
    import_list,
    list_screen,
    names_screen,
    write_names,
)
from sheetflow.serving.names import safe_name
from sheetflow.serving.pictures import make_pictures
from sheetflow.serving.report import make_report
from sheetflow.serving.results import Result
from sheetflow.serving.runs import Ran, run_workbook
from sheetflow.serving.service import Service

FULL = message(
    "There is no room for more results. Delete some, or try again in an hour."
)
NO_FILE = message("There is no file; drop a workbook.")


@dataclass(frozen=True)
class Dropped:
    """Answers about dropped workbooks."""

    service: Service

    async def run(self, request: Request) -> Response:
        """Run one dropped workbook, or show what is in a dropped list."""
        size = int(request.headers["content-length"])
        if not self.service.results.has_room(size):
            return error_answer(FULL, 429)
        async with request.form(max_files=1, max_fields=8) as form:
            upload = form.get("file")
            if not isinstance(upload, UploadFile):
                return error_answer(NO_FILE, 400)
            try:
                options = run_options(_texts(form))
            except ValueError:
                return error_answer(NO_DATE, 400)
            number, result = self.service.results.add(
                safe_name(upload.filename or ""),
                self.service.access.session(request),
                options,
                size,
            )
            result.file.write_bytes(await upload.read())
            job = str(form.get("job", ""))
        if result.is_list:
            return JSONResponse(await self._list_shown(number, result))
        return JSONResponse(await self._run(number, result, result.file, job))

    async def _run(
        self, number: str, result: Result, file: Path, job: str = ""
    ) -> Shown:
        """Run a workbook; where it cannot be run, with the mapping screen that may help."""
        async with self.service.at_once:
            with self.service.stages.of(result.session, job) as on_stage:
                ran = await run_workbook(file, result.output, result.options, on_stage)
        shown = shown_result(number, result, ran)
        if ran.error and file == result.file:
            async with self.service.at_once:
                shown["mapping"] = await self._screen(result)
        return shown

    async def _screen(self, result: Result) -> Screen | None:
        """The mapping screen for a workbook: for its names, or for the list that it is."""
        names = await names_screen(result.file)
        if names is not None:
            return names
        screen, _ = await list_screen(result)
        return screen

    async def _list_shown(self, number: str, result: Result) -> Shown:
        """A dropped list, with its mapping screen or why there is none."""
        async with self.service.at_once:
            screen, error = await list_screen(result)
        return {**shown_result(number, result, Ran({}, error)), "mapping": screen}

    async def map(self, request: Request) -> Response:
        """Write the answers about names into a workbook, and run it."""
        number = request.path_params["number"]
        result = self.service.result(request)
        if result is None:
            return not_kept()
        given = await given_object(request)
        async with self.service.at_once:
            error = await write_names(result.file, result.answers, given)
        if error:
            return JSONResponse(shown_result(number, result, Ran({}, error)))
        return JSONResponse(await self._run(number, result, result.file))

    async def take_list(self, request: Request) -> Response:
        """Take the rows of a list into a workbook, and run that."""
        number = request.path_params["number"]
        result = self.service.result(request)
        if result is None:
            return not_kept()
        given = await given_object(request)
        other = self.service.results.get(str(given.get("into", "")), result.session)
        into = other.latest if other else None
        async with self.service.at_once:
            ended = await import_list(result, into, given)
        if ended.error:
            return JSONResponse(shown_result(number, result, Ran({}, ended.error)))
        shown = await self._run(number, result, result.book)
        lines = ended.printed.decode(errors="replace").splitlines()
        return JSONResponse({**shown, "imported": lines[:-1] or lines})

    async def report(self, request: Request) -> Response:
        """Make a report of a workbook as the run wrote it."""
        number = request.path_params["number"]
        name = request.path_params["name"]
        result = self.service.result(request)
        if result is None or name not in self.service.reports:
            return not_kept()
        async with self.service.at_once:
            error = await make_report(result, name)
        return JSONResponse({**shown_files(number, result), "error": error})

    async def preview(self, request: Request) -> Response:
        """The pages of a document, as pictures."""
        number = request.path_params["number"]
        result = self.service.result(request)
        document = result.path(request.path_params["name"]) if result else None
        if result is None or document is None or document.suffix != ".pdf":
            return not_kept()
        async with self.service.at_once:
            pages, error = await make_pictures(result, document)
        addresses = [f"/pictures/{number}/{quote(page)}" for page in pages]
        return JSONResponse({"pages": addresses, "error": error})

    async def forget(self, request: Request) -> Response:
        """Delete a result now."""
        if self.service.result(request) is None:
            return not_kept()
        self.service.results.forget(request.path_params["number"])
        return JSONResponse({})


def _texts(form: FormData) -> Mapping[str, Any]:
    """The fields of a form that are no files."""
    return {name: value for name, value in form.items() if isinstance(value, str)}
