"""The site over HTTP: files that are made when they are requested, redirects of IRIs, and search."""

import asyncio
import gzip
import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import quote, urlencode

import pytest
from openapi_spec_validator import validate
from starlette.requests import Request
from starlette.responses import Response

import processes
import serving
from builders import PREFIX_LINES, page_text, row_text
from checkout import ROOT
from noticed import notice
from privkg import build
from privkg.publish.metadata import dataset
from privkg.publish.site.folder import publish
from privkg.rdf.iris import DEFAULT
from privkg.search.facets import Facet
from privkg.server.answers import Answers
from privkg.server.forks import starter
from privkg.server.generation import ServedSite
from privkg.server.lane import Lane
from privkg.server.lazy_files import LazyFiles
from privkg.server.messages import Setup
from privkg.server.site import home_page
from privkg.store.graph import open_graph
from serving import Server
from site_faults import accessibility, sideways
from sites import chromium

INCIDENT = "id/incident/letters"
EVALUATED = 'privkg_pages_total{source="evaluated"}'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph of two incidents and two notices, and the description of the dataset."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "data" / "notices").mkdir(parents=True)
    letters = page_text("Letters", rows=(row_text(Harm="Disclosure"),), Date="1 March 2021")
    (folder / "data" / "letters.txt").write_text(letters, encoding="utf-8")
    (folder / "data" / "cameras.txt").write_text(page_text("Cameras & Co"), encoding="utf-8")
    moved = f"; pk:replacement {DEFAULT.incident('letters')}"
    (folder / "data" / "notices" / "all.ttl").write_text(
        PREFIX_LINES
        + notice("end", "Withdrawal", DEFAULT.incident("gone"))
        + notice("move", "Redirect", DEFAULT.incident("old"), moved),
        encoding="utf-8",
    )
    build.build([folder / "data"], folder / "graph")
    shutil.copy(ROOT / "privkg.toml", folder)
    return folder


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    """A server of the site."""
    limits = ("--workers", "2", "--timeout", "60")
    with serving.serving(home / "graph", *limits, folder=home) as found:
        yield found


def names_in(operation: dict[str, Any]) -> list[str]:
    """Return the names of the parameters of an operation."""
    return [each["name"] for each in operation["parameters"]]


class TestDescription:
    def test_has_the_addresses_of_the_site(self, server: Server) -> None:
        """
        The OpenAPI document, which a validator accepts, has the search with its facets, and all files.
        """
        document = server.request("GET", "/openapi.json").json
        validate(document)
        search = document["paths"]["/search.html"]["get"]
        names = names_in(search)
        found = server.request("GET", f"/search.html?{urlencode(dict.fromkeys(names[:1], 'letters'))}")

        assert ["q", *Facet, "page"] == names
        assert found.media_type in search["responses"]["200"]["content"]
        for path, values in {
            "/{file}": ("incidents.html",),
            "/data/{file}": ("privkg.nq.gz",),
            "/id/{kind}/{name}": ("incident", "letters.ttl"),
        }.items():
            operation = document["paths"][path]["get"]
            filled = path.format(**dict(zip(names_in(operation), values, strict=True)))

            assert 200 == server.request("GET", filled).status
            assert {"301", "303", "410"} < operation["responses"].keys()


