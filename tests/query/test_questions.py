"""Each question has its expected answer on its data, and binds any value safely.

`tests/queries/<question>/` has for each case `arguments-<case>.txt` with `expected-<case>.csv`;
`expected.csv` is the case of `arguments.txt`, or else of the question's own example. The data is the
folder's `data.ttl`, or else `world.ttl`, invented data that all questions share.
"""

import itertools
import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import page_text, row_text
from checkout import ROOT, TESTS
from privkg import build
from privkg.core.errors import UnknownNameError
from privkg.query import ask, questions, results
from privkg.rdf.iris import DEFAULT
from privkg.rdf.sparql.matching import may_match
from privkg.rdf.terms import Term, Triple, literal, term
from privkg.reference import concepts
from privkg.reference.dates import extent
from privkg.store import generations, quads_text, rdf
from privkg.store.graph import Graph, open_graph

CASES = TESTS / "queries"
WORLD = CASES / "world.ttl"
LACKING = ("harms-without-rows", "incidents-with-one-source", "secondary-use-without-purposes")
"""Questions about missing parts of pages; no page of the corpus lacks them."""
OF_REGISTERS = ("records-by-code", "records-by-code-and-year", "records-by-two-codes")
"""Questions about records of registers; the corpus has none."""
UNANSWERED = ("harms-without-mapping", *LACKING, *OF_REGISTERS)
"""Questions without an answer in the corpus; each harm of Solove's has a mapping."""
HEADLINE = "actors-linked-to-harms"
OF_VERSION_2 = [
    name
    for name in questions.names()
    if re.search(
        r"pk:(decisionOf|lastChecked|recipient|actorRole|followsFrom) "
        r"|\?row (pk:(information|law)|dcterms:source) \?(information|law|source)\b",
        questions.load(name).text,
    )
]
"""Questions about decisions, or about properties that a row states itself."""
DATED = [n for n in questions.names() if "from" in {p.name for p in questions.load(n).parameters}]
"""Questions with parameters for dates."""
EXAMPLES = {
    "harms-of-organisation": "--organisation 'City of Alba'",
    "records-by-code": "--field action",
    "records-by-code-and-year": "--field action",
    "records-by-two-codes": "--field action --other-field actor",
    "rows-by-mapped-concept": questions.load("rows-by-mapped-concept").example,
    "similar-incidents": "--incident alba-cameras --at-least 1",
    "why-linked": "--actor alba-it",
}
"""Arguments on `world.ttl` for the questions with required parameters."""


def cases() -> Iterator[tuple[str, str, Path]]:
    for folder in sorted(path for path in CASES.iterdir() if path.is_dir()):
        own = folder / "arguments.txt"
        example = own.read_text() if own.exists() else questions.load(folder.name).example
        yield folder.name, example, folder / "expected.csv"
        for arguments in sorted(folder.glob("arguments-*.txt")):
            expected = arguments.with_name(arguments.name.replace("arguments", "expected"))
            yield folder.name, arguments.read_text(), expected.with_suffix(".csv")


def values_of(arguments: str) -> dict[str, list[str]]:
    words = shlex.split(arguments)
    found: dict[str, list[str]] = {}
    for name, value in zip(words[::2], words[1::2], strict=True):
        found.setdefault(name.removeprefix("--"), []).append(value)
    return found


def data_of(name: str) -> Path:
    """Return the file with the data of a question."""
    own = CASES / name / "data.ttl"
    return own if own.exists() else WORLD


_DATES = (term("dcterms:date"), term("pk:dateEdtf"))


@cache
def triples_of(data: Path) -> dict[str, Sequence[Triple]]:
    """Return the triples for questions by named graph: data, ontology and labels."""
    shared = rdf.read_turtle(data)
    used = {term for triple in shared for term in triple}
    laws = concepts.law_records_in_use(used)
    return {
        "shared": shared,
        "ontology": (*concepts.triples(), *laws),
        "labels": concepts.labels_in_use(used.union(o for _, _, o in laws)),
    }


