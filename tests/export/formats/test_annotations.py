"""Evidence as Web Annotations: valid by the W3C's tests, and the same claims to who reads it as RDF."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from any_graphs import Written
from checkout import ROOT, TESTS
from credited import graph_of
from exports import exported
from privkg import build
from privkg.export.formats import annotations
from privkg.publish.site.tasks import write_dumps
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import A, Term, Triple, iri, iri_text, literal, term
from privkg.store.graph import Graph, open_graph

pyld = pytest.importorskip("pyld")
EXTRACT = json.loads((TESTS / "vocabularies" / "anno.jsonld").read_text(encoding="utf-8"))
SCHOOL = ROOT / "data" / "incidents" / "helsingor-school-chromebooks.txt"
CLAIM, PAGE = iris.claim_of(DEFAULT.incident("any"), 1), iri_text(DEFAULT.page("any"))
SPAN = iris.span_of(DEFAULT.page("any"), 3, 9)
STATED = [
    (CLAIM, A, term("pk:Claim")),
    (CLAIM, term("rdf:subject"), DEFAULT.incident("any")),
    (CLAIM, term("rdf:predicate"), term("pk:information")),
]


def of(graph: Graph | Written) -> list[dict[str, Any]]:
    """Return the annotations of a graph, each with the context of the whole."""
    document = json.loads(exported(graph, "annotations"))
    assert len(document["first"]["items"]) == document["total"]
    return [{"@context": document["@context"]} | each for each in document["first"]["items"]]


def annotated(folder: Path, *more: Triple, facts: Iterable[Triple] = ()) -> dict[str, Any]:
    """Return the annotation of a claim that triples describe."""
    title = (DEFAULT.incident("any"), term("dcterms:title"), literal("Letters"))
    graph = Written(folder, [title, *facts], **{"any/prov": [*STATED, *more]})
    (found,) = of(graph)
    return found


def read(content: bytes) -> set[Triple]:
    """Return the triples that PyLD reads, with the W3C's context."""

    def load(address: str, _: object) -> dict[str, object]:
        assert annotations.CONTEXT == address
        return {"contextUrl": None, "documentUrl": address, "document": EXTRACT}

    options = {"format": "application/n-quads", "documentLoader": load}
    quads = pyld.jsonld.to_rdf(json.loads(content), options)
    found = pyoxigraph.parse(quads.encode(), pyoxigraph.RdfFormat.N_QUADS)
    return {(Term(str(q.subject)), Term(str(q.predicate)), Term(str(q.object))) for q in found}


