"""Templates of a wiki page: fields of a page and citations are shown as lines, others are reported."""

import re
from typing import Any

from mwparserfromhell import nodes
from mwparserfromhell.wikicode import Wikicode

from privkg.core import rules
from privkg.core.model import Finding, Span
from privkg.sources._grammar import markup
from privkg.sources._grammar.page_fields import SECTIONS
from privkg.sources.wikitext import citations, fields, inline, tables
from privkg.sources.wikitext.citations import Citation
from privkg.sources.wikitext.fields import Kind
from privkg.sources.wikitext.inline import WHITE
from privkg.sources.wikitext.lengths import words_of
from privkg.sources.wikitext.page import Page
from privkg.sources.wikitext.parameters import Parameter, parameters
from privkg.sources.wikitext.shown import LINE, PARAGRAPH, WORD

_PLAIN = re.compile(rf"[{WHITE}]*((?:(?!__)[^<{WHITE}])+(?: (?:(?!__)[^<{WHITE}])+)*)[{WHITE}]*")
_DISPLAY_TITLE = re.compile(r"\s*DISPLAYTITLE\s*:(?=[^{}\[\]<>&]+$)")
_HEADING_OF = {name: headings[0] for name, headings in SECTIONS.items()}
_SHOWN_FOR = {"!": "|", "=": "="}


def show_template(page: Page, node: Any, at: int) -> int:
    """Show a template with fields, or report it; return the offset of its end."""
    name = words_of(node.name)
    found = parameters(node, at, page.lengths)
    end = (found[-1].end if found else at + 2 + len(name)) + 2
    kind = kind_of(name, found)
    cited = citations.citation(name, found) if page.section == "sources" else None
    if cited:
        _citation(page, cited, at, end)
    elif kind:
        _fields(page, found, kind, at, end)
    elif not node.params and name.strip() in _SHOWN_FOR:
        page.shown.put(_SHOWN_FOR[name.strip()], at, end)
    elif not (markup.is_query(page.text, at) or _is_title(page, name)):
        page.hide(f"template {fields.key(name)}", at, end)
    return end


def _is_title(page: Page, name: str) -> bool:
    """Return whether a template repeats the title in the first line."""
    words = [" ".join(name[one.start : one.end].split()) for one in _display_title(name, 0)]
    return page.has_title and words == [page.shown.rendering().text[: page.title_end]]


def _citation(page: Page, cited: Citation, start: int, end: int) -> None:
    """Show a citation as a source: its address, publisher and dates, with bars between them."""
    before, since = page.shown.opens(start), len(page.shown)
    is_flat, page.shown.is_flat = page.shown.is_flat, True
    for part in cited.parts:
        for word in ("|", part.word) if part is not cited.parts[0] else ():
            if word:
                page.shown.gap(WORD, part.at, part.at)
                page.shown.put(word, part.at, part.at)
                page.shown.gap(WORD, part.at, part.at)
        page.value(part.value, part.at)
    page.shown.drop_gap()
    page.shown.is_flat = is_flat
    page.shown.closes(before, since, end)
    for place in cited.unread:
        page.hide("parameter of a citation", *place)


def _fields(page: Page, found: list[Parameter], kind: Kind, start: int, end: int) -> None:
    """Show the fields of a template, one on each line, below the heading of their section."""
    page.shown.gap(PARAGRAPH, start, start)
    is_first = kind is fields.INFOBOX and len(page.shown) == page.title_end
    if kind.section and page.section != kind.section:
        page.headings.add(page.shown.next_start)
        page.shown.put(_HEADING_OF[kind.section], start, start)
        page.shown.gap(PARAGRAPH, start, start)
        page.section = kind.section
    for parameter in found:
        _parameter(page, parameter, kind)
    page.shown.gap(PARAGRAPH, end, end)
    if is_first:
        page.body = page.shown.next_start


def _parameter(page: Page, parameter: Parameter, kind: Kind) -> None:
    name, end = parameter.name, parameter.end
    field = fields.field_of(fields.key(name), kind) if name else None
    words = page.text[parameter.value_start : end].strip()
    section = fields.section_of(fields.key(name), kind)
    if field:
        _field(page, field.name, parameter)
    elif section:
        page.sections += [(section, parameter)] if words else []
    elif end == page.title_parameter:
        return  # shown as the first line
    elif words and kind is not fields.INFOBOX and _may_be_label(name):
        _field(page, " ".join(name.replace("_", " ").split()).capitalize(), parameter)
    elif words:
        span = Span(parameter.start, end)
        page.report(_unknown(name.strip(), words, kind, span))


