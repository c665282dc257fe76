"""Properties for any text: quotes equal the page, spans cover it, and no error escapes."""

import itertools
from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from builders import FIELDS, ROW, document, empty_page, page_text
from privkg import sources
from privkg.core.errors import PrivkgError
from privkg.core.model import (
    Decision,
    EmptyField,
    Incident,
    Mark,
    Passage,
    Row,
    Source,
    Span,
)
from privkg.sources._grammar import page_fields

READER = sources.formats()["privacywiki_text"]

LINE_ENDS = ("\n", "\r\n", "\r", "\x85", "\u2028")
HEADINGS = (
    *("Description", "Breakdown", "Decisions", "Laws and Regulations", "Sources", "== Sources =="),
    *("Decision", "Decision:", "Source:", "Laws:"),
)
SITE = ("From Privacy Wiki", "Jump to navigation", "Privacy policy", "Category: a", "About Privacy Wiki")
WORDS = (
    *(
        "Surveillance",
        "Secondary Use",
        "secondary-use",
        "Acme, Inc.",
        "Oslo, Norway",
        "2019",
        "not known",
    ),
    *(
        "It was sold.",
        "It was kept.Surveillance The",
        "(Disclosure).",
        "an example of Intrusion.",
        "U.S.",
    ),
    *(
        "https://example.org/a",
        "javascript:1",
        "|",
        "archived",
        ";",
        ",",
        ":",
        "- ",
        "{{",
        "[[",
        "<b>",
        "\u00a0",
    ),
    *("[edit]", "[1]", "[citation needed]", "[note 2]", "''", "'''", "**", "*", "__", "[[", "]]", "|"),
    *(
        "[[Disclosure|x]]",
        "{{x}}",
        "{{",
        "}}",
        "<ref>",
        "</ref>",
        "<br>",
        "<!--",
        "-->",
        "(",
        ")",
        '"',
        "“",
    ),
    *(
        "1,300",
        "The firm denied an example of Disclosure.",
        "(Intrusion)",
        "bor-",
        "row",
        "1.",
        "a)",
        "(i)",
    ),
    *("''Disclosure''", "[Disclosure](https://example.org/a)", "\t", "  "),
    *("\u200b", "\u00ad", "\ufeff", "\x00", "\x1b", "\u202e", "é", "e\u0301", "日本", "😀", "x" * 70),
)
TABLES = (
    *(
        "Threat\tAt-Risk group\tHarm",
        "Example Agency\tWomen\tDisclosure",
        "a\tb\tc\td",
        "\tDisclosure\t",
    ),
    *(
        "| Threat | Harm | Severity |",
        "|---|:-:|",
        "| Example Agency | Disclosure |",
        "|| x ||",
        "a | b",
    ),
    *("{| class=x", "! Threat !! Harm", "|-", "|}", "Threat  Harm", "Example Agency  Disclosure"),
    "Threat At-Risk group Harm Status",
    *(
        "Threat\tLaw\tSource\tPassage\tPassage",
        "Decision | Body | Severity",
        "Fine || x",
        "Role:  Recipient",
    ),
)
BOXES = (
    *("Contents", "Contents [hide]", "[hide]", "(Top)", "1 Description", "1.1 The sale", "2 Breakdown"),
    *("3. Sources", "'''Description'''", "## Breakdown", "Sources [edit | edit source]", "# A title"),
    *("[[File:A.jpg]]", "Treat Actors: x", "At-Risk grup: x", "Note: x", "== A title ==[edit]"),
)
LABELS = (
    *dict.fromkeys(
        field.name for field in (*page_fields.INFOBOX, *page_fields.ROW, *page_fields.DECISION)
    ),
    *("Original Purpose", "Severity", "Recipent", "Reportd"),
)


