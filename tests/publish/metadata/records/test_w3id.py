"""The redirects for w3id.org, run in Apache: each path leads to a published file for each Accept."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest

from apache import Apache, serving
from described_datasets import description_of, full
from privkg.export import formats
from privkg.export.formats import jsonld, trig, turtle
from privkg.publish import layout
from privkg.publish.metadata.records import w3id
from privkg.publish.things import last_part, things
from privkg.rdf.kinds import Kind
from privkg.store.graph import Graph

HOME = "https://example.org/incidents/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ACCEPTS = {
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
"""Values of the header Accept, and the suffix of the file to redirect to."""
DUMPS = {
    found.FORMAT.media_type: layout.dump(found.FORMAT) for found in formats.of_statements().values()
}
"""The file of the dataset in each format that carries statements, by its media type."""
DATA = (
    ("text/turtle", layout.dump(trig.FORMAT)),
    ("application/ld+json", layout.dump(jsonld.FORMAT)),
)
"""The dump that has evidence in an accepted format, or in one like it."""
INCIDENT = "incident/pupils-data-passed-to-google-by-the-schools-of-helsingør"
THINGS = (INCIDENT, "actor/facebook", "group/people-in-moscow", "place/helsingør-denmark")
WITHDRAWN = "https://w3id.org/privkg/id/incident/a-story-withdrawn"
ODD_WITHDRAWN = "https://w3id.org/privkg/id/incident/$1-in-helsingør"
ODD_OLD, ODD_NEW = (f"https://w3id.org/privkg/id/actor/{name}-$1-ø" for name in ("from", "to"))
OLD, NEW = "https://w3id.org/privkg/id/actor/old", "https://w3id.org/privkg/id/actor/facebook"


@pytest.fixture(scope="module")
def apache(corpus: Graph, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apache]:
    """An Apache with the redirects of the corpus, which is published at another address."""
    found = description_of(corpus, site, dataclasses.replace(full(), homepage=HOME))
    found = dataclasses.replace(
        found, withdrawn=(WITHDRAWN, ODD_WITHDRAWN), moved=((OLD, NEW), (ODD_OLD, ODD_NEW))
    )
    redirects = w3id.write(found)[w3id.FILE]
    with serving(redirects, tmp_path_factory.mktemp("apache")) as running:
        yield running


def file_of(location: str | None) -> str:
    """Return the path of a location in the published folder."""
    assert location is not None
    assert location.startswith(HOME)
    return unquote(urlsplit(location).path).removeprefix("/incidents/")


class TestThings:
    @pytest.mark.parametrize("accept", ACCEPTS)
    @pytest.mark.parametrize("thing", THINGS)
    def test_a_resource_redirects_by_accept(
        self, apache: Apache, site: Path, thing: str, accept: str | None
    ) -> None:
        """
        The IRI of a resource redirects with 303 to the file of the accepted media type.
        """
        status, location = apache.location(f"/privkg/id/{quote(thing)}", accept)

        assert (303, f"id/{thing}.{ACCEPTS[accept]}") == (status, file_of(location))
        assert (site / file_of(location)).is_file()

    @pytest.mark.parametrize("suffix", ["html", "ttl", "jsonld"])
    def test_a_suffix_names_the_file(self, apache: Apache, site: Path, suffix: str) -> None:
        """
        An IRI with a suffix redirects to that file, whatever Accept is.
        """
        _, location = apache.location(f"/privkg/id/{quote(INCIDENT)}.{suffix}", BROWSER)

        assert f"id/{INCIDENT}.{suffix}" == file_of(location)

    @pytest.mark.parametrize("part", ["v1", "e5", "d1"])
    def test_a_part_redirects_to_its_anchor(self, apache: Apache, site: Path, part: str) -> None:
        """
        A row, decision or claim redirects browsers to its anchor on the page of its incident.
        """
        status, location = apache.location(f"/privkg/id/{quote(INCIDENT)}/{part}", BROWSER)

        assert (303, f"id/{INCIDENT}.html") == (status, file_of(location))
        assert str(location).endswith(f"#{part}")

    def test_a_page_redirects_to_its_passages(self, apache: Apache, site: Path) -> None:
        """
        The page that an incident was read from redirects to the passages on the incident's page.
        """
        page = INCIDENT.replace("incident/", "page/")
        _, location = apache.location(f"/privkg/id/{quote(page)}", BROWSER)
        _, data = apache.location(f"/privkg/id/{quote(page)}", "application/ld+json")

        assert f"id/{INCIDENT}.html" == file_of(location)
        assert ' id="page"' in (site / file_of(location)).read_text(encoding="utf-8")
        assert f"id/{INCIDENT}.jsonld" == file_of(data)

    @pytest.mark.parametrize("suffix", ["ttl", "jsonld"])
    def test_programs_get_the_facts_of_a_row_with_its_incident(
        self, apache: Apache, site: Path, suffix: str
    ) -> None:
        """
        A row redirects programs to the data of its incident.
        """
        accept = next(each for each, found in ACCEPTS.items() if found == suffix)
        _, location = apache.location(f"/privkg/id/{quote(INCIDENT)}/v1", accept)

        assert f"id/{INCIDENT}.{suffix}" == file_of(location)
        assert (site / file_of(location)).is_file()

    @pytest.mark.parametrize(("accept", "path"), DATA)
    def test_programs_get_claims_from_a_dump(
        self, apache: Apache, site: Path, accept: str, path: str
    ) -> None:
        """
        A claim redirects programs to a dump with evidence, in the accepted format or one like it.
        """
        _, location = apache.location(f"/privkg/id/{quote(INCIDENT)}/e5", accept)

        assert path == file_of(location)
        assert (site / path).is_file()

    def test_a_source_redirects_to_its_anchor(self, apache: Apache, corpus: Graph, site: Path) -> None:
        """
        A source redirects browsers to its entry in the list of sources, and programs to a dump.
        """
        name = last_part(things(corpus)[Kind.SOURCE][0])
        _, location = apache.location(f"/privkg/id/source/{name}", BROWSER)
        _, data = apache.location(f"/privkg/id/source/{name}", "text/turtle")

        assert ("sources.html", True) == (file_of(location), str(location).endswith(f"#{name}"))
        assert f'id="{name}"' in (site / "sources.html").read_text(encoding="utf-8")
        assert layout.dump(turtle.FORMAT) == file_of(data)

    @pytest.mark.parametrize("part", ["", "/v1", "/e12"])
    def test_a_withdrawn_incident_redirects_to_its_notice(self, apache: Apache, part: str) -> None:
        """
        A withdrawn incident, its rows and its claims redirect to the page that shows its notice.
        """
        path = urlsplit(WITHDRAWN).path
        found = [apache.location(f"{path}{part}", accept) for accept in (BROWSER, "text/turtle")]

        assert [
            (303, f"{HOME}{path.removeprefix('/privkg/')}.{kind}") for kind in ("html", "ttl")
        ] == found

    def test_a_moved_resource_redirects_to_its_replacement(self, apache: Apache) -> None:
        """
        A moved resource and its parts redirect to the IRI of its replacement.
        """
        assert (301, NEW) == apache.location(f"{urlsplit(OLD).path}/v1", BROWSER)
        assert (301, NEW) == apache.location(urlsplit(OLD).path, BROWSER)

    def test_no_part_of_a_name_is_a_variable(self, apache: Apache) -> None:
        """
        A dollar sign in the source or target of a redirect is not the start of a variable.
        """
        old, ended = (quote(urlsplit(iri).path) for iri in (ODD_OLD, ODD_WITHDRAWN))
        _, moved = apache.location(f"{old}/v1", BROWSER)
        _, withdrawn = apache.location(f"{ended}/v1", BROWSER)

        assert quote(ODD_NEW, safe=":/$") == moved
        assert f"{urlsplit(ODD_WITHDRAWN).path}.html" == f"/privkg/{file_of(withdrawn)}"


class TestGraphs:
    @pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", BROWSER])
    def test_graphs_redirect_to_their_contents(self, apache: Apache, site: Path, accept: str) -> None:
        """
        The graph of an incident redirects to its file, that of its evidence to its page or a dump.
        """
        slug = INCIDENT.partition("/")[2]
        _, facts = apache.location(f"/privkg/graph/{quote(slug)}", accept)
        _, evidence = apache.location(f"/privkg/graph/{quote(slug)}/prov", accept)

        assert f"id/incident/{slug}.{ACCEPTS[accept]}" == file_of(facts)
        assert dict(DATA).get(accept, f"id/incident/{slug}.html") == file_of(evidence)

    def test_shared_graphs_are_in_the_dump(self, apache: Apache, site: Path) -> None:
        """
        Shared graphs redirect to the dump of all graphs.
        """
        _, location = apache.location("/privkg/graph/shared", "text/turtle")

        assert (site / file_of(location)).is_file()


class TestVocabularies:
    @pytest.mark.parametrize("name", layout.vocabularies())
    @pytest.mark.parametrize("end", ["", "/"])
    @pytest.mark.parametrize(("accept", "suffix"), [(BROWSER, "html"), ("text/turtle", "ttl")])
    def test_a_vocabulary_redirects_by_accept(
        self, apache: Apache, site: Path, name: str, end: str, accept: str, suffix: str
    ) -> None:
        """
        A namespace redirects browsers to its page and programs to its Turtle.
        """
        status, location = apache.location(f"/privkg/{name}{end}", accept)

        assert (303, f"{name}/index.{suffix}") == (status, file_of(location))
        assert (site / file_of(location)).is_file()

    def test_a_version_is_the_vocabulary(self, apache: Apache, site: Path) -> None:
        """
        The IRI of a version redirects to the published version.
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
            "data/privkg.nq.gz",
            "manifest.json",
        ],
    )
    def test_files_are_where_they_are_named(self, apache: Apache, site: Path, path: str) -> None:
        """
        Records and dumps redirect to the file of the same name.
        """
        _, location = apache.location(f"/privkg/{path}", BROWSER)

        assert path == file_of(location)
        assert (site / path).is_file()

    @pytest.mark.parametrize("path", ["data/privkg.nq", "data/privkg.ttl"])
    def test_the_former_name_of_a_dump_leads_to_it(self, apache: Apache, site: Path, path: str) -> None:
        """
        The name that a dump had before dumps were compressed redirects to the compressed dump.
        """
        _, location = apache.location(f"/privkg/{path}", BROWSER)

        assert f"{path}.gz" == file_of(location)

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
        The IRI of the dataset redirects to the home page, or to its record.
        """
        _, location = apache.location("/privkg/", accept)

        assert path == file_of(location)

    @pytest.mark.parametrize(("accept", "path"), [(BROWSER, "index.html"), *DUMPS.items()])
    def test_the_dumps_redirect_by_accept(
        self, apache: Apache, site: Path, accept: str, path: str
    ) -> None:
        """
        The address of the dumps redirects to the file of the media type, browsers to the downloads.
        """
        status, location = apache.location("/privkg/data", accept)

        assert (303, path) == (status, file_of(location))
        assert (site / path).is_file()

    def test_an_unknown_kind_is_not_found(self, apache: Apache) -> None:
        """
        A path that is never published has no redirect.
        """
        assert (404, None) == apache.location("/privkg/id/crime/x", BROWSER)


class TestMissing:
    def test_maintainers_are_mandatory(self, corpus: Graph, site: Path) -> None:
        """
        Maintainers are mandatory for w3id.org.
        """
        found = description_of(corpus, site, dataclasses.replace(full(), maintainers=()))

        assert ("maintainers on GitHub (maintainers)",) == w3id.missing(found).mandatory
