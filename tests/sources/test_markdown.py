"""Markdown with front matter: fields, sections and marks with their places, and clear errors."""

import json
from pathlib import Path

import pytest

from builders import codes, document
from json_records import as_json
from privkg import sources
from privkg.check import fixes
from privkg.core import documents
from privkg.core.errors import PageError
from privkg.core.model import Finding, Incident, Span
from privkg.core.rendering import Renderer
from privkg.sources.markdown import body

SAMPLE = Path(__file__).parent / "markdown"
READER = sources.writable(".md")
HEAD = "---\nprivkg: 1\ntitle: Cameras sold\n"


def read(text: str) -> Incident:
    """Return the incident of a page."""
    (found,) = READER.read(document(text, "page.md"))
    return found


def page(fields: str = "", body: str = "") -> str:
    """Return a page with more fields and a body."""
    return f"{HEAD}{fields}---\n{body}"


def written(found: Incident, span: Span) -> str:
    """Return the page's own text at what a span of the shown text shows."""
    place = found.place(span)
    return found.page.text[place.start : place.end]


def messages(findings: tuple[Finding, ...]) -> list[str]:
    """Return findings as code and message."""
    return [f"{finding.rule.code} {finding.message}" for finding in findings]


def error(text: str) -> str:
    """Return the error about a page."""
    with pytest.raises(PageError) as caught:
        read(text)
    return str(caught.value)


class TestSample:
    def test_is_read(self) -> None:
        """
        Everything on a page is read with its span in the shown text.
        """
        (found,) = READER.read(documents.read(SAMPLE / "input.md"))
        values = as_json(found)
        assert isinstance(values, dict)
        del values["page"], values["rendering"]

        expected = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
        assert expected == values

    def test_is_shown(self) -> None:
        """
        The shown text is that of a page in text form.
        """
        (found,) = READER.read(documents.read(SAMPLE / "input.md"))

        assert (SAMPLE / "shown.txt").read_text(encoding="utf-8") == found.text


class TestFields:
    @pytest.mark.parametrize(
        "name", ["solove harm", "Solove Harms", "SOLOVE_HARM", "solove-harm", "'solove harm'"]
    )
    def test_names_may_vary(self, name: str) -> None:
        """
        Case, plural, underscores, hyphens and quotes of a name do not matter.
        """
        assert ["Intrusion"] == [one.text for one in read(page(f"{name}: Intrusion\n")).harms]

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            ("A, B", ["A", "B"]),
            ("[ A, B ]", ["A", "B"]),
            ('[ "A, Example", B and C ]', ["A, Example", "B and C"]),
            ("\n- A\n- Date\n- Location Example", ["A", "Date", "Location Example"]),
            ('"A: one"', ["A: one"]),
            ("'It''s'", ["It's"]),
            (">\n  A\n  one", ["A one"]),
            ("|\n  A\n\n  one", ["A one"]),
            ('"A\\Lone\\tB"', ["A one\tB"]),
        ],
    )
    def test_values(self, value: str, words: list[str]) -> None:
        """
        A value is a text or a list, in any style of YAML; an item of a list is one name.
        """
        assert words == [one.text for one in read(page(f"threat actors: {value}\n")).actors]

    @pytest.mark.parametrize("value", ["", "[]", '""', "[ '' ]", "~", "null", "' '"])
    def test_empty_is_not_absent(self, value: str) -> None:
        """
        A field without a value is left empty; one that is not there is not.
        """
        found = read(page(f"tangible harms: {value}\n"))

        assert ["tangible_harms"] == [one.attribute for one in found.left_empty]
        assert ["tangible harms"] == [written(found, one.label.span) for one in found.left_empty]

    @pytest.mark.parametrize(
        ("value", "place"),
        [
            ("Oslo, Norway", "Oslo, Norway"),
            ('"Oslo, Norway"', "Oslo, Norway"),
            ("[ Lima, 'Oslo, Norway' ]", "Oslo, Norway"),
            ('"Oslo,\\x20Norway"', '"Oslo,\\x20Norway"'),
            (">\n  Oslo,\n  Norway", ">\n  Oslo,\n  Norway"),
        ],
    )
    def test_places(self, value: str, place: str) -> None:
        """
        The place of a value is its text, or the whole scalar if it is not written as it is shown.
        """
        found = read(page(f"location: {value}\n"))

        assert "Oslo, Norway" == found.locations[-1].text
        assert place == written(found, found.locations[-1].span)

    def test_an_unknown_one_is_reported_at_its_place(self) -> None:
        """
        An unknown field is left unread, with a suggestion.
        """
        found = read(page("Locatoin: Oslo, Norway\nseverity: It was high.\ndate: 2019\n"))

        assert [
            'PK205 "Locatoin: Oslo, Norway" is not a known field, and is left unread;'
            ' did you mean "location"?',
            'PK205 "severity: It was high." is not a known field, and is left unread',
        ] == messages(found.markup_findings)
        assert found.page.text.index("Locatoin") == found.markup_findings[0].span.start
        assert ((), "2019") == (found.locations, found.dates[0].text)

    def test_a_repeated_one_is_reported_at_the_second(self) -> None:
        """
        Of two fields of one name the first is read, in any spelling.
        """
        found = read(page("threat_actor: A\nThreat Actors: A\ntitle: Other\n"))

        assert [
            'PK301 the field "Threat Actors" occurs twice; keep one',
            'PK301 the field "title" occurs twice; keep one',
        ] == messages(found.markup_findings)
        assert ("Cameras sold", ["A"]) == (found.title, [one.text for one in found.actors])

    @pytest.mark.parametrize("title", ["Location", "Sources", "Date of birth for sale", "# 5", "- a"])
    def test_a_title_may_be_any_text(self, title: str) -> None:
        """
        A title that reads like a field or a heading is the title.
        """
        found = read(f'---\nprivkg: 1\ntitle: "{title}"\ndate: 2019\n---\n')

        assert (title, title) == (found.title, written(found, found.title_passages[0].span))
        assert not found.is_title_derived

    def test_no_title_is_a_finding(self) -> None:
        """
        Without a title the name of the file is taken.
        """
        found = read("---\nprivkg: 1\ndate: 2019\n---\n")

        assert ("page", ["PK201"]) == (found.title, codes(found))


