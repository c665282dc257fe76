"""The redirects, run in Apache: every path and every wish leads to a file that is published."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest

from apache import Apache, serving
from described_datasets import described, full
from privkg.export import formats
from privkg.publish import layout
from privkg.publish.metadata.records import w3id
from privkg.store.graph import Graph

HOME = "https://example.org/incidents/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
WISHES = {
    None: "html",
    "*/*": "html",
    BROWSER: "html",
    "text/html": "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "text/turtle, application/ld+json;q=0.5": "ttl",
    "application/ld+json, text/turtle;q=0.5": "jsonld",
    "text/turtle, text/html;q=0.1": "ttl",
    "text/turtle;q=0.5, text/html": "html",
    "text/turtle;q=0, application/ld+json": "jsonld",
    "image/png": "html",
}
"""What clients accept, and the suffix of what they should get."""
DUMPS = {
    found.FORMAT.media_type: layout.dump(found.FORMAT) for found in formats.of_statements().values()
}
"""The file of the dataset in each format that carries statements, by its media type."""
ROW = "incident/seattle-hands-out-the-openings-of-millions-of-city-e-mails/v1"
INCIDENT = "incident/pupils-data-passed-to-google-by-the-schools-of-helsingør"
THINGS = (INCIDENT, ROW, "actor/facebook", "group/people-in-moscow", "place/helsingør-denmark")
GONE = "https://w3id.org/privkg/id/incident/a-story-withdrawn"
ODD_GONE = "https://w3id.org/privkg/id/incident/$1-in-helsingør"
ODD_OLD, ODD_NEW = (f"https://w3id.org/privkg/id/actor/{name}-$1-ø" for name in ("from", "to"))
OLD, NEW = "https://w3id.org/privkg/id/actor/old", "https://w3id.org/privkg/id/actor/facebook"


@pytest.fixture(scope="module")
def apache(corpus: Graph, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apache]:
    """An Apache with the redirects of the corpus, published at an address of its own."""
    found = described(corpus, site, dataclasses.replace(full(), homepage=HOME))
    found = dataclasses.replace(
        found, withdrawn=(GONE, ODD_GONE), moved=((OLD, NEW), (ODD_OLD, ODD_NEW))
    )
    redirects = w3id.write(found)[w3id.FILE]
    with serving(redirects, tmp_path_factory.mktemp("apache")) as running:
        yield running


def file_of(location: str | None) -> str:
    """Return the path in the published folder that a location leads to."""
    assert location is not None
    assert location.startswith(HOME)
    return unquote(urlsplit(location).path).removeprefix("/incidents/")


class TestThings:
    @pytest.mark.parametrize("accept", WISHES)
    @pytest.mark.parametrize("thing", THINGS)
    def test_a_thing_leads_to_what_is_wished(
        self, apache: Apache, site: Path, thing: str, accept: str | None
    ) -> None:
        """
        A thing's IRI leads, as one that is no document, to the file that says what it is.
        """
        status, location = apache.location(f"/privkg/id/{quote(thing)}", accept)

        assert (303, f"id/{thing}.{WISHES[accept]}") == (status, file_of(location))
        assert (site / file_of(location)).is_file()

    @pytest.mark.parametrize("suffix", ["html", "ttl", "jsonld"])
    def test_a_suffix_names_the_file(self, apache: Apache, site: Path, suffix: str) -> None:
        """
        Who writes the suffix gets that file, whatever else is accepted.
        """
        _, location = apache.location(f"/privkg/id/{quote(INCIDENT)}.{suffix}", BROWSER)

        assert f"id/{INCIDENT}.{suffix}" == file_of(location)

    def test_a_claim_leads_to_its_anchor(self, apache: Apache, site: Path) -> None:
        """
        A claim is a place on the page of its evidence; its data are that page's.
        """
        page = INCIDENT.replace("incident/", "id/page/")
        status, location = apache.location(f"/privkg/id/{quote(INCIDENT)}/e5", BROWSER)
        _, data = apache.location(f"/privkg/id/{quote(INCIDENT)}/e5", "text/turtle")

        assert (303, f"{page}.html") == (status, file_of(location))
        assert str(location).endswith("#e5")
        assert f"{page}.ttl" == file_of(data)

    @pytest.mark.parametrize("part", ["", "/v1", "/e12"])
    def test_what_was_withdrawn_leads_to_its_notice(self, apache: Apache, part: str) -> None:
        """
        A withdrawn thing, its rows and its claims lead to the page that tells its end.
        """
        path = urlsplit(GONE).path
        leads = [apache.location(f"{path}{part}", wish) for wish in (BROWSER, "text/turtle")]

        assert [
            (303, f"{HOME}{path.removeprefix('/privkg/')}.{kind}") for kind in ("html", "ttl")
        ] == leads

    def test_what_has_moved_leads_on(self, apache: Apache) -> None:
        """
        A thing that others stand for leads to the IRI of the new one, and so do its parts.
        """
        assert (301, NEW) == apache.location(f"{urlsplit(OLD).path}/v1", BROWSER)
        assert (301, NEW) == apache.location(urlsplit(OLD).path, BROWSER)

    def test_no_part_of_a_name_is_a_variable(self, apache: Apache) -> None:
        """
        A dollar sign in a name stays what it is, where it leads from and where to.
        """
        old, gone = (quote(urlsplit(iri).path) for iri in (ODD_OLD, ODD_GONE))
        _, moved = apache.location(f"{old}/v1", BROWSER)
        _, withdrawn = apache.location(f"{gone}/v1", BROWSER)

        assert quote(ODD_NEW, safe=":/$") == moved
        assert f"{urlsplit(ODD_GONE).path}.html" == f"/privkg/{file_of(withdrawn)}"


class TestGraphs:
    @pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", BROWSER])
    def test_graphs_lead_to_what_they_hold(self, apache: Apache, site: Path, accept: str) -> None:
        """
        The graph of an incident is its file, that of its evidence the file of its page.
        """
        slug = INCIDENT.partition("/")[2]
        _, facts = apache.location(f"/privkg/graph/{quote(slug)}", accept)
        _, evidence = apache.location(f"/privkg/graph/{quote(slug)}/prov", accept)

        assert f"id/incident/{slug}.{WISHES[accept]}" == file_of(facts)
        assert f"id/page/{slug}.{WISHES[accept]}" == file_of(evidence)

    def test_shared_graphs_are_in_the_dump(self, apache: Apache, site: Path) -> None:
        """
        Graphs of no incident are in the file of all graphs.
        """
        _, location = apache.location("/privkg/graph/shared", "text/turtle")

        assert (site / file_of(location)).is_file()


class TestVocabularies:
    @pytest.mark.parametrize("name", layout.vocabularies())
    @pytest.mark.parametrize("end", ["", "/"])
    @pytest.mark.parametrize(("accept", "suffix"), [(BROWSER, "html"), ("text/turtle", "ttl")])
    def test_a_vocabulary_is_explained_or_given(
        self, apache: Apache, site: Path, name: str, end: str, accept: str, suffix: str
    ) -> None:
        """
        A namespace leads people to its page and programs to its Turtle.
        """
        status, location = apache.location(f"/privkg/{name}{end}", accept)

        assert (303, f"{name}/index.{suffix}") == (status, file_of(location))
        assert (site / file_of(location)).is_file()

    def test_a_version_is_the_vocabulary(self, apache: Apache, site: Path) -> None:
        """
        The IRI of a version leads to the one that is published.
        """
        _, location = apache.location("/privkg/ns/0.1.0", "text/turtle")

        assert "ns/index.ttl" == file_of(location)


class TestFiles:
    @pytest.mark.parametrize(
        "path",
        [
            "catalog.ttl",
            "void.ttl",
            ".well-known/void",
            "context.jsonld",
            "data/privkg.nq",
            "manifest.json",
        ],
    )
    def test_files_are_where_they_are_named(self, apache: Apache, site: Path, path: str) -> None:
        """
        Records and dumps lead to themselves.
        """
        _, location = apache.location(f"/privkg/{path}", BROWSER)

        assert path == file_of(location)
        assert (site / path).is_file()

    @pytest.mark.parametrize(
        ("accept", "path"),
        [
            (BROWSER, "index.html"),
            ("text/turtle", "catalog.ttl"),
            ("application/ld+json", "dataset.jsonld"),
        ],
    )
    def test_the_dataset_itself(self, apache: Apache, site: Path, accept: str, path: str) -> None:
        """
        The address of the whole leads to the first page, or to its record.
        """
        _, location = apache.location("/privkg/", accept)

        assert path == file_of(location)

    @pytest.mark.parametrize(("accept", "path"), [(BROWSER, "index.html"), *DUMPS.items()])
    def test_the_data_come_in_the_format_that_is_wished(
        self, apache: Apache, site: Path, accept: str, path: str
    ) -> None:
        """
        The address of the data leads to the file of each media type, and people to the list of files.
        """
        status, location = apache.location("/privkg/data", accept)

        assert (303, path) == (status, file_of(location))
        assert (site / path).is_file()

    def test_what_is_no_name_leads_nowhere(self, apache: Apache) -> None:
        """
        No redirect is made for what cannot be published.
        """
        assert (404, None) == apache.location("/privkg/id/crime/x", BROWSER)


class TestMissing:
    def test_who_keeps_the_redirects(self, corpus: Graph, site: Path) -> None:
        """
        The registry wants to know whom to ask.
        """
        found = described(corpus, site, dataclasses.replace(full(), maintainers=()))

        assert ("maintainers on GitHub (maintainers)",) == w3id.missing(found).mandatory
