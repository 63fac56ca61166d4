"""What the page answers: itself, and where the answers of the others are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sheetflow import __version__
from sheetflow.domain.messages import texts_in
from sheetflow.serving.access import HEADERS, SIGN_IN
from sheetflow.serving.answers import error_answer, not_kept
from sheetflow.serving.box_page import REFRESH
from sheetflow.serving.dropped import Dropped
from sheetflow.serving.in_place import InPlace
from sheetflow.serving.incoming import why_too_large
from sheetflow.serving.page_language import page_language, script_words
from sheetflow.serving.results import Result
from sheetflow.serving.service import Service

HERE = Path(__file__).parent

CLEANING = 60
"""So many seconds pass between two looks for results that are too old."""

Answer = Callable[[Request], Awaitable[Response]]


class Pages:
    """The page and what belongs to it."""

    def __init__(self, service: Service) -> None:
        loader = FileSystemLoader(HERE / "templates")
        self._templates = Environment(loader=loader, autoescape=select_autoescape())
        self.service = service

    def application(self) -> Starlette:
        """The whole as one application."""
        dropped = Dropped(self.service)
        in_place = InPlace(self.service)
        routes = [
            Route("/", self.page),
            Route(SIGN_IN, self.sign_in, methods=["GET", "POST"]),
            Route("/run", dropped.run, methods=["POST"]),
            Route("/map/{number}", dropped.map, methods=["POST"]),
            Route("/import/{number}", dropped.take_list, methods=["POST"]),
            Route("/report/{number}/{name}", dropped.report, methods=["POST"]),
            Route("/preview/{number}/{name:path}", dropped.preview, methods=["POST"]),
            Route("/forget/{number}", dropped.forget, methods=["POST"]),
            Route("/progress/{job}", self.progress),
            Route("/box", self.box),
            Route("/folder", in_place.list),
            Route("/folder/run", in_place.run, methods=["POST"]),
            Route("/folder/map", in_place.map, methods=["POST"]),
            Route("/results.zip", self.everything),
            Route("/results/{number}.zip", self.archive),
            Route("/results/{number}/{name:path}", self.file),
            Route("/pictures/{number}/{name:path}", self.picture),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ]
        guard = Middleware(BaseHTTPMiddleware, dispatch=self._guard)
        return Starlette(routes=routes, middleware=[guard], lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        cleaning = asyncio.create_task(self._clean())
        yield
        cleaning.cancel()
        self.service.results.close()

    async def _clean(self) -> None:
        """Delete old results, even where nobody uses the page any more."""
        while True:
            await asyncio.sleep(CLEANING)
            self.service.results.forget_old()

    async def _guard(self, request: Request, answer: Answer) -> Response:
        """Let in who may come in; every answer gets the headers that close the page to others."""
        response = self._refusal(request)
        if response is None:
            response = await answer(request)
        response.headers.update(HEADERS)
        return response

    def _refusal(self, request: Request) -> Response | None:
        """The answer to a request that is not let in, or is too large; None for any other."""
        refusal = self.service.access.refusal(request)
        if refusal is not None:
            return refusal
        too_large, status = why_too_large(request)
        return error_answer(too_large, status) if too_large else None

    # -- answers

    async def page(self, request: Request) -> Response:
        """The page itself."""
        folder = self.service.folder
        return self._html(
            request,
            "page.html",
            folder=folder.folder.name if folder else "",
            reports=self.service.reports,
            makes_pdfs=self.service.makes_pdfs,
            has_box=self.service.box is not None,
            is_shared=self.service.access.password is not None,
        )

    async def box(self, request: Request) -> Response:
        """What became of the workbooks that were dropped into the watched folder."""
        if self.service.box is None:
            return not_kept()
        status = await asyncio.to_thread(self.service.box)
        response = self._html(request, "box.html", box=status)
        response.headers["Refresh"] = REFRESH
        return response

    async def sign_in(self, request: Request) -> Response:
        """The form for the password, and what becomes of it."""
        password = self.service.access.password
        if password is None:
            return not_kept()
        if request.method == "GET":
            return self._html(request, "sign_in.html", 200)
        machine = request.client.host if request.client else ""
        form = await request.form(max_files=0, max_fields=2)
        # Nothing may wait between these two: many guesses that come at once are counted too.
        if password.is_blocked(machine):
            return self._html(request, "sign_in.html", 429, is_blocked=True)
        if password.accepts(str(form.get("password", "")), machine):
            return self.service.access.let_in(request)
        return self._html(request, "sign_in.html", 403, is_wrong=True)

    def _html(
        self, request: Request, template: str, status: int = 200, **values: Any
    ) -> Response:
        """A template in the language of the browser."""
        language = page_language(request.headers.get("accept-language", ""))
        made = self._templates.get_template(template)
        text = made.render(
            _=texts_in(language),
            language=language,
            words=script_words(language),
            version=__version__,
            **values,
        )
        return HTMLResponse(text, status_code=status)

    async def progress(self, request: Request) -> Response:
        """The stage that a run has reached."""
        session = self.service.access.session(request)
        stage = self.service.stages.get(session, request.path_params["job"])
        return JSONResponse({"stage": stage})

    async def file(self, request: Request) -> Response:
        """One file that a run wrote."""
        result = self.service.result(request)
        path = result.path(request.path_params["name"]) if result else None
        return FileResponse(path, filename=path.name) if path else not_kept()

    async def picture(self, request: Request) -> Response:
        """One page of a document, as a picture."""
        result = self.service.result(request)
        path = result.picture(request.path_params["name"]) if result else None
        return FileResponse(path, media_type="image/png") if path else not_kept()

    async def archive(self, request: Request) -> Response:
        """All that a run wrote, as a zip file."""
        result = self.service.result(request)
        return await _zip_of(result) if result else not_kept()

    async def everything(self, request: Request) -> Response:
        """All that the runs of this browser wrote, as a zip file with a folder for each workbook."""
        session = self.service.access.session(request)
        results = self.service.results
        chosen = results.of_session(session)
        try:
            path = await asyncio.to_thread(results.zip_all, chosen)
        except FileNotFoundError:
            return not_kept()
        away = BackgroundTask(path.unlink)
        return FileResponse(path, filename="sheetflow.zip", background=away)


async def _zip_of(result: Result) -> Response:
    """All that a run wrote, to be saved under the name of its workbook."""
    name = f"{Path(result.name).stem}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{_ascii(name)}"'}
    try:
        zipped = await asyncio.to_thread(result.zipped)
    except FileNotFoundError:
        return not_kept()
    return Response(zipped, media_type="application/zip", headers=headers)


def _ascii(name: str) -> str:
    return name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
