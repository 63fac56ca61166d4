"""All sheets of the workbook, read from schemas/, and what follows for them together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from sheetflow.domain.declarations import DeclarationError, line_of, parse
from sheetflow.domain.schema import Column, CompositeReference, Series, SheetSchema


class Catalogue(Mapping[str, SheetSchema]):
    """All sheets of the workbook by name, in their order: those of facts, then the others."""

    def __init__(self, sheets: Mapping[str, SheetSchema], language: str = "en") -> None:
        self._sheets = sheets
        self.language = language
        """The code of the language that messages are in."""
        self.facts = tuple(name for name in sheets if not sheets[name].derived)
        self.derived = tuple(
            name for name, each in sheets.items() if each.derived and each.in_use
        )
        self.is_plain = all(schema.own is None for schema in sheets.values())
        """Whether sheets and columns have the names of the contract, and no others."""

    def __getitem__(self, sheet: str) -> SheetSchema:
        return self._sheets[sheet]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)

    __hash__ = object.__hash__
    __eq__ = object.__eq__


def load_catalogue(folder: Path) -> Catalogue:
    """The sheets declared in a folder.

    Raises DeclarationError, with the file and the line, where one says what it cannot.
    """
    texts = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("*.toml"))
    }
    sheets = {name: parse(text, SheetSchema, name) for name, text in texts.items()}
    for name, schema in sheets.items():
        others = [each for each in sheets.values() if each is not schema]
        for word, wrong in _contradictions(schema, others):
            raise DeclarationError(name, line_of(texts[name], word), wrong)
    return _in_order(sheets.values())


def _in_order(sheets: Iterable[SheetSchema]) -> Catalogue:
    """The sheets of facts, then the derived ones, each by its position."""
    ordered = sorted(sheets, key=lambda each: (each.derived, each.position))
    return Catalogue({schema.sheet: schema for schema in ordered})


def _contradictions(
    schema: SheetSchema, others: Collection[SheetSchema]
) -> Iterator[tuple[str, str]]:
    """What a declaration says that cannot be: the text that says so, and why not."""
    known = {each.sheet: each for each in (*others, schema)}
    if _declares_own_names(schema):
        yield "own", "unknown word 'own'"
    if not _is_all_in_use(schema):
        yield "in_use", "unknown word 'in_use'"
    if any(each.sheet == schema.sheet for each in others):
        yield schema.sheet, f"another file declares {schema.sheet!r} too"
    if schema.reference and len(schema.key) != 1:
        yield schema.reference.name, "only a key of one column can be referred to"
    yield from _unknown_headers(schema)
    if schema.booked_through and schema.booked_through not in known:
        yield schema.booked_through, f"there is no sheet {schema.booked_through!r}"
    for column in schema.columns:
        yield from _contradictions_of(column, set(schema.headers), known)
    yield from _contradictions_of_composite(schema, known)


def _declares_own_names(schema: SheetSchema) -> bool:
    """Whether a file gives names that only a workbook can give."""
    given = [schema.own, *(column.own for column in schema.columns)]
    given += [setting.own for setting in schema.settings]
    return any(given)


def _is_all_in_use(schema: SheetSchema) -> bool:
    """Whether a file leaves it to the workbook what is in use."""
    parts = [column.in_use for column in schema.columns]
    parts += [setting.in_use for setting in schema.settings]
    return schema.in_use and all(parts)


def _unknown_headers(schema: SheetSchema) -> Iterator[tuple[str, str]]:
    """The columns that the sheet names for a purpose and does not have."""
    own = set(schema.headers)
    named = (schema.dated, schema.booked_on, schema.moves_units)
    for header in (*schema.key, *named, *schema.sealed_columns):
        if header and header not in own:
            yield header, f"there is no column {header!r}"


def _contradictions_of_composite(
    schema: SheetSchema, known: Mapping[str, SheetSchema]
) -> Iterator[tuple[str, str]]:
    """What is wrong where two columns together refer to a line."""
    named = schema.composite
    if named and named.references not in known:
        yield named.references, f"refers to no sheet {named.references!r}"
    elif named:
        yield from _contradictions_of_lines(schema, named, known[named.references])


def _contradictions_of_lines(
    schema: SheetSchema, named: CompositeReference, lines: SheetSchema
) -> Iterator[tuple[str, str]]:
    """What is wrong with a reference to lines by two columns."""
    if lines.key != named.columns or len(named.columns) != 2:
        yield named.references, f"its columns are not the key of {named.references!r}"
        return
    owners = [_target(schema, named.columns[0]), _target(lines, named.columns[0])]
    if not owners[0] or owners[0] != owners[1]:
        yield named.columns[0], f"{named.columns[0]} must refer to the same sheet there"
    for header in (*named.columns, "SKU"):
        if not {header} <= set(schema.headers) & set(lines.headers):
            yield named.references, f"both sheets must have a column {header!r}"


def _target(schema: SheetSchema, header: str) -> str:
    """The sheet that a column refers to; empty where it does not, or is not there."""
    columns = (column for column in schema.columns if column.header == header)
    return next((column.references for column in columns), "")


def _contradictions_of(
    column: Column, own: Collection[str], known: Mapping[str, SheetSchema]
) -> Iterator[tuple[str, str]]:
    """What the declaration of a column says that cannot be."""
    yield from _contradictions_of_reference(column, known)
    yield from _contradictions_of_count(column, own)
    if column.series:
        yield from _contradictions_of_series(column.series, known)


def _contradictions_of_reference(
    column: Column, known: Mapping[str, SheetSchema]
) -> Iterator[tuple[str, str]]:
    named = column.references
    if named and named not in known:
        yield named, f"{column.header} refers to no sheet {named!r}"
    elif named and known[named].reference is None:
        yield named, f"{named!r} does not say how others refer to it"


def _contradictions_of_count(
    column: Column, own: Collection[str]
) -> Iterator[tuple[str, str]]:
    within = column.counts_within
    if within and within not in own:
        yield within, f"there is no column {within!r}"


def _contradictions_of_series(
    series: Series, known: Mapping[str, SheetSchema]
) -> Iterator[tuple[str, str]]:
    settings = _setting_names(known)
    for setting in (series.setting, series.quotes):
        if setting and setting not in settings:
            yield setting, f"there is no setting {setting!r}"


def _setting_names(known: Mapping[str, SheetSchema]) -> set[str]:
    return {each.name for sheet in known.values() for each in sheet.settings}


def schemas_folder() -> Path:
    """The folder of the declarations: inside the installed package, or next to it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_schemas"
    return installed if installed.is_dir() else package.parent / "schemas"


