"""Hostile and broken files: each ends in one sentence or in the right cells, in little time and memory.

A worker process reads them, with a limit of memory, so that a file that kills it fails its own test alone.
"""

from __future__ import annotations

import multiprocessing
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import minimal_package as small
import pytest
from hostile_files import REFUSED
from locations import CORPUS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

HOSTILE = sorted((CORPUS / "hostile").glob("*"))
RICH = sorted((CORPUS / "rich").glob("*"))
SECONDS = 10
MEMORY = 1 << 30
PATIENCE = 300
"""How long a file may take by the clock: the machine may be busy. What counts is the CPU time, SECONDS."""

Outcome = tuple[str, object]


def read_files(pipe: Connection) -> None:
    """The worker: for each path that comes in, what came of it and the sentence, cells or traceback."""
    import time
    import traceback

    from sheetflow.errors import SheetflowError
    from sheetflow.workbook import Workbook

    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    while path := pipe.recv():
        began = time.process_time()
        try:
            book = Workbook.open(Path(path))
            outcome: Outcome = (
                "read",
                {sheet: book.read(sheet).rows[:50] for sheet in book.sheets},
            )
        except SheetflowError as error:
            outcome = "refused", str(error)
        except BaseException:  # noqa: BLE001  whatever it is, the parent tells which file did it
            outcome = "broke", traceback.format_exc()
        used = time.process_time() - began
        pipe.send(outcome if used < SECONDS else ("slow", f"{used:.1f} seconds of CPU"))


class Worker:
    """A process that reads files one after the other; a new one if the last has died."""

    def __init__(self) -> None:
        self.process: multiprocessing.process.BaseProcess | None = None

    def read(self, path: Path) -> Outcome:
        if self.process is None:
            context = multiprocessing.get_context("spawn")
            self.pipe, there = context.Pipe()
            self.process = context.Process(
                target=read_files, args=(there,), daemon=True
            )
            self.process.start()
            there.close()
        self.pipe.send(str(path))
        try:
            if self.pipe.poll(PATIENCE):
                return self.pipe.recv()
            self.end()
        except EOFError:
            self.end()
            return "died", "the process was killed or aborted"
        return "hung", f"more than {PATIENCE} seconds"

    def end(self) -> None:
        if self.process:
            self.process.kill()
            self.process.join()
            self.process = None


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    reader = Worker()
    yield reader
    reader.end()


def assert_fit(outcome: Outcome, name: str) -> None:
    """One line with the file's name and a remedy, or cells that hold nothing of this computer's files."""
    kind, result = outcome
    assert kind in ("refused", "read"), f"{kind}: {result}"
    if kind == "refused":
        assert isinstance(result, str)
        assert "\n" not in result
        assert name in result
        assert "; " in result
    assert "root:" not in str(result)


@pytest.mark.skipif(
    not HOSTILE, reason="the corpus of hostile files is not beside the project"
)
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_a_hostile_file_is_refused_or_read(worker: Worker, path: Path) -> None:
    assert_fit(worker.read(path), path.name)


@pytest.mark.skipif(
    not RICH, reason="the corpus of rich workbooks is not beside the project"
)
@pytest.mark.parametrize("path", RICH, ids=lambda path: path.name)
def test_a_rich_workbook_is_read_unless_it_is_signed(
    worker: Worker, path: Path
) -> None:
    kind, result = worker.read(path)
    assert kind == "read" or "digitally signed" in str(result)


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_file_is_refused_through_the_facade(
    worker: Worker, tmp_path: Path, name: str
) -> None:
    data, words = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(data)
    kind, result = worker.read(path)
    assert (kind, words in str(result)) == ("refused", True), result
    assert_fit((kind, result), name)


ODD = {
    "no references": (
        "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>",
        (3, 2),
    ),
    "stray style": (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>',
        (1, 1),
    ),
    "out of order": (
        '<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="B1"><v>1</v></c></row>',
        None,
    ),
    "the same twice": (
        '<row r="1"><c r="A1"><v>2</v></c><c r="A1"><v>1</v></c></row>',
        (1, 1),
    ),
    "no such text": ('<row r="1"><c r="A1" t="s"><v>9</v></c></row>', None),
    "no such truth": ('<row r="1"><c r="A1" t="b"><v>2</v></c></row>', None),
    "no such kind": ('<row r="1"><c r="A1" t="what"><v>2</v></c></row>', None),
    "no such style": ('<row r="1"><c r="A1" s="99"><v>2</v></c></row>', None),
    "not a number": ('<row r="1"><c r="A1"><v>one</v></c></row>', None),
    "nothing": ("", None),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_sheet_is_read_or_refused(
    worker: Worker, tmp_path: Path, name: str
) -> None:
    rows, size = ODD[name]
    path = tmp_path / "book.xlsx"
    path.write_bytes(small.with_sheet(rows))
    kind, result = worker.read(path)
    assert_fit((kind, result), "book.xlsx")
    if size:
        cells = result["Orders"]
        assert (len(cells), max(map(len, cells))) == size


@pytest.mark.parametrize("cell", ["AB1048576", "XFD1800"])
def test_two_cells_far_apart_take_no_gigabyte(
    worker: Worker, tmp_path: Path, cell: str
) -> None:
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    path = tmp_path / "book.xlsx"
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{cell}"><v>2</v></c></row>'
    path.write_bytes(small.with_sheet(rows))
    kind, result = worker.read(path)
    assert kind == "read", result
    assert result["Orders"][0][0] == 1


def test_no_entity_is_fetched(worker: Worker, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        declaration = f'<!DOCTYPE x SYSTEM "{address}a.dtd" [<!ENTITY e SYSTEM "{address}b">]>'.encode()
        for part in (
            small.SHEET,
            small.STRINGS,
            small.WORKBOOK,
            small.STYLES,
            "customXml/item1.xml",
        ):
            path = tmp_path / "book.xlsx"
            path.write_bytes(
                small.workbook({part: declaration + small.parts().get(part, b"<x/>")})
            )
            assert_fit(worker.read(path), "book.xlsx")
        with pytest.raises(TimeoutError):
            server.accept()
