"""The server of the page."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import uvicorn

from sheetflow.serving.access import COOKIE, Access
from sheetflow.serving.box_page import ReadStatus
from sheetflow.serving.folder import FolderRuns
from sheetflow.serving.hosts import bound_socket, reached_by
from sheetflow.serving.pages import Pages
from sheetflow.serving.passwords import Password
from sheetflow.serving.results import Results, delete_left_behind
from sheetflow.serving.service import Service

HOST = "127.0.0.1"

PATIENCE = 10
"""How many seconds a run may still take when the page is stopped."""


class Server:
    """A server that is bound to its port, and not started yet."""

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        reports: Mapping[str, str] | None = None,
        host: str = HOST,
        password: Password | None = None,
        box: ReadStatus | None = None,
    ) -> None:
        """Bind to a port; 0 is any free one.

        `reports` are the titles of those that can be made, by name; `password` lets other
        machines in; `box` looks at a folder that is watched. Raises SheetflowError where the port cannot be used.
        """
        self._socket = bound_socket(host, port)
        number = self._socket.getsockname()[1]
        self.hosts = reached_by(host, number)
        access = Access(self.hosts, cookie=f"{COOKIE}_{number}", password=password)
        self.address = f"http://{self.hosts[0]}/?token={access.token}"
        delete_left_behind()
        service = Service(
            access,
            Results(),
            FolderRuns(folder) if folder else None,
            reports or {},
            makes_pdfs=bool(find_spec("typst")),
            box=box,
        )
        self._pages = Pages(service)

    def serve(self) -> None:
        """Answer until the process is told to stop."""
        config = uvicorn.Config(
            self._pages.application(),
            log_level="warning",
            access_log=False,
            # The host and the machine of a request are those of its connection, whatever it says.
            proxy_headers=False,
            timeout_graceful_shutdown=PATIENCE,
        )
        uvicorn.Server(config).run(sockets=[self._socket])
