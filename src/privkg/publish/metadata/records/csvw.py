"""CSVW: the description of the tables for readers of CSV on the Web, at the path where they look for it.

Sources: https://www.w3.org/TR/tabular-data-model/#standard-file-metadata ;
https://www.w3.org/TR/tabular-metadata/
"""

import json

from privkg.publish import layout
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.gaps import Missing
from privkg.publish.metadata.records import dcat
from privkg.publish.metadata.tables import SEPARATOR, Column, Table, tables

TITLE = "CSVW"
FILE = f"{layout.TABLES}/csv-metadata.json"


def write(description: DatasetDescription) -> dict[str, str]:
    """Return the text of the record's file, by its path."""
    return {FILE: json.dumps(record(description), indent=1, ensure_ascii=False) + "\n"}


def missing(description: DatasetDescription) -> Missing:
    """Return no fields: CSVW requires none that a dataset may lack."""
    return Missing()


def record(description: DatasetDescription) -> dict[str, object]:
    """Return the tables as CSVW JSON; it refers to the dataset, which DCAT-AP's record describes."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "TableGroup",
        "dc:title": f"Tables of {description.dataset.title}",
        "dc:isPartOf": {"@id": dcat.dataset_iri(description)[1:-1]},
        "dc:license": {"@id": description.licence_url},
        "tables": [_table(table) for table in tables(description)],
    }


def _table(table: Table) -> dict[str, object]:
    schema: dict[str, object] = {"columns": [_column(column) for column in table.columns]}
    if table.has_key:
        key = table.columns[0].name
        schema |= {"primaryKey": key, "aboutUrl": f"{{+{key}}}"}
    return {
        "@type": "Table",
        "url": table.file.path.removeprefix(f"{layout.TABLES}/"),
        "dc:title": table.name,
        "tableSchema": schema,
    }


def _column(column: Column) -> dict[str, object]:
    """Return a column; not with `propertyUrl`, as a cell has the label of a value, not its IRI."""
    found = {
        "name": column.name,
        "titles": column.name,
        "dc:title": column.title,
        "dc:description": column.definition,
        "dc:source": {"@id": column.property} if column.property else None,
        "datatype": "string",
        "separator": SEPARATOR if column.is_list else None,
        "required": column.is_key,
    }
    return {key: value for key, value in found.items() if value}
