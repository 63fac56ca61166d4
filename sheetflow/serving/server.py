"""The server of the page, on this machine."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path

import uvicorn

from sheetflow.errors import SheetflowError
from sheetflow.serving.access import Access, loopback_hosts
from sheetflow.serving.folder import FolderRuns
from sheetflow.serving.pages import Pages

ADDRESS = "127.0.0.1"


class Server:
    """A server that is bound to its port, and not started yet."""

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        reports: Mapping[str, str] | None = None,
    ) -> None:
        """Bind to a port; 0 is any free one.

        `reports` are the titles of those that can be made, by name. Raises SheetflowError
        where the port cannot be used.
        """
        self._socket = _bound(port)
        number = self._socket.getsockname()[1]
        self._access = Access(loopback_hosts(number))
        self.address = f"http://{ADDRESS}:{number}/?token={self._access.token}"
        runs = FolderRuns(folder) if folder else None
        self._pages = Pages(self._access, folder=runs, reports=reports or {})

    def serve(self) -> None:
        """Answer until the process is told to stop."""
        config = uvicorn.Config(
            self._pages.application(), log_level="warning", access_log=False
        )
        uvicorn.Server(config).run(sockets=[self._socket])


def _bound(port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((ADDRESS, port))
        # A browser that is faster than the server waits, instead of being refused.
        bound.listen()
    except OSError as error:
        bound.close()
        raise SheetflowError(
            f"port {port} is used by another program; choose another one with --port"
        ) from error
    return bound
