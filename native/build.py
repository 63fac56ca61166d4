"""Compile the functions in C: for a wheel, or in place by `python native/build.py`.

Without a C compiler, the build goes on without them. sheetflow then uses its Python code,
which does the same.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
SOURCES = ("module.c", "encode.c", "rows.c", "scan.c")
FOLDER = "sheetflow/workbook/native"
MODULE = "_core"
SANITIZER = ("-fsanitize=address,undefined", "-g", "-O1", "-fno-omit-frame-pointer")


class NativeBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled module into the wheel or, for an editable install, next to functions.py."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and add what comes out of it to the build."""
        if version == "editable":
            build_in_place()
            return
        self._work = tempfile.mkdtemp()
        built = compile_core(Path(self._work))
        if built is None:
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["force_include"][str(built)] = f"{FOLDER}/{built.name}"

    def finalize(self, *_: object) -> None:
        """Remove what is in the wheel by now."""
        shutil.rmtree(getattr(self, "_work", ""), ignore_errors=True)


def build_in_place(flags: tuple[str, ...] = ()) -> Path | None:
    """Compile the module into the package's own folder; None where that is not possible."""
    folder = HERE.parent / FOLDER
    with tempfile.TemporaryDirectory() as work:
        built = compile_core(Path(work), flags)
        if built is None:
            return None
        # A process that uses the old module keeps it: the name gets a new file.
        beside = folder / f"{built.name}.new"
        shutil.copy2(built, beside)
        return beside.replace(folder / built.name)


def compile_core(folder: Path, flags: tuple[str, ...] = ()) -> Path | None:
    """The compiled module in this folder; None without a working compiler or setuptools."""
    try:
        from setuptools import Distribution, Extension
        from setuptools.command.build_ext import build_ext
    except ImportError:
        return None

    extension = Extension(
        MODULE,
        [str(HERE / name) for name in SOURCES],
        depends=[str(path) for path in HERE.glob("*.h")],
        extra_compile_args=[*_optimized(), *flags],
        extra_link_args=list(flags),
        optional=True,
    )
    command = build_ext(Distribution({"name": MODULE, "ext_modules": [extension]}))
    command.build_lib = str(folder / "lib")
    command.build_temp = str(folder / "temp")
    command.ensure_finalized()
    command.run()
    built = Path(command.get_ext_fullpath(MODULE))
    return built if built.exists() else None


def _optimized() -> tuple[str, ...]:
    return () if os.name == "nt" else ("-O2",)


def main() -> int:
    """Compile the module in place, and print where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sanitize",
        action="store_true",
        help="with AddressSanitizer, to find reads and writes outside of memory",
    )
    flags = SANITIZER if parser.parse_args().sanitize else ()
    built = build_in_place(flags)
    print(built or "There is no working C compiler: the Python path is taken.")
    return 0 if built else 1


if __name__ == "__main__":
    sys.exit(main())