def lines() -> st.SearchStrategy[str]:
    """Return lines that pages have, and malformed ones."""
    label = st.sampled_from(LABELS).flatmap(
        lambda name: st.sampled_from((name, name.upper(), f"{name}:"))
    )
    words = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
    field = st.builds("{} {}".format, label, words)
    known = st.sampled_from((*HEADINGS, *SITE, *TABLES, *BOXES))
    return st.one_of(st.just(""), field, field, words, known, known, st.text(max_size=9))


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Return a page, or a damaged one: lines in any order, with any line end, text inserted anywhere."""
    ends = st.sampled_from(LINE_ENDS)
    text = "".join(line + draw(ends) for line in draw(st.lists(lines(), max_size=25)))
    if draw(st.booleans()):
        text = draw(st.sampled_from((page_text(), page_text(rows=())))) + text
    for at, put in draw(st.lists(st.tuples(st.integers(0, 999), st.text(max_size=5)), max_size=4)):
        text = text[:at] + put + text[at + len(put) :]
    return text.encode("utf-8", "replace").decode()


def read(text: str) -> Incident | None:
    try:
        (found,) = READER.read(document(text))
    except PrivkgError:
        return None
    return found


def passages(value: object) -> Iterator[Passage]:
    """Yield all passages of an incident."""
    match value:
        case Passage():
            yield value
        case tuple():
            for one in value:
                yield from passages(one)
        case Incident() | Row() | Decision() | EmptyField() | Mark() | Source():
            for name in value.__dataclass_fields__:
                yield from passages(getattr(value, name))


def claimed(found: Incident) -> Iterator[Span]:
    """Yield the spans of all values, rows and decisions, but not of the names of empty fields."""
    names = {one.label.span for one in empty_fields(found)}
    yield from (passage.span for passage in passages(found) if passage.span not in names)
    yield from (row.span for row in found.rows)
    yield from (decision.span for decision in found.decisions)


def records(found: Incident) -> list[Incident | Row | Decision]:
    """Return all records that may have empty fields."""
    return [found, *found.rows, *found.decisions]


def empty_fields(found: Incident) -> Iterator[EmptyField]:
    for record in records(found):
        yield from record.left_empty


def places(spans: Iterator[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


class TestAnyText:
    @given(pages())
    def test_a_passage_equals_the_page(self, text: str) -> None:
        """
        The quote of a passage equals the page at its span, and is not empty.
        """
        found = read(text)

        for passage in passages(found):
            page = found.page.text if found else ""
            assert "" != passage.text.strip()
            assert passage.quote == page[passage.span.start : passage.span.end]

    @given(pages())
    def test_an_empty_field_has_no_value(self, text: str) -> None:
        """
        A field that is left empty has no value in the same record, and is listed once.
        """
        found = read(text)

        for record in records(found) if found else ():
            names = [one.attribute for one in record.left_empty]
            assert len(names) == len({*names})
            assert not any(getattr(record, name) for name in names)

    @given(pages())
    @example(page_text())
    @example(empty_page("Letters opened"))
    def test_spans_partition_the_page(self, text: str) -> None:
        """
        Each character is in exactly one of: claimed, boilerplate, not understood.
        """
        found = read(text)
        if not found:
            return
        parts = [
            places(claimed(found)),
            places(iter(found.boilerplate)),
            places(iter(found.not_understood)),
        ]

        assert set(range(len(found.page.text))) == set().union(*parts)
        assert len(found.page.text) == sum(map(len, parts))

    @given(pages())
    def test_what_is_not_understood_is_reported(self, text: str) -> None:
        """
        Each stretch that was not understood has a finding.
        """
        found = read(text)
        if not found:
            return
        reported = [finding.span for finding in found.findings if finding.rule.code == "PK205"]

        assert list(found.not_understood) == reported

    @given(pages())
    def test_findings_are_within_the_page(self, text: str) -> None:
        """
        The span of each finding is within the page.
        """
        found = read(text)

        for finding in found.findings if found else ():
            assert 0 <= finding.span.start <= finding.span.end <= len(text)

    @given(pages())
    def test_a_mark_is_within_its_passage(self, text: str) -> None:
        """
        The harm of a mark is within its passage, which is within a Description.
        """
        found = read(text)

        descriptions = found.descriptions if found else ()

        for mark in found.marks if found else ():
            assert within(mark.harm.span, mark.passage.span)
            assert any(within(mark.passage.span, whole.span) for whole in descriptions)

    @given(pages())
    def test_parsing_is_deterministic(self, text: str) -> None:
        """
        The same text has the same result, including the order of findings.
        """
        assert read(text) == read(text)


class TestOrder:
    @given(st.permutations(list(FIELDS)), st.permutations(list(ROW)))
    def test_of_fields_does_not_matter(self, fields: list[str], row: list[str]) -> None:
        """
        The values of infobox and rows do not depend on the order of fields.
        """
        infobox = "\n".join(f"{label} {FIELDS[label]}".rstrip() for label in fields)
        straight = page_text(rows=("\n".join(f"{label}: {ROW[label]}" for label in row),))
        standing = straight[straight.index("Short Title") : straight.index("\n\nA lead")]

        assert values(page_text()) == values(straight.replace(standing, infobox))

    @given(st.permutations(["Description", "Breakdown", "Laws and Regulations", "Sources"]))
    def test_of_sections_does_not_matter(self, order: list[str]) -> None:
        """
        The values of a page do not depend on the order of its sections.
        """
        whole = page_text(laws="Example Act", description="It was kept. Surveillance")
        starts = sorted(whole.index(f"\n{name}\n") for name in order)
        cuts = [whole[start:end] for start, end in itertools.pairwise([*starts, len(whole)])]
        moved = {part.strip().partition("\n")[0]: part for part in cuts}

        assert values(whole) == values(whole[: starts[0]] + "\n".join(moved[name] for name in order))


def within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start <= inner.end <= outer.end


def values(text: str) -> list[str]:
    """Return all values of a page, without their spans."""
    found = read(text)
    return sorted(passage.text for passage in passages(found))
