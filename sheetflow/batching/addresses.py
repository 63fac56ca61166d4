"""Paths of this machine, and addresses of other storage such as `s3://bucket/clients`."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import Any, BinaryIO

from sheetflow.errors import SheetflowError

MISSING = "{address}: this needs fsspec: pip install 'sheetflow[storage]'"


def is_remote(address: str) -> bool:
    """Whether an address is of other storage, not a path of this machine."""
    return "://" in address


def opened(address: str) -> tuple[Any, str]:
    """The fsspec file system of an address, and the path in it.

    Raises SheetflowError where it cannot be reached.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise SheetflowError(MISSING.format(address=address)) from None
    try:
        system, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise SheetflowError(f"{address}: {error}") from error
    return system, str(path)


def joined(folder: str, *names: str) -> str:
    """The address of something in a folder."""
    if is_remote(folder):
        return posixpath.join(folder, *names)
    return str(Path(folder, *names))


def absolute(address: str) -> str:
    """The address, or the whole path of a file of this machine; links are not followed."""
    return address if is_remote(address) else os.path.abspath(address)


def read(address: str) -> bytes | None:
    """The content of a file; None where there is none."""
    if not is_remote(address):
        file = Path(address)
        return file.read_bytes() if file.exists() else None
    system, path = opened(address)
    if not system.exists(path):
        return None
    content: bytes = system.cat_file(path)
    return content


def write(address: str, content: bytes) -> None:
    """Write a file, whole or not at all."""
    if is_remote(address):
        system, path = opened(address)
        system.pipe_file(path, content)
        return
    from sheetflow.workbook.publishing.publish import publish

    def fill(file: BinaryIO) -> None:
        file.write(content)

    publish(fill, Path(address))