class TestFiles:
    def test_have_the_bytes_of_published_ones(self, home: Path, server: Server) -> None:
        """
        Each file that is published is served with the same bytes: pages, data, dumps and records.
        """
        folder = home / "published"
        publish(open_graph(home / "graph"), dataset.read(home / "privkg.toml"), folder)
        served, different = serving.compared(server, folder)

        assert [] == different
        assert {"index.html", f"{INCIDENT}.ttl", "data/privkg.nq.gz", "void.ttl"} < {*served}

    def test_have_a_media_type(self, server: Server) -> None:
        """
        A page, its data, a style sheet, a font and a dump have the types that clients expect.
        """
        paths = {
            f"/{INCIDENT}.html": "text/html; charset=utf-8",
            f"/{INCIDENT}.ttl": "text/turtle; charset=utf-8",
            f"/{INCIDENT}.jsonld": "application/ld+json",
            "/assets/style.css": "text/css; charset=utf-8",
            "/data/privkg.nq.gz": "application/gzip",
            "/changes.atom": "application/atom+xml",
            "/.well-known/void": "text/turtle; charset=utf-8",
            "/w3id/README.md": "text/markdown; charset=utf-8",
        }

        assert paths == {path: server.request("GET", path).fields["content-type"] for path in paths}

    def test_a_dump_is_compressed_once(self, server: Server) -> None:
        """
        A dump arrives as the file that it is; a client does not unpack it by itself.
        """
        response = server.request("GET", "/data/privkg.nq.gz")

        assert "content-encoding" not in response.fields
        assert b"/id/incident/letters>" in gzip.decompress(response.body)

    @pytest.mark.parametrize("path", [f"/{INCIDENT}.html", "/data/privkg.nq.gz", "/void.ttl"])
    def test_are_not_sent_again(self, server: Server, path: str) -> None:
        """
        A client that has a file gets 304, until a build changes it.
        """
        tag = server.request("GET", path).fields["etag"]
        again = server.request("GET", path, fields={"If-None-Match": tag})

        assert (304, b"") == (again.status, again.body)

    def test_a_part_of_a_dump_can_be_requested(self, server: Server) -> None:
        """
        A download that was interrupted goes on where it was.
        """
        whole = server.request("GET", "/data/privkg.nq.gz")
        fields = {"Range": "bytes=100-", "If-Range": whole.fields["etag"]}
        rest = server.request("GET", "/data/privkg.nq.gz", fields=fields)

        assert (206, whole.body[100:]) == (rest.status, rest.body)

    @pytest.mark.parametrize("words", ["bytes=abc", "pages=1-2", "bytes=-5", "bytes=0-1,3-4"])
    def test_other_ranges_are_ignored(self, server: Server, words: str) -> None:
        """
        What is not a range of bytes from a first one is answered with the whole file.
        """
        response = server.request("GET", "/data/privkg.nq.gz", fields={"Range": words})

        assert 200 == response.status

    def test_a_range_beyond_the_end_is_refused(self, server: Server) -> None:
        """
        A range that begins behind the end is answered by 416 and the size of the file.
        """
        size = len(server.request("GET", "/data/privkg.nq.gz").body)
        response = server.request("GET", "/data/privkg.nq.gz", fields={"Range": f"bytes={size}-"})

        assert (416, f"bytes */{size}") == (response.status, response.fields["content-range"])
        assert "application/problem+json" == response.media_type

    def test_the_head_of_a_dump_has_its_size(self, server: Server) -> None:
        """
        HEAD is answered with the fields of GET, and without content.
        """
        whole = server.request("GET", "/data/privkg.nq.gz")
        head = server.request("HEAD", "/data/privkg.nq.gz")

        assert (f"{len(whole.body)}", b"") == (head.fields["content-length"], head.body)

    def test_pages_load_only_what_is_served_here(self, server: Server) -> None:
        """
        The policy of a page allows its style sheet and fonts, and neither scripts nor frames.
        """
        policy = server.request("GET", "/incidents.html").fields["content-security-policy"]

        assert "default-src 'none'; style-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy

    def test_are_made_once_for_all_clients(self, server: Server) -> None:
        """
        A page is kept once, whatever forms clients accept.
        """

        def made() -> list[str]:
            metrics = server.request("GET", "/metrics").body.decode()
            return [each for each in metrics.splitlines() if each.startswith(EVALUATED)]

        server.request("GET", f"/{INCIDENT}.html")
        before = made()
        for accepted in ("text/html", "text/turtle", "application/ld+json, */*;q=0.1"):
            server.request("GET", f"/{INCIDENT}.html", fields={"Accept": accepted})

        assert before == made()

    def test_the_root_is_the_home_page(self, server: Server) -> None:
        """
        A browser that opens the address of the server sees the home page, once it is made.
        """
        assert processes.wait_until(lambda: server.request("GET", "/").status == 200)
        assert server.request("GET", "/").body == server.request("GET", "/index.html").body


