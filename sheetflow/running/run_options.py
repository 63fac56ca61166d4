"""How workbooks are run: the options that `run`, `batch` and `watch` share, and those of `run` alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Kind = TypeVar("Kind", bound="DataclassInstance")


@dataclass(frozen=True)
class RunOptions:
    """How workbooks are run, by any of the commands.

    `as_of` is the day to work with (default: that of the run), `started` the start that the
    Run log gives, in UTC (default: now). With `strict`, nothing is written where there are
    errors. `overwrite` lets a result replace a copy that somebody changed.
    """

    as_of: date | None = None
    started: datetime | None = None
    strict: bool = False
    as_pdf: bool = False
    no_print: bool = False
    overwrite: bool = False
    in_place: bool = False


@dataclass(frozen=True)
class SingleRunOptions:
    """What only the run of a single workbook can be given.

    `adopt`, `forget`, `against` and `back_dated` are those of `pipeline.run`; `receipt` is
    the file that the run's receipt is written to.
    """

    dry_run: bool = False
    adopt: bool = False
    forget: tuple[str, ...] = ()
    against: Path | None = None
    back_dated: bool = False
    receipt: Path | None = None


def options_among(kind: type[Kind], typed: Mapping[str, Any]) -> Kind:
    """The options of one kind among everything that a person typed."""
    names = {field.name for field in fields(kind)}
    return kind(**{name: value for name, value in typed.items() if name in names})
