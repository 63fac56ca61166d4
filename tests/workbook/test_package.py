"""The package: parts found however they are named, changed one by one, the rest byte for byte as it was."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from io import BytesIO

import minimal_package as small
import pytest

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive import zip_reader
from sheetflow.workbook.archive.relationships import Relationship
from sheetflow.workbook.package.package import Package
from sheetflow.workbook.package.reader_copy import reader_copy


def opened(changed: dict[str, bytes] | None = None) -> Package:
    return Package.open(small.workbook(changed), "book.xlsx")


def reopened(package: Package) -> Package:
    """The package written and read again, proven by the standard library's reader."""
    data = package.to_bytes()
    with zipfile.ZipFile(BytesIO(data)) as container:
        assert container.testzip() is None
    return Package.open(data, "book.xlsx")


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as container:
        return container.namelist()


def packed(data: bytes) -> dict[str, bytes]:
    """Each member as it is in the file, still compressed."""
    return {
        member.name: data[slice(*zip_reader.compressed_span(data, member))]
        for member in zip_reader.members(data, 100)
        if not member.is_folder
    }


# ------------------------------------------------------------------ looking


def test_importing_the_package_takes_the_standard_library_alone() -> None:
    program = """if True:
        import sys
        before = set(sys.modules)
        import sheetflow.workbook.package.package
        import sheetflow.workbook.publishing.publish
        import sheetflow.workbook.guards.child_process
        import sheetflow.workbook.publishing.backups, sheetflow.workbook.package.reader_copy
        tops = {name.partition(".")[0] for name in set(sys.modules) - before}
        print(*sorted(tops - set(sys.stdlib_module_names) - {"sheetflow", "__mp_main__"}))
    """
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_parts_are_found_without_regard_to_case_or_slash() -> None:
    package = opened()
    assert package.part_name("/XL/Worksheets/Sheet1.XML") == small.SHEET
    assert package.has("xl/STYLES.xml")
    assert not package.has("xl/theme.xml")
    with pytest.raises(
        SheetflowError, match=r"^book\.xlsx: the part xl/theme\.xml is missing; "
    ):
        package.read("xl/theme.xml")


def test_names_with_backslashes_and_leading_slashes_are_part_names() -> None:
    odd = {name.replace("/", "\\"): content for name, content in small.parts().items()}
    assert Package.open(small.zipped(odd), "book.xlsx").worksheets == {
        "Orders": small.SHEET
    }
    rooted = {f"/{name}": content for name, content in small.parts().items()}
    assert Package.open(small.zipped(rooted), "book.xlsx").worksheets == {
        "Orders": small.SHEET
    }


@pytest.mark.parametrize(
    "target",
    [
        "worksheets/sheet1.xml",
        "/xl/worksheets/sheet1.xml",
        "worksheets\\sheet1.xml",
        "../xl/worksheets/Sheet1.xml",
        "./worksheets/sheet%31.xml",
    ],
)
def test_targets_are_resolved(target: str) -> None:
    rels = small.relationships(("rId1", "worksheet", target))
    assert opened({small.WORKBOOK_RELS: rels}).worksheets == {"Orders": small.SHEET}


def test_relationships_have_their_kind_and_position() -> None:
    external = (
        f'<p:Relationships xmlns:p="{small.PACKAGE}/relationships"><!-- <p:Relationship Id="no"/> -->'
        "<p:Relationship Id='a' Type='http://x/hyperlink' Target='http://example.com/?a=1&amp;b=2'"
        " TargetMode='External'/><p:Relationship Target='../tables/t.xml' Type='http://x/table' Id='b'>"
        "</p:Relationship></p:Relationships>"
    ).encode()
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    assert opened({rels: external}).relationships(small.SHEET) == {
        "a": Relationship(
            "http://x/hyperlink", "http://example.com/?a=1&b=2", rels, external=True
        ),
        "b": Relationship("http://x/table", "xl/tables/t.xml", rels, external=False),
    }
    assert opened().relationships(small.SHEET) == {}


def test_what_a_part_is_comes_from_its_name_then_its_extension() -> None:
    package = opened()
    assert (
        package.content_type_of("/XL/workbook.xml") == f"{small.TYPES}.sheet.main+xml"
    )
    assert package.content_type_of(small.STYLES) == "application/xml"
    assert package.content_type_of("xl/media/image1.png") == ""


