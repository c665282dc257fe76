"""Fields and rows of a page are lifted to facts, with their status and their passages."""

import pytest

from builders import converted, page_text, row_text
from conversions import ROW, values
from privkg.build.lifting import LiftedIncident


def of_row(**fields: str | None) -> LiftedIncident:
    return converted(page_text(rows=(row_text(**fields),)))


class TestIncident:
    @pytest.mark.parametrize(
        ("predicate", "fields", "expected"),
        [
            ("dcterms:title", {"title": "Cameras sold"}, ["Cameras sold"]),
            ("dcterms:alternative", {"Short_Title": "Cameras"}, ["Cameras"]),
            ("dcterms:abstract", {"lead": "A lead."}, ["A lead."]),
            ("dcterms:description", {"description": "Two words."}, ["Two words."]),
            ("dcterms:date", {"Date": "c. 2012"}, ["2012"]),
            ("pk:dateEdtf", {"Date": "c. 2012"}, ["2012~"]),
            ("pk:dateEdtf", {"Date": "2012"}, []),
            ("dcterms:date", {"Date": "2007–May 2010"}, ["2007"]),
            ("pk:dateEdtf", {"Date": "2007–May 2010"}, ["2007/2010-05"]),
            ("dcterms:date", {"Date": "early 2019"}, ["2019"]),
            ("dcterms:date", {"Date": "Novembre 2014"}, []),
            (
                "pk:statedHarm",
                {"Solove_Harm": "Exposure, disclosure"},
                ["solove:Exposure", "solove:Disclosure"],
            ),
            ("pk:information", {"Information": "Behavioral"}, ["pd:Behavioural"]),
            ("pk:tangibleHarm", {"Tangible_Harms": "anxiety"}, ["cons:Anxiety"]),
            ("pk:tangibleHarm", {"Tangible_Harms": "not known"}, []),
            ("pk:consequenceStatus", {"Tangible_Harms": "not known"}, ["pk:NotKnown"]),
            ("pk:peopleAffected", {"People_affected": "1.3 million"}, ["1300000"]),
            ("pk:peopleAffected", {"People_affected": "1,300"}, ["1300"]),
            ("pk:outcome", {"Outcome": "A fine."}, ["A fine."]),
            ("pk:statedActor", {}, ["actor/example-agency"]),
            ("pk:affected", {}, ["group/people-in-moscow"]),
            ("pk:highRisk", {"High_Risk_Groups": "Women in Moscow"}, ["group/women-in-moscow"]),
            ("pk:markedHarm", {"description": "It was sold. Disclosure"}, ["solove:Disclosure"]),
            ("schema:subjectOf", {}, ["page/example"]),
        ],
    )
    def test_has_the_values_of_its_fields(
        self, predicate: str, fields: dict[str, str], expected: list[str]
    ) -> None:
        """
        A field is lifted to its values; one that cannot be read has no value.
        """
        assert expected == values(converted(page_text(**fields)), predicate)  # type: ignore[arg-type]


class TestRow:
    @pytest.mark.parametrize(
        ("predicate", "fields", "expected"),
        [
            ("rdf:type", {}, ["pk:Violation"]),
            ("pk:violationOf", {}, ["incident/example"]),
            ("pk:rowIndex", {}, ["1"]),
            ("pk:act", {}, ["Example Agency watching people"]),
            ("pk:actor", {}, ["actor/example-agency"]),
            ("pk:actor", {"Threat": "Nobody watching"}, []),
            ("pk:harm", {}, ["solove:Surveillance"]),
            ("pk:harm", {"Harm": "Surveilance"}, []),
            ("pk:harm", {"Harm": "Surveillance, Disclosure"}, []),
            ("pk:atRisk", {}, ["group/people-in-moscow"]),
            ("pk:consequence", {"Secondary_Consequences": "anxiety"}, ["cons:Anxiety"]),
            ("pk:consequenceStatus", {"Secondary_Consequences": "anxiety"}, []),
            ("pk:consequenceStatus", {"Secondary_Consequences": "not known"}, ["pk:NotKnown"]),
            ("pk:consequenceStatus", {"Secondary_Consequences": "none"}, ["pk:NoneStated"]),
            ("pk:consequenceStatus", {"Secondary_Consequences": ""}, ["pk:NoneStated"]),
            ("pk:consequenceStatus", {"Secondary_Consequences": "Zyx"}, []),
            ("pk:claimStatus", {}, ["pk:Reported"]),
            ("pk:claimStatus", {"Status": "alleged"}, ["pk:Alleged"]),
            ("pk:claimStatus", {"Status": "found by a court"}, ["pk:Established"]),
            ("pk:claimStatus", {"Status": "Perhaps"}, []),
            ("pk:claimStatus", {"Status": "Derived"}, []),
            ("pk:attributedTo", {"According_to": "Rights activists"}, ["Rights activists"]),
            ("pk:originalPurpose", {"Original_purpose": "Reminders"}, ["Reminders"]),
            ("pk:newPurpose", {"New_purpose": "Adverts"}, ["Adverts"]),
        ],
    )
    def test_has_the_values_of_its_fields(
        self, predicate: str, fields: dict[str, str], expected: list[str]
    ) -> None:
        """
        A row has one harm at most, consequences or a status of them, and is reported without a status.
        """
        assert expected == values(of_row(**fields), predicate, ROW)

    def test_longest_actor_that_opens_the_threat_acts(self) -> None:
        """
        If two stated names open the sentence, the longer one is the actor.
        """
        row = row_text(Threat="The Example  Agency’s Office filming people")
        found = converted(
            page_text(Threat_Actors="Example Agency, Example Agency's Office", rows=(row,))
        )

        assert ["actor/example-agency-office"] == values(found, "pk:actor", ROW)

    def test_rows_are_numbered_in_page_order(self) -> None:
        """
        Rows are numbered from 1, and the incident has all of them.
        """
        found = converted(page_text(rows=(row_text(), row_text(Harm="Disclosure"))))

        assert ["incident/example/v1", "incident/example/v2"] == values(found, "pk:hasViolation")
