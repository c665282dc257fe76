"""Vocabularies: each declared label finds its concept, and no other text finds any."""

import re
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from privkg.core import resources
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, Term, iri_text, shorten, term
from privkg.reference import concepts
from privkg.reference.vocabulary import Vocabulary
from privkg.store.rdf import literal_text

LABELS = {PREF_LABEL, ALT_LABEL, term("skos:hiddenLabel")}
VOCABULARIES = [
    *(concepts.harms_and_groups(), concepts.consequences(), concepts.group_types()),
    *(concepts.claim_statuses(), concepts.knowledge_statuses(), concepts.actor_types()),
    *(concepts.information(), concepts.technologies(), concepts.laws()),
    *(concepts.decision_kinds(), concepts.roles(), concepts.currencies()),
]


def declared(words: Vocabulary) -> dict[str, set[Term]]:
    """Return the labels of a vocabulary, each with the concepts that declare it, its article ignored."""
    members = {concept.iri for concept in words}
    found: dict[str, set[Term]] = {}
    labels: dict[str, str] = {}
    asserted = (*concepts.triples(), *concepts.law_records(), *concepts.foreign_labels())
    for subject, predicate, value in asserted:
        if subject in members and predicate in LABELS:
            text = literal_text(value)
            labels[text] = letters(re.sub("^(the|an?) ", "", text, flags=re.IGNORECASE)) or text
            found.setdefault(labels[text], set()).add(subject)
    return {text: found[key] for text, key in labels.items()}


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def local_names(words: Vocabulary) -> list[str]:
    return [iri_text(concept.iri).rpartition("#")[2] for concept in words]


def short(words: Vocabulary, text: str) -> str | None:
    concept = words.find(text)
    return shorten(iri_text(concept.iri)) if concept else None


LABELLED = [
    (words, label, iris) for words in VOCABULARIES for label, iris in sorted(declared(words).items())
]
PLURALS = (("s$", ""), ("ies$", "y"), ("(?<=ch|sh|ss)es$", ""), ("(?<=[xz])es$", ""))
CASES = (str.upper, str.lower, str.title, str.swapcase)
HARMS = [concept.label for concept in concepts.harms()]
plain = st.sampled_from([each for each in LABELLED if re.fullmatch("[A-Za-z ]{5,}", each[1])])


class TestFind:
    @pytest.mark.parametrize(
        "text",
        [
            *(
                "Secondary Use",
                "secondary use",
                "SECONDARY USE",
                " secondary\u00a0\tuse ",
                "SecondaryUse",
            ),
            *("secondary-use", "Secondary Uses", "Ｓｅｃｏｎｄａｒｙ Use", "Secondary Use."),
        ],
    )
    def test_sets_case_spacing_and_plural_aside(self, text: str) -> None:
        """
        A harm is found in any case and spacing, by its local name, and in the plural.
        """
        assert "solove:SecondaryUse" == short(concepts.harms(), text)

    @pytest.mark.parametrize(
        ("text", "concept"),
        [
            ("Behavioral", "pd:Behavioural"),
            ("Behavioural", "pd:Behavioural"),
            ("favorite color", "pd:FavouriteColour"),
            ("Demeanor", "pd:Demeanour"),
            ("Medical & Health", "pd:MedicalHealth"),
            ("Medical and Health", "pd:MedicalHealth"),
            ("Knowledge & Beliefs", "pd:KnowledgeBelief"),
            ("Physical Characteristics", "pd:PhysicalCharacteristic"),
            ("Computer Device", "pd:DeviceBased"),
            ("Contact", "pd:Contact"),
            ("Identifying", "pd:Identifying"),
            ("locations", "pd:Location"),
            ("IP addresses", "pd:IPAddress"),
            ("Email addresses", "pd:EmailAddress"),
            ("Nationalities", "pd:Nationality"),
            ("taxes", "pd:Tax"),
            ("UIDs", "pd:UID"),
        ],
    )
    def test_knows_information_by_either_spelling(self, text: str, concept: str) -> None:
        """
        Personal data is found by labels of DPV and Enterprivacy, in British and US spelling.
        """
        assert concept == short(concepts.information(), text)

    @pytest.mark.parametrize(
        ("text", "concept"),
        [("children", "grp:Children"), ("child", "grp:Children"), ("people", "grp:Residents")],
    )
    def test_knows_declared_plurals(self, text: str, concept: str) -> None:
        """
        An irregular plural is found if it is declared as a label.
        """
        assert concept == short(concepts.group_types(), text)

    @pytest.mark.parametrize("text", ["", "s", "?", "Information Collection", "Solove", "harm", "the"])
    def test_knows_no_other_word(self, text: str) -> None:
        """
        The name of a group of harms, or an empty text, finds no harm.
        """
        assert short(concepts.harms(), text) is None

    def test_does_not_choose_between_two(self) -> None:
        """
        A label of two laws finds neither; a label of one of them finds it.
        """
        laws = concepts.laws()

        assert laws.find("Data Protection Act 2018") is None
        assert "law:GB-DataProtectionAct2018" == short(laws, "Data Protection Act 2018 (United Kingdom)")
        assert "law:GB-UKGDPR" == short(laws, "UK GDPR")

    @pytest.mark.parametrize("text", ["Armenia", "United Kingdom", "European Union"])
    def test_a_country_is_no_law(self, text: str) -> None:
        """
        The country in brackets of a law's label is not a name of the law.
        """
        assert short(concepts.laws(), text) is None


