"""The watched folder: what is whole is run once, and nothing is lost, however the watcher ends."""

from __future__ import annotations

import errno
import fcntl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.box import campaign
from benchmarks.shops import write_shop
from sheetflow.batching.box.arrivals import Arrivals, Patience, may_be_taken
from sheetflow.batching.box.filing import Filing
from sheetflow.batching.box.journal import FILED, READY, Entry, Journal
from sheetflow.batching.box.names import copied_name
from sheetflow.batching.box.watch import Watcher, WatchRequest
from sheetflow.batching.job import DONE, Outcome
from sheetflow.errors import SheetflowError
from sheetflow.running.run_options import RunOptions

PATIENCE = Patience(whole=3, broken=60)


def test_a_watcher_that_is_killed_loses_nothing_and_does_nothing_twice(
    tmp_path: Path,
) -> None:
    """The same with 200 files and 20 kills is `python -m benchmarks.box`."""
    assert campaign(tmp_path / "box", files=30, kills=5) == []


# ------------------------------------------------------------------ what is whole


class Clock:
    """A clock that goes when it is told to."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def arrivals(tmp_path: Path, clock: Clock) -> Arrivals:
    return Arrivals(tmp_path, PATIENCE, clock)


def names(arrivals: Arrivals) -> list[str]:
    return [path.name for path in arrivals.whole()]


def test_a_file_is_whole_once_it_has_not_changed_for_a_while(
    tmp_path: Path, arrivals: Arrivals, clock: Clock
) -> None:
    shop = write_shop(tmp_path / "shop.xlsx")
    assert names(arrivals) == []
    clock.seconds = 2.9
    write_shop(shop, quantity=300)
    assert names(arrivals) == []
    clock.seconds = 5.8
    assert names(arrivals) == []
    clock.seconds = 5.9
    assert names(arrivals) == ["shop.xlsx"]


def test_half_a_file_is_given_longer(
    tmp_path: Path, arrivals: Arrivals, clock: Clock
) -> None:
    shop = write_shop(tmp_path / "shop.xlsx")
    shop.write_bytes(shop.read_bytes()[:2000])
    names(arrivals)
    clock.seconds = 59
    assert names(arrivals) == []
    assert arrivals.is_waiting
    clock.seconds = 60
    assert names(arrivals) == ["shop.xlsx"]


@pytest.mark.parametrize("lock", ["~$shop.xlsx", ".~lock.shop.xlsx#"])
def test_a_file_that_is_open_in_a_program_is_left_alone(
    tmp_path: Path, arrivals: Arrivals, clock: Clock, lock: str
) -> None:
    write_shop(tmp_path / "shop.xlsx")
    (tmp_path / lock).touch()
    names(arrivals)
    clock.seconds = 100
    assert names(arrivals) == []
    (tmp_path / lock).unlink()
    assert names(arrivals) == ["shop.xlsx"]


def test_a_file_that_a_program_has_locked_is_left_alone(
    tmp_path: Path, arrivals: Arrivals, clock: Clock
) -> None:
    shop = write_shop(tmp_path / "shop.xlsx")
    names(arrivals)
    clock.seconds = 100
    with shop.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert names(arrivals) == []
    assert names(arrivals) == ["shop.xlsx"]


def test_a_drive_without_such_locks_stops_nothing(
    tmp_path: Path, arrivals: Arrivals, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(_file: object, _how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    write_shop(tmp_path / "shop.xlsx")
    monkeypatch.setattr(fcntl, "flock", flock)
    names(arrivals)
    clock.seconds = 100
    assert names(arrivals) == ["shop.xlsx"]


@pytest.mark.parametrize(
    "name",
    [
        ".shop.xlsx",
        "~$shop.xlsx",
        ".~lock.shop.xlsx#",
        "~WRL0001.xlsx",
        "shop.xlsx.part",
        "shop.xlsx.crdownload",
        "shop.tmp",
        "notes.txt",
    ],
)
def test_other_names_are_left_alone(name: str) -> None:
    assert not may_be_taken(name)


def test_links_and_folders_are_left_alone(
    tmp_path: Path, arrivals: Arrivals, clock: Clock
) -> None:
    box = tmp_path
    (box / "link.xlsx").symlink_to(write_shop(tmp_path / "real" / "shop.xlsx"))
    (box / "folder.xlsx").mkdir()
    names(arrivals)
    clock.seconds = 100
    assert names(arrivals) == []


@pytest.mark.parametrize(
    ("name", "copied"),
    [
        ("shop (1).xlsx", "shop.xlsx"),
        ("shop - Copy.xlsx", "shop.xlsx"),
        ("shop (Anna's conflicted copy 2026-03-02).xlsx", "shop.xlsx"),
        ("shop.sync-conflict-20260302-083000-ABCDEFG.xlsx", "shop.xlsx"),
        ("shop (Case Conflict).xlsx", "shop.xlsx"),
        ("shop 2026.xlsx", ""),
        ("shop (north).xlsx", ""),
    ],
)
def test_a_copy_in_conflict_is_named(name: str, copied: str) -> None:
    assert copied_name(name) == copied


# ------------------------------------------------------------------ filing


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "box"
    folder.mkdir()
    return folder


@pytest.fixture
def journal(box: Path) -> Journal:
    return Journal(box / ".sheetflow" / "journal.sqlite")


@pytest.fixture
def filing(box: Path, journal: Journal) -> Filing:
    return Filing(box, journal, RunOptions())


def outcome_of(name: str) -> Outcome:
    return Outcome(name=name, source="", result=DONE, status=0, workbook=name)


def taken(filing: Filing, path: Path) -> Entry:
    found = filing.take(path)
    assert found is not None
    return found.entry


def test_two_files_of_one_name_never_replace_each_other(
    box: Path, filing: Filing
) -> None:
    folders = []
    for quantity in (1, 2):
        entry = taken(filing, write_shop(box / "shop.xlsx", quantity))
        filing.job(entry)
        folders.append(filing.file(entry.sha256, outcome_of("shop.xlsx")).folder)
    assert folders == ["done/shop", "done/shop (2)"]
    assert len(list((box / "originals").glob("*/shop.xlsx"))) == 2


def test_the_same_content_is_kept_and_not_run_again(
    box: Path, filing: Filing, journal: Journal
) -> None:
    entry = taken(filing, write_shop(box / "shop.xlsx"))
    (box / "again.xlsx").write_bytes((box / entry.original).read_bytes())
    again = filing.take(box / "again.xlsx")
    assert again is not None
    assert not again.is_new
    assert again.entry == entry
    assert len(journal.originals()) == 2


def test_a_file_that_changes_as_it_is_taken_goes_back(
    box: Path, filing: Filing, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = write_shop(box / "shop.xlsx")
    digests = iter(["before", "after"])
    monkeypatch.setattr(
        "sheetflow.batching.box.filing.sha256_of", lambda _path: next(digests)
    )
    assert filing.take(shop) is None
    assert shop.exists()
    assert list(journal.entries()) == []


def test_an_original_that_was_not_moved_yet_is_moved_by_the_next_watcher(
    box: Path, filing: Filing, journal: Journal
) -> None:
    shop = write_shop(box / "shop.xlsx")
    entry = taken(filing, shop)
    (box / entry.original).rename(shop)  # as if it had been killed in between
    assert filing.recover() == [entry]
    assert (box / entry.original).exists()


def test_what_was_taken_out_of_the_box_by_hand_is_forgotten(
    box: Path, filing: Filing, journal: Journal
) -> None:
    entry = taken(filing, write_shop(box / "shop.xlsx"))
    (box / entry.original).unlink()
    assert filing.recover() == []
    assert list(journal.entries()) == []


@pytest.mark.parametrize("is_renamed", [False, True])
def test_a_result_that_was_ready_is_filed_by_the_next_watcher(
    box: Path, filing: Filing, journal: Journal, is_renamed: bool
) -> None:
    entry = taken(filing, write_shop(box / "shop.xlsx"))
    filing.job(entry)
    filed = filing.file(entry.sha256, outcome_of("shop.xlsx"))
    journal.put(filed._replace(state=READY))
    if not is_renamed:
        work = box / ".sheetflow" / "work"
        work.mkdir(exist_ok=True)
        (box / filed.folder).rename(work / filed.work)
    assert filing.recover() == []
    assert journal.get(entry.sha256) == filed
    assert filed.state == FILED
    assert (box / filed.folder).is_dir()


# ------------------------------------------------------------------ the whole


def test_what_is_dropped_while_it_watches_is_run(box: Path) -> None:
    lines: list[str] = []
    request = WatchRequest(box, patience=Patience(0.1, 0.5), workers=1)
    watcher = Watcher(request, lines.append)
    thread = threading.Thread(target=watcher.watch)
    thread.start()
    write_shop(box / "shop.xlsx", sku="MUGG")
    text = box / "to fix" / "shop" / "what to fix.txt"
    wait_until(text.exists)
    watcher.stop()
    thread.join()
    assert 'Order lines!B2: There is no product "MUGG"' in text.read_text()
    assert lines == ["shop.xlsx: to fix, 1 order: 0 applied, 1 on hold → to fix/shop/"]


def wait_until(is_so, seconds: float = 60) -> None:
    ticks = threading.Event()
    for _ in range(int(seconds / 0.05)):
        if is_so():
            return
        ticks.wait(0.05)
    raise AssertionError("it did not happen")


def test_a_folder_that_cannot_be_read_for_a_while_is_looked_at_again(
    box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outage = [OSError(errno.EHOSTDOWN, "Host is down")] * 2
    usual = Arrivals.whole

    def whole(arrivals: Arrivals) -> Iterator[Path]:
        if outage:
            raise outage.pop()
        return usual(arrivals)

    monkeypatch.setattr(Arrivals, "whole", whole)
    monkeypatch.setattr("sheetflow.batching.box.watch.SCAN", 0.01)
    lines: list[str] = []
    watcher = Watcher(WatchRequest(box), lines.append)
    thread = threading.Thread(target=watcher.watch)
    thread.start()
    wait_until(lambda: not outage)
    watcher.stop()
    thread.join()
    [line] = lines
    assert line.endswith("Host is down); sheetflow looks again")


def test_a_result_that_cannot_be_filed_is_filed_by_the_next_watcher(box: Path) -> None:
    write_shop(box / "shop.xlsx")
    (box / "done").write_text("somebody's own file")
    lines: list[str] = []
    request = WatchRequest(box, patience=Patience(0, 0), workers=1, once=True)
    Watcher(request, lines.append).watch()
    assert lines[0].startswith("shop.xlsx: its result cannot be put into its folder:")
    (box / "done").unlink()
    Watcher(request, lines.append).watch()
    assert (box / "done" / "shop" / "shop.xlsx").exists()


def test_only_one_watches_a_box(box: Path) -> None:
    first = Watcher(WatchRequest(box, patience=Patience(0.1, 0.5)), lambda _line: None)
    thread = threading.Thread(target=first.watch)
    thread.start()
    wait_until((box / ".sheetflow" / "journal.sqlite").exists)
    second = Watcher(WatchRequest(box), lambda _line: None)
    with pytest.raises(SheetflowError, match="another sheetflow watches this folder"):
        second.watch()
    first.stop()
    thread.join()


def test_a_damaged_journal_is_named(box: Path) -> None:
    (box / ".sheetflow").mkdir()
    (box / ".sheetflow" / "journal.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(SheetflowError, match="the journal of this box is damaged"):
        Watcher(WatchRequest(box), lambda _line: None).watch()
