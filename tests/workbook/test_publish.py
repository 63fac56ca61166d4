"""Publishing: the old file or the new one, whole, whatever happens; and no file left behind."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING, BinaryIO

import minimal_package as small
import pytest

from sheetflow.errors import SheetflowError
from sheetflow.workbook.guards.child_process import run_in_child
from sheetflow.workbook.publishing import backups, locks, publish, temporary_files

if TYPE_CHECKING:
    from pathlib import Path

OLD = small.workbook()
NEW = small.with_sheet('<row r="1"><c r="A1"><v>42</v></c></row>')
posix = pytest.mark.skipif(
    os.name != "posix", reason="signals and permissions of POSIX"
)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def writing(data: bytes) -> object:
    def write(file: BinaryIO) -> None:
        file.write(data)

    return write


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(OLD)
    return path


def files(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    )


# ------------------------------------------------------------------ as it should be


def test_a_new_file_is_whole_in_a_folder_made_for_it(tmp_path: Path) -> None:
    target = tmp_path / "out" / "2024" / "book.xlsx"
    publish.publish(writing(NEW), target)
    assert target.read_bytes() == NEW
    assert files(tmp_path) == ["out/2024/book.xlsx"]


def test_a_file_is_replaced_when_it_is_still_the_one_that_was_read(book: Path) -> None:
    publish.publish(writing(NEW), book, expected_sha256=digest(OLD))
    assert book.read_bytes() == NEW
    assert files(book.parent) == ["book.xlsx"]


def test_a_file_that_is_not_a_workbook_is_published_too(tmp_path: Path) -> None:
    publish.publish(writing(b"%PDF"), tmp_path / "invoice.pdf")
    assert (tmp_path / "invoice.pdf").read_bytes() == b"%PDF"


@posix
def test_the_mode_is_kept(book: Path, tmp_path: Path) -> None:
    book.chmod(0o640)
    publish.publish(writing(NEW), book)
    assert stat.S_IMODE(book.stat().st_mode) == 0o640
    publish.publish(writing(NEW), tmp_path / "other.xlsx", like=book)
    assert stat.S_IMODE((tmp_path / "other.xlsx").stat().st_mode) == 0o640


@posix
def test_the_result_of_a_read_only_workbook_can_be_written_again(
    book: Path, tmp_path: Path
) -> None:
    book.chmod(0o444)
    for _ in range(2):
        publish.publish(writing(NEW), tmp_path / "out.xlsx", like=book)
    assert stat.S_IMODE((tmp_path / "out.xlsx").stat().st_mode) == 0o644


@posix
def test_a_link_is_followed(book: Path) -> None:
    link = book.parent / "link.xlsx"
    link.symlink_to(book)
    publish.publish(writing(NEW), link)
    assert link.is_symlink()
    assert book.read_bytes() == NEW


# ------------------------------------------------------------------ refusals


def refusal(target: Path, write: object = None, expected: str | None = None) -> str:
    with pytest.raises(SheetflowError) as refused:
        publish.publish(write or writing(NEW), target, expected_sha256=expected)
    sentence = str(refused.value)
    assert sentence.startswith(f"{target}: ")
    assert "; " in sentence
    assert "\n" not in sentence
    return sentence


def test_a_file_that_somebody_changed_is_left_alone(book: Path) -> None:
    changed = small.with_sheet("")

    def write(file: BinaryIO) -> None:
        file.write(NEW)
        book.write_bytes(changed)

    assert "somebody changed it" in refusal(book, write, digest(OLD))
    assert book.read_bytes() == changed
    assert files(book.parent) == ["book.xlsx"]


def test_a_file_that_somebody_took_away_is_not_made_again(book: Path) -> None:
    book.unlink()
    assert "somebody changed it" in refusal(book, expected=digest(OLD))
    assert files(book.parent) == []


@pytest.mark.parametrize(
    ("mark", "program"),
    [("~$book.xlsx", "Excel"), (".~lock.book.xlsx#", "LibreOffice")],
)
def test_a_file_open_elsewhere_is_left_alone(
    book: Path, mark: str, program: str
) -> None:
    (book.parent / mark).write_bytes(b"")
    assert f"open in {program}" in refusal(book)
    assert mark in refusal(book)
    assert book.read_bytes() == OLD


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EACCES, "not allowed to write it"),
        (errno.EIO, "cannot be written"),
    ],
)
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    book: Path, number: int, words: str
) -> None:
    def write(file: BinaryIO) -> None:
        file.write(NEW[:100])
        raise OSError(number, os.strerror(number))

    assert words in refusal(book, write)
    assert book.read_bytes() == OLD
    assert files(book.parent) == ["book.xlsx"]


@posix
@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_folder_that_may_not_be_written_is_named(book: Path) -> None:
    book.parent.chmod(0o555)
    try:
        assert "not allowed to write it" in refusal(book)
    finally:
        book.parent.chmod(0o755)
    book.chmod(0o444)
    assert "not allowed to write it" in refusal(book)


def test_a_folder_in_place_of_the_file_and_a_file_in_place_of_the_folder(
    book: Path,
) -> None:
    (book.parent / "out").mkdir()
    assert "there is a folder where the file should go" in refusal(book.parent / "out")
    assert "there is a file where its folder should be" in refusal(book / "out.xlsx")


def test_a_workbook_that_we_would_not_take_ourselves_is_not_published(
    book: Path,
) -> None:
    with pytest.raises(SheetflowError, match="incomplete"):
        publish.publish(writing(NEW[:-30]), book)
    assert book.read_bytes() == OLD
    assert files(book.parent) == ["book.xlsx"]


def test_what_the_disk_does_not_give_back_is_not_published(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(publication: publish.Publication) -> None:
        publication.temporary.write_bytes(NEW + b"!")

    fill, *rest = publish.STEPS
    monkeypatch.setattr(publish, "STEPS", (fill, spoil, *rest))
    assert "the disk did not store what was written" in refusal(book)
    assert book.read_bytes() == OLD


# ------------------------------------------------------------------ runs that die

KILLED = """
import os, pathlib, signal, sys
from sheetflow.workbook.publishing import publish

