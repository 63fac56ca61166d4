"""`sheetflow run` ends with the old workbook or with the new one, whole, however it ends; and leaves nothing about."""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from locations import ROOT
from shop import AS_OF, demo, files, process, sheetflow, stopped

from sheetflow.opening import open_workbook
from sheetflow.workbook import Workbook
from sheetflow.workbook.publishing import publish
from sheetflow.workbook.publishing.locks import exclusive_lock

posix = pytest.mark.skipif(
    os.name != "posix", reason="signals and permissions of POSIX"
)
root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0,
    reason="only root can make a disk that is full or read-only",
)
STEPS = len(publish.STEPS)
REPLACED = publish.STEPS.index(publish._replace)

DIES = """
import os, re, signal
from sheetflow.workbook.publishing import publish

def die(_=None):
    os.kill(os.getpid(), signal.SIGKILL)

class Short:
    def __init__(self, file):
        self.file = file

    def write(self, data):
        self.file.write(data[: len(data) // 2])
        self.file.flush()
        die()

def half(publication):
    whole = publication.write
    publication.write = lambda file: whole(Short(file))

filed, publish_one = 0, publish.Publication

def counted(write, target, *arguments):
    global filed
    filed += bool(re.fullmatch({file}, target.name))
    steps = list(publish.STEPS)
    if filed == 1 and re.fullmatch({file}, target.name):
        steps.insert({step} if {step} >= 0 else 0, die if {step} >= 0 else half)
        publish.STEPS = tuple(steps)
    return publish_one(write, target, *arguments)

publish.Publication = counted
"""
"""The run dies at one step of publishing the first file with such a name.

Step -1 is in the middle of writing it.
"""

BOOK = r"demo\.xlsx"
BACKUP = r"demo \d.*\.xlsx"
DOCUMENT = r"invoices\.xlsx"

