"""Broken and malicious files through the real command: one sentence or the right result, in little time and memory."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from locations import CORPUS
from measured import assert_fit, measured
from shop import AS_OF, files, sheetflow, stopped

HOSTILE = sorted((CORPUS / "hostile").glob("*"))
pytestmark = pytest.mark.skipif(
    not hasattr(os, "wait4"), reason="this platform does not tell what a process used"
)

TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPLICED = (
    "-c",
    """
import sys
from pathlib import Path
from business import with_business
from sheetflow.cli import main
from sheetflow.errors import SheetflowError
source, target, folder = map(Path, sys.argv[1:])
try:
    target.write_bytes(with_business(target, source.read_bytes()))
except SheetflowError as error:
    sys.exit(print(error, file=sys.stderr) or 3)
main(["run", str(target), "-o", str(folder), "--as-of=2026-03-02"])
""",
)
"""Gives the file the sheets of a small business that it lacks, and runs it."""


@pytest.mark.skipif(
    not HOSTILE,
    reason="the corpus of hostile files (../shared/corpus/hostile) is not here",
)
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_a_hostile_file_ends_in_one_sentence_or_in_the_right_result(
    tmp_path: Path, path: Path
) -> None:
    before = path.read_bytes()
    ended = measured("run", path, "-o", tmp_path / "out", AS_OF)
    assert_fit(ended)
    assert ended.status == 3, "none of them is a business"
    assert files(tmp_path) == []
    if ": no sheet " in ended.err:  # it was taken for a workbook: let it be one
        ended = measured(path, tmp_path / path.name, tmp_path / "out", program=SPLICED)
        assert_fit(ended)
        assert ended.status == 3 or f"{tmp_path / 'out' / path.name}" in ended.out
    assert "root:" not in ended.out + ended.err
    assert path.read_bytes() == before


def test_no_address_in_a_workbook_is_called(tmp_path: Path) -> None:
    """Neither that of a DTD or entity (it is refused), nor that of an external link, picture or query."""
    import zipfile

    from shop import demo

    path = demo(tmp_path, "shop.xlsx")
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        zipfile.ZipFile(path, "a") as package,
    ):
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        relations = "".join(
            f'<Relationship Id="x{at}" Type="{TYPES}/{kind}" '
            f'Target="{address}{kind}" TargetMode="External"/>'
            for at, kind in enumerate(
                ("image", "externalLinkPath", "hyperlink", "attachedTemplate")
            )
        )
        xml = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}'
        package.writestr("xl/_rels/theme1.xml.rels", f"{xml}</Relationships>")
        package.close()
        for command in ("run", "doctor", "check"):
            assert_fit(measured(command, path))
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("command", ["run", "check", "doctor"])
def test_every_command_refuses_in_one_line(tmp_path: Path, command: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing else")
    assert "book.xlsx: " in stopped(sheetflow(command, path))
