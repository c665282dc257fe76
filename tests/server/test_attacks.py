"""Attacks on a running server: each is refused or bounded; an honest request is answered after it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest

import attacks
from builders import page_text, row_text
from faults import FaultServer, response, sends
from privkg import build
from privkg.query import questions
from serving import ENDLESS, Server, serving


def check_honest(server: Server) -> None:
    """Check that the server runs, and answers a query and a question."""
    assert server.process.poll() is None
    assert [200, 200] == [
        server.query("ASK {}").status,
        server.request("GET", "/questions/actors-by-incidents").status,
    ]


def contents(folder: Path) -> dict[Path, bytes]:
    """Return the bytes of each file in a folder."""
    return {each: each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


@pytest.fixture
def listener() -> Iterator[FaultServer]:
    """A server that no attack may reach."""
    with FaultServer(sends(response(b"<x:a> <x:b> <x:c> .", kind="text/turtle"))) as found:
        yield found


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a graph whose texts are markup, addresses that run code, and formulas."""
    folder = tmp_path_factory.mktemp("marked")
    for number, text in enumerate((*attacks.MARKUP, "=1+1", "\t@SUM(A1)")):
        page = page_text(
            f"{text} {number}",
            actors=text,
            sources="javascript:alert(1)",
            rows=(row_text(Threat=text, Affected=text),),
            lead=text,
        )
        (folder / f"{number}.txt").write_text(page, encoding="utf-8")
    build.build([folder], folder / "graph")
    with serving(folder / "graph", "--workers", "1", "--timeout", "60") as found:
        yield found


class TestOtherServers:
    @pytest.mark.parametrize("name", attacks.SERVICES)
    def test_no_query_reaches_one(self, server: Server, listener: FaultServer, name: str) -> None:
        """
        A query that would have the server call another one is refused, and no request is sent.
        """
        refused = server.post(attacks.SERVICES[name].replace("{url}", listener.url))

        assert 403 == refused.status
        assert [] == listener.visits
        check_honest(server)

    @pytest.mark.parametrize("name", attacks.FETCHES)
    def test_no_graph_is_fetched(self, server: Server, listener: FaultServer, name: str) -> None:
        """
        The name of a graph is not an address to fetch: a graph that does not exist is empty.
        """
        found = server.post(attacks.FETCHES[name].replace("{url}", listener.url))

        assert (200, []) == (found.status, found.json["results"]["bindings"])
        assert [] == listener.visits

    @pytest.mark.parametrize("parameter", ["default_graph_uri", "named_graph_uri"])
    def test_no_parameter_is_fetched(
        self, server: Server, listener: FaultServer, parameter: str
    ) -> None:
        """
        Graphs that the request names are not fetched either.
        """
        query = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        found = server.query(query, **{parameter: listener.url})

        assert (200, []) == (found.status, found.json["results"]["bindings"])
        assert 404 == server.request("GET", f"/store?{urlencode({'graph': listener.url})}").status
        assert [] == listener.visits


class TestExhaustion:
    @pytest.mark.parametrize("name", attacks.ENDLESS_OR_LARGE)
    def test_a_query_is_ended_at_its_limits(self, hurried: Server, name: str) -> None:
        """
        A query that takes too long, or too much memory, ends with a problem document.
        """
        attack = attacks.ENDLESS_OR_LARGE[name]
        found = hurried.post(attack.query)

        assert found.status in attack.statuses
        assert 200 == found.status or found.status == found.json["status"]
        check_honest(hurried)

    @pytest.mark.parametrize("name", attacks.DEEP)
    def test_a_deep_query_ends_no_server(self, hurried: Server, name: str) -> None:
        """
        A query that is nested too deep for the engine is refused, or ends its own process alone.
        """
        attack = attacks.DEEP[name]
        found = hurried.post(attack.query)

        assert found.status in attack.statuses
        check_honest(hurried)

    def test_health_is_reported_meanwhile(self, hurried: Server) -> None:
        """
        While twenty queries without end are evaluated or wait, the server reports its health.
        """
        request = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        connections = [hurried.connected() for _ in range(20)]
        try:
            for each in connections:
                each.sendall(request)
            statuses = {hurried.request("GET", "/health").status for _ in range(20)}
        finally:
            for each in connections:
                each.close()

        assert {200} == statuses
        check_honest(hurried)


class TestWrites:
    @pytest.mark.parametrize("name", attacks.WRITES)
    def test_nothing_changes_the_graph(self, server: Server, graph: Path, name: str) -> None:
        """
        A request that would change the graph is refused, with credentials too.
        """
        method, address, body, kind, status = attacks.WRITES[name]
        before = contents(graph)
        fields = {"Content-Type": kind, "Authorization": "Bearer x", "Cookie": "session=x"}

        assert status == server.request(method, address, body or None, fields).status
        assert before == contents(graph)


