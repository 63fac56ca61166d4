"""The files next to a workbook: where logo, layouts and fonts are found, and what is said where they are not."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from pictures import picture
from PIL import Image as Pillow
from walkthroughs import enter, row_table
from xlsxwriter.image import Image

from sheetflow.cli import main
from sheetflow.reading.files_beside import FilesBeside, files_beside
from sheetflow.standards.image_files import FORMATS, for_documents, is_picture
from sheetflow.starters.samples.quickstart import write_quickstart

DAY = "--as-of=2026-03-02"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a logo, a layout and fonts, in a folder with a secret."""
    (tmp_path / "secret.png").write_bytes(picture())
    shop = tmp_path / "shop"
    for place in ("templates", "fonts", "out", "pictures"):
        (shop / place).mkdir(parents=True)
    for name in ("logo.png", "pictures/logo.png"):
        (shop / name).write_bytes(picture())
    (shop / "templates" / "invoice.typ").write_text("", encoding="utf-8")
    return shop


def beside(folder: Path, **settings: str) -> FilesBeside:
    return files_beside(settings, folder)


def codes(found: FilesBeside) -> list[tuple[str, str]]:
    return [(fault.setting, fault.code) for fault in found.faults]


INSIDE = (
    "logo.png",
    "pictures/logo.png",
    "pictures\\logo.png",
    "pictures/../logo.png",
    " logo.png ",
)


@pytest.mark.parametrize("name", INSIDE)
def test_a_logo_is_found_from_the_workbooks_folder(folder: Path, name: str):
    found = beside(folder, Logo=name)
    assert found.logo is not None
    assert found.logo.is_file()
    assert found.faults == ()


def test_from_out_the_folder_above_counts_too_and_no_further(folder: Path):
    found = beside(folder / "out", Logo="logo.png")
    assert [found.logo, found.templates, found.fonts] == [
        folder / "logo.png", (folder / "templates" / "invoice.typ",), folder / "fonts",
    ]  # fmt: skip
    assert beside(folder / "out", Logo="../logo.png").logo is not None
    assert codes(beside(folder / "out", Logo="secret.png")) == [("Logo", "SET06")]
    assert codes(beside(folder / "out", Logo="../../secret.png")) == [("Logo", "SET08")]
    assert codes(beside(folder / "pictures", Logo="../logo.png")) == [("Logo", "SET08")]


def test_what_is_in_out_itself_comes_first(folder: Path):
    (folder / "out" / "logo.png").write_bytes(picture())
    assert beside(folder / "out", Logo="logo.png").logo == folder / "out" / "logo.png"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("other.png", "SET06"),
        ("x" * 5000, "SET06"),
        ("pictures", "SET07"),
        ("templates/invoice.typ", "SET07"),
        ("../secret.png", "SET08"),
        ("pictures\\..\\..\\secret.png", "SET08"),
        ("/etc/passwd", "SET08"),
        ("C:\\logo.png", "SET08"),
        ("C:logo.png", "SET08"),
        ("\\\\server\\share\\logo.png", "SET08"),
        ("//server/share/logo.png", "SET08"),
    ],
)
def test_what_cannot_be_a_logo_is_said(folder: Path, name: str, code: str):
    found = beside(folder, Logo=name)
    assert found.logo is None
    assert codes(found) == [("Logo", code)]


def test_the_logo_inside_is_refused_by_its_whole_path_too(folder: Path):
    assert codes(beside(folder, Logo=str(folder / "logo.png"))) == [("Logo", "SET08")]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_are_followed_before_their_target_is_checked(folder: Path):
    (folder / "inside.png").symlink_to(folder / "pictures" / "logo.png")
    (folder / "outside.png").symlink_to(folder.parent / "secret.png")
    (folder / "circle.png").symlink_to(folder / "circle.png")
    (folder / "templates" / "quote.typ").symlink_to(folder.parent / "secret.png")
    assert beside(folder, Logo="inside.png").logo is not None
    for name in ("outside.png", "circle.png"):
        assert ("Logo", "SET08") in codes(beside(folder, Logo=name))
    found = beside(folder)
    assert [path.name for path in found.templates] == ["invoice.typ"]
    assert codes(found) == [("Templates", "SET08")]


def test_the_folder_of_layouts_is_the_one_that_settings_name(folder: Path):
    (folder / "mine").mkdir()
    (folder / "mine" / "quote.typ").write_text("", encoding="utf-8")
    assert [path.name for path in beside(folder, Templates="mine").templates] == [
        "quote.typ"
    ]
    assert codes(beside(folder, Templates="yours")) == [("Templates", "SET06")]
    assert codes(beside(folder, Templates="logo.png")) == [("Templates", "SET06")]
    assert codes(beside(folder, Templates="..")) == [("Templates", "SET08")]
    assert beside(folder / "pictures") == FilesBeside()


