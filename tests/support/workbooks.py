"""XLSX workbooks for tests: parts written by hand, to be altered one by one."""

import zipfile
from pathlib import Path

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK = "xl/workbook.xml"
SHEET = "xl/worksheets/one.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"


def root(name: str, content: str) -> str:
    """Return a part with this root element."""
    return f'<?xml version="1.0"?><{name} xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}">{content}</{name}>'


def sheet(rows: str, after: str = "") -> str:
    """Return the part of a sheet with these rows."""
    return root("worksheet", f"<sheetData>{rows}</sheetData>{after}")


def texts(*words: str) -> str:
    """Return a row with these texts."""
    cells = (f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in words)
    return f"<row>{''.join(cells)}</row>"


def styles(*codes: str) -> str:
    """Return the part of styles: those of cells, after one that is of none, have these formats."""
    formats = "".join(
        f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for n, code in enumerate(codes, 200)
    )
    of_cells = "".join(f'<xf numFmtId="{n}"/>' for n, _ in enumerate(codes, 200))
    of_styles = '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    return root(
        "styleSheet", f"<numFmts>{formats}</numFmts>{of_styles}<cellXfs><xf/>{of_cells}</cellXfs>"
    )


def write(folder: Path, rows: str = "", **other: str) -> Path:
    """Return a new workbook with a sheet of these rows; `other` replaces parts, by their constants."""
    related = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            [
                ("worksheet", "worksheets/one.xml"),
                ("sharedStrings", f"/{STRINGS}"),
                ("styles", "styles.xml"),
            ]
        )
    )
    parts = {
        "WORKBOOK": root("workbook", '<sheets><sheet name="One" sheetId="1" r:id="r0"/></sheets>'),
        "STRINGS": root("sst", "<si><t>shared</t></si><si><r><t>ri</t></r><r><t>ch</t></r></si>"),
        "STYLES": styles(),
        "SHEET": sheet(rows),
    }
    names = {"WORKBOOK": WORKBOOK, "STRINGS": STRINGS, "STYLES": STYLES, "SHEET": SHEET}
    path = folder / "records"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{related}</Relationships>")
        for key, content in {**parts, **other}.items():
            archive.writestr(names[key], content)
    return path
