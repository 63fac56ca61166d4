"""The workbook as its last run left it, and what people typed, changed or removed since.

The Run log keeps the fingerprint of all facts, and the workbook, out of sight, that of each sheet. Only where they
differ are the facts read that every run keeps in `.sheetflow/last/`, or its copy of the workbook, and of them only the
sheets that differ.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec

from sheetflow.controls.known_facts.comparison import compare_sheets
from sheetflow.controls.known_facts.fingerprints import (
    NAME,
    FactReader,
    Fingerprints,
    facts_fingerprint,
    kept_text,
)
from sheetflow.controls.known_facts.kept_frames import frames_from_bytes
from sheetflow.controls.known_facts.since_last_run import SinceLastRun
from sheetflow.controls.run_log import FACTS, OWN, LogRow
from sheetflow.domain.catalogue import fact_sheets
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import empty_frame
from sheetflow.errors import SheetflowError
from sheetflow.opening import Opened, open_copy
from sheetflow.workbook import Workbook
from sheetflow.workbook.publishing.kept_runs import KeptRuns

Frames = Mapping[str, Frame]


@dataclass
class LastRun:
    """Compares a workbook with what its last run left.

    `runs` has what the run kept, `against` is the copy that a person names instead.
    """

    opened: Opened
    runs: KeptRuns
    against: Path | None = None
    reader: FactReader = field(default_factory=FactReader)

    @cached_property
    def since(self) -> SinceLastRun:
        """What differs. Raises SheetflowError where `against` is not what the run wrote."""
        last = self.opened.log[-1] if self.opened.log else None
        if last is None or not last.text(FACTS):
            return SinceLastRun()
        now = self.reader.sheets(_frames(self.opened))
        if facts_fingerprint(now) == last.text(FACTS):
            return SinceLastRun(last.run, before=now)
        return self._compare_with_copy(last, now)

    def _compare_with_copy(self, last: LogRow, now: Fingerprints) -> SinceLastRun:
        kept = self._kept_sheets(last)
        differing = [
            sheet
            for sheet in fact_sheets()
            if not kept or kept.get(sheet) != now.get(sheet)
        ]
        before = self._facts_before(last, differing, kept)
        if before is None:
            return SinceLastRun(last.run, is_known=False, before=kept)
        frames = _frames(self.opened)
        there = {sheet: frames.get(sheet, empty_frame(sheet)) for sheet in before}
        typed = compare_sheets(before, there)
        cells = {sheet: raw.raw for sheet, raw in self.opened.raw.items()}
        return SinceLastRun(last.run, typed, before=kept, cells=cells)

    def _kept_sheets(self, last: LogRow) -> Fingerprints:
        """The fingerprint of each sheet after the last run; none where they are not those of the log."""
        _, kept = self.opened.kept
        return kept if facts_fingerprint(kept) == last.text(FACTS) else {}

    def _facts_before(
        self, last: LogRow, differing: Collection[str], kept: Fingerprints
    ) -> Frames | None:
        """The facts of these sheets as the run wrote them; None where there is no copy of it.

        Raises SheetflowError where that is not what `against` has.
        """
        if self.against is not None:
            return self._facts_of(self.against, last, differing, kept)
        found = self._kept_facts(differing, kept) if kept else None
        if found is not None:
            return found
        try:
            return self._facts_of(self.runs.copy, last, differing, kept)
        except SheetflowError:
            return None  # the run says that there is no copy

    def _kept_facts(
        self, differing: Collection[str], kept: Fingerprints
    ) -> Frames | None:
        """The facts that the run kept beside its copy; None where they are not those that it left."""
        file = self.runs.facts
        if not file.is_file():
            return None
        try:
            frames = frames_from_bytes(file.read_bytes(), differing)
        except (OSError, msgspec.DecodeError):
            return None  # the copy of the workbook has them too
        return self._whole(frames, differing, kept)

    def _whole(
        self, frames: Frames, sheets: Collection[str], kept: Fingerprints
    ) -> Frames | None:
        """The facts of these sheets; None where they are not those that the run left."""
        found = self.reader.sheets(frames)
        if any(found.get(sheet) != kept.get(sheet) for sheet in sheets):
            return None
        return {sheet: frames.get(sheet, empty_frame(sheet)) for sheet in sheets}

    def _facts_of(
        self, source: Path, last: LogRow, differing: Collection[str], kept: Fingerprints
    ) -> Frames:
        """The sheets of a copy. Raises SheetflowError where it is not what the run wrote."""
        copy = open_copy(source, differing if kept else None)
        frames = {sheet: raw.frame for sheet, raw in copy.raw.items()}
        is_of_run = bool(copy.log) and copy.log[-1].text(OWN) == last.text(OWN)
        expected = kept or self._sheets_if_whole(frames, last)
        sheets = differing if kept else fact_sheets()
        found = self._whole(frames, sheets, expected) if is_of_run else None
        if found is None:
            raise SheetflowError(
                f"{source}: this is not the workbook as run {last.run} wrote it; choose another "
                "copy, or leave out --against"
            )
        return found

    def _sheets_if_whole(self, frames: Frames, last: LogRow) -> Fingerprints:
        """The fingerprints of a copy's sheets; none where they are not those of the log."""
        found = self.reader.sheets(frames)
        return found if facts_fingerprint(found) == last.text(FACTS) else {}

    def remember(self, frames: Frames, workbook: Workbook) -> str:
        """Keep in a workbook the fingerprint of each sheet; returns that of all facts."""
        sheets = self.reader.sheets(frames)
        workbook.keep_hidden_text(NAME, kept_text(sheets, self.opened.next_run))
        return facts_fingerprint(sheets)


def _frames(opened: Opened) -> Frames:
    """The sheets of facts as typed."""
    return {sheet: raw.frame for sheet, raw in opened.raw.items()}