target, new, step = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).read_bytes(), int(sys.argv[3])

def die(_=None):
    os.kill(os.getpid(), signal.SIGKILL)

def write(file):
    file.write(new[: len(new) // 2])
    if step == 0:
        file.flush()
        die()
    file.write(new[len(new) // 2 :])

steps = list(publish.STEPS)
steps.insert(step, die)
publish.STEPS = tuple(steps)
publish.publish(write, target, expected_sha256=sys.argv[4])
"""


@posix
@pytest.mark.parametrize("step", range(len(publish.STEPS) + 1))
def test_a_run_killed_at_any_step_leaves_the_old_file_or_the_new(
    book: Path, step: int, tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    new = tmp_path / "new" / "new.bin"
    new.write_bytes(NEW)
    arguments = [
        sys.executable,
        "-c",
        KILLED,
        str(book),
        str(new),
        str(step),
        digest(OLD),
    ]
    assert subprocess.run(arguments, check=False).returncode == -signal.SIGKILL
    replaced = step > publish.STEPS.index(publish._replace)
    assert book.read_bytes() == (NEW if replaced else OLD)
    publish.publish(writing(OLD), book)
    assert files(tmp_path) == ["book.xlsx", "new/new.bin"], (
        "the next run has cleaned up"
    )


def test_a_temporary_file_of_a_living_run_is_left_alone(book: Path) -> None:
    alive = (
        book.parent
        / f".sheetflow-00000000-{temporary_files._host():08x}-{os.getppid()}.tmp"
    )
    elsewhere = (
        book.parent / f".sheetflow-00000000-{temporary_files._host() ^ 1:08x}-99.tmp"
    )
    old = book.parent / f".sheetflow-00000000-{temporary_files._host() ^ 1:08x}-98.tmp"
    for path in (alive, elsewhere, old):
        path.touch()
    os.utime(old, (0, time.time() - 2 * temporary_files._STALE_AFTER))
    temporary_files.remove_stale(book.parent)
    assert (alive.exists(), elsewhere.exists(), old.exists()) == (True, True, False)


# ------------------------------------------------------------------ two runs at once

HOLDS = """
import pathlib, sys
from sheetflow.workbook.publishing import locks

with locks.exclusive_lock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_run_waits_then_says_so(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = [sys.executable, "-c", HOLDS, str(book)]
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(
                SheetflowError, match="another run of sheetflow is using it; "
            ),
            locks.exclusive_lock(book, patience=0.1),
        ):
            pass
        other.stdin.write("\n")
        other.stdin.flush()
        publish.publish(writing(NEW), book, expected_sha256=digest(OLD))
    assert book.read_bytes() == NEW


def test_one_run_may_hold_a_workbook_and_publish_it(book: Path) -> None:
    with locks.exclusive_lock(book, patience=0.1):
        publish.publish(writing(NEW), book, expected_sha256=digest(OLD))
    assert book.read_bytes() == NEW


# ------------------------------------------------------------------ backups


def test_a_backup_is_a_dated_copy_that_overwrites_none(book: Path) -> None:
    first = backups.backup(book)
    second = backups.backup(book)
    assert first.parent == book.parent / ".sheetflow" / "backups"
    assert first != second
    assert first.read_bytes() == second.read_bytes() == OLD
    assert first.name.startswith("book 2")
    assert first.suffix == ".xlsx"


def test_the_newest_twenty_backups_are_kept(book: Path) -> None:
    folder = book.parent / ".sheetflow" / "backups"
    folder.mkdir(parents=True)
    for day in range(10, 31):
        (folder / f"book 2001-01-{day} 120000.xlsx").touch()
    (folder / "book 2001-01-10 120000 (2).xlsx").touch()
    (folder / "bookkeeping 2001-01-01 120000.xlsx").touch()
    (folder / "book of mine.xlsx").touch()
    newest = backups.backup(book)
    kept = files(folder)
    assert len(kept) == backups.KEPT + 2
    assert newest.name in kept
    assert {"bookkeeping 2001-01-01 120000.xlsx", "book of mine.xlsx"} < set(kept)
    assert "book 2001-01-12 120000.xlsx" in kept
    assert "book 2001-01-11 120000.xlsx" not in kept


def test_a_backup_that_cannot_be_made_is_named(book: Path) -> None:
    (book.parent / ".sheetflow").touch()
    with pytest.raises(
        SheetflowError,
        match="no backup could be made: there is a file where its folder should be",
    ):
        backups.backup(book)
    with pytest.raises(SheetflowError, match="no backup could be made"):
        backups.backup(book.parent / "nothing.xlsx")


# ------------------------------------------------------------------ confinement


def doubled(text: str) -> str:
    return text * 2


def refused() -> None:
    raise SheetflowError("book.xlsx: it is empty; fill it")


def greedy(size: int) -> int:
    return len(bytearray(size))


def aborting() -> None:
    os.abort()


def endless() -> None:
    while True:
        time.sleep(1)


def mistaken() -> float:
    return 1 / 0


def test_a_confined_function_gives_its_result() -> None:
    assert run_in_child(doubled, "ab", name="book.xlsx") == "abab"


@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [
        (refused, (), "book.xlsx: it is empty; fill it"),
        (aborting, (), "book.xlsx: reading it took more memory than is allowed; "),
        (mistaken, (), "book.xlsx: the program that reads it stopped unexpectedly; "),
        (endless, (), "book.xlsx: reading it took more than 2 seconds; "),
        pytest.param(
            greedy, (1 << 31,), "book.xlsx: reading it took more memory than is allowed; ",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="no limit of memory on this platform"),
        ),
    ],
)  # fmt: skip
def test_the_death_of_a_confined_function_is_one_sentence(
    function: object, arguments: tuple, words: str
) -> None:
    with pytest.raises(SheetflowError) as ended:
        run_in_child(
            function,
            *arguments,
            name="book.xlsx",
            memory=1 << 30,
            seconds=2 if function is endless else 120,
        )
    assert words in str(ended.value)
    assert "\n" not in str(ended.value)
