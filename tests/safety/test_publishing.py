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
import os, signal
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

def counted(*arguments):
    global filed
    filed += 1
    steps = list(publish.STEPS)
    if filed == {file}:
        steps.insert({step} if {step} >= 0 else 0, die if {step} >= 0 else half)
        publish.STEPS = tuple(steps)
    return publish_one(*arguments)

publish.Publication = counted
"""
"""The run dies at one step of publishing one of its files; step -1 is in the middle of writing it."""


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
    before, result = digest(book), book.parent / "out" / book.name
    _killed(book, "run", AS_OF, file=1, step=step)
    assert digest(book) == before
    assert result.exists() == (step > REPLACED)
    assert not result.exists() or whole(result)
    _next_run_cleans_up(book, "run", AS_OF)


@posix
@pytest.mark.parametrize("step", range(-1, STEPS + 1))
def test_a_run_in_place_killed_at_any_step_leaves_the_old_workbook_or_the_new(
    book: Path, step: int
) -> None:
    before = digest(book)
    _killed(book, "run", AS_OF, "--in-place", file=2, step=step)
    assert (digest(book) == before) == (step <= REPLACED)
    assert (digest(book) == before) or whole(book)
    (copy,) = backups(book.parent)
    assert digest(book.parent / copy) == before
    _next_run_cleans_up(book, "run", AS_OF, "--in-place")


@posix
@pytest.mark.parametrize("step", [-1, REPLACED])
def test_a_run_killed_while_it_makes_the_backup_leaves_no_half_copy(
    book: Path, step: int
) -> None:
    before = digest(book)
    _killed(book, "run", AS_OF, "--in-place", file=1, step=step)
    assert digest(book) == before
    assert [name for name in backups(book.parent) if not name.endswith(".tmp")] == []
    _next_run_cleans_up(book, "run", AS_OF, "--in-place")
    (copy,) = backups(book.parent)
    assert digest(book.parent / copy) == before


@posix
@pytest.mark.parametrize("step", [-1, REPLACED, REPLACED + 1])
def test_a_run_killed_at_its_papers_has_written_the_workbook(
    book: Path, step: int
) -> None:
    _killed(book, "run", AS_OF, file=2, step=step)
    assert whole(book.parent / "out" / book.name)
    papers = [
        name
        for name in files(book.parent / "out")
        if not name.endswith(".tmp") and name != book.name
    ]
    assert len(papers) == (step > REPLACED)
    _next_run_cleans_up(book, "run", AS_OF)


def _killed(book: Path, command: str, *options: str, file: int, step: int) -> None:
    code = DIES.replace("{file}", str(file)).replace("{step}", str(step))
    ended = process(command, book, *options, code=code)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def _next_run_cleans_up(book: Path, command: str, *options: str) -> None:
    again = sheetflow(command, book, *options)
    assert again.exit_code in (0, 1), again.output
    assert [name for name in files(book.parent) if name.endswith(".tmp")] == []


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
    ended = process("run", book, AS_OF, "--in-place", code=changes)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.count("\n") == 1
    assert "somebody changed it" in ended.stderr
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
    line = stopped(sheetflow("run", book, AS_OF, "--in-place"))
    assert f"open in {program}" in line
    assert digest(book) == before
    assert files(book.parent) == sorted([book.name, mark]), "not even a backup was made"
    assert sheetflow("run", book, AS_OF, "--in-place", "--dry-run").exit_code in (0, 1)
    assert sheetflow("run", book, AS_OF).exit_code in (0, 1)


@pytest.mark.parametrize("opened", ["demo.xlsx", "invoices.xlsx"])
def test_nothing_is_written_where_one_of_the_files_to_write_is_open(
    book: Path, opened: str
) -> None:
    sheetflow("run", book, AS_OF)
    out = book.parent / "out"
    assert (out / opened).exists()
    (out / f"~${opened}").touch()
    before = {name: digest(out / name) for name in files(out)}
    assert f"{opened}: it is open in Excel" in stopped(sheetflow("run", book, AS_OF))
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
        second = process("run", book, AS_OF, "--in-place", code=impatient)
        assert (second.returncode, second.stdout) == (3, "")
        assert "another run of sheetflow is using it; wait" in second.stderr
        first.stdin.write(b"\n")
        first.stdin.flush()
        assert process("run", book, AS_OF, "--in-place").returncode in (0, 1)
    assert whole(book)


def test_two_runs_at_once_do_everything_once(book: Path) -> None:
    """Both are started together; the second finds what the first has done."""
    command = [sys.executable, "-m", "sheetflow", "run", str(book), AS_OF, "--in-place"]
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
    sheetflow("run", book, AS_OF)
    sheetflow("run", book, AS_OF, "--in-place")
    (copy,) = backups(book.parent)
    for path in (book, book.parent / copy, book.parent / "out" / book.name):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("options", [[], ["--in-place"]])
def test_what_is_in_the_way_is_named_and_the_input_untouched(
    book: Path, options: list[str]
) -> None:
    before = digest(book)
    way = book.parent / (".sheetflow" if options else "out")
    way.write_text("a file")
    assert "there is a file where its folder should be" in stopped(
        sheetflow("run", book, AS_OF, *options)
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
        line = stopped(
            sheetflow("run", book, AS_OF, *(["--in-place"] if in_place else []))
        )
        assert words in line
        assert book.read_bytes() == source.read_bytes()
        assert files(disk) == ["demo.xlsx"]
    finally:
        subprocess.run(["umount", disk], check=True)