NOT_STATED = ("annotationCreated", "SingleCreator", "singleAnnotationCreator", "CreatorAgent")
"""Of what an annotation should have, what no graph has: who wrote a page, and when it was read."""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The graph of a page of the corpus, which has no address."""
    folder = tmp_path_factory.mktemp("school") / "graph"
    build.build([SCHOOL], folder)
    return open_graph(folder)


class TestByTheSchemas:
    def test_every_annotation_meets_every_assertion(
        self, shared_folder: Path, moscow: Graph, school: Graph, tmp_path: Path
    ) -> None:
        """
        Each annotation passes the W3C's tests, those of recommendations too.
        """
        folder = shared_folder / "oracles" / "web-annotation"
        schemas = _validators(folder)
        found = [*of(moscow), *of(school), *of(graph_of(tmp_path))]

        assert len(schemas) >= 20
        assert set() == {
            (name, annotation["id"])
            for name, (validator, is_valid) in schemas.items()
            for annotation in found
            if validator.is_valid(annotation) != is_valid
        }

    def test_the_whole_is_a_collection_with_its_page(self, shared_folder: Path, school: Graph) -> None:
        """
        The W3C's tests accept the file as a collection, and its content as a page of one.
        """
        registry = _registry(shared_folder / "oracles" / "web-annotation" / "definitions")
        document = json.loads(exported(school, "annotations"))
        page = document["first"]

        for name, value in [
            ("annotationCollectionTypeValueFound", document),
            ("totalMoreThanZero", document),
            ("annotationPageTypeValueFound", page),
        ]:
            schema = {"$ref": f"collections.json#/definitions/{name}"}
            Draft4Validator(schema, registry=registry).validate(value)

    def test_the_schemas_tell(self, shared_folder: Path, school: Graph) -> None:
        """
        An annotation without its target, or with another context, does not pass.
        """
        schemas = _validators(shared_folder / "oracles" / "web-annotation")
        first, *_ = of(school)

        for broken in ({**first, "@context": "x"}, {k: v for k, v in first.items() if k != "target"}):
            assert any(validator.is_valid(broken) != valid for validator, valid in schemas.values())


class TestAsRdf:
    def test_claims_are_what_they_are_in_the_graph(self, school: Graph) -> None:
        """
        Expanded with the W3C's context, the annotations have all triples of the claims.
        """
        found = read(exported(school, "annotations"))
        in_graph = {triple for triple, name in school.triples() if name.endswith("/prov>")}
        claims = {s for s, p, o in in_graph if (p, o) == (A, term("pk:Claim"))}
        quotes = {(s, o) for s, p, o in in_graph if s in claims and p == term("pk:quote")}
        selectors = {s: o for s, p, o in found if p == term("oa:exact")}
        targets = {(s, o) for s, p, o in found if p == term("oa:hasTarget")}
        selected = {
            (claim, selectors[selector])
            for claim, target in targets
            for s, p, selector in found
            if (s, p) == (target, term("oa:hasSelector")) and selector in selectors
        }

        assert claims and claims == {s for s, p, o in found if (p, o) == (A, term("oa:Annotation"))}
        assert {t for t in in_graph if t[0] in claims and t[1] != term("pk:quote")} <= found
        assert quotes == selected


class TestForReaders:
    def test_positions_lead_to_the_quotes(self, school: Graph) -> None:
        """
        The positions of each annotation select its quote in the page as read.
        """
        text = SCHOOL.read_bytes().decode()
        selected = [each["target"]["selector"] for each in of(school)]

        assert selected
        assert [quote["exact"] for _, quote in selected] == [
            text[position["start"] : position["end"]] for position, _ in selected
        ]

    def test_a_body_has_the_statement(self, tmp_path: Path) -> None:
        """
        The text names subject, property and value; the value is a separate body.
        """
        value = (CLAIM, term("rdf:object"), term("pd:EmailAddress"))

        found = annotated(tmp_path, value)

        assert "classifying" == found["motivation"]
        assert ["Letters: information: Email Address", iri_text(value[2])] == [
            found["body"][0]["value"],
            found["body"][1]["source"],
        ]

    def test_things_of_the_dataset_are_identified(self, tmp_path: Path) -> None:
        """
        A passage of a row or an actor is identifying; the name of a row has its number.
        """
        row = DEFAULT.row("any", 2)

        found = annotated(tmp_path, (CLAIM, term("rdf:object"), row))

        assert "identifying" == found["motivation"]
        assert found["body"][0]["value"].endswith(": Letters, row 2")

    def test_what_was_not_understood_has_no_value(self, tmp_path: Path) -> None:
        """
        A claim without an object has a textual body only, which notes that it was not understood.
        """
        found = annotated(tmp_path)

        assert ["Letters: information: not understood"] == [body["value"] for body in found["body"]]
        assert "rdf:object" not in found

    def test_sources_of_a_claim_are_linked(self, tmp_path: Path) -> None:
        """
        The URL of each source of a claim is a linking body.
        """
        source, url = DEFAULT.source("a"), iri("https://example.org/news")
        shared = [(source, term("schema:url"), url)]
        graph = Written(
            tmp_path,
            [(DEFAULT.incident("any"), term("dcterms:title"), literal("Letters"))],
            **{"any/prov": [*STATED, (CLAIM, term("dcterms:source"), source)], "shared": shared},
        )

        (found,) = of(graph)

        assert [iri_text(url)] == [b["source"] for b in found["body"] if b["purpose"] == "linking"]
        assert {"id": iri_text(source)} == found["dcterms:source"]

    def test_the_address_of_the_page_is_a_target_too(self, tmp_path: Path) -> None:
        """
        If a page has a URL, the quote is also selected there, without positions.
        """
        url = iri("https://example.org/wiki/Letters")
        of_page = (iri(PAGE), term("schema:url"), url)

        found = annotated(
            tmp_path,
            (CLAIM, term("oa:hasTarget"), SPAN),
            (CLAIM, term("pk:quote"), literal("in it")),
            of_page,
        )

        quote = {"type": "TextQuoteSelector", "exact": "in it"}
        position = {"type": "TextPositionSelector", "start": 3, "end": 9}
        assert [(PAGE, [position, quote]), (iri_text(url), quote)] == [
            (each["source"], each["selector"]) for each in found["target"]
        ]

    @pytest.mark.parametrize(
        ("fragment", "form"),
        [
            ("cell=4,2", {"conformsTo": "http://tools.ietf.org/rfc/rfc7111"}),
            ("char=7", {"conformsTo": "http://tools.ietf.org/rfc/rfc5147"}),
            ("/incidents/3/title", {}),
        ],
    )
    def test_other_places_are_fragments(
        self, fragment: str, form: dict[str, str], tmp_path: Path
    ) -> None:
        """
        A cell of a table or a JSON Pointer is a fragment selector.
        """
        found = annotated(tmp_path, (CLAIM, term("oa:hasTarget"), iri(f"{PAGE}#{fragment}")))

        assert {"type": "FragmentSelector", "value": fragment, **form} == found["target"]["selector"]

    def test_are_not_among_the_published_dumps(self, school: Graph, tmp_path: Path) -> None:
        """
        A published folder has the evidence in its dumps of quads, and annotations only by request.
        """
        write_dumps(school, tmp_path)

        names = {path.name for path in (tmp_path / "data").iterdir()}
        assert {"privkg.nq.gz", "privkg.jsonld.gz"} <= names
        assert not [name for name in names if "annotations" in name]

    def test_a_graph_without_claims_has_none(self, tmp_path: Path) -> None:
        """
        A graph without evidence is an empty collection.
        """
        title = (DEFAULT.incident("any"), term("dcterms:title"), literal("Letters"))

        assert [] == of(Written(tmp_path, [title]))


def _validators(folder: Path) -> dict[str, tuple[Draft4Validator, bool]]:
    """Return the assertions that are binding, and whether what they look for must be there."""
    registry = _registry(folder / "definitions")
    found = {}
    for path in sorted((folder / "annotations").glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        is_stated = not any(words in path.stem for words in NOT_STATED)
        if schema["assertionType"] == "must" or (schema["assertionType"] == "should" and is_stated):
            body = {name: value for name, value in schema.items() if name != "id"}  # no base of others
            is_valid = schema["expectedResult"] == "valid"
            found[path.stem] = (Draft4Validator(body, registry=registry), is_valid)
    return found


def _registry(folder: Path) -> Registry[Any]:
    read_ = ((path.name, json.loads(path.read_text(encoding="utf-8"))) for path in folder.glob("*.json"))
    return Registry().with_resources(
        (name, Resource.from_contents({**schema, "id": name}, DRAFT4)) for name, schema in read_
    )
