"""One page for each rule that reading values can break: its code, and the place it points at."""

import re

import pytest

from builders import converted, document, incident, page_text, row_text
from privkg.core import documents, rules
from privkg.core.model import Finding
from privkg.rdf.terms import BASE, PREF_LABEL, A, Term, literal, term
from privkg.reference.authority import Authority

AGENCY = Term(f"<{BASE}id/actor/example-agency>")
RECORDS = Authority([(AGENCY, A, term("pk:Company")), (AGENCY, PREF_LABEL, literal("Example Agency"))])

# What breaks a rule, the rule, and the line and column of the words that break it.
FIELDS = [
    ({"Date": "Novembre 2020"}, "PK012", "5:6"),
    ({"Date": "03/04/2020"}, "PK012", "5:6"),
    ({"Date": "early 2019"}, "PK325", "5:6"),
    ({"Date": ""}, "PK012", "5:1"),
    ({"Date": None}, "PK012", "1:1"),
    ({"Solove_Harm": "Surveillance, Surveilance"}, "PK304", "6:27"),
    ({"Solove_Harm": "Surveillance, Information Collection"}, "PK304", "6:27"),
    ({"Information": "Location, Behavoral"}, "PK306", "7:23"),
    ({"Tangible_Harms": "Wether"}, "PK307", "12:16"),
    ({"Technology": "Crystal ball"}, "PK047", "13:12"),
    ({"laws": "Example Act"}, "PK048", "29:1"),
    ({"laws": "Privacy Act"}, "PK513", "29:1"),
    ({"People_affected": "many"}, "PK044", "13:17"),
    ({"People_affected": "9" * 5000}, "PK044", "13:17"),
    ({"Solove_Harm": ""}, "PK006", "6:1"),
    ({"sources": ""}, "PK013", "31:1"),
    ({"sources": "The Example, page 7"}, "PK013", "31:1"),
    ({"Solove_Harm": "Surveillance, Disclosure"}, "PK008", "6:27"),
    ({"Threat_Actors": "Example Agency, Other Agency"}, "PK011", "8:31"),
    ({"Threat_Actors": "Example Agency, Other Agency"}, "PK026", "8:31"),
    ({"Threat_Actors": "Example Agency; Alpha and Beta"}, "PK506", "8:31"),
    ({"Affected": "People in Moscow, Zyx"}, "PK031", "10:28"),
    ({"High_Risk_Groups": "Women in Oslo"}, "PK014", "11:18"),
    ({"Location": "Atlantis, Russia"}, "PK504", "4:10"),
    ({"Location": "Moscow"}, "PK505", "4:10"),
    ({"Location": "Moscow, Idaho, Russia"}, "PK505", "4:10"),
    ({"Location": "Germany and France"}, "PK510", "4:10"),
    ({"Location": "London, Paris"}, "PK511", "4:10"),
    ({"Location": "Online"}, "PK512", "4:10"),
    ({"Location": ""}, "PK005", "4:1"),
]
ROWS = [
    ({"Harm": "Surveilance"}, "PK304", "24:7"),
    ({"Harm": "Blackmail"}, "PK069", "24:7"),
    ({"Secondary_Consequences": "Anxieti"}, "PK307", "25:25"),
    ({"Secondary_Consequences": "Anxiety, not known"}, "PK308", "25:34"),
    ({"Threat": ""}, "PK021", "22:1"),
    ({"Threat": None}, "PK021", "22:1"),
    ({"Threat": "Somebody watching"}, "PK018", "22:9"),
    ({"Threat": "Example Agencyman watching"}, "PK018", "22:9"),
    ({"Threat": "The EXAMPLE  agency’s cameras"}, "PK018", "22:9"),
    ({"Threat": "Example Agency and others watching"}, "PK507", "22:9"),
    ({"At_Risk_group": ""}, "PK019", "22:1"),
    ({"Harm": None}, "PK017", "22:1"),
    ({"Harm": "Surveillance, Disclosure"}, "PK017", "24:7"),
    ({"Status": "Perhaps"}, "PK040", "26:9"),
    ({"Status": "Derived"}, "PK040", "26:9"),
    ({"Harm": "Disclosure"}, "PK009", "24:7"),
    ({"At_Risk_group": "Zyx"}, "PK031", "23:16"),
]


def reported(text: str) -> list[tuple[str, str]]:
    """Return the code and the place of each finding of a page whose actor has a record."""
    starts = document(text).line_starts
    found = (*incident(text).findings, *converted(text, RECORDS).findings)
    return [(f.rule.code, f"{line}:{column}") for f in found for line, column in [place(starts, f)]]


def place(starts: tuple[int, ...], finding: Finding) -> tuple[int, int]:
    return documents.position(starts, finding.span.start)


