"""Scenario files played in memory by the oracle: `python -m tests.oracle.scenarios FOLDER [-k WORD]`.

The form is that of the shared scenarios: tables as text, columns two or more spaces apart, `-` for an empty
cell, ISO dates, numbers as numbers, a number in quotes as text. Each outcome is played a second time.
"""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from .book import Stops
from .numbers import exact
from .reading import Sheets, canonical, is_blank
from .rules import Outcome, play

if TYPE_CHECKING:
    from collections.abc import Callable

ISO = re.compile(r"^\d{4}-\d{2}-\d{2}$")
NUMBER = re.compile(r"^-?(0|[1-9]\d*)(\.\d+)?$")


def cell_of(text: str) -> object:
    """What a person would have typed."""
    if text == "-":
        return None
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    if ISO.match(text):
        return date.fromisoformat(text)
    if NUMBER.match(text):
        return float(text) if "." in text else int(text)
    return text


def table(text: str) -> list[dict[str, object]]:
    """A text table as rows of cells by header."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    header = re.split(r"\s{2,}", lines[0])
    rows = []
    for line in lines[1:]:
        words = re.split(r"\s{2,}", line)
        if len(words) != len(header):
            raise ValueError(
                f"{len(words)} cells under {len(header)} headers: {line!r}"
            )
        rows.append(
            {name: cell_of(word) for name, word in zip(header, words, strict=True)}
        )
    return rows


def plain(value: object) -> object:
    """A cell in a form that compares."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int | float | Decimal | Fraction) and not isinstance(
        value, bool
    ):
        return exact(value)
    return value


def typed(sheets: Sheets, edits: dict) -> Sheets:
    """The sheets after what a person typed: rows added, cells set in rows found by their first columns."""
    out = {name: [dict(row) for row in rows] for name, rows in sheets.items()}
    for name, text in (edits.get("add") or {}).items():
        out.setdefault(name, []).extend(table(text))
    for name, text in (edits.get("set") or {}).items():
        for wanted in table(text):
            keys = {
                header: value
                for header, value in wanted.items()
                if not header.endswith("=")
            }
            hits = [row for row in out[name] if _matches(row, keys)]
            if len(hits) != 1:
                raise LookupError(f"{name}: {len(hits)} rows match {keys}")
            hits[0].update(
                {h.rstrip("="): value for h, value in wanted.items() if h.endswith("=")}
            )
    return out


def _matches(row: dict[str, object], wanted: dict[str, object]) -> bool:
    return all(
        plain(row.get(header)) == plain(value) for header, value in wanted.items()
    )


def faults_of(outcome: Outcome, expect: dict) -> list[str]:
    """What the outcome lacks of what is expected, in words."""
    faults = []
    if outcome.exit != expect.get("exit", 0):
        faults.append(f"exit {outcome.exit}: {outcome.errors}")
    for mode in ("rows", "exactly", "absent"):
        for name, text in (expect.get(mode) or {}).items():
            left = [
                row
                for row in outcome.sheets.get(name, [])
                if not all(is_blank(v) for v in row.values())
            ]
            for wanted in table(text):
                hit = next((row for row in left if _matches(row, wanted)), None)
                if mode == "absent" and hit:
                    faults.append(f"{name}: must not be there: {wanted}")
                elif mode != "absent" and hit is None:
                    near = max(
                        left,
                        key=lambda r: sum(
                            _matches(r, {k: v}) for k, v in wanted.items()
                        ),
                        default={},
                    )
                    faults.append(
                        f"{name}: no row {wanted}; nearest { {k: near.get(k) for k in wanted} }"
                    )
                elif mode != "absent":
                    left.remove(hit)
            if mode == "exactly" and left:
                faults.append(f"{name}: rows too many: {left}")
    said = _said(outcome).casefold()
    return faults + [
        f"nowhere says {words!r}"
        for words in expect.get("says") or []
        if words.casefold() not in said
    ]


def _said(outcome: Outcome) -> str:
    lines = [f"{e} {_row_of(outcome, e[0], e[1])}" for e in outcome.errors]
    return "\n".join(lines + outcome.warnings)


def _row_of(outcome: Outcome, sheet: str, index: int) -> object:
    """The row of an error; nothing for an error of the workbook."""
    rows = outcome.sheets.get(sheet, [])
    return rows[index] if 0 <= index < len(rows) else ""


def changes(before: Sheets, after: Sheets) -> list[str]:
    """The cells that differ between two workbooks."""
    out = []
    for name in sorted(set(before) | set(after)):
        old = before.get(name, [])
        new = after.get(name, [])
        if len(old) != len(new):
            out.append(f"{name}: {len(old)} rows, then {len(new)}")
        for number, (a, b) in enumerate(zip(old, new, strict=False)):
            out += [
                f"{name} row {number} {header}: {a.get(header)!r}, then {b.get(header)!r}"
                for header in {**a, **b}
                if plain(a.get(header)) != plain(b.get(header))
            ]
    return out


def play_scenario(
    scenario: dict, play: Callable[[Sheets, date], Outcome] = play
) -> list[str]:
    """All runs of one scenario, by the oracle or whatever `play` is; its faults."""
    sheets = canonical({name: table(text) for name, text in scenario["given"].items()})
    faults: list[str] = []
    for number, step in enumerate(scenario["runs"], 1):
        sheets = typed(sheets, step.get("type") or {})
        expect = step.get("expect") or {}
        as_of = date.fromisoformat(str(step.get("as of", "2026-03-02")))
        try:
            outcome = play(sheets, as_of)
        except Stops:
            faults += [] if expect.get("stops") else [f"run {number}: stops"]
            continue
        found = faults_of(outcome, expect)
        again = play(outcome.sheets, as_of)
        found += [
            f"the second run changed {change}"
            for change in changes(outcome.sheets, again.sheets)
        ]
        faults += [f"run {number}: {fault}" for fault in found]
        sheets = outcome.sheets
    return faults


def scenarios_in(folder: Path) -> list[tuple[str, dict]]:
    """All scenarios of a folder's files, each with its name."""
    import yaml

    return [
        (f"{file.stem}: {scenario['name']}", scenario)
        for file in sorted(folder.glob("*.yaml"))
        for scenario in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument(
        "-k", default="", help="only scenarios whose name holds this word"
    )
    asked = parser.parse_args()
    passed = failed = 0
    for name, scenario in [
        found for folder in asked.folders for found in scenarios_in(folder)
    ]:
        if asked.k not in name:
            continue
        faults = play_scenario(scenario)
        passed = passed + (not faults)
        failed = failed + bool(faults)
        if faults:
            print("\n    ".join([f"FAILED {name}", *faults]))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
