"""Incident pages in other formats than text: HTML as MediaWiki writes it."""

import html
import re
import string
import urllib.parse
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from privkg.core.model import Decision, Incident, Passage, Row
from privkg.sources._grammar import page_fields, template
from privkg.sources._grammar.page_fields import PageField

Skin = Literal["vector-2022", "vector", "monobook"]
Heads = Literal["old", "new"]
Rows = Literal["bold", "definitions", "fields", "table"]

SKINS: tuple[Skin, ...] = ("vector-2022", "vector", "monobook")
HEADS: tuple[Heads, ...] = ("old", "new")
ROWS: tuple[Rows, ...] = ("bold", "definitions", "fields", "table")

_URL = re.compile(r"https?://[^\s<>\"|]*[^\s<>\"|.,;:!?)]")
_EDIT = (
    '<span class="mw-editsection"><span class="mw-editsection-bracket">[</span><a href='
    '"/index.php?title=X&amp;action=edit&amp;section=1" title="Edit section">edit</a><span '
    'class="mw-editsection-bracket">]</span></span>'
)
_CONTENTS = (
    '<div id="toc" class="toc" role="navigation"><input type="checkbox" role="button"'
    ' style="display:none" id="toctogglecheckbox" /><div class="toctitle"><h2>Contents</h2></div>\n<ul>'
    '<li class="toclevel-1"><a href="#Description"><span class="tocnumber">1</span> '
    '<span class="toctext">Description</span></a></li>\n<li class="toclevel-1"><a href="#Breakdown">'
    '<span class="tocnumber">2</span> <span class="toctext">Breakdown</span></a></li>\n</ul></div>'
)
_FOLDER = Path(__file__).parent / "skins"


def as_html(
    incident: Incident, skin: Skin = "vector-2022", heads: Heads = "new", rows: Rows = "bold"
) -> str:
    """Return an incident as a page that was saved from MediaWiki, in one of its skins."""
    title = " ".join(incident.title.split())
    return in_skin(title, content(incident, heads, rows), skin)


def content(incident: Incident, heads: Heads = "new", rows: Rows = "bold") -> str:
    """Return the content of a page, as the API has it: a fragment without the title."""
    parts = [_infobox(incident), *map(_prose, incident.leads), _CONTENTS]
    inner = {
        "description": list(map(_prose, incident.descriptions)),
        "breakdown": _blocks(incident.rows, page_fields.ROW, rows),
        "decisions": _blocks(incident.decisions, page_fields.DECISION, rows),
        "laws": _list(map(_text, incident.laws)),
        "sources": _list(_linked(one.passage) for one in incident.sources),
    }
    for section, headings in page_fields.SECTIONS.items():
        is_empty = template.is_left_empty(incident, template.OF_SECTION.get(section, ""))
        if inner[section] or is_empty or section == "breakdown":
            parts += [_heading(headings[0], heads), *inner[section]]
    whole = "\n".join(parts)
    comment = "<!--\nNewPP limit report\nThreat: a comment is no row\n-->"
    return f'<div class="mw-content-ltr mw-parser-output" lang="en" dir="ltr">{whole}\n{comment}\n</div>'


def in_skin(title: str, body: str, skin: Skin) -> str:
    """Return a whole page: the content with the navigation of a skin around it."""
    path = html.escape(urllib.parse.quote(title.replace(" ", "_")))
    page = string.Template((_FOLDER / f"{skin}.html").read_text(encoding="utf-8"))
    return page.substitute(name=html.escape(title), path=path, body=body)


def _heading(words: str, heads: Heads) -> str:
    name = words.replace(" ", "_")
    if heads == "old":
        return f'<h2><span class="mw-headline" id="{name}">{words}</span>{_EDIT}</h2>'
    return f'<div class="mw-heading mw-heading2"><h2 id="{name}">{words}</h2>{_EDIT}</div>'


