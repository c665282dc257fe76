"""The body of a page as a reader sees it: headings, rows, marks and escapes as their words.

Comments are left out. A fenced block of code is shown as it is written, and so is all other markup.
"""

import re
from dataclasses import dataclass, field

from privkg.core import rules
from privkg.core.documents import LINE_END
from privkg.core.model import Finding, Span
from privkg.core.rendering import Renderer
from privkg.core.spelling import nearest
from privkg.sources._grammar.layout import section_of
from privkg.sources._grammar.page_fields import SECTIONS
from privkg.sources._grammar.spans import Line
from privkg.sources.markdown.escapes import OPENING, TOKEN

_CODE = re.compile(r" {0,3}(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<rest>.*)", re.DOTALL)
_HEADING = re.compile(r" {0,3}(?P<level>#{1,6})(?:[ \t]+|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_BLOCK_HEADING = re.compile(
    r"[*_]*(?:row|decision)s?[ \t]*(?:no\.?[ \t]*)?\d{0,4}[.:]?[*_]*", re.IGNORECASE
)
_MAX_FINDINGS = 100
"""Number of headings that are reported; a page with more of them has one mistake, not a hundred."""
_SHOWN = 60
_BLOCKS = frozenset({"breakdown", "decisions"})
_LABEL = re.compile(
    r"[ \t]*(?P<whole>[-+*][ \t]+(?P<mark>\*\*|__)(?P<name>[^*_:：]{1,60})(?P<inner>[:：]?)(?P=mark)"
    r"(?P<outer>[:：]?))"
)


@dataclass(slots=True)
class Body:
    """What a body states: the offsets of its headings, the spans of marked harms, and findings."""

    headings: frozenset[int] = frozenset()
    marks: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def render(renderer: Renderer, text: str, start: int) -> Body:
    """Add the body of a page, which begins at an offset, as it is shown."""
    reader = _Reader(renderer, text, start)
    while reader.at < len(text):
        reader.line()
    return Body(frozenset(reader.headings), reader.marks, reader.findings)


