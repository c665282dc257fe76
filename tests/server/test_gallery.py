"""The canned questions over HTTP."""

from pathlib import Path
from urllib.parse import urlencode, urljoin

import pytest

import commands
from privkg.cli._options import ANSWERS
from privkg.query import ask, questions
from privkg.query.parameters import TYPES
from privkg.server import gallery
from serving import ENDLESS, Response, Server

FORMATS = [name for name in ANSWERS if name != "table"]
QUESTION = "actors-by-incidents"
ADDRESS = f"/questions/{QUESTION}"


def get(server: Server, address: str, accept: str = "", **fields: str) -> Response:
    """Return the response to a GET; in the names of header fields `_` is a hyphen."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return server.request("GET", address, fields=named | ({"Accept": accept} if accept else {}))


class TestList:
    def test_has_each_question_with_its_parameters(self, server: Server) -> None:
        """
        The list has each question, its parameters, and which of them are required.
        """
        listed = {each["name"]: each for each in get(server, "/questions").json["questions"]}

        assert questions.names() == list(listed)
        assert ["incident"] == [
            each["name"] for each in listed["similar-incidents"]["parameters"] if each["required"]
        ]

    def test_addresses_are_relative_to_the_list(self, server: Server) -> None:
        """
        The address of each question leads from the list to the answer, behind any prefix of a proxy.
        """
        first = get(server, "/questions").json["questions"][0]
        address = urljoin("/questions", first["address"])

        assert 200 == get(server, address).status
        assert f"/prefix{address}" == urljoin("/prefix/questions", first["address"])

    def test_examples_have_parameters_of_their_questions(self) -> None:
        """
        The example of each question names parameters of it.
        """
        for question in map(questions.load, questions.names()):
            names = {each.name for each in question.parameters}

            assert names.issuperset(name for name, _ in question.example_words)


class TestAnswers:
    @pytest.mark.parametrize("evidence", ["yes", "no"])
    @pytest.mark.parametrize("name", FORMATS)
    def test_have_the_bytes_of_ask(self, server: Server, graph: Path, name: str, evidence: str) -> None:
        """
        The answer over HTTP is the one that `privkg ask` writes in the same format.
        """
        option = ["--evidence"] if evidence == "yes" else []
        command = ["ask", QUESTION, "--harm", "Disclosure", "--format", name, *option]
        expected = commands.run(*command, "--quiet", graph=graph).stdout
        response = get(server, f"{ADDRESS}?harm=Disclosure&format={name}&evidence={evidence}")

        assert 200 == response.status
        assert expected == response.body.decode().replace("\r\n", "\n")

    @pytest.mark.parametrize(
        ("accept", "expected"),
        [
            ("", "application/sparql-results+json"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
            ("text/csv", "text/csv"),
            ("text/markdown;q=0.9, text/csv;q=0.1", "text/markdown"),
            ("application/json", "application/json"),
        ],
    )
    def test_are_in_the_preferred_format(self, server: Server, accept: str, expected: str) -> None:
        """
        Without the parameter format, the Accept field selects the format.
        """
        response = get(server, ADDRESS, accept)

        assert expected == response.media_type
        assert "Accept" == response.fields["vary"]

    def test_have_notes(self, server: Server) -> None:
        """
        The notes of an answer, which depend on its parameters, are in a header field.
        """
        values = {"claim-status": ["Denied"]}
        response = get(server, f"{ADDRESS}?claim-status=Denied")

        expected = " ".join(ask.notes(questions.load(QUESTION), values))
        assert expected == response.fields["privkg-notes"]

    def test_link_to_themselves(self, server: Server) -> None:
        """
        Each answer links to the address of the same bytes, whatever the Accept field.
        """
        response = get(server, f"{ADDRESS}?to=2020&from=2010", "text/csv")
        link = response.fields["link"].partition(">")[0].removeprefix("<")

        assert f"{QUESTION}?from=2010&to=2020&format=csv&evidence=no" == link
        assert response.body == get(server, urljoin(ADDRESS, link), "text/turtle").body

    def test_a_question_about_claims_is_answered(self, server: Server) -> None:
        """
        A question whose query may match claims is answered from the store of everything.
        """
        (actor, *_) = get(server, ADDRESS, "application/json").json["results"]["bindings"]
        address = (
            f"/questions/harms-of-organisation?{urlencode({'organisation': actor['actor']['value']})}"
        )

        assert 200 == get(server, address).status

    def test_words_are_looked_up_in_the_graph(self, server: Server) -> None:
        """
        An incident is named by its title.
        """
        title = "Letters+of+Example+City"

        assert 200 == get(server, f"/questions/similar-incidents?incident={title}&at-least=1").status

    def test_each_question_has_notes_that_a_field_can_have(self) -> None:
        """
        The notes of all questions are ASCII, on one line.
        """
        for question in map(questions.load, questions.names()):
            notes = " ".join(ask.notes(question, {}))

            assert notes.isascii()
            assert notes.isprintable()


class TestFaults:
    def test_an_unknown_question_is_not_found(self, server: Server) -> None:
        """
        The address of a question that does not exist is not found, and a similar one is named.
        """
        response = get(server, "/questions/actors-by-incident")

        assert 404 == response.status
        assert QUESTION in response.json["detail"]

    @pytest.mark.parametrize(
        ("address", "detail"),
        [
            ("similar-incidents", "similar-incidents requires the parameter incident"),
            (f"{QUESTION}?colour=red", f'unknown parameter of {QUESTION} "colour"'),
            (f"{QUESTION}?harm=Disclosur", 'did you mean "Disclosure"?'),
            (f"{QUESTION}?from=soon", '"soon" is not a date'),
            (f"{QUESTION}?claim-status=Denied&basis=derived", "leave out claim-status or basis"),
            (f"{QUESTION}?basis=none", '"none" is not one of'),
            (f"{QUESTION}?from=2010&from=2011", "the parameter from is given 2 times"),
        ],
    )
    def test_a_wrong_parameter_is_named(self, server: Server, address: str, detail: str) -> None:
        """
        A missing, unknown or wrong parameter is refused, and the document lists those that there are.
        """
        response = get(server, f"/questions/{address}")

        assert 400 == response.status
        assert detail in response.json["detail"]
        assert {"claim-status", "format", "evidence"} < set(response.json["parameters"])
        assert "--" not in response.json["detail"]

    @pytest.mark.parametrize("words", ["format=pdf", "format=csv&format=csv", "evidence=maybe"])
    def test_a_wrong_option_is_refused(self, server: Server, words: str) -> None:
        """
        An option with an unknown value, or with several, is refused.
        """
        response = get(server, f"{ADDRESS}?{words}")

        assert 400 == response.status
        assert "write one of: " in response.json["detail"]

    def test_an_unacceptable_answer_is_refused(self, server: Server) -> None:
        """
        A client that accepts none of the formats learns which there are.
        """
        response = get(server, ADDRESS, "image/png")

        assert 406 == response.status
        assert "text/markdown" in response.json["detail"]

    def test_only_reading_is_allowed(self, server: Server) -> None:
        """
        A question is not answered by POST, and OPTIONS names the same methods as the refusal.
        """
        refused = server.request("POST", ADDRESS, b"")
        options = server.request("OPTIONS", ADDRESS)

        assert 405 == refused.status
        assert set(refused.fields["allow"].split(", ")) == set(options.fields["allow"].split(", "))


class TestNames:
    def test_options_are_not_parameters(self) -> None:
        """
        No parameter of a question has the name of an option of all of them.
        """
        assert gallery.OPTIONS.keys().isdisjoint(TYPES)

    def test_every_format_has_a_media_type(self) -> None:
        """
        Each format that `privkg ask` writes to files can be requested by its media type.
        """
        assert set(FORMATS) == set(gallery.FORMATS.values())


class TestLanes:
    def test_foreign_queries_do_not_hold_up_questions(self, server: Server) -> None:
        """
        While clients' queries occupy every worker that they may have, a question is answered.
        """
        with server.connected() as one, server.connected() as other:
            for connection in (one, other):
                request = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(ENDLESS)}"
                kind = "Content-Type: application/sparql-query\r\n\r\n"
                connection.sendall(f"{request}\r\n{kind}{ENDLESS}".encode())

            assert 200 == get(server, f"{ADDRESS}?from=1999").status
