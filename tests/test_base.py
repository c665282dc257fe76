"""A dataset with another base IRI is built, checked, queried, exported, published and linked."""

import gzip
import re
import shlex
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from checkout import ROOT, SAMPLE_PAGES
from commands import run
from privkg.check.shapes import shapes, validate
from privkg.export import formats
from privkg.query import questions
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.kinds import RECORDED
from privkg.rdf.terms import Term, iri, iri_text
from privkg.reference import authority, settings
from privkg.reference.links import tables
from privkg.store.graph import Graph, in_memory, open_graph

OTHER = Base("https://data.example.org/i/")
_OURS = re.compile(r"https://w3id\.org/privkg/(?:id|graph)/[\w./~%-]*")


@cache
def brought() -> frozenset[str]:
    """Return the IRIs that shipped records and accepted links describe, incidents excluded."""
    described = {s for s, _, _ in (*authority.load().triples, *tables.accepted())}
    return frozenset(iri_text(s) for s in described if DEFAULT.kind(s) in RECORDED)


def strangers(text: str) -> set[str]:
    """Return the IRIs of the default base in a text that are not from shipped records."""
    return {found.rstrip(".") for found in _OURS.findall(text)} - brought()


def strangers_in(folder: Path) -> dict[str, set[str]]:
    """Return the unexpected IRIs of the default base in each file of a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    found = {str(path.relative_to(folder)): strangers(text_of(path)) for path in files}
    return {name: some for name, some in found.items() if some}


def text_of(path: Path) -> str:
    """Return the text of a file, which may be compressed; that of a font has no words."""
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    return text.decode(errors="replace" if path.suffix == ".woff2" else "strict")


def config(folder: Path, address: str) -> Path:
    """Return a settings file with a base and the description of the project's own dataset."""
    own = (ROOT / "privkg.toml").read_text(encoding="utf-8").replace(DEFAULT.address, address)
    path = folder / "privkg.toml"
    path.write_text(f'base = "{address}"\n{own}', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph of the sample pages with the other base, built with its settings."""
    folder = tmp_path_factory.mktemp("elsewhere")
    own = config(folder, OTHER.address)
    result = run("build", *SAMPLE_PAGES, "--no-cache", "--config", own, graph=folder / "graph")
    assert 0 == result.code, result.stderr
    assert set() == strangers(result.stderr)
    return folder


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    """The graph of the corpus with the other base."""
    return open_graph(folder / "graph")


class TestBuild:
    def test_has_the_quads_of_the_default_base(self, graph: Graph, corpus: Graph) -> None:
        """
        With another base the corpus has the same quads, except for the start of IRIs.
        """

        def lines(some: Graph) -> Iterator[str]:
            texts = b"".join(some.texts(sorted(some.manifest.graphs))).decode()
            texts = texts.replace(OTHER.things, DEFAULT.things)
            return iter(texts.replace(OTHER.graphs, DEFAULT.graphs).splitlines())

        assert OTHER == graph.base
        assert sorted(lines(corpus)) == sorted(lines(graph))

    def test_mints_below_the_base(self, graph: Graph) -> None:
        """
        IRIs of the default base are only those of shipped records and accepted links.
        """
        assert all(name.startswith(OTHER.graphs) for name in graph.manifest.graphs)
        text = b"".join(graph.texts(sorted(graph.manifest.graphs))).decode()

        assert set() == strangers(text)
        assert "https://w3id.org/privkg/id/actor/" in text

    def test_with_a_cache_of_another_base_reads_again(self, folder: Path, graph: Graph) -> None:
        """
        The cache of one base is not used for another.
        """
        cache = folder / "cache"
        (folder / "none.toml").touch()
        for number, own in enumerate((folder / "none.toml", folder / "privkg.toml")):
            words = ("build", *SAMPLE_PAGES, "--config", own, "--cache", cache, "--verbose")
            result = run(*words, graph=folder / f"cached-{number}")
            assert "cache: 0 hits" in result.stderr

        assert graph.manifest == open_graph(folder / "cached-1").manifest
        again = run(
            "build", *SAMPLE_PAGES, "--config", own, "--cache", cache, "-v", graph=folder / "more"
        )
        assert "6 hits, 0 misses" in again.stderr

    def test_links_about_incidents_move(self, folder: Path, graph: Graph) -> None:
        """
        An accepted link about an incident of the default base is moved to the incident of the new base.
        """
        moved = {DEFAULT.moved(s, OTHER) for s, _, _ in tables.accepted() if DEFAULT.slug_of(s)}
        here = {OTHER.incident(page.incident) for page in graph.manifest.pages}
        linked = {s for (s, _, _), name in graph.triples() if name == OTHER.graph("links")}

        assert moved & here
        assert moved & here == {s for s in linked if OTHER.slug_of(s)}

    @pytest.mark.parametrize(
        ("address", "wrong"),
        [
            ('"data.example.org"', "is not an IRI: it has no scheme"),
            ('"https://data.example.org"', "end it with a slash"),
            ('"https://data.example.org/#"', "without ? and #"),
            ('"urn:x:"', "is not a base IRI; write a web address"),
            ("7", "base is not a string; write base = "),
        ],
    )
    def test_an_invalid_base_is_reported_at_its_place(
        self, tmp_path: Path, address: str, wrong: str
    ) -> None:
        """
        A base that is not a URL ending in a slash is an error at its place, and nothing is built.
        """
        (tmp_path / "privkg.toml").write_text(f"# ours\nbase = {address}\n", encoding="utf-8")
        result = run(
            "build", *SAMPLE_PAGES, "--config", tmp_path / "privkg.toml", graph=tmp_path / "graph"
        )

        assert 1 == result.code
        assert f"{tmp_path / 'privkg.toml'}:2:8: " in result.stderr
        assert wrong in result.stderr
        assert not (tmp_path / "graph").exists()

    def test_settings_that_are_named_must_be_there(self, tmp_path: Path) -> None:
        """
        A missing file named with --config is an error; the default `privkg.toml` may be missing.
        """
        result = run(
            "build", *SAMPLE_PAGES, "--config", tmp_path / "none.toml", graph=tmp_path / "graph"
        )

        assert 2 == result.code
        assert DEFAULT == settings.base(tmp_path / settings.NAME)


class TestUses:
    def test_check(self, folder: Path) -> None:
        """
        Pages and graph are checked with the base, and conform as they do with the default base.
        """
        own = folder / "privkg.toml"
        for words in (("check", *SAMPLE_PAGES, "--no-cache", "--config", own), ("check",)):
            result = run(*words, graph=folder / "graph")

            assert 0 == result.code, result.stderr
            assert set() == strangers(result.stdout + result.stderr)

    @pytest.mark.parametrize("base", [OTHER, DEFAULT, Base("https://data.example.org/c+(d)/")])
    def test_the_shape_on_iris_requires_the_base(self, base: Base) -> None:
        """
        An incident's IRI is below the base of its graph; the shape on its own takes any base.
        """
        elsewhere = Base("https://data.example.org/else/").incident("letters")
        kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/privkg/ns#Incident>"
        lines = [f"{node} {kind} <urn:g> .\n" for node in (base.incident("letters"), elsewhere)]
        packaged = shapes.load_packaged(base)
        found = validate(packaged, in_memory(lines, base)).results
        wrong = [each.focus for each in found if packaged.rules[each.shape].code == "PK001"]

        assert [elsewhere] == wrong

    @pytest.mark.parametrize("name", questions.names())
    def test_ask(self, folder: Path, corpus_folder: Path, name: str) -> None:
        """
        Each question with its example values returns the same rows as with the default base.
        """
        words = ("ask", name, *shlex.split(questions.load(name).example or ""))
        result, known = (
            run(*words, "--format", "csv", "--evidence", graph=each)
            for each in (folder / "graph", corpus_folder)
        )

        assert set() == strangers(result.stdout + result.stderr)
        moved = result.stdout.replace(OTHER.things, DEFAULT.things)
        assert sorted(known.stdout.split()) == sorted(moved.split())

    @pytest.mark.parametrize("thing", ["moscow-camera-access-for-sale", "actor"])
    def test_show(self, folder: Path, graph: Graph, thing: str) -> None:
        """
        An incident is shown by its slug, and an actor by the IRI of its record.
        """
        page = next(p.incident for p in graph.manifest.pages if p.incident.startswith("reports-from"))
        actor = DEFAULT.things + "actor/moscow-department-of-technology"
        result = run("show", actor if thing == "actor" else page, graph=folder / "graph")

        assert 0 == result.code, result.stderr
        assert set() == strangers(result.stdout)

    @pytest.mark.parametrize("name", formats.FORMATS.names())
    def test_export(self, folder: Path, name: str) -> None:
        """
        No export format contains IRIs of the default base.
        """
        out = folder / "exports" / name
        out.mkdir(parents=True)
        result = run("export", out / "dump", "--format", name, graph=folder / "graph")

        assert 0 == result.code, result.stderr
        assert {} == strangers_in(out)

    def test_publish_and_verify(self, folder: Path) -> None:
        """
        The site, its data and its records have the base, and each resource is at the path of its IRI.
        """
        site = folder / "site"
        result = run("publish", site, "--config", folder / "privkg.toml", graph=folder / "graph")

        assert 0 == result.code, result.stderr
        assert {} == strangers_in(site)
        assert (site / "id" / "actor" / "moscow-department-of-technology.html").is_file()
        assert 0 == run("verify", site).code
        altered = next((site / "id" / "incident").glob("*.ttl"))
        altered.write_text("", encoding="utf-8")
        assert (
            f"{OTHER.things}incident/{altered.stem}: changed since publication"
            in run("verify", site).stdout
        )

    def test_diff(self, folder: Path, tmp_path: Path) -> None:
        """
        Removed incidents are reported in each format; a notice has an IRI of the base.
        """
        for page in SAMPLE_PAGES[1:]:
            shutil.copy(page, tmp_path)
        own = folder / "privkg.toml"
        run("build", tmp_path, "--no-cache", "--config", own, graph=tmp_path / "graph")
        outputs = [
            run("diff", folder / "graph", tmp_path / "graph", "--format", form).stdout
            for form in ("text", "md", "json", "patch", "notice")
        ]

        assert set() == strangers("".join(outputs))
        assert f"<{OTHER.things}notice/" in outputs[-1]
        assert f"<{OTHER.things}incident/" in outputs[-1]

    def test_link(self, folder: Path) -> None:
        """
        Links are proposed for IRIs of the base, saved, accepted, and added to the graph.
        """
        links = folder / "links"
        result = run("link", "--links", links, graph=folder / "graph")
        text = (links / "proposed.sssom.tsv").read_text(encoding="utf-8")

        assert 0 == result.code, result.stderr
        assert f"#  pkid: {OTHER.things}\n" in text
        assert set() == strangers(result.stdout) | (strangers(text) - {DEFAULT.things})  # shipped:
        page = open_graph(folder / "graph").manifest.pages[0].incident
        accepted = f"pkid:incident/{page}", "https://example.org/event", "--as", "schema:subjectOf"
        done = run("link", "--links", links, "--accept", *accepted, graph=folder / "graph")
        assert 0 == done.code, done.stderr
        own = folder / "privkg.toml"
        words = ("build", *SAMPLE_PAGES, "--no-cache", "--config", own, "--links", links)
        run(*words, graph=folder / "linked")
        built = open_graph(folder / "linked")
        linked = {s for (s, _, _), _ in built.triples(None, None, iri("https://example.org/event"))}
        assert {OTHER.incident(page)} == linked


class TestNames:
    def test_a_link_keeps_the_iri_of_a_place(self) -> None:
        """
        Resources with a link or a record keep their IRIs; all others get IRIs of the base.
        """
        oslo = DEFAULT.place("Oslo, Norway")
        known = authority.load(base=OTHER, linked=[oslo])

        assert oslo == known.iri_of(OTHER.place("Oslo, Norway"))
        assert OTHER.place("Hamar, Norway") == known.iri_of(OTHER.place("Hamar, Norway"))

    def test_a_record_may_be_below_the_base(self, tmp_path: Path) -> None:
        """
        A user's own record has an IRI below the base, or below the default one.
        """
        for number, base in enumerate((OTHER, DEFAULT)):
            (tmp_path / f"{number}.ttl").write_text(
                f"<{base.things}actor/office-{number}> a <https://w3id.org/privkg/ns#Company> ;\n"
                f'  <http://www.w3.org/2004/02/skos/core#prefLabel> "Office {number}" .\n',
                encoding="utf-8",
            )
        known = authority.load([tmp_path], OTHER)

        assert [f"{OTHER.things}actor/office-0", f"{DEFAULT.things}actor/office-1"] == [
            iri_text(known.find(RECORDED[0], f"Office {number}") or Term("<>")) for number in (0, 1)
        ]

    def test_graphs_of_a_base_within_a_base_are_others(self) -> None:
        """
        A graph of a base nested in another base does not belong to the other.
        """
        inner = Base(OTHER.graphs)

        assert all(
            OTHER.slug_of_graph(iri_text(of(slug))) is None
            for slug in ("letters", "shared")
            for of in (inner.graph, inner.prov_graph)
        )
        assert "letters" == inner.slug_of_graph(iri_text(inner.prov_graph("letters")))


class TestSources:
    def test_none_holds_the_base_of_things(self) -> None:
        """
        No shape, question or module contains the base of resources or graphs.
        """
        patterns = ("src/**/*.py", "shapes/*.ttl", "queries/*.rq")

        assert [] == [
            str(path.relative_to(ROOT))
            for pattern in patterns
            for path in sorted(ROOT.glob(pattern))
            if re.search(r"w3id(\.|\[\.\])org/privkg/(id|graph)/", path.read_text(encoding="utf-8"))
        ]

    def test_parts_of_an_incident_are_known_below_any_base(self) -> None:
        """
        The incident of a row, a claim or an incident is derived from the IRI alone.
        """
        for base in (OTHER, DEFAULT, Base("https://x.example/id/incident/")):
            nodes = (
                base.incident("letters"),
                base.row("letters", 2),
                iris.claim_of(base.incident("letters"), 7),
            )
            assert {(base, "letters")} == {iris.of_incident(node) for node in nodes}
            assert iris.page_of(nodes[0]) == base.page("letters")
            assert iris.page_of(nodes[1]) is None