@dataclass(slots=True)
class _Reader:
    """Reader of a body, line by line; `at` is the offset of the next one."""

    renderer: Renderer
    text: str
    at: int
    headings: set[int] = field(default_factory=set)
    marks: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    section: str = ""
    level: int = 0
    fence: str = ""
    token: "re.Match[str] | None" = None
    has_comment_end: bool = True

    def __post_init__(self) -> None:
        """Find the first token."""
        self.token = TOKEN.search(self.text, self.at)

    def line(self) -> None:
        """Add the next line."""
        end, below = self._edges(self.at)
        words = self.text[self.at : end]
        code = _CODE.match(words)
        if self.fence or code:
            self._code(words, code, end)
        elif heading := _HEADING.match(words):
            self._heading(words, heading, end)
        elif self._has_underline(words, below):
            last, below = self._edges(below)
            self._copy_heading(self.at, end, last)
            self.section, self.level, end = section_of(Line(words, 0)) or "", 1, last
        else:
            at = self._opened(words)
            end, below = self._inline(at, end, below)
        self.renderer.copy(end, below)
        self.at = below

    def _edges(self, at: int) -> tuple[int, int]:
        """Return the offsets of the end of a line and of the start of the next one."""
        found = LINE_END.search(self.text, at)
        return found.span() if found else (len(self.text), len(self.text))

    def _code(self, words: str, code: "re.Match[str] | None", end: int) -> None:
        """Add a line of a fenced block, or one of its fences, as it is written."""
        if not self.fence:
            self.fence = code["fence"] if code else ""
        elif code and code["fence"].startswith(self.fence) and not code["rest"].strip():
            self.fence = ""
        self.renderer.copy(self.at, end)

    def _heading(self, words: str, heading: "re.Match[str]", end: int) -> None:
        """Add a heading: of a section, of a row or decision, which is not shown, or of another kind."""
        level, name = len(heading["level"]), _without_closing(words[heading.end() :])
        section = section_of(Line(name, 0))
        is_of_block = bool(self.section in _BLOCKS and _BLOCK_HEADING.fullmatch(name))
        if is_of_block and (level > self.level or not section):
            return
        if section:
            start = self.at + heading.end()
            self._copy_heading(start, start + len(name), end)
            self.section, self.level = section, level
        else:
            if self.section in _BLOCKS:  # so that it is not read as the rest of a value
                self.renderer.put("\n", self.at, self.at)
            self.renderer.copy(self.at, end)
            self._report_heading(name, level, end)

    def _copy_heading(self, start: int, stop: int, end: int) -> None:
        since = len(self.renderer)
        self.headings.add(since)
        self.renderer.copy(start, stop)
        self.renderer.enclose(since, self.at, end)

    def _report_heading(self, name: str, level: int, end: int) -> None:
        """Report a heading at the level of sections that is none, or that may be one."""
        if not name or len(self.findings) >= _MAX_FINDINGS:
            return
        near = nearest(
            name[:_SHOWN], [heading for headings in SECTIONS.values() for heading in headings]
        )
        if near or level <= self.level or not self.section:
            advice = (
                f'did you mean "{near}"?' if near else "its text is read as part of what is above it"
            )
            message = f'"{name[:_SHOWN]}" is not a known section; {advice}'
            self.findings.append(Finding(rules.NOT_UNDERSTOOD, message, Span(self.at, end)))

    def _has_underline(self, words: str, below: int) -> bool:
        """Return whether a line is the name of a section that the next line underlines."""
        if below == len(self.text) or self.text[below] not in " =-":
            return False
        end, _ = self._edges(below)
        is_underlined = _UNDERLINE.fullmatch(self.text, below, end)
        return bool(is_underlined and section_of(Line(words, 0)))

    def _opened(self, words: str) -> int:
        """Add the beginning of a line: the name of a field, or what a backslash protects.

        Return the offset of the rest.
        """
        label = _LABEL.match(words) if self.section in _BLOCKS else None
        if label:
            start, end = self.at + label.start("whole"), self.at + label.end()
            self.renderer.put(f"{label['name']}{label['inner']}{label['outer']}", start, end)
            return end
        opening = OPENING.match(words)
        if not opening:
            return self.at
        run = "run" if opening["run"] else "digits"
        self.renderer.copy(self.at, self.at + opening.start(run))
        return self._backslashes(self.at + opening.start(run), len(opening[run]))

    def _backslashes(self, at: int, run: int) -> int:
        """Add a run of backslashes and, if the last one is an escape, what it protects."""
        self.renderer.copy(at, at + run // 2)
        if run % 2:
            self.renderer.put(self.text[at + run], at + run // 2, at + run + 1)
            return at + run + 1
        return at + run

    def _inline(self, at: int, end: int, below: int) -> tuple[int, int]:
        """Add the rest of a line, and of those that its comments and marks reach into.

        Return the end of the last line and the start of the one below it.
        """
        while (token := self._next_token(at)) and token.start() < end:
            is_only = not self.text[self.at : token.start()].strip(" \t")
            at = self._token(at, token)
            if at > end:
                end, below = self._edges(at)
            if is_only and token["comment"] and not self.text[at:end].strip(" \t"):
                return below, below  # a comment with lines of its own leaves no blank line
        self.renderer.copy(at, end)
        return end, below

    def _next_token(self, at: int) -> "re.Match[str] | None":
        """Return the first token from an offset on; each part of the text is searched once."""
        if self.token and self.token.start() < at:
            self.token = TOKEN.search(self.text, at)
        return self.token

    def _token(self, at: int, token: "re.Match[str]") -> int:
        """Add the text before a token and the token; return the offset behind it."""
        run, start = len(token["run"]), token.end("run")
        self.renderer.copy(at, token.start())
        if run % 2:
            return self._backslashes(token.start(), run)
        self.renderer.copy(token.start(), token.start() + run // 2)
        if token["words"]:
            since = len(self.renderer)
            self.renderer.copy(*token.span("words"))
            self.renderer.enclose(since, start, token.end())
            self.marks.append(Span(since, len(self.renderer)))
            return token.end()
        return self._comment(start)

    def _comment(self, start: int) -> int:
        """Leave a comment out, and its line if it has one of its own; one without an end is text."""
        close = self.text.find("-->", start + len("<!--")) if self.has_comment_end else -1
        if close < 0:
            self.has_comment_end = False
            self.renderer.copy(start, start + len("<!--"))
            return start + len("<!--")
        return close + len("-->")


def _without_closing(words: str) -> str:
    """Return the words of a heading without the marks that may close it."""
    stripped = words.rstrip(" \t")
    bare = stripped.rstrip("#")
    return bare.rstrip(" \t") if not bare or bare[-1] in " \t" else stripped