class TestSuperseded:
    def test_are_the_harms_that_the_shape_names(self) -> None:
        """
        The superseded harms are the values in the file of the shape.
        """
        shape = resources.text(resources.folder("shapes") / "harm-is-current.ttl")
        (values,) = re.findall(r"sh:in \((.*)\)", shape)

        assert ["solove:Blackmail"] == values.split()
        assert frozenset(map(term, values.split())) == concepts.superseded_harms()


class TestSuggest:
    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("Surveilance", "surveillance"),
            ("Secondry Use", "secondary use"),
            ("Increased Accessability", "increased accessibility"),
            ("Decisional Interferance", "decisional interference"),
        ],
    )
    def test_names_what_a_near_miss_means(self, text: str, label: str) -> None:
        """
        A misspelt harm is not found, but its label is suggested.
        """
        assert (None, label) == (concepts.harms().find(text), concepts.harms().suggest(text))

    @pytest.mark.parametrize("text", ["", "weather", "zzzz"])
    def test_other_words_have_no_suggestion(self, text: str) -> None:
        """
        A word that is not near any label has no suggestion.
        """
        assert concepts.harms().suggest(text) is None


class TestVocabularies:
    def test_harms_are_sixteen_in_four_groups(self) -> None:
        """
        There are sixteen harms; questions have their four groups in addition.
        """
        groups = set(concepts.harms_and_groups()) - set(concepts.harms())

        assert (16, 4) == (len(list(concepts.harms())), len(groups))

    def test_labels_in_use_include_broader_terms(self) -> None:
        """
        A term in use brings its label and the labels of all its broader terms.
        """
        found = concepts.labels_in_use([term("pd:Behavioural"), term("pk:Incident")])
        broader = {o for s, p, o in found if p == term("skos:broader")}

        assert broader <= {s for s, p, _ in found if p == PREF_LABEL}
        assert term("pd:Behavioural") in {s for s, _, _ in found}

    def test_labels_in_use_are_labels_and_hierarchy_only(self) -> None:
        """
        Only labels and broader terms of foreign vocabularies are included.
        """
        predicates = {predicate for _, predicate, _ in concepts.foreign_labels()}

        assert {PREF_LABEL, term("skos:broader")} == predicates


class TestProperties:
    @given(each=st.sampled_from(LABELLED), case=st.sampled_from(CASES))
    def test_a_label_in_any_case_finds_its_own(
        self, each: tuple[Vocabulary, str, set[Term]], case: Callable[[str], str]
    ) -> None:
        """
        A declared label finds its concept in any case; a label of several concepts finds none.
        """
        words, label, iris = each
        # Turkish I: "ı" has the capital of "i", and "İ" is two characters in lower case.
        assume(letters(case(label)) == letters(label) and len(case(label)) == len(label))
        found = words.find(case(label))
        expected = iris if len(iris) == 1 else set()

        assert expected == {concept.iri for concept in (found,) if concept}

    @given(
        each=plain,
        place=st.integers(0, 60),
        letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz"),
        cut=st.integers(0, 1),
    )
    def test_one_letter_off_finds_nothing(
        self, each: tuple[Vocabulary, str, set[Term]], place: int, letter: str, cut: int
    ) -> None:
        """
        A label with one letter added, removed or replaced finds nothing, unless it is a label too.
        """
        words, label, _ = each
        at = place % len(label)
        miss = label[:at] + (letter if place % 2 else "") + label[at + cut :]
        known = {letters(one) for one in (*declared(words), *local_names(words))}
        forms = {letters(miss), *(re.sub(s, y, letters(miss)) for s, y in PLURALS)}

        assert words.find(miss) is None or known & forms

    @given(label=st.sampled_from(HARMS), place=st.integers(0, 60))
    def test_a_harm_without_a_letter_is_suggested(self, label: str, place: int) -> None:
        """
        A harm is suggested for its label with a letter missing.
        """
        at = place % len(label)
        miss = label[:at] + label[at + 1 :]

        assert label in (
            concepts.harms().suggest(miss),
            " ".join(miss.split()),
            miss[:at] + " " + miss[at:],
        )

    @given(st.text())
    def test_no_text_raises(self, text: str) -> None:
        """
        Neither `find` nor `suggest` raises an error for any text.
        """
        words = concepts.harms()

        assert words.suggest(text) in {None, *words.labels()}
        assert words.find(text) in {None, *words}
