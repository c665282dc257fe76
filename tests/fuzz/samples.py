"""Valid samples of each kind of input, made by privkg from its own corpus."""

import io
import json
import multiprocessing
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path

import forms
import graph_tables
from builders import PREFIX_LINES, incident, page_text
from checkout import ROOT, SAMPLE_PAGES
from converting import FORMATS
from privkg import build
from privkg.build.find import File
from privkg.build.pages import LiftedPage
from privkg.build.read import ReadOptions, read
from privkg.check.shapes import shapes
from privkg.publish.metadata import dataset
from privkg.publish.site.folder import publish
from privkg.publish.versions import seal
from privkg.query import questions
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import iri, term
from privkg.reference.links import sssom
from privkg.reference.links.mapping import State
from privkg.reference.links.tables import LinkTables
from privkg.store.graph import open_graph
from wiki_files import as_api, as_export, as_parse, page

SLUG = "seattle-hands-out-the-openings-of-millions-of-city-e-mails"
_PAGE = "seattle-email-release.txt"
_ACTOR = f"{DEFAULT.things}actor/city-of-seattle"
_NOTICE = (
    f'<{DEFAULT.things}notice/one> a pk:Withdrawal ; dcterms:title "Gone is withdrawn"@en ;\n'
    '    pk:reason "It was not so."@en ; dcterms:date "2026-11-01"^^xsd:date ;\n'
    f"    pk:concerns <{DEFAULT.things}incident/gone> .\n"
    f'<{DEFAULT.things}notice/two> a pk:Redirect ; dcterms:title "Old is new"@en ;\n'
    '    pk:reason "It has another name."@en ; dcterms:date "2026-11-02"^^xsd:date ;\n'
    f"    pk:concerns {DEFAULT.incident('old')} ; pk:replacement {DEFAULT.incident(SLUG)} .\n"
)
_AIAAIC = (
    "AIAAIC ID#,Headline,Occurred,Deployer,Developer,Impacted area,System name,Technology,Purpose,"
    "Summary/links\n"
    'AIAAIC0001,"City of Seattle releases emails",2018,City of Seattle,,USA,,Email,,https://e.org/1\n'
    'AIAAIC0002,"Cameras, for sale",2020-11,"City of Moscow; X",,Russia,,Faces,,https://e.org/2\n'
)
_AIID = (
    "incident_id,title,description,date,Alleged deployer of AI system\n"
    '1,City of Seattle releases emails,Long,2018-01-02,"[""city-of-seattle""]"\n'
    '2,Cameras,"More, and more",2020-11-30,"[""city-of-moscow"",""x""]"\n'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """Contents of valid files by kind, and folders, which are copied before they are broken.

    `forms` are pages in the other forms, and files of many pages, each with its suffix.
    """

    page: Path
    pages: tuple[bytes, ...]
    forms: tuple[tuple[str, bytes], ...]
    authority: tuple[bytes, ...]
    shapes: tuple[bytes, ...]
    tables: dict[str, bytes]
    notices: bytes
    toml: bytes
    questions: tuple[bytes, ...]
    catalogues: tuple[bytes, ...]
    ledger: bytes
    read: LiftedPage
    graph: Path
    site: Path

    def files(self) -> list[Path]:
        """Return the sample page and all files of the folders."""
        inside = (path for folder in (self.graph, self.site) for path in folder.rglob("*"))
        return [self.page, *sorted(inside)]


def make(folder: Path) -> Samples:
    """Make the samples in a folder."""
    shutil.copyfile(
        ROOT / "data" / "incidents" / _PAGE, folder / _PAGE
    )  # a copy, so that no input is a file of the project
    building = multiprocessing.get_context("fork").Process(target=_build, args=(folder,))
    building.start()  # in a child process: the threads of the store must not be in a process that forks
    building.join()
    if building.exitcode:
        raise RuntimeError("the samples could not be made")
    (page,) = read(File(folder / _PAGE), ReadOptions())
    if not isinstance(page, LiftedPage):
        raise TypeError(f"{_PAGE} is not a page")
    _warm()
    return Samples(
        page=folder / _PAGE,
        pages=(page_text().encode(), *(page.read_bytes() for page in SAMPLE_PAGES)),
        forms=tuple(_forms()),
        authority=_contents("data/authority", "*.ttl"),
        shapes=_contents("shapes", "*.ttl"),
        tables=_tables(folder / "links"),
        notices=(PREFIX_LINES + _NOTICE).encode(),
        toml=(ROOT / "privkg.toml").read_bytes(),
        questions=tuple((ROOT / "queries" / f"{name}.rq").read_bytes() for name in questions.names()),
        catalogues=(_AIAAIC.encode(), _AIID.encode(), _listed()),
        ledger="".join(_pushed(name) for name in _graphs(folder / "graph")).encode(),
        read=page,
        graph=folder / "graph",
        site=folder / "site",
    )


def _forms() -> Iterator[tuple[str, bytes]]:
    """Yield two pages in each form but text, and as members of files of many pages."""
    texts = (page_text(), (ROOT / "data" / "incidents" / _PAGE).read_text(encoding="utf-8"))
    found = [incident(text) for text in texts]
    for one in found:
        for name in sorted({*FORMATS} - {"text"}):
            yield FORMATS[name].SUFFIXES[0], FORMATS[name].write(one).encode()
        for skin, heads in zip(forms.SKINS, (*forms.HEADS, "new"), strict=True):
            yield ".html", forms.as_html(one, skin, heads).encode()
        yield ".json", as_parse(page(one.title), forms.content(one)).encode()
    pages = [page(one.title, FORMATS["wikitext"].write(one)) for one in found]
    listed = [page("Old name", redirect=found[0].title), *pages, page("Talk:X", namespace=1)]
    yield ".xml", as_export(listed).encode()
    for version in (1, 2):
        yield ".json", as_api(listed, version, warnings={"main": {"*": "Unrecognized."}}).encode()


def _warm() -> None:
    """Fill privkg's caches, so that the forked processes have them."""
    for path in SAMPLE_PAGES:
        read(File(path), ReadOptions())
    for name in questions.names():
        questions.load(name)
    shapes.load_packaged()


def _build(folder: Path) -> None:
    build.build([folder / _PAGE], folder / "graph", notice_folders=_noticed(folder))
    graph = open_graph(folder / "graph")
    with redirect_stderr(io.StringIO()), graph.whole():
        pass  # made now, as the first query that needs it would change the samples, and print a line
    publish(graph, dataset.read(ROOT / "privkg.toml"), folder / "site")
    _cut(folder / "site")
    seal.seal(folder / "site", graph)


def _graphs(folder: Path) -> list[str]:
    (generation,) = folder.glob("gen-*")
    return sorted(graph_tables.read(generation))


def _noticed(folder: Path) -> list[Path]:
    notices = folder / "notices"
    notices.mkdir()
    (notices / "notices.ttl").write_text(PREFIX_LINES + _NOTICE, encoding="utf-8")
    return [notices]


def _cut(site: Path) -> None:
    """Remove most files of a published folder, so that it is copied fast."""
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.parent.name not in ("data", "tables", "incident", "ns", "site"):
            path.unlink()


def _contents(folder: str, pattern: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted((ROOT / folder).glob(pattern)))


def _tables(folder: Path) -> dict[str, bytes]:
    """Return a link table for each state, by file name."""
    known = LinkTables(folder)
    known.accept(iri(_ACTOR), iri("http://www.wikidata.org/entity/Q5083"), term("owl:sameAs"))
    known.accept(
        iri(f"{DEFAULT.things}incident/{SLUG}"),
        iri("https://incidentdatabase.ai/cite/1"),
        term("skos:relatedMatch"),
    )
    known.reject(iri(_ACTOR), iri("http://www.wikidata.org/entity/Q1"), "is another, and so on")
    return {f"{state}.sssom.tsv": sssom.write(state, known.mappings(state)).encode() for state in State}


def _listed() -> bytes:
    links = {"incident_id": 1, "sameAs": "https://example.org/oecd/1"}
    event = {"iri": "https://e.org/3", "title": "City of Seattle", "text": "x", "date": "2018-01"}
    return json.dumps([links, event], indent=1).encode()


def _pushed(graph: str) -> str:
    return json.dumps({"at": "http://127.0.0.1:1/data", "graph": graph, "sha256": "0" * 64}) + "\n"
