"""What all answers of the page share: who is let in, what is kept, how much runs at once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request

from sheetflow.serving.access import Access
from sheetflow.serving.box_page import ReadStatus
from sheetflow.serving.folder import FolderRuns
from sheetflow.serving.results import Result, Results
from sheetflow.serving.stages import Stages


@dataclass(frozen=True)
class Service:
    """The page's access, results, folder and child processes.

    `reports` are the titles of the reports that can be made, by name; `makes_pdfs` says whether
    the packages for PDFs are installed. `box` looks at the folder where `sheetflow watch` does.
    """

    access: Access
    results: Results = field(default_factory=Results)
    folder: FolderRuns | None = None
    reports: Mapping[str, str] = field(default_factory=dict)
    makes_pdfs: bool = False
    box: ReadStatus | None = None
    stages: Stages = field(default_factory=Stages)
    at_once: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(os.cpu_count() or 1)
    )

    def result(self, request: Request) -> Result | None:
        """The result that a request names, if it is this browser's."""
        number = request.path_params["number"]
        return self.results.get(number, self.access.session(request))
