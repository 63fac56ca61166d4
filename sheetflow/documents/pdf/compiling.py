"""Compile data and a layout into one PDF, with typst. The same data gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from sheetflow.documents.model import DocumentFile, Seller
from sheetflow.documents.pdf.data.party_data import house_data
from sheetflow.documents.pdf.layouts import SHARED
from sheetflow.documents.pdf.sandbox import Sandbox, open_sandbox
from sheetflow.documents.pdf.typst_errors import layout_failure
from sheetflow.documents.wording.document_formats import seller_formats
from sheetflow.documents.wording.document_words import words_of
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.domain.document_texts import Texts
from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    import typst

NOT_INSTALLED = (
    "PDFs need packages that are not installed. "
    "Install them with: pip install 'sheetflow[pdf]'"
)


ACCESSIBLE = "ua-1"
PLAIN = "1.7"
"""PDF/UA-1 (ISO 14289-1) and PDF 1.7, as typst calls them."""


class CompiledPdf(NamedTuple):
    """A PDF, and the characters of its texts that no font has."""

    content: bytes
    missing_glyphs: str

    def named(self, stem: str) -> DocumentFile:
        """The PDF as a file, by its name without the ending."""
        return DocumentFile(f"{stem}.pdf", self.content, self.missing_glyphs)


def compile_pdf(
    layout: str,
    data: Mapping[str, Any],
    seller: Seller,
    standards: Sequence[str] = (ACCESSIBLE,),
) -> CompiledPdf:
    """The PDF that a layout makes of some data.

    `layout` is the name of a .typ file without its ending: the seller's own if there is
    one, else ours. It reads `json("data.json")`, which has `data`, `house` (see
    HouseData), `words` (the texts of each language) and `title`. `standards` are those of
    typst, such as "a-3b"; without any, the PDF has no tags. Raises SheetflowError if typst
    is not installed or the layout is wrong.
    """
    require_typst()
    import typst

    with open_sandbox(seller.style) as sandbox:
        sandbox.write_data(_with_seller(data, seller, sandbox))
        locale = str(seller_formats(seller, Formats).locale)
        missing_glyphs = sandbox.missing_glyphs(locale)
        if ACCESSIBLE not in standards and standards:
            sandbox.replace_with_boxes(missing_glyphs)
        try:
            content = _compiled(sandbox, layout, seller, standards)
        except typst.TypstError as error:
            raise SheetflowError(_error_message(error, seller)) from error
        return CompiledPdf(content, missing_glyphs)


def _compiled(
    sandbox: Sandbox, layout: str, seller: Seller, standards: Sequence[str]
) -> bytes:
    """The PDF by these standards; accessible as far as it can be. Raises TypstError.

    Some cannot be wholly so: with a picture in a layout of the seller's that nothing describes, or a character that no
    font has.
    """
    import typst

    try:
        return _compiled_by(sandbox, layout, seller, standards)
    except typst.TypstError:
        if ACCESSIBLE not in standards:
            raise
        return _compiled_by(sandbox, layout, seller, (PLAIN,))


def _compiled_by(
    sandbox: Sandbox, layout: str, seller: Seller, standards: Sequence[str]
) -> bytes:
    """The PDF of a layout; confined where any of it is the seller's own."""
    own = {path.stem for path in seller.style.templates}
    if own & {layout, *SHARED}:
        return sandbox.compile_confined(layout, seller.as_of, standards)
    return sandbox.compile(layout, seller.as_of, standards)


def _with_seller(
    data: Mapping[str, Any], seller: Seller, sandbox: Sandbox
) -> dict[str, Any]:
    """The data with `house`, and with a `title` if it has none."""
    formats = seller_formats(seller, Formats)
    fonts = sandbox.font_families(str(formats.locale))
    house = house_data(seller, formats, sandbox.logo, fonts)
    words = layout_words(data.get("documents", ()), formats.words.code)
    return {"title": seller.party.name, **data, "house": house, "words": words}


def layout_words(
    documents: Iterable[Mapping[str, Any]], language: str
) -> dict[str, Texts]:
    """The texts of the languages that documents are in; one that says none is in `language`."""
    codes = {str(document.get("language", language)) for document in documents}
    return {code: words_of(code).texts for code in sorted({*codes, language})}


def require_typst() -> None:
    """Raises SheetflowError if a package that PDFs need is not installed."""
    if not all(map(find_spec, ("typst", "segno"))):
        raise SheetflowError(NOT_INSTALLED)


def _error_message(error: typst.TypstError, seller: Seller) -> str:
    """What is wrong in a layout and what to do, on one line."""
    own = {path.name: path for path in seller.style.templates}
    failure = layout_failure(error, own)
    if failure.file not in own:
        return f"{failure}. This is a bug in sheetflow; please report it"
    path = own[failure.file]
    remedy = f"list everything that is wrong with: sheetflow template check {path}"
    return f"{path}:{failure.line} {failure.text}; {remedy}"