@cache
def contract() -> Catalogue:
    """The sheets of sheetflow, under the names of the contract."""
    return load_catalogue(schemas_folder())


_OTHERS: ContextVar[Catalogue | None] = ContextVar("_OTHERS", default=None)


@contextmanager
def declared_by(others: Catalogue) -> Iterator[None]:
    """Work with other declarations than those of schemas/: other sheets, or a workbook's own names."""
    token = _OTHERS.set(others)
    try:
        yield
    finally:
        _OTHERS.reset(token)


def catalogue() -> Catalogue:
    """All sheets of the workbook, read once."""
    others = _OTHERS.get()
    return contract() if others is None else others


def sheet_schema(sheet: str) -> SheetSchema:
    """The declaration of one sheet, by its name in the contract."""
    return catalogue()[sheet]


def fact_sheets() -> tuple[str, ...]:
    """The names of the sheets that people type into, in the order of the contract."""
    return catalogue().facts


def derived_sheets() -> tuple[str, ...]:
    """The names of the sheets that the engine writes."""
    return catalogue().derived


def fact_schemas() -> tuple[SheetSchema, ...]:
    """The sheets that people type into, in the order of the contract."""
    return tuple(map(sheet_schema, fact_sheets()))


def derived_schemas() -> tuple[SheetSchema, ...]:
    """The sheets that the engine writes."""
    return tuple(map(sheet_schema, derived_sheets()))