@pytest.fixture(scope="session")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Graph]:
    """A function from a question to the graph with its data, built once."""

    @cache
    def built(data: Path) -> Graph:
        directory = tmp_path_factory.mktemp("data") / "graph"
        named = {DEFAULT.graph(name): triples for name, triples in triples_of(data).items()}
        packed = [quads_text.pack(name, triples) for name, triples in named.items()]
        with generations.building(directory):
            generations.write(directory, packed, (), DEFAULT)
        return open_graph(directory)

    return lambda name: built(data_of(name))


@pytest.fixture(scope="session")
def spanning(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Callable[[str], Graph]]:
    """A function to a question's graph in which all incidents and decisions have one EDTF date."""

    @cache
    def built(data: Path, edtf: str) -> Graph:
        directory = tmp_path_factory.mktemp("spanning") / "graph"
        named = {DEFAULT.graph(name): triples for name, triples in triples_of(data).items()}
        shared = DEFAULT.graph("shared")
        rest = [triple for triple in named[shared] if triple[1] not in _DATES]
        nodes = {incident for _, predicate, incident in rest if predicate == term("pk:violationOf")}
        nodes |= {decision for decision, predicate, _ in rest if predicate == term("pk:decisionOf")}
        named[shared] = [*rest, *((node, p, o) for node in nodes for p, o in dated(edtf))]
        packed = [quads_text.pack(name, triples) for name, triples in named.items()]
        with generations.building(directory):
            generations.write(directory, packed, (), DEFAULT)
        return open_graph(directory)

    return lambda edtf: lambda name: built(data_of(name), edtf)


def dated(edtf: str) -> Iterator[tuple[Term, Term]]:
    start, datatype = extent.first(edtf)
    yield term("dcterms:date"), literal(start, datatype)
    yield term("pk:dateEdtf"), literal(edtf)