class TestRules:
    @pytest.mark.parametrize(("fields", "code", "where"), FIELDS)
    def test_of_fields_point_at_the_words(self, fields: dict[str, str], code: str, where: str) -> None:
        """
        A field that breaks a rule is reported at its value, or at its empty label.
        """
        assert (code, where) in reported(page_text(**fields))  # type: ignore[arg-type]

    @pytest.mark.parametrize(("fields", "code", "where"), ROWS)
    def test_of_rows_point_at_the_words(self, fields: dict[str, str], code: str, where: str) -> None:
        """
        A row that breaks a rule is reported at its words, or at its start.
        """
        assert (code, where) in reported(page_text(rows=(row_text(**fields),)))

    def test_without_rows_points_at_the_heading(self) -> None:
        """
        A page without a row is reported at its Breakdown.
        """
        assert ("PK010", "20:1") in reported(page_text(rows=()))

    def test_a_page_that_breaks_none_has_no_finding(self) -> None:
        """
        The page from which all others are made has no finding.
        """
        assert [] == reported(page_text())

    def test_each_rule_has_a_page_that_breaks_it(self) -> None:
        """
        All rules of values, rows and names are in these tables, but those that the reader reports.

        Pages that break the rules of decisions and of rows' own values are in `test_located.py`.
        """
        of_version_2 = {code for code in rules.BY_CODE if code.startswith("PK42")}
        broken = {code for _, code, _ in (*FIELDS, *ROWS)} | of_version_2

        of_registers = {"PK309", "PK310", "PK311"}
        of_reader = {
            *of_registers,
            "PK301",
            "PK320",
            "PK321",
            "PK406",
            "PK407",
            "PK408",
            "PK411",
            "PK412",
            "PK413",
        }
        assert of_reader == {code for code in rules.BY_CODE.keys() - broken if code[2] in "345"}


class TestCorrected:
    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"Date": "November 2020"}, "PK012"),
            ({"Solove_Harm": "Surveillance"}, "PK304"),
            ({"Information": "Location, Behavioral"}, "PK306"),
            ({"Tangible_Harms": "anxiety"}, "PK307"),
            ({"Tangible_Harms": "not known"}, "PK307"),
            ({"Technology": "Face Recognition"}, "PK047"),
            ({"laws": "GDPR"}, "PK048"),
            ({"laws": "Privacy Act (Canada)"}, "PK513"),
            ({"People_affected": "1,300"}, "PK044"),
            ({"People_affected": "1.3 million"}, "PK044"),
            ({"Affected": "People in Moscow, Users of maps"}, "PK031"),
            ({"High_Risk_Groups": "Women in Moscow"}, "PK014"),
            ({"Location": "Moscow, Idaho"}, "PK505"),
        ],
    )
    def test_field_is_clean_of_the_rule(self, fields: dict[str, str], code: str) -> None:
        """
        A page that follows the advice of the finding has no finding.
        """
        assert code not in [found for found, _ in reported(page_text(**fields))]  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"Threat": "The Example  Agency, Inc. watching people"}, "PK018"),
            ({"Secondary_Consequences": "anxiety, financial loss"}, "PK307"),
            ({"Status": "Alleged"}, "PK040"),
            ({"At_Risk_group": "Users of maps"}, "PK031"),
        ],
    )
    def test_row_is_clean_of_the_rule(self, fields: dict[str, str], code: str) -> None:
        """
        A row that follows the advice of the finding has no finding.
        """
        assert code not in [found for found, _ in reported(page_text(rows=(row_text(**fields),)))]

    def test_deprecated_harm_has_a_successor(self) -> None:
        """
        The harm that replaces blackmail has no finding.
        """
        name = "Decisional Interference"

        assert [] == reported(page_text(Solove_Harm=name, rows=(row_text(Harm=name),)))


class TestOneFaultOneFinding:
    def test_unknown_harm_of_a_row_is_reported_once(self) -> None:
        """
        A misspelt harm is not reported a second time as missing from the infobox.
        """
        found = reported(page_text(rows=(row_text(), row_text(Harm="Surveilance"))))

        assert ["PK304"] == [code for code, _ in found]

    def test_unknown_stated_harm_is_reported_once(self) -> None:
        """
        A misspelt harm of the infobox is not reported a second time as missing from the rows.
        """
        found = reported(page_text(Solove_Harm="Surveillance, Exposur"))

        assert ["PK304"] == [code for code, _ in found]

    def test_actor_without_record_is_reported_once(self) -> None:
        """
        An actor that is named twice is reported at its first name.
        """
        found = converted(page_text(Threat_Actors="Example Agency, the Example Agency")).findings

        assert ["PK026"] == [finding.rule.code for finding in found]

    @pytest.mark.parametrize("harms", ["Surveillance and Disclosure", "Surveillance/Disclosure"])
    def test_harms_joined_in_one_item_count_each(self, harms: str) -> None:
        """
        Two harms joined in one item are both stated.
        """
        rows = (row_text(), row_text(Harm="Disclosure"))

        assert [] == reported(page_text(Solove_Harm=harms, rows=rows))


class TestMessages:
    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            (
                {"Solove_Harm": "Surveilance"},
                'unknown harm "Surveilance"; did you mean "surveillance"?',
            ),
            ({"Information": "Zyx"}, 'unknown information type "Zyx"'),
            ({"Location": "Moscow"}, '"Moscow" is not located: the country is missing; write'),
            ({"Date": "x"}, '"x" is not a date; write it as November 2014, 2014 or 2014-11-03'),
        ],
    )
    def test_state_what_is_wrong_and_what_to_write(self, fields: dict[str, str], message: str) -> None:
        """
        A message quotes the words and states what to write.
        """
        found = [finding.message for finding in converted(page_text(**fields)).findings]  # type: ignore[arg-type]

        assert any(one.startswith(message) for one in found)

    def test_are_one_line(self) -> None:
        """
        No message has a line end, so that a finding is one line.
        """
        pages = [page_text(**fields) for fields, _, _ in FIELDS]  # type: ignore[arg-type]
        messages = [finding.message for text in pages for finding in converted(text).findings]

        assert [] == [message for message in messages if re.search(r"[\r\n]", message)]
