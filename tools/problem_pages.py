"""The pages docs/reference/problems/: one for each code, made from the declared problems and tests/provoking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sheetflow.domain.problems import Rule, rules
from sheetflow.workbook.cells.cell_references import column_name
from tools.markdown import page, table
from tools.provoking import GAP, Provoked, provoked, words_of

KINDS = {
    "row error": "The row counts for nothing until you fix it; the readable rows of "
    "its order still count. Its order is on hold: none of its actions runs. Every "
    "other order goes on.",
    "rule error": "The row counts, but contradicts others. Its order is on hold; only "
    "Cancel and Re-open run.",
    "warning": "Worth a look. Nothing is on hold, and the exit status stays 0.",
}
SHOP = (
    "Each page shows the sheets of a small workbook with one thing wrong. The rest of "
    "it, which is not shown, is right: customers C-1 and C-2; products A-100, B-200 and "
    "S-900 (a service, whose stock is not tracked); 100 each of A-100 and B-200 at MAIN, "
    "none at BACK; and the order SO-1 for 10 of A-100."
)
RUN = "Run the workbook with `sheetflow run book.xlsx`."
RUN_AGAIN = "Run it again."
CAUSES = (
    "Each cause is reported once. What only follows from it, such as the packing of a "
    "pick that cannot be read, is not reported. If several rows have the same problem, "
    "the first is reported and names the other cells. Every order on hold says in its "
    "column Check where to fix it. [What puts an order on "
    "hold](../../concepts/holds.md) explains more."
)


FROM_PYTHON = frozenset({"OWN01", "OWN02"})
"""What no workbook provokes by itself: the findings of a user's own checks."""

STOPPING = frozenset({"MAP01", "MAP02", "MAP03", "MAP04"})
"""What stops a run before anything is read: the names that Mapping gives are wrong."""

FOLLOWING = {"PRL05"}
"""What always follows from another problem, which is reported in its place; it puts orders on hold."""

WITHOUT_WORKBOOK = FROM_PYTHON | STOPPING | FOLLOWING
"""The problems whose page shows no workbook."""


def problem_pages() -> dict[str, str]:
    """The index and the page of each code, by file name. Raises KeyError for a code that tests/provoking lacks."""
    workbooks = provoked()
    pages = {
        f"{rule.code}.md": _without_workbook(rule)
        if rule.code in WITHOUT_WORKBOOK
        else _problem(rule, workbooks[rule.code])
        for rule in rules().values()
    }
    return {"README.md": _index(), **pages}


def _index() -> str:
    known = rules().values()
    return page(
        "Problems",
        "Every problem is printed with its cell, and listed on the sheet Issues with a link to it. "
        "`sheetflow explain CODE` prints the cause, an example and the remedy.",
        table(
            ("Kind", "What it does"),
            [(f"**{kind}**", text) for kind, text in KINDS.items()],
        ),
        CAUSES,
        table(
            ("Code", "Kind", "What"),
            [
                (f"[{rule.code}]({rule.code}.md)", rule.kind, rule.title)
                for rule in known
            ],
        ),
        SHOP,
    )


def _problem(rule: Rule, given: Provoked) -> str:
    return page(
        f"{rule.code}: {rule.title}",
        f"**{rule.kind.capitalize()}.** {_effect(rule, given)}",
        rule.cause,
        f"For example: {rule.example}",
        "## A workbook that has it",
        *_sheets(given),
        *_what_happens(given),
        f"```console\n$ sheetflow {given.command}\n{given.cell}  {given.says}  {rule.code}\n```",
        "## How to fix it",
        rule.remedy,
        "Here:",
        _edits(given.fix),
        "[All problems](README.md)",
    )


def _without_workbook(rule: Rule) -> str:
    """The page of a problem that no workbook shows."""
    if rule.code in FOLLOWING:
        return _of_following(rule)
    return _of_mapping(rule) if rule.code in STOPPING else _of_python(rule)