class TestBrowsers:
    @pytest.mark.parametrize("address", attacks.ADDRESSES)
    @pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
    def test_every_response_is_confined(self, server: Server, method: str, address: str) -> None:
        """
        Every response has its exact type, runs nothing in a browser, and is read without credentials.
        """
        found = server.request(method, address, fields={"Origin": "https://evil.example"})

        assert "nosniff" == found.fields["x-content-type-options"]
        assert found.fields["content-security-policy"].startswith("default-src 'none'")
        assert "*" == found.fields["access-control-allow-origin"]
        assert {"access-control-allow-credentials", "set-cookie"}.isdisjoint(found.fields)
        assert 204 == found.status or "content-type" in found.fields

    @pytest.mark.parametrize("address", attacks.ADDRESSES)
    def test_no_response_has_the_host(self, server: Server, address: str) -> None:
        """
        No address in a response is made of the Host field, which a client or a cache may be led to.
        """
        found = server.request("GET", address, fields={"Host": "127.6.6.6:6666"})

        assert "127.6.6.6" not in f"{found.fields} {found.body!r}"

    @pytest.mark.parametrize("name", questions.names())
    def test_texts_are_no_markup(self, marked: Server, name: str) -> None:
        """
        Texts of pages are texts in an answer in HTML: no element, handler or address of them is in it.
        """
        address = f"/questions/{name}?{urlencode({'format': 'html', **words_of(name)})}"
        found = marked.request("GET", address)
        page = Page(found.body.decode() if 200 == found.status else "")

        assert (found.status, found.media_type) in (
            (200, "text/html"),
            (400, "application/problem+json"),
        )
        assert {"script", "img", "iframe", "object", "form"}.isdisjoint(page.elements)
        assert [] == [each for each in page.attributes if each.startswith("on")]
        assert {"", "http", "https"}.issuperset(urlsplit(each).scheme for each in page.links)

    def test_texts_are_in_the_answers(self, marked: Server) -> None:
        """
        The answers of that graph do have such texts, as they are.
        """
        titles = marked.query("SELECT ?t { ?i a pk:Incident ; dcterms:title ?t }", "text/csv").body

        assert all(each.replace('"', '""').encode() in titles for each in attacks.MARKUP)

    def test_formulas_are_exact_in_results(self, server: Server) -> None:
        """
        CSV results have the values as they are, as the W3C's format requires.
        """
        query = 'SELECT ?x { VALUES ?x { "=1+1" "@SUM(A1)" "-1" } }'

        assert b"x\r\n=1+1\r\n@SUM(A1)\r\n-1\r\n" == server.query(query, "text/csv").body


class TestInjection:
    @pytest.mark.parametrize("words", attacks.INJECTIONS)
    @pytest.mark.parametrize("name", ["harm", "from", "claim-status", "format", "evidence"])
    def test_a_word_is_no_query(self, server: Server, name: str, words: str) -> None:
        """
        A word for a parameter of a question is looked up or refused, and never part of its query.
        """
        found = server.request("GET", f"/questions/actors-by-incidents?{urlencode({name: words})}")

        assert 400 == found.status
        assert "parameters" in found.json or "write one of" in found.json["detail"]

    @pytest.mark.parametrize("words", attacks.INJECTIONS)
    def test_a_name_is_no_query(self, server: Server, words: str) -> None:
        """
        The name of a question or of a graph is looked up, and never part of a query or a path.
        """
        assert 404 == server.request("GET", f"/questions/{quote(words, safe='')}").status
        assert server.request("GET", f"/store?{urlencode({'graph': words})}").status in (400, 404)
        assert 400 == server.query("ASK {}", default_graph_uri=words).status

    @pytest.mark.parametrize("place", ["harm", "format", "incident\r\nX-Evil: 1"])
    def test_a_parameter_is_no_field(self, server: Server, place: str) -> None:
        """
        Line ends in a parameter or its name add no field to the response.
        """
        evil = {place: "Disclosure\r\nX-Evil: 1\r\n\r\nevil"}
        found = server.request("GET", f"/questions/actors-by-incidents?{urlencode(evil)}")

        assert "x-evil" not in found.fields
        assert 400 == found.status

    @pytest.mark.parametrize("address", attacks.OUTSIDE)
    def test_no_path_leads_to_a_file(self, server: Server, address: str) -> None:
        """
        An address is looked up in a table; none leads out of it to a file.
        """
        found = server.request("GET", address)

        assert found.status in (400, 404)
        assert b"root:" not in found.body


class TestLogs:
    def test_have_no_secret_and_no_second_line(self, graph: Path, tmp_path: Path) -> None:
        """
        Credentials, cookies and queries are in no log, and no path adds a line or a control character.
        """
        log = tmp_path / "access.log"
        fields = (
            b"Host: localhost\r\nAuthorization: Basic secret\r\nCookie: secret=1\r\nConnection: close"
        )
        addresses = (b"/a%0a%7b%7d", b"/\xc2\x85\xe2\x80\xae", b"/sparql?query=secret", b"/\x1b[2J")
        with serving(graph, "--workers", "1", "--access-log", str(log)) as server:
            for each in addresses:
                server.raw(b"GET %s HTTP/1.1\r\n%s\r\n\r\n" % (each, fields))
            server.process.terminate()
            assert server.process.stderr
            errors = server.process.stderr.read()
        lines = log.read_bytes()

        assert b"secret" not in lines + errors.encode()
        assert re.fullmatch(rb"(\{[ -~]*\}\n){2,4}", lines)
        assert errors.replace("\n", "").isprintable()


class Page(HTMLParser):
    """The elements, attributes and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements = set[str]()
        self.attributes = set[str]()
        self.links: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]


def words_of(name: str) -> dict[str, str]:
    """Return words for the parameters that a question requires; they may name nothing."""
    return dict.fromkeys(questions.load(name).needs, attacks.MARKUP[0])