class TestHome:
    def test_until_it_is_made_there_is_a_list(self, setup: Setup) -> None:
        """
        A reader who comes before the home page is made is sent to the list of incidents.
        """

        async def early() -> Response:
            starting = starter()
            files = LazyFiles(starting, setup, seconds=60)
            site = ServedSite(cast(Lane, None), cast(Answers, None), files)
            try:
                return await home_page(Request({"type": "http", "headers": []}), site, seconds=0.0)
            finally:
                files.close()
                await starting.close()

        response = asyncio.run(early())

        assert (307, "incidents.html") == (response.status_code, response.headers["location"])


class TestIris:
    @pytest.mark.parametrize(
        ("accept", "location"),
        [
            ("text/html", "letters.html"),
            ("text/turtle", "letters.ttl"),
            ("application/ld+json, text/turtle;q=0.5", "letters.jsonld"),
            ("*/*", "letters.html"),
            ("image/png", "letters.html"),
        ],
    )
    def test_lead_to_the_form_that_is_preferred(
        self, server: Server, accept: str, location: str
    ) -> None:
        """
        The IRI of a resource leads to its page or its data by 303, at an address relative to it.
        """
        response = server.request("GET", f"/{INCIDENT}", fields={"Accept": accept})

        assert (303, location, "Accept") == (
            response.status,
            response.fields["location"],
            response.fields["vary"],
        )

    @pytest.mark.parametrize(
        ("path", "page", "data"),
        [
            ("id/incident/letters/v1", "../letters.html#v1", "../letters.ttl"),
            ("id/page/letters", "../incident/letters.html#page", "../incident/letters.ttl"),
            ("graph/letters", "../id/incident/letters.html", "../id/incident/letters.ttl"),
            ("ns", "ns/index.html", "ns/index.ttl"),
            ("context", "context.jsonld", "context.jsonld"),
        ],
    )
    def test_of_parts_lead_to_what_describes_them(
        self, server: Server, path: str, page: str, data: str
    ) -> None:
        """
        A row leads to its anchor or to the data of its incident, a vocabulary to its page or Turtle.
        """
        locations = [
            server.request("GET", f"/{path}", fields={"Accept": accept}).fields["location"]
            for accept in ("text/html", "text/turtle")
        ]

        assert [page, data] == locations

    def test_the_dataset_is_described_in_each_form(self, server: Server) -> None:
        """
        The root leads programs to the records of the dataset.
        """
        response = server.request("GET", "/", fields={"Accept": "text/turtle"})

        assert (303, "catalog.ttl") == (response.status, response.fields["location"])
        assert "Accept" == response.fields["vary"] == server.request("GET", "/").fields["vary"]

    def test_a_source_leads_to_its_entry(self, home: Path, server: Server) -> None:
        """
        The IRI of a source leads to its place in the list of sources.
        """
        names = re.findall(r'<tr id="([0-9a-f]+)"', server.request("GET", "/sources.html").body.decode())
        response = server.request("GET", f"/id/source/{names[0]}")

        assert f"../../sources.html#{names[0]}" == response.fields["location"]

    def test_files_link_to_their_resource_and_other_forms(self, server: Server) -> None:
        """
        A program finds from a page what it describes, and the same as data.
        """
        link = server.request("GET", f"/{INCIDENT}.html").fields["link"]

        assert f'<{DEFAULT.things}incident/letters>; rel="describes"' in link
        assert '<letters.ttl>; rel="alternate"; type="text/turtle"' in link
        assert '<letters.html>; rel="alternate"' not in link