class TestRefused:
    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ("location: Norway: Oslo\n", '4:17: .*put it in quotes: location: "Norway: Oslo"'),
            ("location: [ Oslo\ndate: 2019\n", "4:11: the list is not closed"),
            ('location: "Oslo\n', "4:11: the text in quotes is not closed"),
            ('location: "C:\\qslo"\n', "4:11: a backslash"),
            ("\tlocation: Oslo\n", "4:1: a line begins with a tab"),
            ("location: @x\n", '4:11: a value cannot begin with "@"; put it in quotes'),
            ("location: { city: Oslo }\n", '4:11: the value of "location" is a mapping'),
            ("location: [[ Oslo ]]\n", "4:12: an item of a list is a list"),
            ("location: &here Oslo\n", "4:11: &here is an anchor"),
            ("location: *here\n", '4:11: the value of "location" is an alias'),
            ("location: [ *here ]\n", "4:13: an item of a list is an alias"),
            ("location: !!str Oslo\n", "4:11: the tag"),
            ("<<: Oslo\n", "4:1: << is a merge key"),
            ("date: 2019\nOslo\naffected: A\n", "5:1: the line has no field"),
            ("--- x\n", "4:1: the front matter has a second document"),
            ("date: \x07\n", r"4:7: the front matter has the character U\+0007"),
            # PyYAML 6.0.4 has a limit of depth, which it meets before it yields the second list.
            (f"x: {'[' * 100_000}\n", "4:(5: an item of a list is a list|1003: .* nesting depth)"),
            (f"{'? ' * 50_000}\n", "4:3: the name of a field is a mapping"),
        ],
    )
    def test_what_is_not_a_field_with_texts(self, fields: str, message: str) -> None:
        """
        Front matter that is not a mapping to texts and lists is one error, at its line.
        """
        with pytest.raises(PageError, match=rf"^page\.md:{message}"):
            read(page(fields))

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "1:1: the file is empty"),
            ("# Notes\n\nThey are here.\n", "1:1: the page has no front matter"),
            ("---\ntitle: A\n---\n", "1:1: .* has no version of the form; write `privkg: 1`"),
            ("---\nprivkg: 2\n---\n", '2:1: the form has no version "2"; write `privkg: 1`'),
            ("---\nprivkg: [ 1, 2 ]\n---\n", '2:1: the form has no version "1, 2"'),
            ("---\n---\n", "1:1: .* has no version"),
            ("---\nprivkg: 1\n", "1:1: the front matter has no end"),
            (f"---\n{'a: b' * 5_000_000}", "1:1: the front matter is longer than 250,000"),
            ("---\n- a\n---\n", "2:1: the front matter has no field"),
        ],
    )
    def test_what_is_not_front_matter(self, text: str, message: str) -> None:
        """
        A page without front matter of this version is one error that names the remedy.
        """
        with pytest.raises(PageError, match=rf"^page\.md:{message}"):
            read(text)


