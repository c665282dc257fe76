"""Properties of Markdown pages: what is written is read back, and any text is a page or one error."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders import document, incident
from checkout import ROOT, SAMPLE_PAGES
from privkg import sources
from privkg.core import documents
from privkg.core.errors import PrivkgError
from privkg.core.model import Decision, EmptyField, Incident, Mark, Passage, Row, Source, Span
from privkg.core.rendering import Renderer
from privkg.sources._grammar import markup
from privkg.sources._grammar.spans import cut
from privkg.sources.markdown import body

MARKDOWN, TEXT = sources.writable(".md"), sources.writable(".txt")
PAGES = [
    *SAMPLE_PAGES,
    *sorted((ROOT / "tests" / "sources" / "version-1").glob("*.txt")),
    ROOT / "tests" / "sources" / "privacywiki_text" / "input.txt",
]
NOT_COMPARED = {"page", "rendering", "span", "labels", "boilerplate", "not_understood", "addresses"}
NOT_COMPARED |= {"findings", "markup_findings", "is_title_derived"}
PIECES = (
    *(
        "\\",
        "\\\\",
        "#",
        "# ",
        "- ",
        "+ ",
        "* ",
        "> ",
        "1. ",
        "1",
        ".",
        "|",
        "`",
        "```",
        "~~~",
        "=",
        "---",
    ),
    *("[", "]", "{.harm}", "[Disclosure]{.harm}", "Secondary Use", "It was sold. ", "<!--", "-->", "_"),
    *(
        ":",
        ": ",
        ", ",
        "; ",
        "'",
        '"',
        "&a",
        "*a",
        "!",
        "%",
        "@",
        "? ",
        "{",
        "}",
        "[[",
        "''",
        "**",
        " #",
    ),
    *(" ", "\t", "a", "Sources", "Date", "é", "\u00a0", "\ufeff", "\x00", "\x07", "\u200b", "😀"),
)
LINE_ENDS = ("\n", "\n\n", "\r\n", "\r", "\x85", "\u2028", "\u2029")
ONE_LINE = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
LINES = st.lists(st.sampled_from((*PIECES, *LINE_ENDS)), max_size=14).map("".join)
FRONT = (
    *(
        "---",
        "privkg: 1",
        "title: A",
        "date: 2019",
        "location: [ Oslo, Lima ]",
        "harm: x",
        "  - a",
        "- b",
    ),
    *("outcome: >", "  folded", "outcome: |", '"date": "\\x41"', "affected:", "x: {a: b}", "x: [[a]]"),
    *("a: *b", "a: &b c", "? a", "# comment", "date: ~", "\tx: y", "address: https://example.org/"),
)
BODY = (
    "# Description",
    "# Breakdown",
    "## Row",
    "- **Threat:** x",
    "- **Harm**: y",
    "  - z",
    "# Sources",
)


def read(text: str) -> Incident:
    """Return the incident of a page in Markdown."""
    (found,) = MARKDOWN.read(document(text, "page.md"))
    return found


def values(value: object) -> object:
    """Return the texts of a record by attribute."""
    match value:
        case Passage():
            return value.text
        case EmptyField():
            return value.attribute
        case tuple():
            return [values(one) for one in value]
        case Incident() | Row() | Decision() | Mark() | Source():
            names = (name for name in value.__dataclass_fields__ if name not in NOT_COMPARED)
            found = {name: values(getattr(value, name)) for name in names}
            if "left_empty" in found:
                found["left_empty"] = sorted(found["left_empty"])  # type: ignore[call-overload]
            return found
        case _:
            return value


def replaced(**changes: object) -> Incident:
    """Return the incident of a page with other values."""
    return dataclasses.replace(incident(), **changes)  # type: ignore[arg-type]


def passage(words: str) -> Passage:
    """Return words as a value that was not read from a page."""
    return Passage(words, Span(0, 0))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_pages_of_text_are_kept(path: Path) -> None:
    """
    A page of text has the same values in Markdown, and is the same text when it is written back.
    """
    (page,) = TEXT.read(documents.read(path))
    again = read(MARKDOWN.write(page))

    assert values(page) == values(again)
    assert TEXT.write(page) == TEXT.write(again)
    assert MARKDOWN.write(page) == MARKDOWN.write(again)


@given(LINES)
@example("# Sources\n\\# a\n\\\\- b\n1. c\n1\\. d\n- \\# e")
@example("[Disclosure]{.harm} \\[Disclosure]{.harm} \\\\[x]{.harm} It was sold. Secondary\nUse")
@example("<!-- a --> \\<!-- b\n```\nSources\n```\n===\n---")
@example("a\n    # indented\n\t- tab\r\n> c\u2028| d")
def test_a_description_is_kept(words: str) -> None:
    """
    A description of any characters is read back as it was, and its place shows it.
    """
    expected = cut(words, 0, len(words))
    found = read(MARKDOWN.write(replaced(descriptions=(expected,) if expected else ())))

    kept = [expected.text] if expected else []
    assert kept == [one.quote for one in found.descriptions]
    for one in found.descriptions:
        place = found.place(one.span)
        raw = found.page.text[place.start : place.end]
        renderer = Renderer(raw)
        body.render(renderer, raw, 0)
        assert one.quote == renderer.rendering().text


@given(ONE_LINE)
@example("Norway: Oslo #1")
@example("null")
@example("'a' \"b\" \\c")
@example("- a")
def test_a_value_is_kept(words: str) -> None:
    """
    A title and a value of any characters are read back as they were.
    """
    expected = markup.value(words, 0, len(words))
    found = read(
        MARKDOWN.write(
            replaced(
                title=f"A {words} z", outcomes=(passage(words),), short_titles=(passage(f"A{words}z"),)
            )
        )
    )
    title = markup.value(f"A {words} z", 0, len(words) + 4)

    kept, shown = [expected.text] if expected else [], title.text if title else ""
    assert kept == [one.text for one in found.outcomes]
    assert shown == found.title


@given(st.lists(ONE_LINE.map(lambda words: f"A{words}z"), min_size=1, max_size=4))
def test_names_are_kept(words: list[str]) -> None:
    """
    Each name of a list is read back as one name.
    """
    found = read(MARKDOWN.write(replaced(actors=tuple(map(passage, words)))))
    expected = [markup.value(one, 0, len(one)) for one in words]

    assert [one.text for one in expected if one] == [one.text for one in found.actors]


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Return a page, or a text that is nearly one."""
    ends, pieces = st.sampled_from(LINE_ENDS), st.one_of(ONE_LINE, st.text(max_size=9))
    fronts = draw(st.lists(st.sampled_from(FRONT) | pieces, max_size=8))
    bodies = draw(st.lists(st.sampled_from(BODY) | pieces, max_size=14))
    lines = ["---", "privkg: 1", *fronts, "---", *bodies] if draw(st.booleans()) else [*fronts, *bodies]
    return "".join(line + draw(ends) for line in lines).encode(errors="replace").decode()


@given(pages())
def test_any_text_is_a_page_or_an_error(text: str) -> None:
    """
    Any text is read, with its places within the page, or is one error of privkg at a line.
    """
    try:
        found = read(text)
    except PrivkgError as error:
        assert error.place
        assert error.place.line
        return
    size, shown = len(found.page.text), len(found.text)

    for finding in found.markup_findings:
        assert 0 <= finding.span.start <= finding.span.end <= size
    for finding in found.findings:
        place = found.place(finding.span)
        assert 0 <= finding.span.start <= finding.span.end <= shown
        assert 0 <= place.start <= place.end <= size


@given(pages())
def test_what_was_written_is_written_the_same(text: str) -> None:
    """
    A page that was written once is read and written the same again.
    """
    try:
        once = MARKDOWN.write(read(text))
    except PrivkgError:
        return

    assert once == MARKDOWN.write(read(once))