def test_a_macro_workbook_and_a_signed_one_are_recognized() -> None:
    types = small.parts()[small.CONTENT_TYPES]
    main = f"{small.TYPES}.sheet.main+xml".encode()
    macro = types.replace(main, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    template = types.replace(
        main, b"application/vnd.ms-excel.template.macroEnabled.main+xml"
    )
    assert not opened().is_macro
    assert opened({small.CONTENT_TYPES: macro}).is_macro
    assert opened({small.CONTENT_TYPES: template}).is_template
    assert not opened().signed
    assert opened({"_xmlsignatures/origin.sigs": b""}).signed


def test_a_strict_workbook_gets_strict_relationships() -> None:
    office = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    strict = {
        name: part.replace(small.OFFICE.encode(), office)
        for name, part in small.parts().items()
    }
    package = opened(strict)
    assert package.strict
    assert not opened().strict
    fresh = package.relate(package.workbook, "worksheet", "xl/worksheets/sheet2.xml")
    assert (
        package.relationships(package.workbook)[fresh].type
        == f"{office.decode()}/worksheet"
    )


def test_chart_sheets_are_not_worksheets() -> None:
    book = small.parts()[small.WORKBOOK].replace(
        b"</sheets>", b'<sheet name="Chart" sheetId="2" r:id="rId9"/></sheets>'
    )
    rels = small.relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId9", "chartsheet", "c.xml")
    )
    package = opened(
        {small.WORKBOOK: book, small.WORKBOOK_RELS: rels, "xl/c.xml": b"<chartsheet/>"}
    )
    assert list(package.worksheets) == ["Orders"]


# ------------------------------------------------------------------ changing


def test_an_unchanged_package_is_written_as_it_was() -> None:
    data = small.workbook()
    package = Package.open(data, "book.xlsx")
    package.write(small.SHEET, package.read(small.SHEET))
    assert not package.changed
    assert package.to_bytes() == data


def test_changing_a_part_leaves_the_others_compressed_as_they_were() -> None:
    extra = {
        "xl/media/a.bin": bytes(range(256)) * 9,
        "xl/ü.xml": b"<a/>",
        "xl/empty/": b"",
    }
    data = small.workbook(extra)
    package = Package.open(data, "book.xlsx")
    package.write("XL/styles.xml", b"<styleSheet/>")
    written = package.to_bytes()
    before = packed(data)
    after = packed(written)
    assert names(written) == names(data)
    assert {name for name in before if before[name] != after[name]} == {small.STYLES}
    assert Package.open(written, "book.xlsx").read(small.STYLES) == b"<styleSheet/>"


def test_a_change_taken_back_is_not_a_change() -> None:
    package = opened()
    before = package.read(small.SHEET)
    package.write(small.SHEET, small.sheet(""))
    assert package.read(small.SHEET) == small.sheet("")
    package.write(small.SHEET, before)
    assert not package.changed


def test_equal_changes_make_equal_files() -> None:
    def changed() -> bytes:
        package = opened()
        package.add("xl/new.xml", b"<a/>", "application/a+xml")
        return package.to_bytes()

    assert changed() == changed()


def test_a_part_is_added_with_its_type_and_relationship() -> None:
    package = opened()
    package.add(
        "xl/worksheets/sheet2.xml", small.sheet(""), f"{small.TYPES}.worksheet+xml"
    )
    fresh = package.relate(package.workbook, "worksheet", "xl/worksheets/sheet2.xml")
    again = reopened(package)
    assert fresh == "rId4"
    assert (
        again.relationships(again.workbook)[fresh].target == "xl/worksheets/sheet2.xml"
    )
    assert (
        again.content_type_of("xl/worksheets/sheet2.xml")
        == f"{small.TYPES}.worksheet+xml"
    )
    assert b'Target="worksheets/sheet2.xml"' in again.read(small.WORKBOOK_RELS)
    assert names(again.to_bytes())[-1] == "xl/worksheets/sheet2.xml"


def test_what_was_looked_up_is_looked_up_again_after_a_change() -> None:
    package = opened()
    assert package.content_type_of("xl/worksheets/sheet2.xml") == "application/xml"
    assert list(package.worksheets) == ["Orders"]
    package.add(
        "xl/worksheets/sheet2.xml", small.sheet(""), f"{small.TYPES}.worksheet+xml"
    )
    fresh = package.relate(package.workbook, "worksheet", "xl/worksheets/sheet2.xml")
    entry = f'<sheet name="Picks" sheetId="2" r:id="{fresh}"/></sheets>'.encode()
    package.write(
        package.workbook, package.read(package.workbook).replace(b"</sheets>", entry)
    )
    assert (
        package.content_type_of("xl/worksheets/sheet2.xml")
        == f"{small.TYPES}.worksheet+xml"
    )
    assert list(package.worksheets) == ["Orders", "Picks"]


def test_a_part_added_and_removed_is_not_a_change() -> None:
    package = opened()
    package.add("xl/new.xml", b"<a/>", "application/a+xml")
    package.remove("xl/new.xml")
    assert not package.changed


def test_a_part_without_relationships_gets_a_rels_part() -> None:
    package = opened()
    package.add("xl/tables/table1.xml", b"<table/>", f"{small.TYPES}.table+xml")
    assert package.relate(small.SHEET, "table", "/xl/tables/table1.xml") == "rId1"
    assert package.relate(small.SHEET, "table", "xl/tables/table1.xml") == "rId2"
    again = reopened(package)
    assert [each.target for each in again.relationships(small.SHEET).values()] == [
        "xl/tables/table1.xml"
    ] * 2
    assert b"../tables/table1.xml" in again.read("xl/worksheets/_rels/sheet1.xml.rels")