DIES_BEFORE_ITS_FOLDER_HAS_A_NAME = """
import os, signal
from sheetflow.workbook.publishing import new_folders

def die(_):
    os.kill(os.getpid(), signal.SIGKILL)

new_folders.StagedFolder.publish = die
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return demo(tmp_path)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def whole(path: Path) -> bool:
    """It opens, and has what a run writes."""
    return "Run log" in Workbook.open(path).sheets


def backups(folder: Path) -> list[str]:
    return [name for name in files(folder) if name.startswith(".sheetflow/backups/")]


# ------------------------------------------------------------------ runs that die


@posix
@pytest.mark.parametrize("step", range(-1, STEPS + 1))
def test_a_run_killed_at_any_step_leaves_the_input_and_no_half_result(
    book: Path, step: int
) -> None:
    before = digest(book)
    out = book.parent / "out"
    result = out / book.name
    _killed(book, "run", AS_OF, "-o", str(out), file=BOOK, step=step)
    assert digest(book) == before
    assert result.exists() == (step > REPLACED)
    assert not result.exists() or whole(result)
    _next_run_cleans_up(book, "run", AS_OF, "-o", str(out))
    assert printed_folders(out) == [
        "2026-03-02 run 1",
        *(["2026-03-02 run 1 (2)"] if step > REPLACED else []),
    ]


@posix
@pytest.mark.parametrize("step", range(-1, STEPS + 1))
def test_a_run_in_place_killed_at_any_step_leaves_the_old_workbook_or_the_new(
    book: Path, step: int
) -> None:
    before = digest(book)
    _killed(book, "run", AS_OF, file=BOOK, step=step)
    assert (digest(book) == before) == (step <= REPLACED)
    assert (digest(book) == before) or whole(book)
    (copy,) = backups(book.parent)
    assert digest(book.parent / copy) == before
    assert printed_folders(book.parent) == []
    _next_run_cleans_up(book, "run", AS_OF)
    assert printed_folders(book.parent) == ["2026-03-02 run 1"], "none is lost"
    if step > REPLACED:
        assert sheetflow("undo", book).exit_code == 0, "the second run"
        assert sheetflow("undo", book).exit_code == 0, "the run that died"
        assert digest(book) == before


@posix
@pytest.mark.parametrize("step", [-1, REPLACED])
def test_a_run_killed_while_it_makes_the_backup_leaves_no_half_copy(
    book: Path, step: int
) -> None:
    before = digest(book)
    _killed(book, "run", AS_OF, file=BACKUP, step=step)
    assert digest(book) == before
    assert [name for name in backups(book.parent) if not name.endswith(".tmp")] == []
    _next_run_cleans_up(book, "run", AS_OF)
    (copy,) = backups(book.parent)
    assert digest(book.parent / copy) == before


@posix
@pytest.mark.parametrize("step", [-1, REPLACED, REPLACED + 1])
def test_a_run_killed_at_its_documents_has_written_nothing(
    book: Path, step: int
) -> None:
    before = digest(book)
    _killed(book, "run", AS_OF, file=DOCUMENT, step=step)
    assert digest(book) == before
    assert printed_folders(book.parent) == []
    _next_run_cleans_up(book, "run", AS_OF)
    assert printed_folders(book.parent) == ["2026-03-02 run 1"]


@posix
@pytest.mark.parametrize("output", [[], ["-o", "out"]])
def test_the_documents_of_a_run_that_died_right_after_the_workbook_are_not_lost(
    book: Path, output: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(book.parent)
    where = book.parent / "out" if output else book.parent
    code = DIES_BEFORE_ITS_FOLDER_HAS_A_NAME
    ended = process("run", book, AS_OF, *output, code=code)
    assert ended.status == -signal.SIGKILL, ended.err
    assert whole(where / book.name)
    assert printed_folders(where) == []
    again = sheetflow("run", where / book.name, AS_OF)
    folder = where / "demo papers" / "2026-03-02 run 1"
    assert f"{folder}/   from a run that was interrupted\n" in again.stdout
    assert (folder / "invoices.xlsx").is_file()
    assert printed_folders(where) == ["2026-03-02 run 1"]


def printed_folders(folder: Path) -> list[str]:
    """The folders of documents in a folder, as people see them."""
    found = (folder / "demo papers").glob("[!.]*")
    return sorted(path.name for path in found)


def _killed(book: Path, command: str, *options: str, file: str, step: int) -> None:
    code = DIES.replace("{file}", repr(file)).replace("{step}", str(step))
    ended = process(command, book, *options, code=code)
    assert ended.status == -signal.SIGKILL, ended.err


def _next_run_cleans_up(book: Path, command: str, *options: str) -> None:
    again = sheetflow(command, book, *options)
    assert again.exit_code in (0, 1), again.output
    left = [path.name for path in book.parent.rglob("*.tmp")]
    assert left == []


# ------------------------------------------------------------------ others at the same workbook


def test_a_workbook_changed_since_it_was_read_is_left_alone(book: Path) -> None:
    changes = """
from sheetflow.workbook.publishing import publish
verify = publish._verify
def changed(publication):
    if publication.expected_sha256:
        publication.target.write_bytes(publication.target.read_bytes() + b"typed meanwhile")
    verify(publication)
publish.STEPS = tuple(changed if step is verify else step for step in publish.STEPS)
"""
    before = book.read_bytes()
    ended = process("run", book, AS_OF, code=changes)
    assert (ended.status, ended.out) == (3, "")
    assert ended.err.count("\n") == 1
    assert "somebody changed it" in ended.err
    assert book.read_bytes() == before + b"typed meanwhile"
    assert [
        name
        for name in files(book.parent)
        if not name.startswith(".sheetflow/backups/")
    ] == [book.name]


@pytest.mark.parametrize(
    ("mark", "program"),
    [("~$demo.xlsx", "Excel"), (".~lock.demo.xlsx#", "LibreOffice")],
)
def test_a_workbook_open_elsewhere_is_not_replaced_but_may_be_read(
    book: Path, mark: str, program: str
) -> None:
    (book.parent / mark).touch()
    before = digest(book)
    line = stopped(sheetflow("run", book, AS_OF))
    assert f"open in {program}" in line
    assert digest(book) == before
    assert files(book.parent) == sorted([book.name, mark]), "not even a backup was made"
    assert sheetflow("run", book, AS_OF, "--dry-run").exit_code in (0, 1)
    out = book.parent / "out"
    assert sheetflow("run", book, AS_OF, "-o", out).exit_code in (0, 1)


def test_nothing_is_written_where_the_copy_to_write_is_open(book: Path) -> None:
    out = book.parent / "out"
    sheetflow("run", book, AS_OF, "-o", out)
    (out / "~$demo.xlsx").touch()
    before = {name: digest(out / name) for name in files(out)}
    assert "demo.xlsx: it is open in Excel" in stopped(
        sheetflow("run", book, AS_OF, "-o", out)
    )
    assert {name: digest(out / name) for name in files(out)} == before


def test_the_second_of_two_runs_waits_for_the_first(book: Path) -> None:
    holds = f"""
