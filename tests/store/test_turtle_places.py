"""Places of resources and values in Turtle files, in any notation."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.rdf.terms import Term
from privkg.store import rdf, turtle_places

THING = Term("<https://example.org/things/one.a>")
PREFIXES = "@prefix ex: <https://example.org/things/> .\nPREFIX : <https://example.org/things/>\n"
WRITTEN = (
    "<https://example.org/things/one.a>",
    "ex:one.a",
    ":one.a",
    r":one\.a",
)
ELSEWHERE = st.sampled_from(
    (
        "# ex:one.a <urn:b> 1 .",
        "ex:two ex:knows ex:one.a , <https://example.org/things/one.a>.",
        "ex:two ex:says 'it''s' .".replace("''", r"\'"),
        'ex:two ex:says """a text.\nex:one.a "" . """@en .',
        "ex:two ex:says '''\n:one.a . '''^^ex:type; ex:number .5, -1.5e3 .",
        "ex:one.aa ex:knows ex:one .",
        "ex:two ex:list (), (ex:one.a 2) ; ex:knows [ ex:knows ex:one.a ] .",
        "@prefix two: <https://example.org/two/> .",
        "BASE <https://example.org/things/>",
        "<two> ex:says 1 .",
        "",
    )
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that each example overwrites."""
    return tmp_path_factory.mktemp("turtle") / "things.ttl"


class TestPlace:
    @given(before=st.lists(ELSEWHERE), written=st.sampled_from(WRITTEN), indent=st.integers(0, 3))
    def test_the_first_statement_of_it(
        self, file: Path, before: list[str], written: str, indent: int
    ) -> None:
        """
        The place of a resource is its first statement as a subject, not a mention elsewhere.
        """
        above = "BASE <https://example.org/>\n" + PREFIXES + "".join(f"{each}\n" for each in before)
        file.write_text(f"{above}{' ' * indent}{written} ex:says 'this' .\n", encoding="utf-8")

        rdf.read_with_blank_nodes(file)  # it is Turtle

        assert f"{file}:{above.count(chr(10)) + 1}:{indent + 1}" == str(turtle_places.place(file, THING))

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("<https://example.org/two> a 1.<https://example.org/things/one.a> a 2 .", ":1:31"),
            ("@base <https://example.org/> .\n@base <things/> . <one.a> a 2 .", ":2:19"),
            ("@base <https://example.org/> .\nprefix a: <things/>\na:one.a a 2 .", ":3:1"),
            ("prefix # of what?\n a:\n <https://example.org/things/> a:one.a a 2.", ":3:32"),
        ],
    )
    def test_notations(self, file: Path, text: str, line: str) -> None:
        """
        Statements without spaces and relative IRIs are found.
        """
        file.write_text(text, encoding="utf-8")

        assert [THING] == [s for s, _, _ in rdf.read_turtle(file)][-1:]
        assert f"{file}{line}" == str(turtle_places.place(file, THING))

    def test_an_absent_resource(self, file: Path) -> None:
        """
        The place of a resource that is not described is the file.
        """
        file.write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")

        assert str(file) == str(turtle_places.place(file, THING))

    @given(text=st.text(st.sampled_from("<>\"'\\.:#@[]() \n_aprefix")))
    def test_any_text(self, file: Path, text: str) -> None:
        """
        Any text returns a place without an exception, also text that is not Turtle.
        """
        file.write_text(text, encoding="utf-8")

        assert str(file) == turtle_places.place(file, THING).file


class TestPlaceOfNameless:
    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("\n <urn:a> <urn:b> [] .", ":2:18"),
            ("#[\n _:a <urn:b> '[' .", ":2:2"),
            ("<urn:a> <urn:b> (), (1) .", ":1:21"),
            ("<urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> .", ":1:17"),
            ("<urn:a> <urn:b> () .", ""),
        ],
    )
    def test_of_the_first(self, file: Path, text: str, place: str) -> None:
        """
        Blank nodes, lists and triple terms are found, and other brackets are ignored.
        """
        file.write_text(text, encoding="utf-8")

        assert f"{file}{place}" == str(turtle_places.place_of_nameless(file))


class TestPlaceOfValue:
    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("<urn:a> <urn:p> 1 ;\n ex:count 2 , 3 .", ":3:2"),
            ("<urn:a> ex:count 1 .\n<urn:b> ex:count 3.", ":3:9"),
            ("# ex:count 3\n<urn:a> <urn:p> 'ex:count 3' ; ex:count [ ex:count 3 ] .", ":3:43"),
            ("<urn:a> ex:count 1 ; ex:other 3 .", ":2:9"),
            ("<urn:a> ex:other 3 .", ""),
        ],
    )
    def test_of_the_predicate_with_it(self, file: Path, text: str, place: str) -> None:
        """
        The predicate with the value is found, or else the first occurrence of the predicate.
        """
        file.write_text(f"PREFIX ex: <urn:e:>\n{text}", encoding="utf-8")
        number = Term('"3"^^<http://www.w3.org/2001/XMLSchema#integer>')

        assert f"{file}{place}" == str(turtle_places.place_of_value(file, Term("<urn:e:count>"), number))

    @given(text=st.text(st.sampled_from("<>\"'\\.:#@[]() \n_aprefix")))
    def test_any_text(self, file: Path, text: str) -> None:
        """
        Any text returns a place without an exception.
        """
        file.write_text(text, encoding="utf-8")
        found = turtle_places.place_of_value(file, Term("<urn:a>"), Term('"x"'))

        assert str(file) == found.file
