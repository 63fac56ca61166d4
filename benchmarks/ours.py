"""Our run, in a process of its own: `python -m benchmarks.ours INPUT OUTPUT`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from benchmarks.measure import Stopwatch

AS_OF = date(2026, 3, 2)


def main(source: Path, target: Path) -> None:
    """Run the workbook and save it, stage by stage."""
    watch = Stopwatch()
    from sheetflow.pipeline import run
    from sheetflow.running.garbage import no_garbage_collection

    watch("import")
    with no_garbage_collection():  # as the command does
        done = run(source, as_of=AS_OF, clock=watch)
        target.parent.mkdir(parents=True, exist_ok=True)
        done.save(target)
        watch("write")
    watch.report(
        on_hold=len(done.result.on_hold),
        applied=len(done.result.applied),
        problems=len(done.result.problems),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