class TestRecognised:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (HEAD, "markdown"),
            ("---\ndate: 2019\nlocation: Oslo\nsolove_harm: Intrusion\n---\n", "markdown"),
            ("---\ntitle: A post\ndate: 2019\nlocation: Oslo\n---\n", None),
            ("# Notes\n\n---\nprivkg: 1\n---\n", None),
            ("# Notes\n", None),
            ("", None),
        ],
    )
    def test_by_front_matter(self, text: str, expected: str | None) -> None:
        """
        A file in a folder is a page if its front matter has a version or three known fields.
        """
        assert expected == sources.recognise(".md", text.encode(), is_named=False)

    def test_in_a_file_of_another_suffix(self) -> None:
        """
        A page in Markdown is recognised in a text file that the user names.
        """
        assert "markdown" == sources.recognise(".txt", page("date: 2019\n").encode(), is_named=True)


class TestBody:
    def test_marks_are_shown_as_their_words(self) -> None:
        """
        A marked harm is a mark; its place has the brackets.
        """
        found = read(page(body="# Description\n\nIt was sold. [Secondary\nUse]{.harm}\nThen more.\n"))

        assert "[Secondary\nUse]{.harm}" == written(found, found.marks[0].harm.span)
        assert "It was sold. Secondary\nUse\nThen more." == found.descriptions[0].quote

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ("It was [Disclosure]{.harm} bad.", 'PK211 "Disclosure" is marked as a harm, but'),
            ("It was sold. [Disclosur]{.harm}", 'PK304 unknown harm "Disclosur"; did you mean'),
            ("It was sold. [Nothing]{.harm}", 'PK304 unknown harm "Nothing"; write one of'),
        ],
    )
    def test_a_mark_that_is_not_read_is_reported(self, body: str, message: str) -> None:
        """
        A marked harm that does not become a mark is one finding, at the brackets.
        """
        found = read(page(body=f"# Description\n\n{body}\n"))
        (finding,) = (one for one in found.findings if one.rule.code in ("PK211", "PK304"))

        assert messages((finding,))[0].startswith(message)
        assert written(found, finding.span).startswith("[")

    @pytest.mark.parametrize(
        ("line", "shown"),
        [
            ("\\# Sources", "# Sources"),
            ("  \\- a", "  - a"),
            ("1\\. a", "1. a"),
            ("\\\\# a", "\\# a"),
            ("\\\\\\# a", "\\# a"),
            ("a \\# b", "a \\# b"),
            ("\\a", "\\a"),
            ("a \\[Disclosure]{.harm} b", "a [Disclosure]{.harm} b"),
            ("a \\<!-- b", "a <!-- b"),
            ("a <!-- b", "a <!-- b"),
            ("a <!-- b --> c", "a  c"),
            ("a\n<!-- b\n\n# Sources -->\nc", "a\nc"),
            ("**a** _b_ [c](https://example.org/)", "**a** _b_ [c](https://example.org/)"),
            ("Sources", "Sources"),
            ("```\n# Sources\n\\# a <!-- b -->\n```\nc", "```\n# Sources\n\\# a <!-- b -->\n```\nc"),
            ("~~~ a\n```\n~~~\nc", "~~~ a\n```\n~~~\nc"),
        ],
    )
    def test_escapes_and_code(self, line: str, shown: str) -> None:
        """
        Escapes are taken away and comments left out; code and all other markup are shown as written.
        """
        found = read(page(body=f"# Description\n\nx\n{line}\nz\n"))

        assert f"x\n{shown}\nz" == found.descriptions[0].quote

    @pytest.mark.parametrize(
        "heading",
        [
            "# Breakdown",
            "### Breakdown ###",
            "   ## **Breakdown**",
            "#\tBreakdown",
            "Breakdown\n=========",
            "Breakdown\n---",
        ],
    )
    def test_headings_of_any_level(self, heading: str) -> None:
        """
        A section may have a heading of any level and of both kinds.
        """
        found = read(page(body=f"# Description\n\nIt was sold.\n\n{heading}\n\n#### Row 1\n\nHarm: A\n"))

        assert (["A"], "It was sold.") == (
            [one.text for one in found.rows[0].harms],
            found.descriptions[0].quote,
        )
        assert heading.strip() == written(found, found.labels["breakdown"]).strip()

    def test_an_unknown_heading_is_reported(self) -> None:
        """
        A heading that may be the one of a section is a finding at its line.
        """
        found = read(page(body="# Description\n\nIt was sold.\n\n# Breakdwn\n"))

        assert ['PK205 "Breakdwn" is not a known section; did you mean "Breakdown"?'] == messages(
            found.markup_findings
        )

    def test_a_lead_may_begin_like_a_field(self) -> None:
        """
        No line of the body is a field of the infobox.
        """
        found = read(page("date: 2019\n", "Location unknown\nDate: 2020\n"))

        assert "Location unknown Date: 2020" == found.leads[0].text
        assert (["2019"], ()) == ([one.text for one in found.dates], found.locations)