# -- pictures


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_is_known_by_its_content(kind: str):
    whole = picture(kind)
    assert is_picture(whole)
    assert not is_picture(whole[: len(whole) // 2])
    assert not is_picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 9)


@given(st.sampled_from(FORMATS), st.integers(0, 400), st.binary(max_size=40))
def test_what_counts_as_a_picture_can_be_put_into_a_workbook(
    kind: str, at: int, other: bytes
):
    whole = picture(kind)
    spoilt = whole[:at] + other + whole[at + len(other) :]
    if is_picture(spoilt):
        assert Image(io.BytesIO(for_documents(spoilt))).width > 0


def test_a_small_png_or_jpeg_is_used_as_it_is():
    for kind in ("PNG", "JPEG"):
        assert for_documents(picture(kind)) == picture(kind)


@pytest.mark.parametrize(
    ("mode", "kind"), [("CMYK", "JPEG"), ("I;16", "PNG"), ("P", "GIF"), ("RGB", "WEBP")]
)
def test_other_colours_and_formats_become_what_documents_show(mode: str, kind: str):
    made = io.BytesIO()
    Pillow.new(mode, (60, 30)).save(made, kind)
    shown = Pillow.open(io.BytesIO(for_documents(made.getvalue())))
    assert (shown.format, shown.size) == ("PNG", (60, 30))
    assert shown.mode in ("RGB", "RGBA")


def test_a_large_picture_is_made_as_small_as_paper_needs():
    large = picture("PNG", size=(4000, 1000))
    shown = Pillow.open(io.BytesIO(for_documents(large)))
    assert shown.size == (1600, 400)
    padded = picture("PNG") + bytes(2_000_000)
    assert len(for_documents(padded)) < 1_000


@pytest.mark.parametrize("size", [(10_000, 5_001), (20_000, 10_000)])
def test_a_picture_of_too_many_pixels_is_not_decoded(size: tuple[int, int]):
    assert not is_picture(one_colour(size))


def one_colour(size: tuple[int, int]) -> bytes:
    """A picture in black and white, which takes little room however large it is."""
    target = io.BytesIO()
    Pillow.new("1", size).save(target, "PNG")
    return target.getvalue()


def test_a_large_picture_comes_out_the_same_however_often_it_is_asked_for():
    large = picture("PNG", size=(3000, 1000))
    first = for_documents(large)
    for_documents.cache_clear()
    assert for_documents(large) == first


# -- at the terminal


def sheetflow(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def shop_with(folder: Path, settings: str) -> Path:
    path = folder / "shop.xlsx"
    with path.open("wb") as file:
        write_quickstart(file)
    for setting in settings.split("; "):
        name, _, value = setting.partition("=")
        enter(path, row_table("Settings", f"Setting={name}; Value={value}"))
    return path


def test_the_cell_of_settings_is_named(folder: Path):
    path = shop_with(folder, "Logo=lost.png; Templates=../shared")
    done = sheetflow("check", path, DAY)
    said = [
        line.split("  ")[0].strip() + " " + line.split()[-1]
        for line in done.stdout.splitlines()
        if "SET0" in line
    ]
    assert said == ["Settings!B16 SET06", "Settings!B17 SET08"]
    assert done.exit_code == 0


def test_a_layout_of_the_folder_above_is_used_for_what_a_run_wrote(folder: Path):
    pypdf = pytest.importorskip(
        "pypdf", reason="PDFs are read back with pypdf: pip install '.[test]'"
    )
    pytest.importorskip("typst", reason="PDFs are made by typst: pip install '.[pdf]'")
    (folder / "templates" / "invoice.typ").write_text(
        "Written by hand", encoding="utf-8"
    )
    path = shop_with(folder, "Logo=logo.bmp")
    (folder / "logo.bmp").write_bytes(picture("BMP"))
    out = folder / "out"
    sheetflow("run", path, "-o", out, DAY)
    done = sheetflow("print", out / "shop.xlsx", "--only", "invoices", "--pdf", DAY)
    assert "SET0" not in done.stdout
    [page] = pypdf.PdfReader(
        out / "shop papers" / "2026-03-02 print 1" / "invoices.pdf"
    ).pages
    assert page.extract_text() == "Written by hand"


def test_a_run_shows_the_logo_and_so_does_print_of_what_it_wrote(folder: Path):
    path = shop_with(folder, "Logo=logo.png")
    assert "SET0" not in sheetflow("run", path, DAY).stdout
    done = sheetflow("print", path, "--only", "invoices", DAY)
    assert "SET0" not in done.stdout
    for place in ("2026-03-02 run 1", "2026-03-02 print 1"):
        printed = folder / "shop papers" / place / "invoices.xlsx"
        assert b"xl/media/image1.png" in printed.read_bytes()