def test_a_part_is_removed_with_all_that_names_it() -> None:
    package = opened()
    package.add("xl/calcChain.xml", b"<calcChain/>", f"{small.TYPES}.calcChain+xml")
    package.relate(package.workbook, "calcChain", "xl/calcChain.xml")
    package.relate("xl/calcChain.xml", "other", small.STYLES)
    before = set(opened().parts)
    package.remove("/xl/CalcChain.xml")
    again = reopened(package)
    assert set(again.parts) == before
    assert b"alcChain" not in again.read(small.WORKBOOK_RELS) + again.read(
        small.CONTENT_TYPES
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_splices_leave_every_other_byte(encoding: str) -> None:
    types = (
        '<?xml version="1.0"?>\n<!-- kept --><ct:Types xmlns:ct="urn:t"\n>'
        "<ct:Default Extension='rels' ContentType='application/x'/>"
        "<ct:Override ContentType='a>b' PartName='/xl/gone.xml' />\t"
        "<ct:Override PartName='/xl/workbook.xml' ContentType='main'></ct:Override ></ct:Types>\n"
    )
    package = opened(
        {small.CONTENT_TYPES: types.encode(encoding), "xl/gone.xml": b"<a/>"}
    )
    package.remove("xl/gone.xml")
    kept = types.replace(
        "<ct:Override ContentType='a>b' PartName='/xl/gone.xml' />", ""
    )
    assert package.read(small.CONTENT_TYPES) == kept.encode()
    package.add("xl/n&w.xml", b"<a/>", "kind")
    added = '<ct:Override PartName="/xl/n&amp;w.xml" ContentType="kind"/></ct:Types>'
    assert (
        package.read(small.CONTENT_TYPES) == kept.replace("</ct:Types>", added).encode()
    )


def test_an_empty_root_is_opened_for_its_first_child() -> None:
    package = opened(
        {"xl/worksheets/_rels/sheet1.xml.rels": b"<Relationships xmlns='urn:r' />"}
    )
    package.relate(small.SHEET, "table", "xl/tables/table1.xml")
    assert [each.target for each in package.relationships(small.SHEET).values()] == [
        "xl/tables/table1.xml"
    ]


def test_a_part_removed_and_added_again_is_new() -> None:
    package = opened()
    package.remove(small.STYLES)
    package.add(small.STYLES, b"<styleSheet><a/></styleSheet>", "kind")
    assert reopened(package).read(small.STYLES) == b"<styleSheet><a/></styleSheet>"


# ------------------------------------------------------------------ containers of other programs


def test_sizes_that_follow_the_data_and_64_bit_sizes_are_read() -> None:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    file = Pipe()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in small.parts().items():
            with container.open(name, "w", force_zip64=True) as member:
                member.write(content)
    package = Package.open(file.getvalue(), "book.xlsx")
    package.write(small.SHEET, small.sheet(""))
    assert reopened(package).read(small.STRINGS) == small.strings("Order")


def test_stored_parts_and_a_comment_are_read() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as container:
        container.comment = b"made by a shop"
        for name, content in small.parts().items():
            container.writestr(name, content)
    package = Package.open(file.getvalue(), "book.xlsx")
    package.write(small.STYLES, b"<styleSheet><a/></styleSheet>")
    assert reopened(package).read(small.SHEET) == small.parts()[small.SHEET]


def test_zlib_serves_where_isal_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "isal", None)
    package = opened()
    package.write(small.STYLES, b"<styleSheet><a/></styleSheet>")
    assert reopened(package).read(small.STYLES) == b"<styleSheet><a/></styleSheet>"


# ------------------------------------------------------------------ the copy for the fast reader


def test_the_fast_reader_finds_its_parts_whatever_their_names_and_encoding() -> None:
    from python_calamine import CalamineWorkbook

    book = small.parts()
    odd = {
        "content.xml": book[small.WORKBOOK].decode().encode("utf-16"),
        "_rels/content.xml.rels": small.relationships(
            ("rId1", "worksheet", "/Tabelle.XML"),
            ("rId3", "sharedStrings", "texte.xml"),
        ),
        "tabelle.xml": small.sheet('<row r="2"><c r="B2" t="s"><v>0</v></c></row>')
        .decode()
        .encode("utf-16-be"),
        "texte.xml": small.strings("Größe"),
        small.ROOT_RELS: small.relationships(("x", "officeDocument", "content.xml")),
        small.CONTENT_TYPES: book[small.CONTENT_TYPES],
    }
    copy = reader_copy(Package.open(small.zipped(odd), "book.xlsx"))
    reader = CalamineWorkbook.from_filelike(BytesIO(copy))
    assert reader.get_sheet_by_name("Orders").to_python(skip_empty_area=False) == [
        ["", ""],
        ["", "Größe"],
    ]