def _of_following(rule: Rule) -> str:
    """The page of a problem that always follows from another."""
    return page(
        f"{rule.code}: {rule.title}",
        "**Rule error.** It always follows from an error in another row, which is reported in its place. The "
        "order is on hold until that row is fixed.",
        rule.cause,
        f"For example: {rule.example}",
        "## How to fix it",
        rule.remedy,
        "[All problems](README.md)",
    )


def _of_mapping(rule: Rule) -> str:
    """The page of a problem of the sheet Mapping, which stops the run."""
    return page(
        f"{rule.code}: {rule.title}",
        "**The run stops.** Nothing is read or written, and the exit status is 3. The "
        "message names the cell.",
        rule.cause,
        f"For example: {rule.example}",
        "## How to fix it",
        rule.remedy,
        "[All problems](README.md)",
    )


def _of_python(rule: Rule) -> str:
    """The page of a problem that a user's own check reports."""
    return page(
        f"{rule.code}: {rule.title}",
        f"**{rule.kind.capitalize()}.** {KINDS[rule.kind]}",
        rule.cause,
        f"For example: {rule.example}",
        "The check itself says what is wrong and what to do. "
        "[Checks of your own](../python.md#checks-of-your-own) shows how to write one.",
        "[All problems](README.md)",
    )


def _effect(rule: Rule, given: Provoked) -> str:
    """What a problem of this kind does; one of a document or a setting puts no order on hold."""
    if rule.is_error and given.command.startswith("print"):
        return (
            "Found when documents are made. No order is on hold; the exit status is 1."
        )
    if rule.is_error and given.cell.startswith("Settings!"):
        return (
            "The default is used until you fix it. No order is on hold; the exit "
            "status is 1."
        )
    return KINDS[rule.kind]


def _sheets(given: Provoked) -> Iterator[str]:
    """Every sheet that is shown, with its rows and columns as in a spreadsheet; the faulty cell is bold."""
    for name, words in given.sheets.items():
        rows = words_of(words)
        letters = [column_name(at + 1) for at in range(len(rows[0]))]
        yield f"**{name}**{_as_table(given, name)}"
        yield table(
            ("", *letters),
            [_row(given.cell, name, number, row) for number, row in enumerate(rows, 1)],
        )


def _as_table(given: Provoked, name: str) -> str:
    """That the rows of a sheet are an Excel table, and which."""
    if name in given.totals:
        return f", a table ({given.totals[name]}) with a totals row"
    return f", a table ({given.tables[name]})" if name in given.tables else ""


def _row(cell: str, sheet: str, number: int, words: Sequence[str]) -> list[str]:
    shown = [_cell(word) for word in words]
    for at, text in enumerate(shown):
        if cell == f"{sheet}!{column_name(at + 1)}{number}":
            shown[at] = f"**{text or '(empty)'}**"
    return [str(number), *shown]


def _cell(word: str) -> str:
    """A word of a text table as a person sees it in the cell: text that looks like a number begins with `'`."""
    if len(word) > 1 and word[0] == word[-1] == "'":
        return word[:-1]
    return {"-": "", "=?": "=2*5, never calculated"}.get(word, word)


def _what_happens(given: Provoked) -> Iterator[str]:
    """What is next to the workbook, and what is done before the problem is found."""
    if given.files:
        yield f"Next to it is {', '.join(map(_file, given.files.items()))}."
    if given.then:
        yield f"{RUN} Then somebody types:\n\n{_edits(given.then)}"
    elif given.first_run:
        yield RUN
    if given.later:
        yield f"{RUN_AGAIN} Then somebody types:\n\n{_edits(given.later)}"


def _file(item: tuple[str, str]) -> str:
    name, content = item
    return f"`{name}`" + (
        "" if content.startswith("base64:") else f", which contains {content}"
    )


def _edits(edits: Mapping[str, str]) -> str:
    """What is typed, cell by cell or row by row."""
    return "\n".join(
        f"- {place}: {_typed(place, text)}" for place, text in edits.items()
    )


def _typed(place: str, text: str) -> str:
    is_row = place.partition("!")[2].isdigit()
    if is_row:
        return _listed(GAP.split(text)) if text else "the row is cleared"
    return "the cell is cleared" if text == "-" else f"`{_cell(text)}`"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{_cell(word)}`" for word in words if word != "-")