def _infobox(incident: Incident) -> str:
    rows = []
    for field in page_fields.INFOBOX:
        if not field.attribute:
            rows.append(f'<tr><th colspan="2" class="infobox-header">{field.name}</th></tr>')
            continue
        values = template.values_of(incident, field)
        each = [(one,) for one in values] if len(values) > 1 and not field.separators else [values]
        if values or template.is_left_empty(incident, field.attribute):
            rows += [f"<tr><th>{field.name}</th>\n<td>{_value(field, one)}\n</td></tr>" for one in each]
    return f'<table class="infobox" style="width: 22em">\n<tbody>{"".join(rows)}</tbody></table>'


def _blocks(records: Iterable[Row | Decision], fields: tuple[PageField, ...], how: Rows) -> list[str]:
    found = [_fields_of(record, fields) for record in records]
    if how == "table":
        return [_table(found, fields)] if found else []
    return [_block(one, how) for one in found]


def _fields_of(record: Row | Decision, fields: Iterable[PageField]) -> list[tuple[PageField, str]]:
    """Return the fields of a block with their values; an empty last "Source:" would be a heading."""
    found = list[tuple[PageField, str]]()
    for field in fields:
        value = getattr(record, field.attribute)
        values = value if isinstance(value, tuple) else (value,) if value else ()
        if field.is_repeatable and values:
            found += [(field, _text(one)) for one in values]
        elif values or template.is_left_empty(record, field.attribute):
            found.append((field, _value(field, values)))
    if found[1:-1] and found[-1][0].label == "Source" and not found[-1][1]:
        found.insert(1, found.pop())
    return found


def _block(named: list[tuple[PageField, str]], how: Rows) -> str:
    if how == "definitions":
        return f"<dl>{''.join(f'<dt>{field.name}</dt><dd>{value}</dd>' for field, value in named)}</dl>"
    if how == "fields":
        rows = (f"<tr><th>{field.name}:</th><td>{value}</td></tr>" for field, value in named)
        return f'<table class="wikitable">{"".join(rows)}</table>'
    lines = "<br />\n".join(f"<b>{field.name}:</b> {value}" for field, value in named)
    return re.sub(r" ?(<ul>.*?</ul>)(?:<br />)?", r"\n</p>\1\n<p>", f"<p>{lines}\n</p>", flags=re.DOTALL)


def _table(cells: list[list[tuple[PageField, str]]], fields: tuple[PageField, ...]) -> str:
    """Return blocks as rows of one table; a repeated field has one column for each value."""
    columns = list[PageField]()
    for field in fields:
        columns += [field] * max(sum(one is field for one, _ in found) for found in cells)
    lines = ["".join(f"<th>{field.name}</th>" for field in columns)]
    for found in cells:
        left = list(found)
        line = ""
        for field in columns:
            cell = next((one for one in left if one[0] is field), None)
            line += f"<td>{cell[1] if cell else ''}\n</td>"
            if cell:
                left.remove(cell)
        lines.append(line)
    rows = "\n".join(f"<tr>\n{line}</tr>" for line in lines)
    return f'<table class="wikitable">\n<tbody>{rows}</tbody></table>'


def _value(field: PageField, values: Iterable[Passage]) -> str:
    """Return the values of a field: names that may have a comma in them as a list."""
    texts = [_text(value) for value in values]
    if field.has_whole_items and (len(texts) > 1 or any("," in one or ";" in one for one in texts)):
        return "".join(_list(texts))
    return "; ".join(texts)


def _list(items: Iterable[str]) -> list[str]:
    lines = "\n".join(f"<li>{item}</li>" for item in items)
    return [f"<ul>{lines}</ul>"] if lines else []


def _text(passage: Passage) -> str:
    return html.escape(" ".join(passage.quote.split()))


def _linked(passage: Passage) -> str:
    """Return a source with its addresses as links, as MediaWiki has them."""
    link = r'<a rel="nofollow" class="external free" href="\g<0>">\g<0></a>'
    return _URL.sub(link, html.escape(" ".join(passage.quote.split())))


def _prose(passage: Passage) -> str:
    """Return a text with its paragraphs; each line end in a paragraph is shown."""
    paragraphs = re.split(r"\n[^\S\n]*\n\s*", passage.quote.replace("\r\n", "\n"))
    shown = (html.escape(one).replace("\n", "<br />\n") for one in paragraphs)
    return "\n".join(f"<p>{one}\n</p>" for one in shown)
