"""The answers about the workbooks of a folder, which are run where they are."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sheetflow.domain.messages import message
from sheetflow.serving.answers import Shown, error_answer, shown_result, shown_run
from sheetflow.serving.incoming import NO_DATE, given_object, run_options
from sheetflow.serving.mapping import names_screen, write_names
from sheetflow.serving.runs import Ran, run_workbook
from sheetflow.serving.service import Service


@dataclass(frozen=True)
class InPlace:
    """Answers about the workbooks of the folder."""

    service: Service

    async def list(self, _request: Request) -> Response:
        """The workbooks of the folder, with their last run."""
        folder = self.service.folder
        return JSONResponse(folder.workbooks() if folder else [])

    async def run(self, request: Request) -> Response:
        """Run one workbook of the folder in place."""
        given = await given_object(request)
        file = self._file(given)
        if file is None:
            return _unknown()
        return await self._run(request, file, given)

    async def map(self, request: Request) -> Response:
        """Write the answers about names into a workbook of the folder, and run it."""
        given = await given_object(request)
        file = self._file(given)
        if file is None:
            return _unknown()
        async with self.service.at_once:
            with TemporaryDirectory(dir=self.service.results.folder) as folder:
                error = await write_names(file, Path(folder) / "answers.json", given)
        if error:
            return JSONResponse(shown_run(file.name, Ran({}, error)))
        return await self._run(request, file, given)

    async def _run(
        self, request: Request, file: Path, given: Mapping[str, Any]
    ) -> Response:
        try:
            options = run_options(given)
        except ValueError:
            return error_answer(NO_DATE, 400)
        async with self.service.at_once:
            ran = await run_workbook(file, None, options)
            screen = await names_screen(file) if ran.error else None
        return JSONResponse({**self._shown(request, file, ran), "mapping": screen})

    def _shown(self, request: Request, file: Path, ran: Ran) -> Shown:
        """What the page shows of a run in place: a copy of what it wrote, and where that is."""
        results = self.service.results
        size = file.stat().st_size
        if ran.error or not results.has_room(size):
            return {**shown_run(file.name, ran), "inPlace": True}
        session = self.service.access.session(request)
        number, result = results.add(file.name, session, size=size)
        folders = _copy(ran, file, result.output)
        return {
            **shown_result(number, result, ran),
            "inPlace": True,
            "beside": folders,
        }

    def _file(self, given: Mapping[str, Any]) -> Path | None:
        """The workbook that a request names; None for one that is not listed."""
        folder = self.service.folder
        return folder.file(str(given.get("name", ""))) if folder else None


def _copy(ran: Ran, file: Path, target: Path) -> Sequence[str]:
    """Copy what a run wrote; returns the folders of its documents, from that of the workbook."""
    home = file.resolve().parent
    written = [Path(path).resolve() for path in ran.document.get("files", [])]
    folders: dict[str, None] = {}
    for path in written:
        if not path.is_relative_to(home):
            continue
        relative = path.relative_to(home)
        copy = target / relative
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        if path.parent != home:
            folders[relative.parent.as_posix()] = None
    return list(folders)


def _unknown() -> Response:
    return error_answer(message("There is no such workbook in the folder."), 404)
