"""`python -m benchmarks.fidelity`: which features of real workbooks are still there after a program has saved them.

Every workbook of a corpus (../shared/corpus/rich, or the folder given) goes through sheetflow, through openpyxl and
through LibreOffice. The result is docs/concepts/fidelity.md; features.py says how each feature is found.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.features import FEATURES, Counts, findings, kept

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "rich"
PAGE = ROOT / "docs" / "concepts" / "fidelity.md"
FILTERS = {
    ".xlsx": "xlsx:Calc MS Excel 2007 XML",
    ".xlsm": "xlsm:Calc MS Excel 2007 VBA XML",
}

Outcome = bytes | str
"""The workbook that came out, or why there is none."""


def through_sheetflow(path: Path) -> Outcome:
    """With a small business next to the owner's sheets: run, run again, more actions, run the next day."""
    from sheetflow.errors import SheetflowError
    from tests.fidelity.business import LATER, ask_for_more, run_on, with_business

    try:
        path.write_bytes(with_business(path, path.read_bytes()))
        run_on(path)
        run_on(path)
        ask_for_more(path, LATER)
        run_on(path, 1)
    except SheetflowError as refused:
        return f"refused. {refused}"
    return path.read_bytes()


def through_openpyxl(path: Path) -> Outcome:
    """Loaded and saved, macros kept where there are any."""
    import openpyxl

    out = io.BytesIO()
    try:
        with warnings.catch_warnings(action="ignore"):
            openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm").save(out)
    except Exception as error:  # noqa: BLE001 - whatever it is, no workbook came out
        return f"{type(error).__name__}: {error}"
    return out.getvalue()


def through_libreoffice(
    paths: Sequence[Path], office: str, folder: Path
) -> dict[str, Outcome]:
    """Opened and saved in the same format: started once per kind of file, since starting takes time."""
    for suffix, named in FILTERS.items():
        command = [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            named,
        ]
        chosen = [str(path) for path in paths if path.suffix == suffix]
        subprocess.run(
            [*command, "--outdir", str(folder), *chosen],
            check=True,
            capture_output=True,
            timeout=900,
        )
    made = {path.name: folder / path.name for path in paths}
    return {
        name: out.read_bytes() if out.exists() else "not converted"
        for name, out in made.items()
    }


@dataclass(frozen=True)
class Tally:
    """What one program did with the workbooks that have a feature: kept all of it, lost some, or wrote nothing."""

    kept: int
    lost: int
    unwritten: int

    def __str__(self) -> str:
        return (
            f"{self.kept} + {self.unwritten} not written"
            if self.unwritten
            else str(self.kept)
        )


Row = Mapping[str, Tally]
"""One feature, by program."""


def tallies(
    before: Mapping[str, bytes], after: Mapping[str, Mapping[str, Outcome]]
) -> dict[str, Row]:
    """Every feature that any workbook has."""
    had = {name: findings(data) for name, data in before.items()}
    has = {
        program: {name: _found(out) for name, out in outs.items()}
        for program, outs in after.items()
    }
    counted: dict[str, Row] = {}
    for feature in FEATURES:
        owners = {name: found[feature] for name, found in had.items() if found[feature]}
        if owners:
            counted[feature] = {
                program: _tally(feature, owners, found)
                for program, found in has.items()
            }
    return counted


def _found(outcome: Outcome) -> dict[str, Counts] | None:
    return None if isinstance(outcome, str) else findings(outcome)


def _tally(
    feature: str,
    owners: Mapping[str, Counts],
    has: Mapping[str, dict[str, Counts] | None],
) -> Tally:
    written = {name: found for name in owners if (found := has[name]) is not None}
    whole = sum(kept(owners[name], found[feature]) for name, found in written.items())
    return Tally(whole, len(written) - whole, len(owners) - len(written))