class TestDeprecated:
    @pytest.mark.parametrize("suffix", ["", ".html", ".ttl", ".jsonld"])
    def test_what_was_withdrawn_is_answered_by_its_notice(self, server: Server, suffix: str) -> None:
        """
        A withdrawn IRI and its files are answered by 410 with the notice.
        """
        response = server.request("GET", f"/id/incident/gone{suffix}")

        assert 410 == response.status
        assert b"deprecated" in response.body

    def test_its_parts_lead_to_it(self, server: Server) -> None:
        """
        A row of a withdrawn incident leads to the notice.
        """
        response = server.request("GET", "/id/incident/gone/v1", fields={"Accept": "text/turtle"})

        assert (303, "../gone.ttl") == (response.status, response.fields["location"])

    @pytest.mark.parametrize("path", ["old", "old/v1"])
    def test_what_was_moved_leads_to_its_replacement(self, server: Server, path: str) -> None:
        """
        A moved IRI and its parts lead to the IRI that replaces it, by 301.
        """
        response = server.request("GET", f"/id/incident/{path}")
        location = {"old": "letters", "old/v1": "../letters"}[path]

        assert (301, location) == (response.status, response.fields["location"])


class TestMissing:
    @pytest.mark.parametrize(
        "path",
        [
            "/nothing",
            "/id/incident/nothing",
            "/id/incident/nothing.ttl",
            "/id/source/0000",
            f"/{INCIDENT}/v9",
            f"/{INCIDENT}/d1",
            "/data/nothing.gz",
            "/manifest.json",
            "/../privkg.toml",
            "/assets/%2e%2e/%2e%2e/privkg.toml",
            "/%00",
            "/id/source/%3E",
            "/id/source/%ff",
            "/id/incident/%22/v1",
            "/id%2Fincident%2Fletters",
        ],
    )
    def test_is_not_found(self, server: Server, path: str) -> None:
        """
        An address at which there is nothing is answered by 404, whatever it looks like.
        """
        assert 404 == server.request("GET", path).status

    @pytest.mark.parametrize("path", ["/nothing", "/id/incident/gone", "/id/incident/gone.ttl"])
    @pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
    def test_is_validated_by_caches(self, server: Server, path: str, accept: str) -> None:
        """
        A cache may not answer by itself that there is nothing: the next build may have it.
        """
        fields = server.request("GET", path, fields={"Accept": accept}).fields

        assert ("no-cache", "Accept") == (fields["cache-control"], fields["vary"])

    def test_a_browser_is_shown_a_page(self, server: Server) -> None:
        """
        A reader sees a page, a program a problem document.
        """
        page = server.request("GET", "/nothing", fields={"Accept": "text/html"})
        problem = server.request("GET", "/nothing", fields={"Accept": "text/turtle"})

        assert b"<h1>" in page.body
        assert "application/problem+json" == problem.media_type

    def test_nothing_is_written(self, server: Server) -> None:
        """
        A page has no method that writes.
        """
        assert {405} == {server.request(m, f"/{INCIDENT}.ttl").status for m in ("PUT", "DELETE")}

    def test_without_a_description_there_are_no_pages(self, graph: Path) -> None:
        """
        A server without the description of a dataset has the endpoint only.
        """
        with serving.serving(graph, "--workers", "1") as found:
            assert 404 == found.request("GET", "/index.html").status