class TestAnswers:
    @pytest.mark.parametrize(("name", "arguments", "expected"), list(cases()))
    def test_has_the_expected_answer(
        self, name: str, arguments: str, expected: Path, graphs: Callable[[str], Graph]
    ) -> None:
        """
        The answer on the sample data equals the expected file, in the same order.
        """
        answer = ask.ask(graphs(name), questions.load(name), values_of(arguments))

        assert expected.read_bytes().replace(b"\r\n", b"\n") == results.to_results(
            answer, "csv"
        ).replace(b"\r\n", b"\n")

    @pytest.mark.parametrize(
        ("name", "parameter"), [(q, p.name) for q in OF_VERSION_2 for p in questions.load(q).parameters]
    )
    def test_each_parameter_changes_the_answer(
        self, name: str, parameter: str, graphs: Callable[[str], Graph]
    ) -> None:
        """
        For each parameter of a question there is a case whose answer differs without the parameter.
        """
        given = [values_of(arguments) for case, arguments, _ in cases() if case == name]
        shown = [each for each in given if parameter in each]
        graph, question = graphs(name), questions.load(name)

        assert any(
            ask.ask(graph, question, each) != ask.ask(graph, question, {**each, parameter: []})
            for each in shown
        )

    @pytest.mark.parametrize("name", [name for name in questions.names() if name not in UNANSWERED])
    def test_its_example_has_an_answer_in_the_corpus(self, name: str, corpus: Graph) -> None:
        """
        The example in the help has rows on the project's own data, each with evidence.
        """
        question = questions.load(name)

        answer = ask.ask(corpus, question, values_of(question.example), with_evidence=True)

        assert [True] * max(1, len(answer.rows)) == ["“" in row["evidence"] for row in answer.rows]

    @pytest.mark.parametrize("name", questions.names())
    def test_it_reads_facts_only(self, name: str, graphs: Callable[[str], Graph]) -> None:
        """
        No question needs a store of all quads, with any of its parameters, with evidence or without.
        """
        graph, question = graphs(name), questions.load(name)
        given = [values_of(arguments) for case, arguments, _ in cases() if case == name]

        assert [] == [
            values
            for values, with_evidence in itertools.product(given, (False, True))
            if may_match(question.bound(values, graph, with_evidence=with_evidence))
        ]

    @pytest.mark.parametrize("name", questions.names())
    def test_evidence_changes_no_row(self, name: str, graphs: Callable[[str], Graph]) -> None:
        """
        An answer with evidence has the same rows in the same order, even where a fact has none.
        """
        graph, question = graphs(name), questions.load(name)
        for values in [values_of(arguments) for case, arguments, _ in cases() if case == name]:
            plain, full = (
                ask.ask(graph, question, values, with_evidence=each) for each in (False, True)
            )
            columns = [column for column in plain.columns if column != "source"]
            shown = [
                [[row.get(column) for column in columns] for row in answer.rows]
                for answer in (plain, full)
            ]

            assert shown[:1] * 2 == shown

    @pytest.mark.parametrize("name", LACKING)
    def test_a_missing_part_has_evidence(self, name: str, tmp_path: Path) -> None:
        """
        A page with a harm without a row, one source and no purposes is found, with evidence.
        """
        rows = (row_text(Harm="Secondary Use"),)
        text = page_text(rows=rows, Solove_Harm="Secondary Use, Exposure")
        (tmp_path / "page.txt").write_text(text, encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")

        answer = ask.ask(open_graph(tmp_path / "graph"), questions.load(name), {}, with_evidence=True)

        assert [True] == ["page.txt:" in row["evidence"] for row in answer.rows]

    def test_a_missing_value_does_not_empty_a_list(self, tmp_path: Path) -> None:
        """
        The information of a type of group is listed even if one of its incidents has none.
        """
        for title, information in (("First", "Location"), ("Second", "")):
            text = page_text(title, High_Risk_Groups="Women in Moscow", Information=information)
            (tmp_path / f"{title}.txt").write_text(text, encoding="utf-8")
        build.build([tmp_path / "First.txt", tmp_path / "Second.txt"], tmp_path / "graph")

        question = questions.load("group-types-at-high-risk")
        answer = ask.ask(open_graph(tmp_path / "graph"), question, {})

        assert ["Location"] == [rdf.literal_text(row["information"]) for row in answer.rows]

    def test_the_largest_incidents_need_no_actor(self, tmp_path: Path) -> None:
        """
        An incident whose row has no named actor, and one without rows, are listed by their size.
        """
        unnamed = row_text(Threat="Somebody watching people")
        pages = {"Unnamed": (unnamed,), "Named": (row_text(),), "Bare": ()}
        for people, (title, rows) in enumerate(pages.items(), start=1):
            text = page_text(title, rows=rows, People_Affected=str(people))
            (tmp_path / f"{title}.txt").write_text(text, encoding="utf-8")
        build.build([tmp_path], tmp_path / "graph")

        answer = ask.ask(open_graph(tmp_path / "graph"), questions.load("largest-incidents"), {})

        found = [
            (rdf.literal_text(row["title"]), rdf.literal_text(row["actors"])) for row in answer.rows
        ]
        assert [("Bare", ""), ("Named", "Example Agency"), ("Unnamed", "")] == found

    @pytest.mark.parametrize(
        ("name", "arguments", "lines"),
        [
            ("incidents-combining-harms", "", 2),
            ("incidents-in-place", "", 2),
            ("incidents-with-one-source", "", 2),
            ("incidents-with-special-categories", "", 2),
            ("largest-incidents", "", 2),
            ("outcomes", "", 2),
            ("recurring-actors", "", 1),
            ("remote-biometrics-by-authorities", "", 2),
            ("similar-incidents", "--incident first --at-least 1", 1),
        ],
    )
    def test_incidents_without_a_date_are_included(
        self, name: str, arguments: str, lines: int, tmp_path: Path
    ) -> None:
        """
        Two incidents with an unreadable date, and a single source without a URL, are in the answer.
        """
        actor = "Moscow's Department of Technology"
        fields = {
            "Date": "long ago",
            "Information": "Facial Print",
            "People Affected": "1200",
            "Technology": "Face Recognition",
            "Threat Actors": actor,
        }
        rows = (row_text(Threat=f"{actor} watching people"),)
        for title in ("First", "Second"):
            text = page_text(title, rows=rows, sources="A book", **fields)
            (tmp_path / f"{title}.txt").write_text(text, encoding="utf-8")
        build.build([tmp_path / "First.txt", tmp_path / "Second.txt"], tmp_path / "graph")

        answer = ask.ask(open_graph(tmp_path / "graph"), questions.load(name), values_of(arguments))

        assert lines == len(answer.rows)


class TestStatuses:
    def test_labels_of_statuses_are_their_local_names(self) -> None:
        """
        The label of a claim status can be made from its IRI, which saves queries a join.
        """
        found = {concept.iri: concept.label for concept in concepts.claim_statuses()}

        assert {term(f"pk:{label.capitalize()}"): label for label in found.values()} == found

    @pytest.mark.parametrize("name", questions.names())
    def test_rows_can_be_selected_with_and_without_a_status(self, name: str) -> None:
        """
        Each line that requires a status is paired with one that excludes statuses of the same row.
        """
        text = questions.load(name).text
        wanted = re.findall(r"claim-status: +(\?\w+) pk:claimStatus \?(?:wanted|given)ClaimStatus", text)
        unwanted = re.findall(r"unwanted-status: .* (\?\w+) pk:claimStatus \?unwantedClaimStatus", text)

        assert wanted
        assert wanted == unwanted

    @pytest.mark.parametrize("name", questions.names())
    def test_an_actor_and_a_harm_have_a_status(self, name: str) -> None:
        """
        A question with columns for an actor and a harm has columns for claim status and claimant too.
        """
        columns = set(questions.load(name).columns)
        has_actor = columns & {"actor", "actorType", "actors", "unit"}
        has_harm = columns & {"harm", "harmGroup", "harms", "unitHarms"}
        required = (
            {"status", "attributedTo"},
            {"statuses", "attributedTo"},
            {"unitStatuses", "unitAttributedTo", "bodyStatuses", "bodyAttributedTo"},
            {"established", "contested"},
        )

        assert not (has_actor and has_harm) or any(names <= columns for names in required)

    @pytest.mark.parametrize(
        ("name", "arguments"),
        [
            ("actors-by-incidents", ""),
            ("harms-by-actor-type", ""),
            ("harms-of-organisation", "--organisation 'Alpha Corp'"),
            ("recurring-actors", ""),
        ],
    )
    def test_a_row_of_two_actors_counts_once(self, name: str, arguments: str, tmp_path: Path) -> None:
        """
        A row is counted once, however many actors, places or dates it has.
        """
        row = row_text(Threat="Alpha Corp and Example Agency watching people", Status="Established")
        fields = {
            "Threat_Actors": "Alpha Corp, Example Agency",
            "Location": "Oslo, Norway; Kyiv, Ukraine",
        }
        for number in (1, 2):
            text = page_text(f"Cameras {number}", rows=(row,), **fields)
            (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        build.build([tmp_path], tmp_path / "graph")
        answer = ask.ask(open_graph(tmp_path / "graph"), questions.load(name), values_of(arguments))

        counts = {(line["established"], line["contested"]) for line in answer.rows}
        assert {(literal("2", "xsd:integer"), literal("0", "xsd:integer"))} == counts

    @pytest.mark.parametrize(
        ("name", "arguments"),
        [
            (HEADLINE, ""),
            ("contested-claims", ""),
            ("rows-by-mapped-concept", "--concept SecondaryUse"),
            ("secondary-use-without-purposes", ""),
            ("why-linked", ""),
        ],
    )
    def test_a_row_that_two_claim_is_one_line(self, name: str, arguments: str, tmp_path: Path) -> None:
        """
        A row has one line with both claimants if Status and According to name different ones.
        """
        row = row_text(Harm="Secondary Use", Status="Denied by the company", According_to="Activists")
        (tmp_path / "page.txt").write_text(page_text(rows=(row,)), encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")

        graph = open_graph(tmp_path / "graph")
        answer = ask.ask(graph, questions.load(name), values_of(arguments))

        claimants = [rdf.literal_text(row["attributedTo"]) for row in answer.rows]
        assert ["Activists | the company"] == claimants


def derived(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples with every second row derived."""
    triples, status = list(triples), term("pk:claimStatus")
    rows = every_second_row(triples)
    others = [each for each in triples if each[0] not in rows or each[1] != status]
    return [*others, *((row, status, term("pk:Derived")) for row in sorted(rows))]


def without_derived(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples without the rows that `derived` makes derived."""
    triples = list(triples)
    rows = every_second_row(triples)
    return [each for each in triples if not {each[0], each[2]} & rows]


def every_second_row(triples: Iterable[Triple]) -> set[Term]:
    return set(
        sorted({row for row, predicate, _ in triples if predicate == term("pk:violationOf")})[::2]
    )


def without_acts(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples without the acts of rows."""
    return [each for each in triples if each[1] != term("pk:act")]


@pytest.fixture(scope="session")
def changed(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Callable[[Iterable[Triple]], list[Triple]], str], Graph]:
    """A function from a change and a question to the graph with the question's data, changed."""

    @cache
    def built(change: Callable[[Iterable[Triple]], list[Triple]], data: Path) -> Graph:
        directory = tmp_path_factory.mktemp("changed") / "graph"
        named = {DEFAULT.graph(name): triples for name, triples in triples_of(data).items()}
        shared = DEFAULT.graph("shared")
        named[shared] = change(named[shared])
        packed = [quads_text.pack(name, triples) for name, triples in named.items()]
        with generations.building(directory):
            generations.write(directory, packed, (), DEFAULT)
        return open_graph(directory)

    return lambda change, name: built(change, data_of(name))


class TestDerivedRows:
    @pytest.mark.parametrize("name", questions.names())
    def test_a_row_that_is_left_out_has_no_effect(
        self, name: str, changed: Callable[..., Graph]
    ) -> None:
        """
        An answer without derived rows is the same as on a graph that has none.
        """
        question, given = questions.load(name), values_of(EXAMPLES.get(name, ""))
        asserted = {**given, "basis": ["asserted"]}
        # Incidents and decisions whose rows are all derived are left out too.
        rest = given if question.selects == "rows" else asserted

        assert (
            ask.ask(changed(without_derived, name), question, rest).rows
            == ask.ask(changed(derived, name), question, asserted).rows
        )

    @pytest.mark.parametrize("name", questions.names())
    def test_a_row_without_an_act_is_included(self, name: str, changed: Callable[..., Graph]) -> None:
        """
        An answer has the same lines if the rows have no act in words.
        """
        question, given = questions.load(name), values_of(EXAMPLES.get(name, ""))
        found = ask.ask(changed(without_acts, name), question, given).rows
        whole = ask.ask(changed(list, name), question, given).rows
        acts = {"act", "earlierAct", "laterAct"}

        assert found == tuple({each: row[each] for each in row if each not in acts} for row in whole)


class TestListsOfTerms:
    def test_special_categories_are_those_of_dpv(self) -> None:
        """
        The question names all categories that DPV has below special categories, or above one of these.
        """
        special = set(concepts.with_narrower(term("dpv:SpecialCategoryPersonalData")))
        categories = {concept.iri for concept in concepts.information()}
        above = {c for c in categories - special if special & set(concepts.with_narrower(c))}
        named = named_in("incidents-with-special-categories", "pd")

        assert (categories & special) | above == named

    def test_authorities_are_those_of_the_ontology(self) -> None:
        """
        The question names the type public authority and all narrower types.
        """
        named = named_in("remote-biometrics-by-authorities", "pk")
        types = {concept.iri for concept in concepts.actor_types()}

        assert set(concepts.with_narrower(term("pk:PublicAuthority"))) == named & types


def named_in(question: str, prefix: str) -> set[Term]:
    """Return the terms of a namespace in the unconditional lines of a question."""
    lines = [line for line in questions.load(question).text.splitlines() if "#?" not in line]
    return {term(word) for word in re.findall(rf"\b{prefix}:\w+", "\n".join(lines))}


def since_and_until(name: str) -> list[str]:
    """Return the lines of a question that restrict dates, with decisions written as incidents."""
    text = re.sub(r"(#\? (?:from|to): .*)\?decision\b", r"\1?incident", questions.load(name).text)
    lines = [line.strip() for line in text.splitlines()]
    return list(dict.fromkeys(line for line in lines if re.match(r"#\? (?:from|to): (?!VALUES)", line)))


class TestDates:
    @pytest.mark.parametrize("name", DATED)
    def test_are_compared_in_one_way(self, name: str) -> None:
        """
        Every question with `from` and `to` restricts dates by the same lines.
        """
        assert since_and_until(DATED[0]) == since_and_until(name)

    def test_no_question_reads_the_clock(self) -> None:
        """No question uses NOW(); dates are compared with those of pages and with `--since`."""
        names = questions.names()
        assert [] == [name for name in names if re.search(r"\bNOW\s*\(", questions.load(name).text)]

    def test_of_every_question_are_found(self) -> None:
        """
        A question has both `from` and `to`, or neither.
        """
        both = {"from", "to"}
        given = [both & {p.name for p in questions.load(name).parameters} for name in questions.names()]

        assert [both] * len(DATED) == [each for each in given if each]

    @pytest.mark.parametrize("name", DATED)
    def test_a_range_is_found_in_all_its_years(
        self, name: str, spanning: Callable[[str], Callable[[str], Graph]]
    ) -> None:
        """
        Incidents from 2007 to May 2010 are found for any dates in between, and for no others.
        """
        graph = spanning("2007/2010-05")(name)
        whole = ask_between(graph, name)
        inside = [ask_between(graph, name, *each) for each in (("2008", "2008"), ("2010", "2010-01-31"))]
        outside = [ask_between(graph, name, *each) for each in (("2010-06", None), (None, "2006-12"))]

        assert [whole] * 2 == inside
        assert [set(), set()] == [rows - ask_between(graph, name, "3000") for rows in outside]
        assert whole != outside[0]

    @pytest.mark.parametrize(
        ("edtf", "day", "is_there"),
        [
            ("2007/..", "2050", True),
            ("2007~/..", "2050-01-01", True),
            ("2007%", "2007-06", True),
            ("2007%", "2008", False),
            ("2007/2010%", "2010-06-30", True),
            ("2007/2010?", "2011", False),
            ("2007-24", "2007-12", True),
            ("2007-35", "2007", True),
            ("2007-35/2008-33", "2008-05", True),
            ("2007-35/2008-33", "2009", False),
            ("2007-12/2008-02", "2008-02-29", True),
            ("2007-12/2008-02", "2008-03", False),
            ("200X", "2009-12-31", True),
            ("200X", "2010", False),
            ("200X~/2011", "2011-03", True),
        ],
    )
    def test_the_end_is_that_of_the_edtf(
        self, edtf: str, day: str, is_there: bool, spanning: Callable[[str], Callable[[str], Graph]]
    ) -> None:
        """
        A range ends where its EDTF text does: open, in a season, a decade, or about a year.
        """
        graph = spanning(edtf)("incidents-in-place")

        assert is_there == bool(ask_between(graph, "incidents-in-place", day))

    def test_the_date_of_a_range_has_both_ends(
        self, spanning: Callable[[str], Callable[[str], Graph]]
    ) -> None:
        """
        The date of a range in an answer is the whole range.
        """
        graph = spanning("2007/2010-05")("incidents-in-place")
        answer = ask.ask(graph, questions.load("incidents-in-place"), {})

        assert {literal("2007/2010-05")} == {row["date"] for row in answer.rows}


def ask_between(
    graph: Graph, name: str, start: str | None = None, end: str | None = None
) -> set[tuple[tuple[str, Term], ...]]:
    """Return the rows of a question's example between two dates."""
    given = {"from": [start] if start else [], "to": [end] if end else []}
    example = values_of(EXAMPLES.get(name, ""))
    return {
        tuple(sorted(row.items())) for row in ask.ask(graph, questions.load(name), example | given).rows
    }


class TestHeads:
    def test_identifiers_are_distinct(self) -> None:
        """
        Each question has one identifier, and no other question has it.
        """
        texts = {
            name: (ROOT / "queries" / f"{name}.rq").read_text("utf-8") for name in questions.names()
        }
        found = {
            name: re.findall("(?m)^#[+] id: ([A-Z]+-[0-9]+)$", text) for name, text in texts.items()
        }
        times = Counter(each for some in found.values() for each in some)

        assert [] == [name for name, some in found.items() if len(some) != 1]
        assert [] == [each for each, count in times.items() if count > 1]

    @pytest.mark.parametrize("name", questions.names())
    def test_columns_are_those_of_the_query(self, name: str, graphs: Callable[[str], Graph]) -> None:
        """
        The columns in the header are those that the query selects, in the same order.
        """
        question = questions.load(name)
        selected = graphs(name).answer(question.text, "csv", "text/turtle")[1].decode().splitlines()[0]

        assert ",".join(question.columns) == selected

    @pytest.mark.parametrize("name", questions.names())
    def test_prefixes_are_sorted_and_used(self, name: str) -> None:
        """
        A question declares its prefixes in one block, sorted, and only those it uses.
        """
        text = questions.load(name).text
        declared = [line.split()[1] for line in text.splitlines() if line.startswith("PREFIX")]
        body = text.rsplit("PREFIX", 1)[1].split("\n", 1)[1]

        assert [prefix for prefix in sorted(declared) if prefix in body] == declared


class TestBinding:
    def test_a_misspelt_word_is_rejected_with_a_suggestion(self) -> None:
        """
        A word that names no concept is an error that suggests one.
        """
        with pytest.raises(UnknownNameError, match='did you mean "Surveillance"'):
            questions.load(HEADLINE).bound({"harm": ["Surveilance"]})

    @given(st.text())
    def test_no_word_changes_the_query_but_a_known_one(self, word: str) -> None:
        """
        Any value is rejected, or changes the query in its VALUES blocks alone.
        """
        question = questions.load(HEADLINE)
        concept = concepts.harms_and_groups().find(word)
        if concept is None:
            with pytest.raises(UnknownNameError):
                question.bound({"harm": [word]})
        else:
            named = concepts.with_narrower(concept.iri)
            bound = question.bound({"harm": [word]})

            assert question.bound({"harm": ["Blackmail"]}).split() == without(bound, named).split()


def without(query: str, named: tuple[Term, ...]) -> str:
    """Return a query with blackmail in place of other harms."""
    blackmail = term("solove:Blackmail")
    pairs = " ".join(f"({named[0]} {each})" for each in sorted(named))
    return (
        query.replace(pairs, f"({blackmail} {blackmail})")
        .replace(f"{{ {' '.join(sorted(named))} }}", f"{{ {blackmail} }}")
        .replace(f"{{ {named[0]} }}", f"{{ {blackmail} }}")
    )
