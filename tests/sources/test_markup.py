"""Wiki markup: it is removed from values and kept in their quotes."""

import pytest

from builders import codes, converted, incident, page_text, row_text
from privkg.core.model import Incident, Passage
from privkg.rdf.terms import literal, term

_ACTOR = term("pk:statedActor")
MARKED = [
    ("'''Women''' in Oslo", "Women in Oslo"),
    ("''Women in Oslo''", "Women in Oslo"),
    ("**Women** in Oslo", "Women in Oslo"),
    ("*Women in Oslo*", "Women in Oslo"),
    ("__Women in Oslo__", "Women in Oslo"),
    ("Women in Oslo[1]", "Women in Oslo"),
    ("Women in Oslo [1][2]", "Women in Oslo"),
    ("Women[note 3] in Oslo", "Women in Oslo"),
    ("Women in Oslo[citation needed]", "Women in Oslo"),
    ("Women in Oslo{{citation needed}}", "Women in Oslo"),
    ("[[Women]] in [[Oslo, Norway|Oslo]]", "Women in Oslo"),
    ("Women in [Oslo](https://example.org/oslo)", "Women in Oslo"),
    ("<b>Women</b> in Oslo<ref name=a />", "Women in Oslo"),
    ("Women in Oslo<!-- check -->", "Women in Oslo"),
]
PLAIN = ["Women in 3'' boots", "Women of a_b_c", "[t]he women", "2 * 3 * 4", "[[unclosed", "{{unclosed"]


def quote(found: Incident, passage: Passage) -> str:
    return found.page.text[passage.span.start : passage.span.end]


class TestValues:
    @pytest.mark.parametrize(("written", "expected"), MARKED)
    def test_are_read_without_markup(self, written: str, expected: str) -> None:
        """
        Group, act and lead have no markup; their quotes equal the page.
        """
        row = row_text(At_Risk_group=written, Threat=written)
        found = incident(page_text(Affected=written, lead=f"{written} were filmed.", rows=(row,)))
        threat = found.rows[0].threat
        assert threat
        passages = [*found.affected, *found.rows[0].groups, threat]

        assert [expected] * 3 == [passage.text for passage in passages]
        assert [f"{expected} were filmed."] == [lead.text for lead in found.leads]
        assert [quote(found, passage) for passage in passages] == [one.quote for one in passages]
        assert [] == codes(found)

    @pytest.mark.parametrize("written", PLAIN)
    def test_keep_what_is_no_markup(self, written: str) -> None:
        """
        Unmatched marks, and marks within words, are text.
        """
        assert [written] == [group.text for group in incident(Affected=written).affected]

    def test_of_leftovers_alone_are_none(self) -> None:
        """
        A field with nothing but a footnote mark is empty.
        """
        assert ((), []) == (incident(Affected="[1]").affected, codes(incident(Affected="[1]")))

    def test_have_plain_text_as_object_and_the_page_as_quote(self) -> None:
        """
        The object of a claim is the value, its quote equals the page.
        """
        act = "'''Example Agency''' watching[4]\npeople"
        claims = converted(page_text(rows=(row_text(Threat=act),))).claims
        found = {claim.predicate: claim for claim in claims}[term("pk:act")]

        assert literal("Example Agency watching people") == found.object
        assert act.removeprefix("'''") == found.passage.quote

    def test_part_of_a_value_is_quoted_at_its_place(self) -> None:
        """
        An actor within a value is quoted at its place, despite markup around it.
        """
        text = page_text(rows=(row_text(Threat="The '''Example [[Agency]]''' watching"),))
        actor = next(c for c in converted(text).claims if c.predicate == term("pk:actor"))

        assert actor.passage.quote == text[actor.passage.span.start : actor.passage.span.end]
        assert actor.passage.quote.endswith("Example [[Agency")

    @pytest.mark.parametrize(
        "item", ["- '''Alpha & Beta'''", "(ii) Alpha & Beta", "*Alpha & Beta", "# Alpha & Beta"]
    )
    def test_of_a_list_of_actors_are_one_name(self, item: str) -> None:
        """
        A list item with any markup is one actor.
        """
        found = converted(Threat_Actors=f"\n{item}")
        actors = [claim.passage.text for claim in found.claims if claim.predicate == _ACTOR]

        assert (["Alpha & Beta"], False) == (actors, "may be one name" in str(found.findings))

    def test_a_hyphen_at_a_line_end_is_reported(self) -> None:
        """
        A word that is split at the end of a line is reported, and not joined.
        """
        found = incident(page_text(rows=(row_text(Threat="Example Agency watch-\ning people"),)))

        assert ["PK213"] == codes(found)
        assert '"watch- ing" is split' in found.findings[0].message


