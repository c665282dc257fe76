"""Misspellings get a suggestion; similar correct words get none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.core import spelling
from privkg.core.errors import suggest
from privkg.reference import concepts
from privkg.reference.vocabulary import Vocabulary

HARMS, INFORMATION = concepts.harms(), concepts.information()
CONSEQUENCES, TECHNOLOGIES = concepts.consequences(), concepts.technologies()

MISSPELT = [
    *(
        (HARMS, text, label)
        for text, label in [
            ("Surveilance", "surveillance"),
            ("Surveillence", "surveillance"),
            ("Surveilence", "surveillance"),
            ("Survaillance", "surveillance"),
            ("Secondry Use", "secondary use"),
            ("Secundary Use", "secondary use"),
            ("Secondary Ues", "secondary use"),
            ("Secondryuse", "secondary use"),
            ("Agregation", "aggregation"),
            ("Aggregasion", "aggregation"),
            ("Identifcation", "identification"),
            ("Insecurety", "insecurity"),
            ("Exlusion", "exclusion"),
            ("Disclosur", "disclosure"),
            ("Discloser", "disclosure"),
            ("Exposrue", "exposure"),
            ("Increased Accessability", "increased accessibility"),
            ("Incresed Accessibility", "increased accessibility"),
            ("Breech of Confidentiality", "breach of confidentiality"),
            ("Breach of Confidentialty", "breach of confidentiality"),
            ("Apropriation", "appropriation"),
            ("Distorsion", "distortion"),
            ("Decisional Interferance", "decisional interference"),
            ("Interogation", "interrogation"),
            ("Surveillance?", "surveillance"),
        ]
    ),
    *(
        (INFORMATION, text, label)
        for text, label in [
            ("Emial Address", "Email Address"),
            ("Email Adress", "Email Address"),
            ("E-mail adress", "Email Address"),
            ("Home adress", "Physical Address"),
            ("IP Adress", "IP Address"),
            ("Pasword", "Password"),
            ("Passowrd", "Password"),
            ("Pasport", "Passport"),
            ("Locaton", "Location"),
            ("Nationalty", "Nationality"),
            ("Ethnicty", "Ethnicity"),
            ("Fingerprnt", "Fingerprint"),
            ("Relegion", "Religion"),
            ("Genetik", "Genetic"),
            ("Bank Acount", "Bank Account"),
            ("Creditcard Numbr", "Credit Card Number"),
        ]
    ),
    (CONSEQUENCES, "Anxeity", "anxiety"),
    (CONSEQUENCES, "Embarassment", "embarrassment"),
    (CONSEQUENCES, "Identity teft", "identity theft"),
    (CONSEQUENCES, "Discrimnation", "discrimination"),
    (CONSEQUENCES, "Harrassment", "harassment"),
    (TECHNOLOGIES, "Face Recogniton", "Face Recognition"),
]
OTHER_WORDS = [
    *((HARMS, text) for text in ("Face", "Inclusion", "Explosion", "Aggravation", "Segregation")),
    *((HARMS, text) for text in ("Inspection", "Enclosure", "Attribution", "Security", "Use")),
    *((HARMS, text) for text in ("Intervention", "Extrusion", "Blackout", "Integration", "Primary Use")),
    *((INFORMATION, text) for text in ("Face", "Massage", "Pace", "Wage", "Page", "Sage")),
    *((INFORMATION, text) for text in ("Adress", "Web address", "Contract", "County", "Patent")),
    *((INFORMATION, text) for text in ("Generic", "Fiend", "Sender", "Tender", "Vocation", "Motion")),
    *((INFORMATION, text) for text in ("Food", "Moon", "Game", "Fame", "Wealth", "Birth data", "Tacks")),
    *((INFORMATION, text) for text in ("Invention", "Interval", "Cracking", "Trucking", "Scale", "Bob")),
    *((INFORMATION, text) for text in ("Pin mode", "Work history of others", "Hair", "Metal", "Faith")),
    *(
        (CONSEQUENCES, text)
        for text in ("Dearth", "Debt", "Invection", "Hosing", "Exclusion", "Talking")
    ),
    *((TECHNOLOGIES, text) for text in ("Place Recognition", "Novel", "Mobile home", "Crystal ball")),
]


class TestWords:
    @pytest.mark.parametrize(("words", "text", "label"), MISSPELT)
    def test_misspelt_get_a_suggestion(self, words: Vocabulary, text: str, label: str) -> None:
        """
        A misspelt label does not match its concept, and the concept is suggested.
        """
        assert (None, label) == (words.find(text), words.suggest(text))

    @pytest.mark.parametrize(("words", "text"), OTHER_WORDS)
    def test_other_words_get_none(self, words: Vocabulary, text: str) -> None:
        """
        A similar word of another meaning matches no concept and gets no suggestion.
        """
        assert (None, None) == (words.find(text), words.suggest(text))

    @given(st.text(), st.lists(st.text(max_size=8)))
    def test_no_text_raises(self, text: str, known: list[str]) -> None:
        """
        For any text the result is a known name or None.
        """
        assert spelling.nearest(text, known) in {None, *known}


class TestNames:
    @pytest.mark.parametrize(
        ("name", "known", "expected"),
        [
            ("incident-by-year", ["incidents-by-year", "incidents-in-place"], "incidents-by-year"),
            ("incidents-by-yaer", ["incidents-by-year", "incidents-in-place"], "incidents-by-year"),
            ("turtel", ["turtle", "trig"], "turtle"),
            ("biuld", ["build", "ask"], "build"),
            ("MunicipalDept", ["MunicipalAuthority", "MunicipalDepartment"], "MunicipalDepartment"),
            ("minCuont", ["minCount", "maxCount"], "minCount"),
            ("harm", ["actor-type", "country"], None),
            ("ask", ["link", "push"], None),
            ("Face", ["Race", "Place"], None),
        ],
    )
    def test_of_commands_and_questions(self, name: str, known: list[str], expected: str | None) -> None:
        """
        A misspelt or shortened name of the command line gets a suggestion.
        """
        assert expected == suggest(name, known)
