"""`python -m benchmarks.box`: files dropped into a watched folder whose watcher is killed again and again.

At the end, every whole file must have been done exactly once, nothing lost, nothing
half-written, and the journal must agree with what is in the folder.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.shops import write_shop

WAIT = 0.3
"""How many seconds a file must not change, for the watcher."""

FOREVER = 300
"""How many seconds the last watcher may take."""


@dataclass
class Dropped:
    """What was dropped: how often each content, and what must be left where it is."""

    whole: Counter[str] = field(default_factory=Counter)
    hostile: Counter[str] = field(default_factory=Counter)
    left: set[str] = field(default_factory=set)


class Dropper:
    """Drops files of every kind into a box."""

    def __init__(self, box: Path, seed: int) -> None:
        self.dropped = Dropped()
        self._box = box
        self._chance = random.Random(seed)
        self._made = Path(tempfile.mkdtemp(prefix="made-", dir=box.parent))
        self._kinds: list[Callable[[int], None]] = [
            self._whole,
            self._growing,
            self._locked,
            self._hostile,
            self._in_conflict,
            self._twice,
        ]

    def drop_all(self, count: int, pause: float) -> None:
        """Drop files of each kind in turn; `pause` is in seconds."""
        for number in range(count):
            self._kinds[number % len(self._kinds)](number)
            time.sleep(self._chance.uniform(0, 2 * pause))

    def _whole(self, number: int) -> None:
        made = self._make(number)
        made.rename(self._box / f"shop {number}.xlsx")

    def _growing(self, number: int) -> None:
        """Copied piece by piece, with a break in the middle."""
        content = self._make(number).read_bytes()
        quarter = len(content) // 4
        with (self._box / f"growing {number}.xlsx").open("wb") as file:
            for start in range(0, len(content), quarter):
                file.write(content[start : start + quarter])
                file.flush()
                time.sleep(0.1)

    def _locked(self, number: int) -> None:
        lock = self._box / f"~$locked {number}.xlsx"
        lock.touch()
        self._make(number).rename(self._box / f"locked {number}.xlsx")
        threading.Timer(1.0, lock.unlink).start()

    def _hostile(self, number: int) -> None:
        """What is no workbook, and names that are meant to do harm."""
        content = self._chance.randbytes(500)
        name = f'x\\"$(id)`\n{number}.xlsx'
        if os.name == "nt":
            name = f"hostile {number}.xlsx"
        self.dropped.hostile[_sha256(content)] += 1
        (self._box / name).write_bytes(content)
        if hasattr(os, "mkfifo") and not self.dropped.left:
            os.mkfifo(self._box / "fifo.xlsx")
            (self._box / "link.xlsx").symlink_to(__file__)
            (self._box / "notes.txt").write_text("not a workbook")
            self.dropped.left = {"fifo.xlsx", "link.xlsx", "notes.txt"}

    def _in_conflict(self, number: int) -> None:
        name = f"shop {number - 4} (Anna's conflicted copy).xlsx"
        self._make(number).rename(self._box / name)

    def _twice(self, number: int) -> None:
        made = self._make(number)
        self.dropped.whole[_sha256(made.read_bytes())] += 1
        shutil.copyfile(made, self._box / f"twice {number} again.xlsx")
        made.rename(self._box / f"twice {number}.xlsx")

    def _make(self, number: int) -> Path:
        made = write_shop(self._made / f"{number}.xlsx", number + 1)
        self.dropped.whole[_sha256(made.read_bytes())] += 1
        return made


def watcher(box: Path, *more: str) -> subprocess.Popen[bytes]:
    """A watcher of the box, as a process."""
    command = [sys.executable, "-m", "sheetflow", "watch", str(box)]
    options = ["--wait", str(WAIT), "--workers", "2", "--as-of", "2026-03-02", *more]
    return subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, start_new_session=True
    )


def press_ctrl_c(process: subprocess.Popen[bytes]) -> None:
    """Stop a watcher that is ready, as a terminal does: its workers get the signal too."""
    assert process.stdout is not None
    process.stdout.readline()
    if os.name == "nt":
        process.kill()
        process.wait()
        return
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=FOREVER)
    assert process.returncode == 0, "Ctrl-C did not stop it in order"


def campaign(box: Path, files: int, kills: int, seed: int = 1) -> list[str]:
    """Drop files while watchers are killed; returns what is wrong afterwards."""
    box.mkdir(parents=True)
    chance = random.Random(seed)
    dropper = Dropper(box, seed)
    dropping = threading.Thread(target=dropper.drop_all, args=(files, 0.05))
    dropping.start()
    for _ in range(kills):
        process = watcher(box)
        time.sleep(chance.uniform(0.3, 3.0))
        process.kill()
        process.communicate()
    press_ctrl_c(watcher(box))
    dropping.join()
    time.sleep(1.1)  # the last lock is gone
    watcher(box, "--once").communicate(timeout=FOREVER)
    return list(faults(box, dropper.dropped))


def faults(box: Path, dropped: Dropped) -> Iterator[str]:
    """What is wrong in a box in which nothing is left to do."""
    from sheetflow.batching.box.journal import FILED, Journal

    left = {path.name for path in box.iterdir() if not path.is_dir()}
    if left != dropped.left:
        yield f"left in the box: {left ^ dropped.left}"
    originals = Counter(_sha256(path.read_bytes()) for path in _files(box, "originals"))
    if originals != dropped.whole + dropped.hostile:
        yield "originals/ has not what was dropped"
    journal = Journal(box / ".sheetflow" / "journal.sqlite")
    entries = list(journal.entries())
    if {each.sha256 for each in entries} != set(originals):
        yield "the journal has other contents than originals/"
    if any(each.state != FILED for each in entries):
        yield "the journal has entries that are not filed"
    if journal.originals() != set(_names(box, "originals")):
        yield "the journal has other names than originals/"
    folders = {path for kind in ("done", "to fix") for path in (box / kind).glob("*")}
    if sorted(box / each.folder for each in entries) != sorted(folders):
        yield "the journal has other results than the folders"
    for entry in entries:
        fault = _result_fault(
            box / entry.folder, entry.sha256, entry.sha256 in dropped.whole
        )
        if fault:
            yield f"{entry.folder}: {fault}"
    journal.close()


def _result_fault(folder: Path, sha256: str, is_whole: bool) -> str:
    """What is wrong with one result; empty where nothing is."""
    from msgspec import json

    from sheetflow.batching.records import Record

    if not is_whole:
        return "" if (folder / "what to fix.txt").exists() else "it does not say why"
    if folder.parent.name != "done":
        return "it is not done"
    [workbook] = folder.glob("*.xlsx")
    record = folder / ".sheetflow" / "batch" / f"{workbook.name}.json"
    outcome = json.decode(record.read_bytes(), type=Record).outcome
    if outcome.input_sha256 != sha256 or outcome.run != 1:
        return "it is the result of another file"
    if _sha256(workbook.read_bytes()) != outcome.written_sha256:
        return "the workbook is not what the run wrote"
    documents = list(folder.glob("* papers/2026-03-02 run 1/*.xlsx"))
    hidden = list(folder.glob("* papers/.*"))
    return "" if documents and not hidden else "documents are missing"


def _files(box: Path, kind: str) -> list[Path]:
    return [path for path in (box / kind).rglob("*") if path.is_file()]


def _names(box: Path, kind: str) -> Iterator[str]:
    for path in _files(box, kind):
        yield path.relative_to(box).as_posix()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main() -> None:
    """Run one campaign and print what is wrong."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.box")
    options.add_argument("--files", type=int, default=200)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        found = campaign(Path(folder, "box"), chosen.files, chosen.kills, chosen.seed)
        seconds = time.monotonic() - began
    print(f"{chosen.files} files, {chosen.kills} kills, {seconds:.0f} s")
    print("\n".join(found) or "Every whole file was done exactly once.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
