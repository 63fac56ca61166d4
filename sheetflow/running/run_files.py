"""What a run writes: its documents into a folder of their own, then the workbook.

Until the workbook takes its name, nothing that was there before has changed. The folder
of documents gets its name right after.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sheetflow.domain.messages import plain
from sheetflow.running.destination import Destination

if TYPE_CHECKING:
    from sheetflow.documents.model import DocumentFile, Documents
    from sheetflow.domain.problems import Problem
    from sheetflow.pipeline import Run
    from sheetflow.workbook.publishing.kept_runs import KeptRun


@dataclass(frozen=True)
class Printout:
    """The documents of a run, rendered but not written yet.

    `problems` are about what they cannot show, `summary` says what they are, and `note`
    which labels are too small for what they show.
    """

    files: Sequence[DocumentFile] = ()
    summary: str = ""
    problems: Sequence[Problem] = ()
    note: str = ""


NOTHING = Printout()
"""Nothing to print."""


@dataclass(frozen=True)
class Written:
    """What was written: the workbook, its previous version, the documents.

    `finished` are folders of documents that an interrupted run had left.
    """

    workbook: Path
    backup: Path | None = None
    folder: Path | None = None
    documents: Sequence[Path] = ()
    finished: Sequence[Path] = field(default=())

    @property
    def files(self) -> list[Path]:
        """The workbook, then the documents."""
        return [self.workbook, *self.documents]


def render_documents(done: Run, destination: Destination, as_pdf: bool) -> Printout:
    """The documents that this run made necessary.

    What it takes to print is imported only where there is something to print.
    """
    from sheetflow.documents import may_need_documents
    from sheetflow.ledgers.purchase_documents import new_purchases

    result = done.result
    ordered = new_purchases(result.book, result.purchase_hold_reasons)
    if not len(ordered) and not may_need_documents(done.edits):
        return Printout()
    from sheetflow.documents.gather import needed

    documents = needed(done.result, destination.source.parent)
    if not len(documents):
        return Printout()
    return _render(done, documents, destination, as_pdf)


def _render(
    done: Run, documents: Documents, destination: Destination, as_pdf: bool
) -> Printout:
    from sheetflow.documents import files
    from sheetflow.running.document_counts import small_labels_note, summary

    note = small_labels_note(documents) if as_pdf else ""
    rendered = files.render_files(documents, destination.target.name, as_pdf)
    problems = files.document_problems(rendered, done.result.book)
    return Printout(rendered, summary(documents), problems, note)


class RunWriter:
    """Writes the files of one run, and keeps the previous version."""

    def __init__(
        self,
        done: Run,
        destination: Destination,
        about_to_write: Callable[[str], None] | None = None,
    ) -> None:
        """`about_to_write` gets the new workbook's SHA-256 just before it takes its name."""
        from sheetflow.workbook.publishing.kept_runs import KeptRuns, sha256_of
        from sheetflow.workbook.publishing.new_folders import StagedFolder

        self._done = done
        self._destination = destination
        self._kept = KeptRuns(destination.target)
        self._announced = ""
        self._about_to_write = about_to_write
        self._before = sha256_of(destination.target)
        if destination.in_place:
            self._before = done.workbook.sha256
        self._staged = StagedFolder(
            destination.documents, self._folder_name, done.workbook.sha256
        )

    @property
    def _folder_name(self) -> str:
        return f"{self._as_of} run {self._done.number}"

    @property
    def _as_of(self) -> str:
        from datetime import date

        return date.fromordinal(self._done.result.book.as_of).isoformat()

    def write(self, printout: Printout) -> Written:
        """Write everything.

        Raises SheetflowError where something cannot be written; the workbook is then as
        it was, and there are no documents.
        """
        finished = finish_interrupted(self._destination)
        if not printout.files:
            backup = self.write_workbook(printout)
            return Written(self._destination.target, backup, finished=finished)
        # Imported only now: it takes what it takes to print.
        from sheetflow.documents.files import publish_files

        self._staged.create()
        try:
            publish_files(printout.files, self._staged.path)
            backup = self.write_workbook(printout)
        except BaseException:
            if not self._is_written:
                self._staged.remove()
            raise  # where the workbook was written, the next run finishes the folder
        folder = self._staged.publish()
        documents = [folder / file.name for file in printout.files]
        return Written(self._destination.target, backup, folder, documents, finished)

    @property
    def _is_written(self) -> bool:
        """Whether the workbook has taken its name."""
        from sheetflow.workbook.publishing.kept_runs import sha256_of

        written = sha256_of(self._destination.target)
        return bool(self._announced) and written == self._announced

    def write_workbook(self, printout: Printout = NOTHING) -> Path | None:
        """Write the workbook alone; returns the copy of the previous version."""
        backup = self._backup()
        self._done.save(
            self._destination.target,
            replacing=self._destination.in_place,
            expected_sha256=self._before or None,
            announce=self._announcement(printout, backup),
        )
        self._kept.finish()
        return backup

    def _backup(self) -> Path | None:
        from sheetflow.workbook.publishing.backups import backup

        if not self._before:
            return None
        return backup(self._destination.target.resolve())

    def _announcement(
        self, printout: Printout, backup: Path | None
    ) -> Callable[[Path, str], None]:
        """What keeps this run just before the workbook takes its name."""
        from sheetflow.controls.known_facts.kept_frames import frames_as_bytes

        folder = ""
        if printout.files:
            folder = f"{self._destination.documents.name}/{self._staged.free_name}"

        def keep(written: Path, sha256: str) -> None:
            self._announced = sha256
            run = self._kept_run(sha256, backup, folder, plain(printout.summary))
            facts = frames_as_bytes(self._done.facts)
            self._kept.prepare(run, written, facts)
            if self._about_to_write is not None:
                self._about_to_write(sha256)

        return keep

    def _kept_run(
        self, sha256: str, backup: Path | None, folder: str, documents: str
    ) -> KeptRun:
        from sheetflow.workbook.publishing.kept_runs import KeptRun

        edits = self._done.edits
        return KeptRun(
            run=self._done.number,
            as_of=self._as_of,
            written_sha256=sha256,
            before_sha256=self._before,
            backup=backup.name if backup else "",
            rows=sum(added.count for added in edits.rows),
            cells=sum(len(change.records) for change in edits.cells),
            folder=folder,
            documents=documents,
        )


def finish_interrupted(destination: Destination) -> list[Path]:
    """Give the documents of a run that died after it wrote its workbook their name.

    Those of a run that wrote no workbook are removed. Returns the folders with a name.
    """
    from sheetflow.workbook.publishing.new_folders import finish_staged

    target = destination.target
    return finish_staged(destination.documents, lambda mark: _has_run(target, mark))


def _has_run(workbook: Path, mark: str) -> bool:
    """Whether a run that read a file with such a SHA-256 is in the workbook's log."""
    from sheetflow.controls.run_log import read_log
    from sheetflow.reading.own_names import own_names_of
    from sheetflow.reading.sheet_names import match_sheets
    from sheetflow.workbook import Workbook

    if not workbook.exists():
        return False
    opened = Workbook.open(workbook, read_only=True)
    with own_names_of(opened):
        name = match_sheets(opened.sheets).get("Run log")
        rows = read_log(opened.read(name)) if name else []
    return any(row.text("Input SHA-256").startswith(mark) for row in rows)
