"""Renders wikitext to the text that a reader sees, with the place of each character.

Templates are not evaluated: those with fields of a page become lines of fields, all others are reported.
"""

import re
from collections.abc import Callable
from typing import Any

from mwparserfromhell import nodes, parse
from mwparserfromhell.wikicode import Wikicode

from privkg.core import rules
from privkg.core.documents import LINE_END
from privkg.core.model import Finding, Span
from privkg.core.rendering import Rendering
from privkg.sources._grammar import labels, layout, markup
from privkg.sources._grammar.layout import Stated
from privkg.sources._grammar.page_fields import SECTIONS
from privkg.sources._grammar.spans import Line
from privkg.sources.wikitext import citations, fields, tables
from privkg.sources.wikitext.citations import Citation
from privkg.sources.wikitext.fields import Kind
from privkg.sources.wikitext.lengths import Lengths, words_of
from privkg.sources.wikitext.parameters import Parameter, parameters
from privkg.sources.wikitext.shown import LINE, PARAGRAPH, WORD, Shown
from privkg.sources.wikitext.tables import Cell, Other

_WHITE = r" \t\f\v\n\r\x85\u2028\u2029"
_PIECES = re.compile(rf"[^{_WHITE}]+(?: [^{_WHITE}]+)*|[{_WHITE}]+")
_PLAIN = re.compile(rf"[{_WHITE}]*((?:(?!__)[^<{_WHITE}])+(?: (?:(?!__)[^<{_WHITE}])+)*)[{_WHITE}]*")
_COMMENT_LINES = re.compile(r"(?:[ \t]*<!--(?:(?!-->)[\s\S])*-->[ \t]*\n)+")
_BLOCK_STARTS = "*#:;=|! \t"
_FUNCTION = re.compile(r"\{\{\s{0,9}#[^{}]{0,5000}\}\}")
_BOLD_LABEL = re.compile(r"'{3}[^'\n]{1,60}(?::'{3}|'{3}:)")
_FILE = re.compile(r"\s*(?:file|image|media|category)\s*:", re.IGNORECASE)
_DISPLAY_TITLE = re.compile(r"\s*DISPLAYTITLE\s*:(?=[^{}\[\]<>&]+$)")
_IMAGE = re.compile(r"\s*[^|\n]{1,250}\.\w{2,5}\s*(?:\||$)")
"""A line of a gallery: the name of a file, and perhaps a caption, which is left out like the file."""
_SWITCH = re.compile(r"__(?:NO|FORCE)?(?:TOC|EDITSECTION|INDEX|GALLERY|NEWSECTIONLINK|TITLECONVERT)__")
_STRAY = re.compile(
    r"</?(?:p|div|li|ul|ol|dl|dt|dd|center|blockquote|span|small|big|b|i|u|s|font|td|th|tr|table|nowiki)"
    r"\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_BLOCKS = frozenset(["p", "div", "blockquote", "center", "section", "ul", "ol", "dl", "pre", "poem"])
_INLINE_TAGS = """
abbr b bdi bdo big cite code del em font i ins kbd mark math noinclude nowiki onlyinclude q rb rt ruby s
samp small source span strike strong sub sup syntaxhighlight tt u var
"""
_INLINE = frozenset(_INLINE_TAGS.split())
_CHROME = frozenset(("references", "gallery", "templatestyles", "wbr", "section"))
_UNREAD = frozenset(
    ("includeonly", "score", "timeline", "graph", "imagemap", "templatedata", "indicator", "inputbox")
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KEPT_LINES = frozenset(("pre", "poem", "syntaxhighlight", "source"))
_LINES_OF = {"": labels.OF_INFOBOX, **labels.OF_SECTION}
_HEADING_OF = {name: headings[0] for name, headings in SECTIONS.items()}
_SHOWN_FOR = {"!": "|", "=": "="}


class Walk:
    """The rendering of one page, from its first to its last character."""

    def __init__(self, page: str, title: str = "") -> None:
        """Take the text of the page, and its title if the page does not state it."""
        self.page, self.shown = page, Shown(page)
        self._title = title
        self.has_title = False
        self._body: int | None = None
        self._headings = set[int]()
        self._title_end = 0
        self._title_parameter = 0
        self.section = ""
        self._value_start: int | None = None
        self._keeps_lines = False
        self._links = 0
        self._number = 0
        self._footnotes: list[tuple[Wikicode, Span]] = []
        self._unread: dict[str, list[Span]] = {}
        self._findings: list[Finding] = []
        self._code = parse(parsable(page))
        self._lengths = Lengths()
        self._length = self._lengths.of

    def render(self) -> Rendering:
        """Return the page as shown."""
        self._title_line()
        end = self.nodes(self._code, 0)
        self._notes(end)
        assert end == len(self.page)  # noqa: S101  # else every place behind a wrong node is wrong
        return self.shown.rendering()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings about markup that is not shown, at offsets of the page."""
        unread = (_not_read(self.page, spans) for spans in self._unread.values())
        return tuple(sorted((*unread, *self._findings), key=lambda one: one.span))

    @property
    def stated(self) -> Stated | None:
        """Where title, fields and headings are, if the page begins with an infobox."""
        if self._body is None:
            return None
        end = self.shown.rendering().text.find(LINE)
        title = Span(0, end if end >= 0 else len(self.shown)) if self.has_title else None
        return Stated(title=title, body=self._body, headings=frozenset(self._headings))

    def nodes(self, code: Wikicode | None, at: int) -> int:
        """Render nodes that begin at an offset of the page; return the offset of their end."""
        for node in code.nodes if code is not None else ():
            at = _RENDERERS[type(node)](self, node, at)
        return at

    def value(self, code: Wikicode, at: int) -> int:
        """Render a value: its line ends are spaces, except between the items of a list."""
        before, self._value_start = self._value_start, at
        end = self.nodes(code, at)
        self._value_start = before
        return end

    def hide(self, what: str, start: int, end: int) -> None:
        """Report markup that is not read; markup of one kind is one finding."""
        self._unread.setdefault(what, []).append(Span(start, end))

    # --- text and white space

    def _text(self, node: Any, at: int) -> int:
        words = node.value
        end = at + len(words)
        start = at
        if "<" in words or "__" in words:
            for found in (*_STRAY.finditer(self.page, at, end), *_SWITCH.finditer(self.page, at, end)):
                if found.start() >= start:
                    self._words(start, found.start())
                    start = found.end()
                    if found[0][0] == "<" and found[0].strip("</> ").lower() in _BLOCKS:
                        self.shown.gap(LINE, *found.span())
        self._words(start, end)
        return end

    def _words(self, start: int, end: int) -> None:
        for piece in _PIECES.finditer(self.page, start, end):
            start, end = piece.span()
            if self.page[start] in " \t\f\v\n\r\x85\u2028\u2029":
                self._white(start, end)
            else:
                self.shown.copy(start, end)

    def _white(self, start: int, end: int) -> None:
        white = self.page[start:end]
        if white == WORD:
            self.shown.gap(WORD, start, end)
            return
        ends = LINE_END.findall(white)
        if self._keeps_lines and ends and not self.shown.is_flat:
            white = LINE * len(ends)
        elif not ends or self.shown.is_flat:
            white = WORD
        elif len(ends) > 1 and self._value_start is None:
            white = PARAGRAPH
        else:
            first = start + white.index(ends[0])
            white = LINE if self._is_break(first, first + len(ends[0])) else WORD
        self.shown.gap(white, start, end)

    def _is_break(self, start: int, end: int) -> bool:
        """Return whether a line end is shown as one: at a list, a table, a heading, or a field."""
        first = max(self.page.rfind("\n", 0, start) + 1, self._value_start or 0)
        if self._value_start is not None:
            return self.page[first : first + 1] in tuple("*#:;")
        skipped = _COMMENT_LINES.match(self.page, end)
        after = skipped.end() if skipped else end
        if self.section in ("laws", "sources"):
            return True
        if self.page[first : first + 1] in tuple(_BLOCK_STARTS):
            return True
        return self.page.startswith((*_BLOCK_STARTS, "{|", "----"), after) or self._is_field(after)

    def _is_field(self, start: int) -> bool:
        known = _LINES_OF.get(self.section)
        if known is None:
            return False
        end = self.page.find("\n", start, start + 200)
        line = self.page[start : end if end >= 0 else start + 200]
        if _BOLD_LABEL.match(line):
            return True
        label = known.column(line)
        return bool(label and ({":", "："} & {*line[label.start : label.end]}))

    # --- links, entities, comments

    def _wikilink(self, node: Any, at: int) -> int:
        title = str(node.title)
        end = at + 2 + len(title) + 2 + (0 if node.text is None else 1 + self._length(node.text))
        if _FILE.match(title):
            return end
        before, since = self.shown.opens(at), len(self.shown)
        if node.text is not None and str(node.text).strip():
            self.nodes(node.text, at + 3 + len(title))
        else:
            self._words(at + 2 + _target_start(title), at + 2 + len(title))
        self.shown.closes(before, since, end)
        return end

    def _external(self, node: Any, at: int) -> int:
        if not node.brackets:
            return self.nodes(node.url, at)
        end = at + self._length(node)
        before, since = self.shown.opens(at), len(self.shown)
        has_title = node.title is not None and str(node.title).strip()
        if self.section == "sources" and has_title:
            self._bracketed(node, at, end)
        elif self.section == "sources":
            self.nodes(node.url, at + 1)
        elif has_title:
            self.nodes(node.title, end - 1 - self._length(node.title))
        else:
            self._links += 1
            self.shown.put(f"[{self._links}]", at, end)
        self.shown.closes(before, since, end)
        return end

    def _bracketed(self, node: Any, at: int, end: int) -> None:
        """Show a link with its address, which is the source."""
        self.shown.copy(at, at + 1)
        reached = self.nodes(node.url, at + 1)
        self.shown.gap(WORD, reached, reached + 1)
        self.nodes(node.title, end - 1 - self._length(node.title))
        self.shown.drop_gap()
        self.shown.copy(end - 1, end)

    def _entity(self, node: Any, at: int) -> int:
        end = at + self._length(node)
        shown = _character(node)
        if shown:
            self.shown.put(shown, at, end)
        else:
            self.shown.copy(at, end)
        return end

    def _comment(self, node: Any, at: int) -> int:
        return at + self._length(node)

    def _argument(self, node: Any, at: int) -> int:
        end = at + self._length(node)
        self.hide("argument", at, end)
        return end

    # --- headings and templates

    def _heading(self, node: Any, at: int) -> int:
        return self._headed(node.title, at, at + node.level, node.level, is_title=node.level == 1)

    def _headed(self, code: Any, start: int, at: int, tail: int, *, is_title: bool) -> int:
        """Render a heading whose words begin at an offset, between its opening and closing mark."""
        self.has_title |= is_title and not len(self.shown)
        self.shown.gap(PARAGRAPH, start, start)
        before, since = self.shown.opens(start), len(self.shown)
        self._headings.add(self.shown.next_start)
        end = self.nodes(code, at) + tail
        self.shown.drop_gap()
        self.shown.closes(before, since, end)
        self.section = layout.section_of(Line(words_of(code).strip(), 0)) or self.section
        self.shown.gap(PARAGRAPH, end, end)
        return end

    def _template(self, node: Any, at: int) -> int:
        name = words_of(node.name)
        found = parameters(node, at, self._lengths)
        end = (found[-1].end if found else at + 2 + len(name)) + 2
        kind = kind_of(name, found)
        cited = citations.citation(name, found) if self.section == "sources" else None
        if cited:
            self._citation(cited, at, end)
        elif kind:
            self._fields(found, kind, at, end)
        elif not node.params and name.strip() in _SHOWN_FOR:
            self.shown.put(_SHOWN_FOR[name.strip()], at, end)
        elif not (markup.is_query(self.page, at) or self._is_title(name)):
            self.hide(f"template {fields.key(name)}", at, end)
        return end

    def _is_title(self, name: str) -> bool:
        """Return whether a template repeats the title in the first line."""
        words = [" ".join(name[one.start : one.end].split()) for one in _display_title(name, 0)]
        return self.has_title and words == [self.shown.rendering().text[: self._title_end]]

    def _citation(self, cited: Citation, start: int, end: int) -> None:
        """Show a citation as a source: its address, publisher and dates, with bars between them."""
        before, since = self.shown.opens(start), len(self.shown)
        is_flat, self.shown.is_flat = self.shown.is_flat, True
        for part in cited.parts:
            for word in ("|", part.word) if part is not cited.parts[0] else ():
                if word:
                    self.shown.gap(WORD, part.at, part.at)
                    self.shown.put(word, part.at, part.at)
                    self.shown.gap(WORD, part.at, part.at)
            self.value(part.value, part.at)
        self.shown.drop_gap()
        self.shown.is_flat = is_flat
        self.shown.closes(before, since, end)
        for place in cited.unread:
            self.hide("parameter of a citation", *place)

    def _fields(self, found: list[Parameter], kind: Kind, start: int, end: int) -> None:
        """Show the fields of a template, one on each line, below the heading of their section."""
        self.shown.gap(PARAGRAPH, start, start)
        is_first = kind is fields.INFOBOX and len(self.shown) == self._title_end
        if kind.section and self.section != kind.section:
            self._headings.add(self.shown.next_start)
            self.shown.put(_HEADING_OF[kind.section], start, start)
            self.shown.gap(PARAGRAPH, start, start)
            self.section = kind.section
        for parameter in found:
            self._parameter(parameter, kind)
        self.shown.gap(PARAGRAPH, end, end)
        if is_first:
            self._body = self.shown.next_start

    def _parameter(self, parameter: Parameter, kind: Kind) -> None:
        name, end = parameter.name, parameter.end
        field = fields.field_of(fields.key(name), kind) if name else None
        words = self.page[parameter.value_start : end].strip()
        if field:
            self._field(field.name, parameter)
        elif end == self._title_parameter:
            return  # shown as the first line
        elif words and kind is not fields.INFOBOX and _may_be_label(name):
            self._field(" ".join(name.replace("_", " ").split()).capitalize(), parameter)
        elif words:
            span = Span(parameter.start, end)
            self._findings.append(_unknown(name.strip(), words, kind, span))

    def _field(self, label: str, parameter: Parameter) -> None:
        name, start = parameter.name, parameter.start
        first = start + len(name) - len(name.lstrip())
        equals = start + len(name)
        shown = self.shown
        shown.gap(LINE, start, start)
        shown.put(label, first, start + len(name.rstrip()))
        shown.put(":", equals, equals + 1)
        if parameter.is_text and not self._keeps_lines:
            plain = _PLAIN.fullmatch(self.page, parameter.value_start, parameter.end)
            if plain:  # like most values
                words, after = plain.span(1)
                shown.gap(WORD, equals + 1, words)
                shown.copy(words, after)
                return
        white = LINE if tables.has_lines(parameter.value) else WORD
        shown.gap(white, equals + 1, equals + 1)
        self.value(parameter.value, parameter.value_start)
        shown.drop_gap()

    def _title_line(self) -> None:
        """Show the title that an infobox states, or else DISPLAYTITLE, as the first line."""
        at, display = 0, list[Span]()
        has_infobox, has_display = False, "DISPLAYTITLE" in self.page
        for node in self._code.nodes:
            if type(node) is nodes.Template:
                name = words_of(node.name)
                if not has_infobox:
                    found = parameters(node, at, self._lengths)
                    has_infobox = kind_of(name, found) is fields.INFOBOX
                    self._title_of(found if has_infobox else [])
                display += _display_title(name, at + 2) if has_display else []
            if has_infobox and not has_display:
                return
            at += self._length(node)
        if display and not self.has_title:
            self._words(display[-1].start, display[-1].end)
            self._title_ends(display[-1].end)

    def _title_of(self, found: list[Parameter]) -> None:
        for one in found:
            if fields.key(one.name) == fields.TITLE:
                self.value(one.value, one.value_start)
                self._title_ends(one.end)
                self._title_parameter = one.end
                return

    def _title_ends(self, at: int) -> None:
        self.shown.drop_gap()
        self._title_end = len(self.shown)
        self.has_title = self._title_end > 0
        self.shown.gap(PARAGRAPH, at, at)

    # --- tags

    def _tag(self, node: Any, at: int) -> int:
        name = str(node.tag).strip().lower()
        end = at + self._length(node)
        start, stop = tables.contents(node, at, self._lengths)
        if name == "br":
            self.shown.line_break(at, end)
        elif name == "hr":
            self.shown.gap(PARAGRAPH, at, end)
        elif name in ("li", "dt", "dd"):
            self._item(node, name, at, start)
        elif name == "table":
            self._table(node, at, end)
        elif name in _HEADINGS and node.contents is not None:
            self._headed(node.contents, at, start, end - stop, is_title=name == "h1")
        else:
            self._other_tag(node, name, at, end)
        return end

    def _other_tag(self, node: Any, name: str, at: int, end: int) -> None:
        start, stop = tables.contents(node, at, self._lengths)
        if name == "ref":
            self._footnote(node.contents, Span(at, end), Span(start, stop))
        elif name == "references":
            self.nodes(node.contents, start)
            self._notes(end)
        elif name in _CHROME or name in _UNREAD:
            if self._is_lost(name, start, stop):
                self.hide(name, at, end)
        elif name in _BLOCKS or name in _INLINE:
            self._enclosed(node, name, at, end)
        else:
            self.shown.copy(at, start)
            self.nodes(node.contents, start)
            if stop < end:
                self.shown.copy(stop, end)

    def _is_lost(self, name: str, start: int, stop: int) -> bool:
        """Return whether a tag that is left out has words; those of a gallery are of images."""
        if name == "gallery":
            return not all(map(_IMAGE.match, self.page[start:stop].strip().splitlines()))
        return name in _UNREAD and start < stop

    def _footnote(self, contents: Wikicode, around: Span, within: Span) -> None:
        """Show a footnote in the section Sources as a line; keep any other for the list of footnotes."""
        if self.section == "sources":
            self.shown.gap(LINE, around.start, within.start)
            self.nodes(contents, within.start)
            self.shown.gap(LINE, within.end, around.end)
        elif within.start < within.end:
            self._footnotes.append((contents, within))

    def _notes(self, at: int) -> None:
        """Show the footnotes up to an offset as a numbered list, as a wiki does there."""
        footnotes, self._footnotes = self._footnotes, []
        self.shown.gap(PARAGRAPH if footnotes else LINE, at, at)
        for number, (contents, span) in enumerate(footnotes, 1):
            self.shown.gap(LINE, span.start, span.start)
            self.shown.put(f"{number}.", span.start, span.start)
            self.shown.gap(WORD, span.start, span.start)
            self.value(contents, span.start)
        self.shown.gap(PARAGRAPH if footnotes else LINE, at, at)

    def _enclosed(self, node: Any, name: str, at: int, end: int) -> None:
        white = PARAGRAPH if name == "p" else LINE
        if name in _BLOCKS:
            self.shown.gap(white, at, at)
        before, since = self.shown.opens(at), len(self.shown)
        kept, self._keeps_lines = self._keeps_lines, self._keeps_lines or name in _KEPT_LINES
        self.nodes(node.contents, tables.contents(node, at, self._lengths)[0])
        self._keeps_lines = kept
        self.shown.closes(before, since, end)
        if name in _BLOCKS:
            self.shown.gap(white, end, end)

    def _table(self, node: Any, at: int, end: int) -> None:
        for place in tables.unread_words(node, at, self._lengths):
            self.hide("attribute", *place)
        self.shown.gap(PARAGRAPH, at, at)
        for row in tables.rows(
            node.contents, tables.contents(node, at, self._lengths)[0], self._lengths
        ):
            if isinstance(row, Other):
                _RENDERERS[type(row.node)](self, row.node, row.at)
            else:
                self.shown.gap(LINE, row[0].at, row[0].at)
                self._row(row)
        self.shown.gap(PARAGRAPH, end, end)

    def _row(self, cells: tuple[Cell, ...]) -> None:
        """Show a row as a field if its first of two cells has the name of one, else cell by cell."""
        first, *others = cells
        if not others and not self.section and first.words.strip() == self._title:
            return  # an infobox has the title above its fields
        if len(others) == 1 and fields.is_label(first.words) and not fields.is_label(others[0].words):
            self.value(first.code, first.start)
            self._define(others[0].at, others[0].start)
            if tables.has_lines(others[0].code):
                self.shown.gap(LINE, others[0].start, others[0].start)
            self.value(others[0].code, others[0].start)
            return
        before, self.shown.is_flat = self.shown.is_flat, self.shown.is_flat or bool(others)
        self.value(first.code, first.start)
        for cell in others:
            self.shown.drop_gap()
            self.shown.put("\t", cell.at, cell.start)
            self.value(cell.code, cell.start)
        self.shown.drop_gap()
        self.shown.is_flat = before

    def _item(self, node: Any, name: str, at: int, start: int) -> None:
        """Show the mark of a list item; the value of a definition follows its name after a colon."""
        mark = self.page[at] if node.wiki_markup else "*" if name == "li" else ":"
        first = self.page.rfind("\n", 0, at) + 1
        marks = self.page[first:at] if node.wiki_markup else ""
        is_first = not marks.strip("*#:;")
        if marks and is_first:
            return
        if mark == ":" and (not is_first or self._is_below_name(first)):
            self._define(at, start)
        elif self.shown.is_flat:
            self._next_item(at, start)
        else:
            self.shown.gap(LINE, at, at)
            if mark in "*#":
                self.shown.put(self._bullet(mark, first, at), at, start)
                self.shown.gap(WORD, start, start)
        if not node.wiki_markup:
            self.nodes(node.contents, start)

    def _bullet(self, mark: str, first: int, at: int) -> str:
        """Return the mark of an item as it is shown; the line of a numbered one begins at `first`."""
        if mark == "*":
            return "-"
        above = self.page.rfind("\n", 0, max(first - 1, 0)) + 1
        is_next = first > 0 and self.page.startswith(self.page[first : at + 1], above)
        self._number = self._number + 1 if is_next else 1
        return f"{self._number}."

    def _next_item(self, at: int, start: int) -> None:
        if not self.shown.ends_with("\t"):
            self.shown.drop_gap()
            self.shown.put(";", at, start)
        self.shown.gap(WORD, at, start)

    def _is_below_name(self, first: int) -> bool:
        above = self.page.rfind("\n", 0, max(first - 1, 0)) + 1
        return first > 0 and self.page.startswith(";", above)

    def _define(self, at: int, start: int) -> None:
        self.shown.drop_gap()
        if not self.shown.ends_with(":"):
            self.shown.put(":", at, start)
        self.shown.gap(WORD, at, start)


def parsable(page: str) -> str:
    """Return a text of equal length that the parser reads as MediaWiki does.

    The parser knows one line end, and no template with a link in its name, such as
    {{#ask:[[Category:A]]}}.
    """
    page = page.replace("\r\n", " \n").replace("\r", "\n")
    return _FUNCTION.sub(lambda found: found[0].replace("[[", "__").replace("]]", "__"), page)


def kind_of(name: str, found: list[Parameter]) -> Kind | None:
    """Return the kind of a template, or None if it has no fields of a page."""
    return fields.kind_of((one.name for one in found if one.name), name)


def _display_title(name: str, at: int) -> list[Span]:
    """Return the span of the title in {{DISPLAYTITLE:…}}, given its name and the offset of that."""
    found = _DISPLAY_TITLE.match(name)
    return [Span(at + found.end(), at + len(name))] if found else []


def _target_start(title: str) -> int:
    """Return the offset of what is shown of a link's target: of `Property::value` the value."""
    found = title.rfind("::")
    return found + 2 if found >= 0 else 1 if title.startswith(":") else 0


def _character(node: Any) -> str:
    """Return the character of an entity; empty if it has none."""
    try:
        found: str = node.normalize()
    except (ValueError, OverflowError):
        return ""
    return "" if "\ud800" <= found[:1] <= "\udfff" or found == "\0" else found


def _may_be_label(name: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_][\w '()/-]{0,60}", name.strip().replace("_", " ")))


def _unknown(name: str, words: str, kind: Kind, span: Span) -> Finding:
    shown = f"{name} = {words}" if name else words
    near = kind.labels.near(f"{fields.key(name)}:") if name else None
    advice = f'; did you mean "{near.label}"?' if near else ""
    message = f'"{" ".join(shown.split())[:60]}" is not a known field, and is left unread{advice}'
    return Finding(rules.NOT_UNDERSTOOD, message, span)


def _not_read(page: str, spans: list[Span]) -> Finding:
    words = " ".join(page[spans[0].start : spans[0].end].split())[:60]
    number = f" (one of {len(spans)})" if len(spans) > 1 else ""
    message = f'"{words}"{number} is wiki markup, which is not read; write the words that it shows'
    return Finding(rules.MARKUP_UNREAD, message, spans[0], tuple(spans[1:]))


_RENDERERS: dict[type, Callable[[Walk, Any, int], int]] = {
    nodes.Text: Walk._text,
    nodes.Wikilink: Walk._wikilink,
    nodes.ExternalLink: Walk._external,
    nodes.HTMLEntity: Walk._entity,
    nodes.Comment: Walk._comment,
    nodes.Argument: Walk._argument,
    nodes.Heading: Walk._heading,
    nodes.Template: Walk._template,
    nodes.Tag: Walk._tag,
}
