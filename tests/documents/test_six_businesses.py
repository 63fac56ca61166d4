"""Every page of six businesses: nothing is cut, nothing overlaps, no page is nearly empty, no word is untranslated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from labelling import Word, needs_poppler, words
from paper import documents
from pypdf import PdfReader
from sheets import after, again
from six_businesses import BUSINESSES, CONTAINERS, LINES, Business

from sheetflow.documents.labels import DEFAULT_PLACEMENT
from sheetflow.documents.model import DocumentFile, Documents
from sheetflow.documents.wording.document_words import words_of
from sheetflow.domain.document_texts import document_texts

pytest.importorskip("typst", reason="PDFs are made by typst: pip install '.[pdf]'")
pytestmark = needs_poppler
ENGLISH = re.compile(r"[A-Za-z]{4,}")
NAMES = {"Unit", "Part", "Name", "Date"}
"""Words that other languages have too, or that products are called."""


def made_by(business: Business) -> Documents:
    """The documents of a business after a run, and one more for what came back."""
    sheets = dict(business.sheets)
    returns = sheets.pop("returns", None)
    once = after(None, **sheets)
    played = again(once, returns=returns) if returns else once
    return documents(played, recorded_only=False)


@pytest.fixture(scope="module", params=list(BUSINESSES))
def printed(
    request: pytest.FixtureRequest,
) -> tuple[Business, Documents, list[DocumentFile]]:
    """A business, its documents, and their PDFs."""
    from sheetflow.documents.pdf import pdfs_of

    business = BUSINESSES[request.param]
    made = made_by(business)
    return business, made, list(pdfs_of(made, DEFAULT_PLACEMENT))


def pages(
    file: DocumentFile, folder: Path
) -> Iterator[tuple[list[Word], float, float]]:
    """The words of each page, and its width and height."""
    path = folder / file.name
    path.write_bytes(file.content)
    for number, page in enumerate(PdfReader(path).pages, 1):
        box = page.mediabox
        yield words(file.content, folder, number), float(box.width), float(box.height)


def test_every_page_is_whole(printed, tmp_path: Path):
    _, made, files = printed
    assert len(made)
    for file in files:
        assert not file.missing_glyphs, file.name
        for at, (said, width, height) in enumerate(pages(file, tmp_path), 1):
            place = f"{file.name}, page {at}"
            assert said, f"{place} is empty"
            for word in said:
                assert 0 <= word.left <= word.right <= width, f"{place}: {word.text}"
                assert 0 <= word.top <= word.bottom <= height, f"{place}: {word.text}"
            overlaps = list(_overlaps(said))
            assert not overlaps, f"{place}: {overlaps[:3]}"
            if file.name != "labels.pdf":
                body = [
                    word for word in said if 0.12 * height < word.top < 0.92 * height
                ]
                assert len(body) > 5, f"{place} is nearly empty"


def _overlaps(said: list[Word]) -> Iterator[tuple[str, str]]:
    """Words that cover one another; the boxes of Arabic ones are higher than their letters."""
    plain = [word for word in said if word.text.isascii()]
    by_top = sorted(plain, key=lambda word: word.top)
    for at, one in enumerate(by_top):
        for other in by_top[at + 1 :]:
            if other.top > one.bottom:
                break
            wide = min(one.right, other.right) - max(one.left, other.left)
            high = min(one.bottom, other.bottom) - other.top
            line = min(one.bottom - one.top, other.bottom - other.top)
            if wide > 1 and high > 0.6 * line:
                yield one.text, other.text


def test_every_word_of_ours_is_in_the_customer_s_language(printed, tmp_path: Path):
    business, _, files = printed
    if business.language == "en":
        return
    ours = {word for text in document_texts().texts for word in ENGLISH.findall(text)}
    own = {
        word
        for text in words_of(business.language).texts.values()
        for word in ENGLISH.findall(text)
    }
    for file in files:
        for said, _, _ in pages(file, tmp_path):
            found = {part for word in said for part in ENGLISH.findall(word.text)}
            english = (found & ours) - own - NAMES
            assert not english, f"{file.name}: {english}"


def test_the_contents_of_every_container_are_on_its_slip_and_its_labels():
    made = made_by(BUSINESSES["wholesaler"])
    assert len(made.packing) == len(made.labels) >= CONTAINERS
    packed = sorted(content.sku for label in made.labels for content in label.contents)
    assert packed == sorted(line.sku for slip in made.packing for line in slip.lines)
    assert len(packed) == LINES
