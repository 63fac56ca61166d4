"""`sheetflow print --each` and `--eml`: one file per document, in a folder per kind."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sheetflow.cli.documents import printing_problems, warn_about_small_labels
from sheetflow.cli.missing_recipients import warn_about_missing_recipients
from sheetflow.cli.output import print_problems
from sheetflow.cli.print import PrintFolder
from sheetflow.running.destination import shown_folder
from sheetflow.running.document_counts import summary

if TYPE_CHECKING:
    from sheetflow.documents.model import DocumentFile, Documents
    from sheetflow.pipeline import Run

Files = dict[str, list["DocumentFile"]]
"""Files by the folder that they go into."""


def write_single_documents(done: Run, documents: Documents, folder: PrintFolder) -> int:
    """Write each document to files of its own; returns the exit status."""
    from sheetflow.domain.messages import in_own_language

    options = folder.options
    rendered = _rendered(documents, folder)
    every = [file for files in rendered.values() for file in files]
    print_problems(printing_problems(done, every), sys.stdout)
    with done.in_own_names():
        click.echo(in_own_language(summary(documents)))
    warn_about_small_labels(documents, options.as_pdf)
    if options.eml:
        warn_about_missing_recipients(done, documents)
    for within, files in rendered.items():
        folder.publish(files, within)
        _print_files(folder, within, files)
    return 0


def _rendered(documents: Documents, folder: PrintFolder) -> Files:
    """The drafts, and with --each the documents themselves."""
    from sheetflow.documents.mail.drafts import draft_mails
    from sheetflow.documents.single_files import render_single_files

    options = folder.options
    found: Files = {}
    made = [draft_mails(documents)] if options.eml else []
    if options.each or options.as_pdf:
        pdfs = options.as_pdf
        made.append(render_single_files(documents, pdfs, options.placement))
    for files in made:
        for within, some in files.items():
            found.setdefault(within, []).extend(some)
    return found


def _print_files(folder: PrintFolder, within: str, files: list[DocumentFile]) -> None:
    """`orders papers/2026-03-02 print 1/invoices/   12 files`."""
    path = folder.path / within
    count = f"{len(files):,} file{'s' if len(files) != 1 else ''}"
    click.echo(f"{shown_folder(path)}   {count}")
