"""Text, white space, links and entities of a wiki page as they are shown."""

import re
from typing import Any

from privkg.core.documents import LINE_END
from privkg.sources._grammar import labels
from privkg.sources.wikitext.page import Page
from privkg.sources.wikitext.shown import LINE, PARAGRAPH, WORD

WHITE = r" \t\f\v\n\r\x85\u2028\u2029"
_PIECES = re.compile(rf"[^{WHITE}]+(?: [^{WHITE}]+)*|[{WHITE}]+")
_COMMENT_LINES = re.compile(r"(?:[ \t]*<!--(?:(?!-->)[\s\S])*-->[ \t]*\n)+")
_BLOCK_STARTS = "*#:;=|! \t"
_BOLD_LABEL = re.compile(r"'{3}[^'\n]{1,60}(?::'{3}|'{3}:)")
_FILE = re.compile(r"\s*(?:file|image|media|category)\s*:", re.IGNORECASE)
_SWITCH = re.compile(r"__(?:NO|FORCE)?(?:TOC|EDITSECTION|INDEX|GALLERY|NEWSECTIONLINK|TITLECONVERT)__")
_STRAY = re.compile(
    r"</?(?:p|div|li|ul|ol|dl|dt|dd|center|blockquote|span|small|big|b|i|u|s|font|td|th|tr|table|nowiki)"
    r"\b[^<>]{0,300}>",
    re.IGNORECASE,
)
BLOCKS = frozenset(["p", "div", "blockquote", "center", "section", "ul", "ol", "dl", "pre", "poem"])
_LINES_OF = {"": labels.OF_INFOBOX, **labels.OF_SECTION}


def show_text(page: Page, node: Any, at: int) -> int:
    """Show a text; return the offset of its end."""
    words = node.value
    end = at + len(words)
    start = at
    if "<" in words or "__" in words:
        for found in (*_STRAY.finditer(page.text, at, end), *_SWITCH.finditer(page.text, at, end)):
            if found.start() >= start:
                show_words(page, start, found.start())
                start = found.end()
                if found[0][0] == "<" and found[0].strip("</> ").lower() in BLOCKS:
                    page.shown.gap(LINE, *found.span())
    show_words(page, start, end)
    return end


def show_words(page: Page, start: int, end: int) -> None:
    """Show a stretch of the page without markup."""
    for piece in _PIECES.finditer(page.text, start, end):
        start, end = piece.span()
        if page.text[start] in " \t\f\v\n\r\x85\u2028\u2029":
            _white(page, start, end)
        else:
            page.shown.copy(start, end)


def _white(page: Page, start: int, end: int) -> None:
    white = page.text[start:end]
    if white == WORD:
        page.shown.gap(WORD, start, end)
        return
    ends = LINE_END.findall(white)
    if page.keeps_lines and ends and not page.shown.is_flat:
        white = LINE * len(ends)
    elif not ends or page.shown.is_flat:
        white = WORD
    elif len(ends) > 1 and page.value_start is None:
        white = PARAGRAPH
    else:
        first = start + white.index(ends[0])
        white = LINE if _is_break(page, first, first + len(ends[0])) else WORD
    page.shown.gap(white, start, end)


def _is_break(page: Page, start: int, end: int) -> bool:
    """Return whether a line end is shown as one: at a list, a table, a heading, or a field."""
    first = max(page.text.rfind("\n", 0, start) + 1, page.text_start, page.value_start or 0)
    if page.value_start is not None:
        return page.text[first : first + 1] in tuple("*#:;")
    skipped = _COMMENT_LINES.match(page.text, end)
    after = skipped.end() if skipped else end
    if page.section in ("laws", "sources"):
        return True
    if page.text[first : first + 1] in tuple(_BLOCK_STARTS):
        return True
    return page.text.startswith((*_BLOCK_STARTS, "{|", "----"), after) or _is_field(page, after)


def _is_field(page: Page, start: int) -> bool:
    known = _LINES_OF.get(page.section)
    if known is None:
        return False
    end = page.text.find("\n", start, start + 200)
    line = page.text[start : end if end >= 0 else start + 200]
    if _BOLD_LABEL.match(line):
        return True
    label = known.column(line)
    return bool(label and ({":", "："} & {*line[label.start : label.end]}))


def show_wikilink(page: Page, node: Any, at: int) -> int:
    """Show the words of a link to a page; return the offset of its end."""
    title = str(node.title)
    end = at + 2 + len(title) + 2 + (0 if node.text is None else 1 + page.length(node.text))
    if _FILE.match(title):
        return end
    before, since = page.shown.opens(at), len(page.shown)
    if node.text is not None and str(node.text).strip():
        page.nodes(node.text, at + 3 + len(title))
    else:
        show_words(page, at + 2 + _target_start(title), at + 2 + len(title))
    page.shown.closes(before, since, end)
    return end


def show_external(page: Page, node: Any, at: int) -> int:
    """Show a link to an address, in Sources with the address; return the offset of its end."""
    if not node.brackets:
        return page.nodes(node.url, at)
    end = at + page.length(node)
    before, since = page.shown.opens(at), len(page.shown)
    has_title = node.title is not None and str(node.title).strip()
    if page.section == "sources" and has_title:
        _bracketed(page, node, at, end)
    elif page.section == "sources":
        page.nodes(node.url, at + 1)
    elif has_title:
        page.nodes(node.title, end - 1 - page.length(node.title))
    else:
        page.links += 1
        page.shown.put(f"[{page.links}]", at, end)
    page.shown.closes(before, since, end)
    return end


def _bracketed(page: Page, node: Any, at: int, end: int) -> None:
    """Show a link with its address, which is the source."""
    page.shown.copy(at, at + 1)
    reached = page.nodes(node.url, at + 1)
    page.shown.gap(WORD, reached, reached + 1)
    page.nodes(node.title, end - 1 - page.length(node.title))
    page.shown.drop_gap()
    page.shown.copy(end - 1, end)


def show_entity(page: Page, node: Any, at: int) -> int:
    """Show the character of an entity; return the offset of its end."""
    end = at + page.length(node)
    shown = _character(node)
    if shown:
        page.shown.put(shown, at, end)
    else:
        page.shown.copy(at, end)
    return end


def skip_comment(page: Page, node: Any, at: int) -> int:
    """Return the offset of the end of a comment."""
    return at + page.length(node)


def hide_argument(page: Page, node: Any, at: int) -> int:
    """Report an argument, `{{{name}}}`; return the offset of its end."""
    end = at + page.length(node)
    page.hide("argument", at, end)
    return end


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
