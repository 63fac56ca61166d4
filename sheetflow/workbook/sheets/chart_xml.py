"""Charts as XML (ECMA-376 part 1, 21.2 DrawingML charts, 20.5 SpreadsheetML drawings).

A chart has no values of its own: every program draws it from the cells, so that it
cannot show old ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_text import (
    RELATIONS,
    STRICT_RELATIONS,
    escape,
    quoted,
)
from sheetflow.workbook.cells.cell_references import Area, column_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sheetflow.workbook.cells.page_layout import ChartDesign, Series

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_GREY = "595959"
_LINE = "D9D9D9"

# The ids of the axes.
_CATEGORIES = 111111111
_VALUES = 222222222

_NO_LINE = "<a:ln><a:noFill/></a:ln>"
_NO_FILL = f"<c:spPr><a:noFill/>{_NO_LINE}</c:spPr>"
_WHOLE_AREA = (
    '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    '<c:x val="0"/><c:y val="0"/><c:w val="1"/><c:h val="1"/></c:manualLayout></c:layout>'
)


def namespaces(strict: bool, *prefixes: str) -> str:
    """The declarations of these prefixes: a, c, xdr, r."""
    base = (
        "http://purl.oclc.org/ooxml" if strict else "http://schemas.openxmlformats.org"
    )
    year = "" if strict else "/2006"
    known = {
        "a": f"{base}/drawingml{year}/main",
        "c": f"{base}/drawingml{year}/chart",
        "xdr": f"{base}/drawingml{year}/spreadsheetDrawing",
        "r": STRICT_RELATIONS if strict else RELATIONS,
    }
    return "".join(f' xmlns:{prefix}="{known[prefix]}"' for prefix in prefixes)


def drawing_xml(strict: bool, charts: Sequence[tuple[ChartDesign, str]]) -> str:
    """The part with the position of each chart. Each chart comes with its relation."""
    declared = namespaces(strict, "xdr", "a")
    anchors = "".join(
        _anchor(strict, number, chart, relation)
        for number, (chart, relation) in enumerate(charts, 1)
    )
    return f"{_DECLARATION}<xdr:wsDr{declared}>{anchors}</xdr:wsDr>"


def _anchor(strict: bool, number: int, chart: ChartDesign, relation: str) -> str:
    area = chart.area
    title = quoted(chart.title)
    kind = namespaces(strict, "c").partition('"')[2].rstrip('"')
    return (
        f"<xdr:twoCellAnchor>{_corner('from', area.first_row - 1, area.first_column - 1)}"
        f"{_corner('to', area.last_row, area.last_column)}"
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number + 1}" name="{title}" '
        f'descr="{title}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>'
        '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{kind}"><c:chart{namespaces(strict, "c", "r")} r:id="{relation}"/>'
        "</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"
    )


def _corner(name: str, row: int, column: int) -> str:
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
    )


def chart_xml(strict: bool, sheet: str, chart: ChartDesign) -> str:
    """The part of one chart over cells of `sheet` (its name as formulas write it)."""
    declared = namespaces(strict, "c", "a", "r")
    return (
        f"{_DECLARATION}<c:chartSpace{declared}>"
        '<c:date1904 val="0"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/>{_plot_area(sheet, chart)}{_legend(chart)}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{_NO_FILL}{_text()}</c:chartSpace>"
    )


def _plot_area(sheet: str, chart: ChartDesign) -> str:
    layout = _WHOLE_AREA if chart.bare else "<c:layout/>"
    bars = "".join(_bars(sheet, chart))
    axes = _category_axis(chart) + _value_axis(chart)
    return f"<c:plotArea>{layout}{bars}{axes}{_NO_FILL}</c:plotArea>"


def _legend(chart: ChartDesign) -> str:
    if not chart.stacked:
        return ""
    return f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text()}</c:legend>'


def _bars(sheet: str, chart: ChartDesign) -> Iterator[str]:
    direction = "bar" if chart.horizontal else "col"
    grouping = "stacked" if chart.stacked else "clustered"
    yield f'<c:barChart><c:barDir val="{direction}"/>'
    yield f'<c:grouping val="{grouping}"/><c:varyColors val="0"/>'
    for number, series in enumerate(chart.series):
        yield _series(sheet, chart, number, series)
    overlap = '<c:overlap val="100"/>' if chart.stacked else ""
    gap = 60 if chart.bare else 45
    yield f'<c:gapWidth val="{gap}"/>{overlap}'
    yield f'<c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/></c:barChart>'


def _series(sheet: str, chart: ChartDesign, number: int, series: Series) -> str:
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>'
        f"{_series_name(sheet, series)}{_fill(series.colour)}"
        f'<c:invertIfNegative val="0"/>{_points(series)}{_labels(chart, series.colour)}'
        f"<c:cat>{_reference('str', sheet, chart.categories)}</c:cat>"
        f"<c:val>{_reference('num', sheet, series.values)}</c:val></c:ser>"
    )


def _series_name(sheet: str, series: Series) -> str:
    if not series.name:
        return ""
    cell = Area(*series.name, *series.name)
    return f"<c:tx>{_reference('str', sheet, cell)}</c:tx>"


def _points(series: Series) -> str:
    """The colours of single bars."""
    return "".join(
        f'<c:dPt><c:idx val="{position}"/><c:invertIfNegative val="0"/>'
        f'<c:bubble3D val="0"/>{_fill(colour)}</c:dPt>'
        for position, colour in enumerate(series.points)
    )


def _reference(kind: str, sheet: str, area: Area) -> str:
    first = f"${column_name(area.first_column)}${area.first_row}"
    last = f"${column_name(area.last_column)}${area.last_row}"
    cells = first if first == last else f"{first}:{last}"
    return f"<c:{kind}Ref><c:f>{escape(f'{sheet}!{cells}')}</c:f></c:{kind}Ref>"


def _fill(colour: str) -> str:
    return f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>{_NO_LINE}</c:spPr>'


def _labels(chart: ChartDesign, colour: str) -> str:
    """The figures at the bars; none next to a table that has them."""
    if chart.bare:
        return ""
    ink = _ink(colour) if chart.stacked else _GREY
    position = "ctr" if chart.stacked else "outEnd"
    return (
        f'<c:dLbls><c:numFmt formatCode="{quoted(chart.number_format)}" sourceLinked="0"/>'
        f'{_NO_FILL}{_text(ink)}<c:dLblPos val="{position}"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _ink(fill: str) -> str:
    """White or almost black, whichever is easier to read on a colour (ITU-R BT.601)."""
    return "262626" if _luma(fill) > 140_000 else "FFFFFF"


def _luma(fill: str) -> int:
    """How bright a colour is, from 0 to 255,000."""
    red, green, blue = bytes.fromhex(fill[:6])
    return 299 * red + 587 * green + 114 * blue


def _text(colour: str = _GREY) -> str:
    return (
        '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900"><a:solidFill>'
        f'<a:srgbClr val="{colour}"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def _category_axis(chart: ChartDesign) -> str:
    """The axis with the names. The first of horizontal bars is on top, as in a table."""
    orientation = "maxMin" if chart.horizontal else "minMax"
    side = "l" if chart.horizontal else "b"
    labels = "none" if chart.bare else "low"
    line = f'<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="{_LINE}"/></a:solidFill></a:ln></c:spPr>'
    return (
        f'<c:catAx><c:axId val="{_CATEGORIES}"/><c:scaling><c:orientation val="{orientation}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{labels}"/>'
        f'{line}{_text()}<c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/><c:auto val="1"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(chart: ChartDesign) -> str:
    """The axis of the figures: it begins at 0 and is invisible, because of the labels."""
    side = "t" if chart.horizontal else "l"
    return (
        f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="1"/><c:axPos val="{side}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:crossAx val="{_CATEGORIES}"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )
