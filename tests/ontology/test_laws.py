"""The laws of the world: what each record has instead of a definition, and that its names find it."""

import re

from privkg.rdf.schemes import schemes
from privkg.rdf.terms import PREF_LABEL, A, Term, iri_text, term
from privkg.reference import concepts
from privkg.reference.laws import Laws
from privkg.store.rdf import literal_text

ABOUT: dict[Term, dict[Term, list[Term]]] = {}
for s, p, o in concepts.law_records():
    ABOUT.setdefault(s, {}).setdefault(p, []).append(o)
LEGISLATION, JURISDICTION = term("schema:Legislation"), term("dpv:hasJurisdiction")
LAWS = sorted(node for node, said in ABOUT.items() if LEGISLATION in said.get(A, []))
DPV = {s for s, _, _ in concepts.foreign_labels() if s.startswith("<https://w3id.org/dpv/legal/")}
UNMATCHED = {
    "legal/de#",
    "legal/ie#law-HIB",
    "legal/kr#law-CIA",
    "legal/th#law-TDPN",
    "legal/us#law-NV-",
}


def values(law: Term, name: str) -> list[Term]:
    return ABOUT[law].get(term(name), [])


def label(law: Term) -> str:
    return literal_text(ABOUT[law][PREF_LABEL][0])


def code(law: Term) -> str:
    return iri_text(ABOUT[law][JURISDICTION][0]).partition("#")[2]


def meant(laws: Laws, name: str) -> list[Term]:
    """Return the law that a name finds, or the candidates."""
    found = laws.find(name)
    return [found.iri] if found else [each.iri for each in laws.candidates(name)]


class TestRecords:
    def test_are_many(self) -> None:
        """
        There are more than four hundred laws of more than a hundred jurisdictions.
        """
        jurisdictions = {place for law in LAWS for place in ABOUT[law][JURISDICTION]}

        assert len(LAWS) >= 400
        assert len(jurisdictions) >= 100

    def test_have_what_a_law_is_known_by(self) -> None:
        """
        A law has one label, jurisdiction, year, kind and source, and its official title.
        """
        once = (
            "skos:prefLabel",
            "dpv:hasJurisdiction",
            "dcterms:date",
            "skos:broader",
            "dcterms:source",
        )
        year = re.compile(r'"\d{4}"\^\^<.*#gYear>')

        assert [] == [
            law
            for law in LAWS
            if {len(values(law, name)) for name in once} != {1}
            or not values(law, "dcterms:title")
            or not year.fullmatch(values(law, "dcterms:date")[0])
        ]

    def test_are_named_by_their_jurisdiction(self) -> None:
        """
        The IRI of a law begins with the code of its jurisdiction, and its label ends with the name.
        """
        assert [] == [
            law
            for law in LAWS
            if not iri_text(law).partition("#")[2].startswith(f"{code(law)}-")
            or not re.fullmatch(r".+ \(.+\)", label(law))
        ]

    def test_lead_to_what_there_is(self) -> None:
        """
        A law is below a kind of laws, and what replaces it is another law of the list.
        """
        kinds = {s for s, _, _ in concepts.triples()}

        assert [] == [
            law
            for law in LAWS
            if not set(values(law, "skos:broader")) <= kinds
            or not set(values(law, "dcterms:isReplacedBy")) <= set(LAWS) - {law}
        ]

    def test_no_two_have_one_label(self) -> None:
        """
        A preferred label is of one law.
        """
        labels = list(map(label, LAWS))

        assert sorted(set(labels)) == sorted(labels)

    def test_are_no_terms_of_every_graph(self) -> None:
        """
        What every graph has of the scheme is its head and the kinds of laws.
        """
        scheme = next(each for each in schemes() if each.name == "law")
        own = {s for s, _, _ in concepts.triples() if s.startswith(f"<{scheme.namespace}")}
        kinds = ("law:scheme", "law:GeneralDataProtection", "law:Sectoral", "law:Surveillance")

        assert set(map(term, kinds)) == own


class TestNames:
    def test_a_preferred_label_finds_its_law(self) -> None:
        """
        The preferred label, which has the jurisdiction, finds the law wherever the incident is.
        """
        places = (frozenset[Term](), frozenset({term("loc:VA")}))

        assert [] == [law for law in LAWS for where in places if [law] != meant(Laws(where), label(law))]

    def test_each_name_finds_its_law_there_or_names_it_among_others(self) -> None:
        """
        In an incident of its own jurisdiction a law is found by each of its names, or is a candidate.
        """
        assert [] == [
            (law, name)
            for law in LAWS
            for name in map(literal_text, values(law, "skos:altLabel"))
            if law not in meant(Laws(frozenset(ABOUT[law][JURISDICTION])), name)
        ]


class TestMatches:
    def test_each_law_of_dpv_is_matched_or_missing_by_name(self) -> None:
        """
        Each legal term of DPV is the match of one law, or one of those that the list does not have.
        """
        matched = [o for law in LAWS for o in ABOUT[law].get(term("skos:exactMatch"), [])]
        rest = {iri_text(node).removeprefix("https://w3id.org/dpv/") for node in DPV - set(matched)}

        assert sorted(set(matched)) == sorted(matched)
        assert set() == {name for name in rest if not name.startswith(tuple(UNMATCHED))}

    def test_are_of_the_same_jurisdiction(self) -> None:
        """
        The law that DPV has is of the country that its namespace names.
        """
        assert [] == [
            matched
            for law in LAWS
            for matched in values(law, "skos:exactMatch")
            if f"/legal/{code(law)[:2].lower()}#" not in matched
        ]