def _field(page: Page, label: str, parameter: Parameter) -> None:
    name, start = parameter.name, parameter.start
    first = start + len(name) - len(name.lstrip())
    equals = start + len(name)
    shown = page.shown
    shown.gap(LINE, start, start)
    shown.put(label, first, start + len(name.rstrip()))
    shown.put(":", equals, equals + 1)
    if parameter.is_text and not page.keeps_lines:
        plain = _PLAIN.fullmatch(page.text, parameter.value_start, parameter.end)
        if plain:  # like most values
            words, after = plain.span(1)
            shown.gap(WORD, equals + 1, words)
            shown.copy(words, after)
            return
    white = LINE if tables.has_lines(parameter.value) else WORD
    shown.gap(white, equals + 1, equals + 1)
    page.value(parameter.value, parameter.value_start)
    shown.drop_gap()


def show_sections(page: Page) -> None:
    """Show the sections that are parameters of an infobox: a wiki has them below its lead."""
    sections, page.sections = page.sections, []
    for section, parameter in sections:
        _section(page, section, parameter)


def _section(page: Page, section: str, parameter: Parameter) -> None:
    page.shown.gap(PARAGRAPH, parameter.start, parameter.start)
    page.headings.add(page.shown.next_start)
    page.shown.put(_HEADING_OF[section], parameter.start, parameter.value_start)
    page.shown.gap(PARAGRAPH, parameter.value_start, parameter.value_start)
    page.section = section
    words = page.text[parameter.value_start : parameter.end].lstrip()
    before, page.text_start = page.text_start, parameter.end - len(words)
    page.nodes(parameter.value, parameter.value_start)
    page.text_start = before
    page.shown.gap(PARAGRAPH, parameter.end, parameter.end)


def show_title(page: Page, code: Wikicode) -> None:
    """Show the title that an infobox states, or else DISPLAYTITLE, as the first line."""
    at, display = 0, list[Span]()
    has_infobox, has_display = False, "DISPLAYTITLE" in page.text
    for node in code.nodes:
        if type(node) is nodes.Template:
            name = words_of(node.name)
            if not has_infobox:
                found = parameters(node, at, page.lengths)
                has_infobox = kind_of(name, found) is fields.INFOBOX
                _title_of(page, found if has_infobox else [])
            display += _display_title(name, at + 2) if has_display else []
        if has_infobox and not has_display:
            return
        at += page.length(node)
    if display and not page.has_title:
        inline.show_words(page, display[-1].start, display[-1].end)
        _title_ends(page, display[-1].end)


def _title_of(page: Page, found: list[Parameter]) -> None:
    for one in found:
        if fields.key(one.name) == fields.TITLE:
            page.value(one.value, one.value_start)
            _title_ends(page, one.end)
            page.title_parameter = one.end
            return


def _title_ends(page: Page, at: int) -> None:
    page.shown.drop_gap()
    page.title_end = len(page.shown)
    page.has_title = page.title_end > 0
    page.shown.gap(PARAGRAPH, at, at)


def kind_of(name: str, found: list[Parameter]) -> Kind | None:
    """Return the kind of a template, or None if it has no fields of a page."""
    return fields.kind_of((one.name for one in found if one.name), name)


def _display_title(name: str, at: int) -> list[Span]:
    """Return the span of the title in {{DISPLAYTITLE:…}}, given its name and the offset of that."""
    found = _DISPLAY_TITLE.match(name)
    return [Span(at + found.end(), at + len(name))] if found else []


def _may_be_label(name: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_][\w '()/-]{0,60}", name.strip().replace("_", " ")))


def _unknown(name: str, words: str, kind: Kind, span: Span) -> Finding:
    shown = f"{name} = {words}" if name else words
    near = kind.labels.near(f"{fields.key(name)}:") if name else None
    advice = f'; did you mean "{near.label}"?' if near else ""
    message = f'"{" ".join(shown.split())[:60]}" is not a known field, and is left unread{advice}'
    return Finding(rules.NOT_UNDERSTOOD, message, span)