class TestSearch:
    def test_shows_the_sentence_with_the_words(self, server: Server) -> None:
        """
        Hits have the sentence in which the words are, with these marked.
        """
        page = server.request("GET", "/search.html?q=letters").body.decode()

        assert "1 incident<" in page
        assert 'href="id/incident/letters.html"' in page
        assert re.search(r"<mark>[Ll]etters</mark>", page)

    def test_is_narrowed_down_by_facets(self, server: Server) -> None:
        """
        Facets have the numbers of incidents that would be found, and a chosen value stays chosen.
        """
        every = server.request("GET", "/search.html").body.decode()
        one = server.request("GET", "/search.html?harm=solove-Disclosure").body.decode()

        assert "2 incidents<" in every
        assert 'name="harm" value="solove-Disclosure"><span>' in every
        assert "1 incident<" in one
        assert 'name="harm" value="solove-Disclosure" checked>' in one

    def test_of_an_unknown_value_is_refused(self, server: Server) -> None:
        """
        A value that no incident has is answered by 400, and so is a number that is none.
        """
        for query in ("harm=nothing", "page=0", "page=x", "page=51"):
            assert 400 == server.request("GET", f"/search.html?{query}").status, query
        wrong = server.request("GET", "/search.html?harm=nothing").json["detail"]

        assert "solove-" in wrong
        assert "2021" not in wrong

    def test_beyond_the_last_page_leads_back_to_it(self, server: Server) -> None:
        """
        A page of hits that does not exist any more leads to the last one.
        """
        page = server.request("GET", "/search.html?q=letters&page=9").body.decode()

        assert 'rel="prev" href="?q=letters&amp;page=1"' in page

    def test_words_are_never_markup(self, server: Server) -> None:
        """
        Words and titles that look like HTML or operators of a query are text.
        """
        words = '"><script>alert(1)</script> OR NEAR('
        page = server.request("GET", f"/search.html?q={quote(words)}").body.decode()
        cameras = server.request("GET", "/search.html?q=cameras").body.decode()

        assert "<script" not in page
        assert f'value="{html.escape(words).replace("&quot;", "&#34;")}"' in page
        assert "Cameras</mark> &amp; Co" in cameras

    def test_unknown_parameters_are_ignored(self, server: Server) -> None:
        """
        What other sites add to an address does not change the page.
        """
        plain = server.request("GET", "/search.html?q=letters")

        assert plain.body == server.request("GET", "/search.html?q=letters&utm_source=x").body


class TestBuilds:
    def test_pages_are_of_the_newest_build(self, home: Path, tmp_path: Path) -> None:
        """
        After a build, the server answers with the pages of the new graph.
        """
        shutil.copytree(home / "data", tmp_path / "data")
        shutil.copy(home / "privkg.toml", tmp_path)
        build.build([tmp_path / "data"], tmp_path / "graph")
        with serving.serving(tmp_path / "graph", "--workers", "1", folder=tmp_path) as found:
            assert 404 == found.request("GET", "/id/incident/parcels.html").status
            text = page_text("Parcels")
            (tmp_path / "data" / "parcels.txt").write_text(text, encoding="utf-8")
            build.build([tmp_path / "data"], tmp_path / "graph")
            page = "/id/incident/parcels.html"

            assert processes.wait_until(lambda: found.request("GET", page).status == 200)

            assert b"Parcels" in found.request("GET", "/incidents.html").body


@pytest.mark.long(part="browser")
class TestBrowser:
    @pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
    def test_a_reader_searches_without_a_script(
        self, server: Server, scheme: Literal["light", "dark"], width: int
    ) -> None:
        """
        From the home page by a search to an incident: nothing is reported, and nothing foreign loaded.
        """
        address = server.url.removesuffix("sparql")
        requested, messages, faults = list[str](), list[str](), list[str]()
        assert processes.wait_until(lambda: server.request("GET", "/").status == 200)
        with chromium() as browser:
            page = browser.new_context(
                color_scheme=scheme, viewport={"width": width, "height": 900}
            ).new_page()
            page.on("request", lambda request: requested.append(request.url))
            page.on("console", lambda message: messages.append(message.text))
            page.goto(address)
            page.fill("#words", "letters")
            page.keyboard.press("Enter")
            page.wait_for_url("**/search.html?q=letters*")
            faults += [*accessibility(page), *sideways(page, width)]
            page.click("summary:has-text('By harm')")
            page.check("input[value='solove-Disclosure']")
            page.click("text=Apply")
            page.wait_for_url("**harm=solove-Disclosure*")
            page.click(".hits .hit")
            page.wait_for_url("**/id/incident/letters.html")
            faults += [*accessibility(page), *sideways(page, width)]

        assert ([], []) == (messages, faults)
        assert [] == [url for url in requested if not url.startswith(address)]