class TestWriter:
    def test_quotes_what_a_plain_scalar_cannot_hold(self) -> None:
        """
        Texts with marks of YAML are in quotes.
        """
        text = page(
            'short title: "a: b #c"\nlocation: [ "Oslo, Norway" ]\noutcome: "- x\\\\ \\"y\\" \\x07"\n'
            "threat actors: [ Moscow's Department, '@x' ]\ninformation: []\ndate: 'null'\n"
            "solove harm: A#b:c, d\n"
        )
        lines = READER.write(read(text)).splitlines()

        assert [
            'short title: "a: b #c"',
            'location: [ "Oslo, Norway" ]',
            'date: "null"',
            'solove harm: [ "A#b:c", d ]',
            "information: []",
            'threat actors: [ Moscow\'s Department, "@x" ]',
            'outcome: "- x\\\\ \\"y\\" \\x07"',
        ] == lines[3 : lines.index("---", 1)]

    def test_escapes_what_would_open_a_block(self) -> None:
        """
        A line of prose that would be a heading, a list or a mark has a backslash.
        """
        lines = ["# a", "- b", "+ c", "* d", "> e", "1. f", "12) g", "| h", "---", "```", "===", "\\# i"]
        lines += ["[Disclosure]{.harm} j", "<!-- k -->", "#l", "-m", "1.n", "**o**", "\\p"]
        body = "\n".join(lines)
        found = read(page(body="# Description\n\nx\n" + READER_ESCAPED))

        assert f"x\n{body}" == found.descriptions[0].quote
        assert f"x\n{READER_ESCAPED}" in READER.write(found)


READER_ESCAPED = "\n".join(
    [
        *(
            "\\# a",
            "\\- b",
            "\\+ c",
            "\\* d",
            "\\> e",
            "1\\. f",
            "12\\) g",
            "\\| h",
            "\\---",
            "\\```",
            "\\===",
        ),
        *("\\\\# i", "\\[Disclosure]{.harm} j", "\\<!-- k -->", "#l", "-m", "1.n", "**o**", "\\p"),
    ]
)
"""The lines of the test as a page has them."""


class TestEmptyPage:
    def test_has_all_fields_and_sections(self) -> None:
        """
        A new page has every field, and its findings are those of a new page of text.
        """
        found = read(READER.empty("Letters: opened"))
        (other,) = sources.writable(".txt").read(
            document(sources.writable(".txt").empty("Letters: opened"))
        )

        assert "Letters: opened" == found.title
        assert [one.attribute for one in other.left_empty] == [one.attribute for one in found.left_empty]
        assert codes(other) == codes(found)
        assert () == found.markup_findings


class TestFixes:
    def test_are_made_in_the_page_itself(self) -> None:
        """
        Spellings are corrected in front matter, marks and rows, and nothing else changes.
        """
        text = page(
            "solove harm: [ secondary-use ]\n",
            "# Description\n\nIt was sold. [secondary-use]{.harm}\n\n# Breakdown\n\n"
            "- **Threat:** A selling\n- **Harm:** secondary-use\n",
        )
        found = read(text)

        fixed = fixes.apply(found.page.document, fixes.edits(found))
        assert text.replace("secondary-use", "Secondary Use") == fixed


class TestHostile:
    @pytest.mark.parametrize(
        "piece",
        [
            "\\",
            "[",
            "<!--",
            "[a]{.harm}",
            "#",
            "# \n",
            "```\n",
            "- **",
            "\\<!--",
            "a\x85",
            "*",
            " ",
            "=\n",
        ],
    )
    def test_repeated_marks_are_read_in_linear_time(self, piece: str) -> None:
        """
        The body is rendered in a number of steps that grows with its length, whatever it repeats.
        """
        text = piece * (200_000 // len(piece))
        renderer = Renderer(text)
        body.render(renderer, text, 0)

        assert len(renderer) <= 2 * len(text)