class TestTitles:
    @pytest.mark.parametrize(
        "written",
        [
            "A list[edit]",
            "A list [edit | edit source]",
            "A list[1]",
            "== A list ==",
            "== A list == [edit]",
            "# A list",
            "'''A list'''",
            "**A list**",
            "[edit]\nA list",
        ],
    )
    def test_are_without_leftovers(self, written: str) -> None:
        """
        Edit links, footnote marks and heading marks are removed from the title.
        """
        found = incident(page_text(written))

        assert ("A list", []) == (found.title, codes(found))

    def test_may_be_wrapped(self) -> None:
        """
        A second line in lower case belongs to the title.
        """
        found = incident(page_text("A list of many things was\nleaked in Oslo"))

        assert ("A list of many things was leaked in Oslo", []) == (found.title, codes(found))


class TestLeads:
    @pytest.mark.parametrize(
        "written",
        [
            "A library put its list of loans on the\nweb for a whole day.",
            "A library put its list of loans and\nlocation data on the web.",
            "A library put its list of loans with all names\nOslo has on the web.",
        ],
    )
    def test_may_be_wrapped(self, written: str) -> None:
        """
        The lines of a lead are joined by a space.
        """
        assert [written.replace("\n", " ")] == [lead.text for lead in incident(lead=written).leads]

    def test_keep_paragraphs_and_items_apart(self) -> None:
        """
        Blank lines and list items of a lead begin on a new line.
        """
        written = "They sold it.\n\nThey kept:\n- names\n- days of\nbirth"

        assert ["They sold it.\n\nThey kept:\n- names\n- days of birth"] == [
            lead.text for lead in incident(lead=written).leads
        ]

    def test_are_without_images(self) -> None:
        """
        A file link of the wiki is not text.
        """
        found = incident(lead="[[File:A.jpg|thumb|A list.]]\n\nThey sold it.")

        assert (["They sold it."], []) == ([lead.text for lead in found.leads], codes(found))

    def test_do_not_take_the_rest_of_a_field(self) -> None:
        """
        A wrapped Outcome continues below, whether or not it ends like a sentence.
        """
        found = incident(
            Tangible_Harms=None, Outcome="The council promised to switch the\ncounting off."
        )

        assert ["The council promised to switch the counting off."] == [
            outcome.text for outcome in found.outcomes
        ]


class TestContents:
    @pytest.mark.parametrize(
        "box",
        [
            "Contents\n1 Description\n2 Breakdown\n3 Sources",
            "Contents [hide]\n1 Description\n1.1 The sale, and what came of it\n2 Breakdown\n3 Sources",
            "Contents\n\n[hide]\n\n1. Description\n2. Breakdown\n3. Sources",
            "Table of contents\n\n* 1 Description\n* 2 Breakdown",
            "Contents\nhide\n(Top)\nDescription\nToggle Breakdown subsection\nBreakdown\nSources",
            "1 Description\n2 Breakdown\n3 Laws and Regulations",
            "'''Contents'''\n# 1 Description",
        ],
    )
    def test_are_no_lead_and_no_sections(self, box: str) -> None:
        """
        A contents box anywhere in the head is boilerplate.
        """
        leads = [[lead.text for lead in incident(lead=f"They sold it.\n\n{box}").leads]]
        on_top = incident(f"{box}\n\n{page_text('A title')}")

        assert [["They sold it."]] == leads
        assert [] == codes(incident(lead=f"They sold it.\n\n{box}"))
        assert ("A title", []) == (on_top.title, codes(on_top))

    def test_word_alone_is_reported(self) -> None:
        """
        "Contents" without a list of sections below it is not understood.
        """
        found = incident(lead="Contents\n\nThey sold it.")

        assert (["They sold it."], ["PK205"]) == ([lead.text for lead in found.leads], codes(found))