def page(
    counted: Mapping[str, Row], after: Mapping[str, Mapping[str, Outcome]], files: int
) -> str:
    """The text of docs/concepts/fidelity.md."""
    programs = list(after)
    rows = [["Feature", "have it", *programs], ["---", *["--:"] * (len(programs) + 1)]]
    for feature, row in counted.items():
        first = row[programs[0]]
        have = first.kept + first.lost + first.unwritten
        rows.append([feature, str(have), *(str(row[program]) for program in programs)])
    whole = [
        str(sum(not row[program].lost for row in counted.values()))
        for program in programs
    ]
    rows.append(
        ["**Features that were lost in no workbook**", str(len(counted)), *whole]
    )
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    return TEXT.format(files=files, table=table, unwritten=_unwritten(after))


def _unwritten(after: Mapping[str, Mapping[str, Outcome]]) -> str:
    """What each program said where it wrote nothing."""
    reasons = [
        (program, out)
        for program, outs in after.items()
        for out in outs.values()
        if isinstance(out, str)
    ]
    return (
        "\n".join(f"- {program}: {out.splitlines()[0]}" for program, out in reasons)
        or "There is none."
    )


TEXT = """# What a workbook keeps

{files} workbooks made by other people and programs, from the test files of Apache POI, ClosedXML, PhpSpreadsheet,
openxlsx, calamine and Aspose, went through three programs. The table says for each feature how many workbooks have it,
and how many still have all of it afterwards. `python -m benchmarks.fidelity` makes this page.

{table}

## Where nothing was written

{unwritten}

Where a program wrote nothing, nothing was kept or lost: the owner's file is as it was.

## How it is measured

- **sheetflow**: the sheets of a small business are added to the owner's own. The workbook is run, run again without a
  change, given five more actions and run on the next day. The first file is compared with the last one.
- **openpyxl**: `load_workbook` (`keep_vba=True` where there are macros), then `save`.
- **LibreOffice**: `soffice --headless --convert-to`, to the same kind of file. It then has no window, and what belongs
  to a window (frozen panes) is lost; saved by hand it may stay.
- Each feature is searched for in the package: as a relationship of its kind or as an element in its kind of part
  (`benchmarks/features.py` lists them), sheet by sheet, and by its name or its cells if it has any. It counts as kept
  if each one is found again in the same sheet. More of them do no harm.
- This finds what is gone, not what has changed: a chart that lost a colour counts as kept. For sheetflow, the tests in
  tests/fidelity show more: every part of the owner's is the same byte for byte, except the lists of sheets, styles and
  parts, which only grow, and the order of calculation, which Excel makes again.
- The other two programs were made for another purpose. What a program writes in another way (an array formula over
  other cells, for example) counts as lost here. Doubtful cases are counted the same way for all three.
"""


def measured(corpus: Path, office: str) -> str:
    """The page, made from a folder of workbooks."""
    paths = sorted(corpus.glob("*.xls[xm]"))
    after: dict[str, dict[str, Outcome]] = {}
    with tempfile.TemporaryDirectory() as folder:
        programs: dict[str, Callable[[Path], Outcome]] = {
            "sheetflow": through_sheetflow,
            "openpyxl": through_openpyxl,
        }
        for program, through in programs.items():
            copies = Path(shutil.copytree(corpus, Path(folder) / program))
            after[program] = {path.name: through(copies / path.name) for path in paths}
        (target := Path(folder) / "office").mkdir()
        after["LibreOffice"] = through_libreoffice(paths, office, target)
    before = {path.name: path.read_bytes() for path in paths}
    return page(tallies(before, after), after, len(paths))


def main() -> None:
    """Measure, write the page, and show it."""
    options = argparse.ArgumentParser(
        prog="python -m benchmarks.fidelity", description=__doc__
    )
    options.add_argument(
        "corpus", nargs="?", type=Path, default=CORPUS, help="a folder of workbooks"
    )
    corpus = options.parse_args().corpus
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office or not corpus.is_dir():
        sys.exit(
            f"LibreOffice (soffice) and a folder of workbooks ({corpus}) are needed, and one of them is not here."
        )
    PAGE.write_text(measured(corpus, office), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
