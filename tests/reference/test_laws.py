"""Names of laws: resolved by the name itself, or by the jurisdiction of the incident."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.rdf.terms import Term, iri_text, term
from privkg.reference import concepts
from privkg.reference.laws import Laws, is_distinctive
from privkg.store.rdf import literal_text

NAMES = sorted(
    {
        literal_text(value)
        for _, predicate, value in concepts.law_records()
        if predicate in (term("skos:prefLabel"), term("skos:altLabel"))
    }
)


def laws_in(*codes: str) -> Laws:
    return Laws(frozenset(term(f"loc:{code}") for code in codes))


def found(text: str, *codes: str) -> str | None:
    """Return the law of a name in an incident in some places."""
    law = laws_in(*codes).find(text)
    return iri_text(law.iri).partition("#")[2] if law else None


class TestByNameAlone:
    @pytest.mark.parametrize(
        ("text", "law"),
        [
            ("GDPR", "EU-GDPR"),
            ("the GDPR", "EU-GDPR"),
            ("EU GDPR", "EU-GDPR"),
            ("General Data Protection Regulation (GDPR)", "EU-GDPR"),
            ("GDPR, Article 32", "EU-GDPR"),
            ("GDPR Art. 5(1)(f)", "EU-GDPR"),
            ("Regulation (EU) 2016/679", None),
            ("UK GDPR", "GB-UKGDPR"),
            ("HIPAA", "US-HIPAA"),
            ("CCPA", "US-CA-CCPA"),
            ("FCRA", "US-FCRA"),
            ("Children's Online Privacy Protection Act (COPPA)", "US-COPPA"),
            ("Children’s Online Privacy Protection Act", "US-COPPA"),
            ("Privacy Act (Canada)", "CA-PrivacyAct"),
            ("Privacy Act, Canada", "CA-PrivacyAct"),
            ("Canada's Privacy Act", "CA-PrivacyAct"),
            ("UK Data Protection Act 2018", "GB-DataProtectionAct2018"),
            ("Data Protection Act 2018 (Ireland)", "IE-DataProtectionAct2018"),
            ("Data Protection Act 1998 (UK)", "GB-DataProtectionAct1998"),
            ("Privacy Act of 1974", "US-PrivacyAct1974"),
            ("Privacy Act 1974", "US-PrivacyAct1974"),
        ],
    )
    def test_a_name_with_something_of_its_own_is_enough(self, text: str, law: str | None) -> None:
        """
        A distinctive name, a name with a year, and a name with a country find a law without a place.
        """
        assert law == found(text)

    @pytest.mark.parametrize(
        "text", ["Data Protection Act", "DPA", "Privacy Act", "PDPA", "PIPA", "Data Protection Act 2018"]
    )
    def test_a_name_of_several_has_candidates_and_no_law(self, text: str) -> None:
        """
        A name that countries share finds no law, but all laws of this name as candidates.
        """
        assert found(text) is None
        assert len(laws_in().candidates(text)) > 1

    @pytest.mark.parametrize("text", ["", "Act", "Example Act", "Canada", "privacy", "none", "the"])
    def test_other_words_are_no_law(self, text: str) -> None:
        """
        A text that is not the name of a law finds no law and no candidates.
        """
        assert (None, []) == (found(text), laws_in().candidates(text))


class TestByPlace:
    @pytest.mark.parametrize(
        ("text", "codes", "law"),
        [
            ("GDPR", ("DK",), "EU-GDPR"),
            ("GDPR", ("US",), "EU-GDPR"),
            ("CCPA", ("GB",), "US-CA-CCPA"),
            ("Data Protection Act 2018", ("IE",), "IE-DataProtectionAct2018"),
            ("Data Protection Act 2018", ("GB", "GB-SCT"), "GB-DataProtectionAct2018"),
            ("Data Protection Act", ("KE",), "KE-DataProtectionAct2019"),
            ("Privacy Act", ("CA",), "CA-PrivacyAct"),
            ("Privacy Act", ("US", "US-WA"), "US-PrivacyAct1974"),
            ("DSA", ("DE",), "EU-DSA"),
            ("DSA", ("BD",), "BD-DigitalSecurityAct2018"),
            ("PIPA", ("CA", "CA-AB"), None),
            ("PIPA", ("KR",), "KR-PIPA"),
            ("Privacy Act", ("RU",), None),
            ("Washington Privacy Act", ("US",), None),
            ("CCPA (US)", (), "US-CA-CCPA"),
            ("Privacy Act", ("CA", "US"), None),
            ("Data Protection Act 1998", ("KE",), None),
            ("BDSG", ("DE",), None),
        ],
    )
    def test_the_country_of_the_incident_decides(
        self, text: str, codes: tuple[str, ...], law: str | None
    ) -> None:
        """
        A shared name finds the law of the incident's country, if that has only one.
        """
        assert law == found(text, *codes)

    def test_a_plain_name_is_not_taken_for_the_law_of_another_country(self) -> None:
        """
        For an incident elsewhere, the only law with a generic name is a candidate, but is not found.
        """
        labels = [law.label for law in laws_in("KE").candidates("Data Protection Act 1998")]

        assert ["Data Protection Act 1998 (United Kingdom)"] == labels


class TestProperties:
    @given(
        name=st.sampled_from(NAMES),
        codes=st.sets(st.sampled_from(["AU", "CA", "DE", "GB", "IN", "KE", "US", "VA"]), max_size=3),
    )
    def test_what_is_found_has_no_other_candidate(self, name: str, codes: set[str]) -> None:
        """
        A name finds a law or has candidates, never both, and the result is stable.
        """
        laws = laws_in(*codes)
        law, several = laws.find(name), laws.candidates(name)

        assert bool(law) != bool(several)
        assert law == laws.find(name)

    @given(st.sampled_from(NAMES), st.sampled_from(["GB", "US", "VA"]))
    def test_a_name_without_a_word_of_its_own_finds_no_law_of_elsewhere(
        self, name: str, code: str
    ) -> None:
        """
        In an incident of another country only a distinctive name finds a law.
        """
        law = found(name, code)

        assert law is None or law.startswith(code) or is_distinctive(name)

    @given(st.text())
    def test_no_text_raises(self, text: str) -> None:
        """
        `find` does not raise an error for any text.
        """
        assert laws_in("DE").find(text) is None or laws_in("DE").candidates(text) == []


def test_records_in_use_are_those_reached() -> None:
    """
    A law in use brings its record, its replacement and the axioms of their matches, and no other.
    """
    found = concepts.law_records_in_use([term("law:GB-DataProtectionAct1998"), term("pk:Incident")])
    subjects: set[Term] = {s for s, _, _ in found}

    assert {
        term("law:GB-DataProtectionAct1998"),
        term("law:GB-DataProtectionAct2018"),
        Term("<https://w3id.org/privkg/alignment/laws#GB-DataProtectionAct2018-DPV>"),
    } == subjects
