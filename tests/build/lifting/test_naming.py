"""Mentions by name: what a page names in its title, lead and description, and nothing else."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import converted
from privkg.build.lifting import naming
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import iri_text, shorten, term
from privkg.reference.laws import Laws

MENTIONS = term("schema:mentions")
PAGE = DEFAULT.page("example")
NAMES = ("face recognition", "Facial Recognition", "GPS", "GDPR", "Fair Credit Reporting Act")
LETTERS = st.text(st.characters(categories=["L", "N", "M"]), min_size=1, max_size=4)
EVERYDAY = re.findall(
    r"\w+",
    """
a about access act address again all an and any app application are area asked at bank before
book box boy bring business but by call camera car child city clerk clock code computer cookie
criminal cup data database day desk device did digital door drone each eat every eye face
family file film find for form found friend from game gave girl give go good guide hand
hardware has have he health heard help her him his home hospital hour house human idea image
in individual information internet is it job keep key kind know label law led left letter
library light like list local location long look lost machine made mail man map market may
model money month morning mother name national network new news night number of off office old
on one open or other our out paper park party people person personal phone photo picture place
plan platform play police post power press print privacy profile profiling protection public
question read recognition record red regulation rent report right road robot room rule said
school screen secret security see service she shop sign software some speech state store
street system table take team telephone that the their them they thing this time to town train
tree two under up use video voice was watch water way we week well went were what when where
which who window with woman word work world year yes you
""",
)


def names(text: str, *codes: str) -> list[str]:
    """Return what a text mentions, in an incident of some places."""
    places = frozenset(term(f"loc:{code}") for code in codes)
    return [shorten(iri_text(concept)) for _, _, concept in naming.named(text, Laws(places))]


class TestTechnologies:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Face recognition cameras in the metro", ["ai:FaceRecognition"]),
            ("the police's face-recognition\nsystem", ["ai:FaceRecognition"]),
            ("FACIAL RECOGNITION of visitors", ["ai:FaceRecognition"]),
            ("machine learning models guessed it", ["ai:MachineLearningModel"]),
            ("a Large Language Model and other LLMs", ["ai:LLM", "ai:LLM"]),
            ("tracked by GPS, then by WiFi", ["tech:GPS", "tech:WiFi"]),
            ("emotion recognition; lie detection", ["ai:EmotionRecognition", "ai:LieDetection"]),
        ],
    )
    def test_count_by_names_of_two_words_and_abbreviations(self, text: str, found: list[str]) -> None:
        """
        A name of two words is matched in any case and number, an abbreviation exactly.
        """
        assert found == names(text)

    @pytest.mark.parametrize(
        "text",
        [
            "a model of a robot on a platform",
            "profiling by cookies, software and the internet",
            "AI, ai, gps, the Or and AN IR lamp",
            "surface recognition, face recognitional, face to face, recognition of faces",
            "typeface recognition",
            "non-face recognition",
        ],
    )
    def test_do_not_count_by_ordinary_words_or_within_others(self, text: str) -> None:
        """
        A single ordinary word, and a name inside another word, are not matched.
        """
        assert [] == names(text)


class TestLaws:
    @pytest.mark.parametrize(
        ("text", "codes", "found"),
        [
            ("fined under the GDPR.", (), ["law:EU-GDPR"]),
            ("fined under the UK GDPR.", (), ["law:GB-UKGDPR"]),
            ("HIPAA and the Fair Credit Reporting Act", (), ["law:US-HIPAA", "law:US-FCRA"]),
            ("the Children’s Online Privacy\nProtection Act", (), ["law:US-COPPA"]),
            ("broke the Privacy Act", ("CA",), ["law:CA-PrivacyAct"]),
            ("broke the Privacy Act (Canada)", ("US",), ["law:CA-PrivacyAct"]),
            ("the UK's Data Protection Act 1998", ("US",), ["law:GB-DataProtectionAct1998"]),
            ("the Data Protection Act 1998", ("GB",), ["law:GB-DataProtectionAct1998"]),
            ("the Data Protection Act 1998", ("KE",), []),
            ("broke the Privacy Act", (), []),
            ("the Washington Privacy Act", ("US",), []),
            ("the Privacy Act Commission", ("US",), []),
            ("the Privacy Act 1988", ("US",), []),
            ("a privacy act, data act, criminal code", ("GB", "US", "DE"), []),
            ("led by a CP, an IPA and the DPA", ("GB", "AU"), []),
            ("NEW GDPR FINE", (), []),
        ],
    )
    def test_count_where_name_and_place_decide(
        self, text: str, codes: tuple[str, ...], found: list[str]
    ) -> None:
        """
        A law is matched by its whole name if that is unambiguous, never by a part of another name.
        """
        assert found == names(text, *codes)


class TestFacts:
    def test_the_page_mentions_and_nothing_is_stated(self) -> None:
        """
        A name in title, lead or description is a mention of the page with its words and its rule.
        """
        found = converted(title="Face recognition for sale", lead="It broke the GDPR.", Technology="")
        mentions = [(s, o) for s, p, o in found.facts if p == MENTIONS]
        claims = [
            (claim.subject, claim.object, claim.passage.quote, claim.derived_by)
            for claim in found.claims
            if claim.predicate == MENTIONS
        ]
        by_name = term("pk:MentionByName")

        assert [(PAGE, term("ai:FaceRecognition")), (PAGE, term("law:EU-GDPR"))] == mentions
        assert [
            (PAGE, term("ai:FaceRecognition"), "Face recognition", by_name),
            (PAGE, term("law:EU-GDPR"), "GDPR", by_name),
        ] == claims
        assert not {p for _, p, _ in found.facts} & {term("pk:technology"), term("pk:law")}

    def test_what_is_named_twice_is_mentioned_once(self) -> None:
        """
        A technology is mentioned at the first place that names it, also if it is stated too.
        """
        text = "Face recognition. More facial recognition."
        found = converted(lead="A lead.", description=text, Technology="Face Recognition")
        mentioned = [claim for claim in found.claims if claim.predicate == MENTIONS]

        assert ["Face recognition"] == [claim.passage.quote for claim in mentioned]
        assert term("pk:technology") in {p for _, p, _ in found.facts}

    def test_rows_and_sources_mention_nothing(self) -> None:
        """
        Names in other fields are not mentions of the page.
        """
        found = converted(sources="https://example.org/face-recognition", Short_Title="GDPR fine")

        assert MENTIONS not in {p for _, p, _ in found.facts}


class TestProperties:
    @given(name=st.sampled_from(NAMES), before=LETTERS, after=LETTERS)
    def test_no_mention_is_inside_another_word(self, name: str, before: str, after: str) -> None:
        """
        A name with letters, digits or marks at either end is another word.
        """
        assert [] == [found for found in names(f"x{before}{name} on") if found != "law:US-FCRA"]
        assert [] == names(f"the {name}{after}q on")

    @given(st.text(max_size=200), st.sampled_from(NAMES))
    def test_spans_are_in_order_and_hold_the_name(self, text: str, name: str) -> None:
        """
        In any text, mentions do not overlap, and each has the words of the text.
        """
        text = f"{text} {name} {text}"
        found = list(naming.named(text, Laws()))
        bounds = [at for start, end, _ in found for at in (start, end)]

        assert sorted(bounds) == bounds
        assert all(text[start:end].strip() == text[start:end] for start, end, _ in found)

    def test_everyday_sentences_mention_nothing(self) -> None:
        """
        Two thousand random sentences of everyday words have no mention.
        """
        chance = random.Random(19)
        sentences = (" ".join(chance.choices(EVERYDAY, k=12)).capitalize() for _ in range(2000))
        text = ". ".join(sentences)
        places = ("GB", "US", "DE", "KE")

        assert [] == names(text, *places)
