"""Laws: the properties of each record, and look-up by name."""

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
LAWS = sorted(node for node, about in ABOUT.items() if LEGISLATION in about.get(A, []))
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
    """Return the law with a name, or all candidates."""
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

    def test_have_label_jurisdiction_year_and_source(self) -> None:
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

    def test_refer_to_existing_terms(self) -> None:
        """
        The broader concept of a law is a kind of law, and its replacement is another law of the list.
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
        No two laws share a preferred label.
        """
        labels = list(map(label, LAWS))

        assert sorted(set(labels)) == sorted(labels)

    def test_are_no_terms_of_every_graph(self) -> None:
        """
        The terms in every graph include the scheme and its kinds of laws, but no law.
        """
        scheme = next(each for each in schemes() if each.name == "law")
        own = {s for s, _, _ in concepts.triples() if s.startswith(f"<{scheme.namespace}")}
        kinds = ("law:scheme", "law:GeneralDataProtection", "law:Sectoral", "law:Surveillance")

        assert set(map(term, kinds)) == own


class TestNames:
    def test_a_preferred_label_finds_its_law(self) -> None:
        """
        The preferred label, which includes the jurisdiction, finds the law for an incident of any place.
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
        Each law of DPV is the match of one law, or is listed as missing.
        """
        matched = [o for law in LAWS for o in ABOUT[law].get(term("skos:exactMatch"), [])]
        rest = {iri_text(node).removeprefix("https://w3id.org/dpv/") for node in DPV - set(matched)}

        assert sorted(set(matched)) == sorted(matched)
        assert set() == {name for name in rest if not name.startswith(tuple(UNMATCHED))}

    def test_are_of_the_same_jurisdiction(self) -> None:
        """
        A law and its DPV match have the same jurisdiction.
        """
        assert [] == [
            matched
            for law in LAWS
            for matched in values(law, "skos:exactMatch")
            if f"/legal/{code(law)[:2].lower()}#" not in matched
        ]