import sys
from pathlib import Path
from sheetflow.workbook.publishing.locks import exclusive_lock
with exclusive_lock(Path({str(book)!r})):
    print("held", flush=True)
    sys.stdin.readline()
"""
    with subprocess.Popen(
        [sys.executable, "-c", holds], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        impatient = (
            "from sheetflow.workbook.publishing import locks\n"
            "locks.exclusive_lock.__wrapped__.__defaults__ = (0.1,)"
        )
        second = process("run", book, AS_OF, code=impatient)
        assert (second.status, second.out) == (3, "")
        assert "another run of sheetflow is using it; wait" in second.err
        first.stdin.write(b"\n")
        first.stdin.flush()
        assert process("run", book, AS_OF).status in (0, 1)
    assert whole(book)


def test_two_runs_at_once_do_everything_once(book: Path) -> None:
    """Both are started together; the second finds what the first has done."""
    command = [sys.executable, "-m", "sheetflow", "run", str(book), AS_OF]
    runs = [
        subprocess.Popen(
            command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in "12"
    ]
    said = [run.communicate()[1] for run in runs]
    assert [run.returncode in (0, 1) for run in runs] == [True, True], said
    invoices = open_workbook(book).raw["Invoices"].frame["Invoice"].tolist()
    assert invoices == ["INV-000001", "INV-000002"]
    with exclusive_lock(book, patience=0.1):
        assert whole(book)


# ------------------------------------------------------------------ disks and folders


@posix
def test_a_private_workbook_has_a_private_result_and_backup(book: Path) -> None:
    book.chmod(0o600)
    out = book.parent / "out"
    sheetflow("run", book, AS_OF, "-o", out)
    sheetflow("run", book, AS_OF)
    (copy,) = backups(book.parent)
    kept = book.parent / ".sheetflow" / "last" / book.name
    for path in (book, book.parent / copy, kept, out / book.name):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", [".sheetflow", "demo papers", "out"])
def test_what_is_in_the_way_is_named_and_the_input_untouched(
    book: Path, name: str
) -> None:
    before = digest(book)
    way = book.parent / name
    way.write_text("a file")
    output = ["-o", str(way)] if name == "out" else []
    assert "there is a file where its folder should be" in stopped(
        sheetflow("run", book, AS_OF, *output)
    )
    assert digest(book) == before
    assert files(book.parent) == sorted([book.name, way.name])


@root
@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize(
    ("size", "words"), [("64k", "the disk is full"), ("ro", "the disk is read-only")]
)
def test_a_disk_that_is_full_or_read_only_leaves_all_as_it_was(
    tmp_path: Path, in_place: bool, size: str, words: str
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    source = demo(tmp_path)
    room = source.stat().st_size + (8192 if size == "64k" else 1 << 20)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", disk], check=False
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        book = disk / "demo.xlsx"
        book.write_bytes(source.read_bytes())
        if size == "ro":
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        output = [] if in_place else ["-o", str(disk / "out")]
        line = stopped(sheetflow("run", book, AS_OF, *output))
        assert words in line
        assert book.read_bytes() == source.read_bytes()
        assert files(disk) == ["demo.xlsx"]
    finally:
        subprocess.run(["umount", disk], check=True)
