"""A user's shapes that would silently check nothing, or reach the network, are rejected with a place."""

from pathlib import Path

import pytest
import rdflib
from pyshacl import __file__ as pyshacl_file

from privkg.check.shapes import shacl_names, shapes, validate, worker
from privkg.core.errors import LimitError, RdfError
from privkg.store.graph import Quads, in_memory
from privkg.store.sandbox import Limits

PREFIXES = """\
PREFIX ex: <http://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
"""
SHAPE = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
NODE = (
    "<http://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/C> .\n"
)
LIMITS = Limits(seconds=60)


def sparql(query: str) -> str:
    return f'ex:S sh:targetClass ex:C ; sh:sparql [ sh:select "{query}" ] .'


def graph() -> Quads:
    return in_memory([NODE])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "own.ttl"


class TestLoad:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("ex:a ex:p ex:b .", "no shape found"),
            (
                SHAPE.replace("minCount", "minCuont"),
                "unknown name sh:minCuont; did you mean sh:minCount?",
            ),
            (SHAPE.replace("NodeShape", "NodShape"), "unknown name sh:NodShape"),
            (SHAPE.replace("ex:C ;", "ex:C ; sh:js ex:j ;"), "sh:js is part of SHACL-AF or SHACL-JS"),
            (SHAPE.replace("ex:C ;", "ex:C ; sh:rule ex:r ;"), "sh:rule is part of SHACL-AF"),
            (
                f"<> owl:imports <http://example.org/more> . {SHAPE}",
                "the import <http://example.org/more> is not fetched",
            ),
            (sparql("SELECT $this { SERVICE <http://example.org/> { $this ?p ?o } }"), "SERVICE"),
            (sparql("SELECT $this FROM <http://example.org/> { $this ?p ?o }"), "FROM or GRAPH"),
            (sparql("SELECT $this { GRAPH ?g { $this ?p ?o } }"), "FROM or GRAPH"),
            (sparql("SELECT $this " + "{" * 200 + "}" * 200), "nested deeper than"),
            (sparql("DROP ALL"), "is an update"),
            (SHAPE + 'ex:S <http://purl.org/dc/terms/identifier> "PK001" .', "PK001 is reserved"),
            ("ex:S a sh:NodeShape", "own.ttl:4:20: "),
        ],
    )
    def test_rejects(self, file: Path, text: str, reason: str) -> None:
        """
        A file with invalid or unsupported shapes is rejected with its name and the reason.
        """
        file.write_text(PREFIXES + text)
        with pytest.raises(RdfError) as refused:
            shapes.load([file])

        assert str(refused.value).startswith(str(file))
        assert reason in str(refused.value)

    @pytest.mark.parametrize(
        "imported",
        [
            "sh:",
            "<http://www.w3.org/ns/shacl>",
            "<http://www.w3.org/2002/07/owl#>",
            "<https://w3id.org/dpv>",
        ],
    )
    def test_the_import_of_a_vocabulary_is_ignored(self, file: Path, imported: str) -> None:
        """
        Shapes that import a vocabulary are run, and a note states that the import was ignored.
        """
        file.write_text(f"{PREFIXES}<> a owl:Ontology ; owl:imports {imported} . {SHAPE}")
        report = worker.validate_files([file], [NODE], LIMITS)

        assert 1 == len(report.results)
        assert [f"{file}: ignored the import of "] == [note.split("<")[0] for note in report.notes]
        assert report.notes[0].endswith(">, a vocabulary without shapes")

    @pytest.mark.parametrize("statement", ["a sh:", "sh:node sh:", "sh: ex:b"])
    def test_the_namespace_alone_is_not_a_name(self, file: Path, statement: str) -> None:
        """
        The namespace of SHACL in place of one of its names is rejected.
        """
        file.write_text(f"{PREFIXES}{SHAPE} ex:S {statement} .")
        with pytest.raises(RdfError, match="unknown name sh:"):
            shapes.load([file])

    def test_rejects_a_folder_without_shapes(self, tmp_path: Path) -> None:
        """
        A folder without RDF files is rejected with the suffixes that are read.
        """
        with pytest.raises(RdfError, match=r"no files of shapes found; name them \*\.ttl"):
            shapes.load([tmp_path])

    def test_takes_the_files_of_a_folder(self, file: Path) -> None:
        """
        The shapes in all files of a folder are loaded.
        """
        file.write_text(PREFIXES + SHAPE)
        (file.parent / "more.nt").write_text(
            "<http://example.org/T> <http://www.w3.org/ns/shacl#targetClass> <http://example.org/C> .\n"
        )

        assert {"S", "T"} == {rule.code for rule in shapes.load([file.parent]).rules.values()}

    def test_the_code_of_a_shape_is_its_identifier(self, file: Path) -> None:
        """
        The code of a rule is the identifier of its shape, for nested shapes too.
        """
        file.write_text(f'{PREFIXES}{SHAPE} ex:S <http://purl.org/dc/terms/identifier> "OWN1" .')

        assert {"OWN1"} == {rule.code for rule in shapes.load([file]).rules.values()}

    def test_knows_the_names_of_shacl(self) -> None:
        """
        The supported and unsupported names are all names for shapes in SHACL's vocabulary.
        """
        assets = Path(pyshacl_file).parent / "assets"
        names = {str(s).partition("#")[2] for s in rdflib.Graph().parse(assets / "shacl.ttl").subjects()}
        ours = shacl_names.KNOWN | shacl_names.BEYOND

        assert set() == {name for name in shacl_names.KNOWN if name not in names}
        assert set() == {name for name in names if "-" not in name and _is_of_shapes(name)} - ours


def _is_of_shapes(name: str) -> bool:
    """Return whether a name is for shapes; others are for reports or engines, or abstract."""
    of_reports = ("result", "Result", "Validation", "conforms", "source", "focusNode", "detail", "value")
    other = ("Abstract", "SPARQLConstruct", "SPARQLUpdate", "JSExecutable", "Expression", "shapesGraphW")
    return bool(name) and not name.startswith((*of_reports, *other))


BAD_VALUES = [
    ('sh:minCount "abc"', 'sh:minCount is "abc"; write a whole number from 0'),
    ('sh:minCount "1) SERVICE"', 'sh:minCount is "1) SERVICE"; write a whole number'),
    ('sh:minCount "x"^^xsd:integer', "; write a whole number"),
    ("sh:maxCount -1", "sh:maxCount is "),
    ("sh:maxCount 1.5", "; write a whole number"),
    ("sh:minCount ex:a", "sh:minCount is <http://example.org/a>; write a whole number"),
    ("sh:minCount []", "sh:minCount is a blank node; write a whole number"),
    (f"sh:minCount {'9' * 5000}", "is a number of more than 1,000 digits; write a shorter one"),
    (f"sh:hasValue {'9' * 5000}", "is a number of more than 1,000 digits"),
    (f"sh:in (1 {'9' * 5000})", "is a number of more than 1,000 digits"),
    (f"sh:minInclusive 1{'0' * 5000}.5", "is a number of more than 1,000 digits"),
    ("sh:minCount 1 , 2", "sh:minCount has two values, "),
    ('sh:maxLength "abc"', "sh:maxLength is "),
    ("sh:minInclusive ex:a", "; write a number or a date"),
    ('sh:uniqueLang "yes"', 'sh:uniqueLang is "yes"; write true or false'),
    ('sh:deactivated "maybe"', "; write true or false"),
    ("sh:pattern 3", "; write a regular expression as a string"),
    ('sh:pattern "("', 'sh:pattern is "("; write a regular expression'),
    ('sh:languageIn "en"', 'sh:languageIn is "en"; write a list'),
    ("sh:languageIn (3)", "sh:languageIn lists "),
    ('sh:nodeKind "IRI"', 'sh:nodeKind is "IRI"; write sh:BlankNode, '),
    ("sh:nodeKind ex:IRI", "sh:nodeKind is <http://example.org/IRI>; write "),
    ('sh:datatype "x"', 'sh:datatype is "x"; write an IRI'),
    ('sh:lessThan "x"', 'sh:lessThan is "x"; write an IRI'),
    ('sh:node "x"', 'sh:node is "x"; write an IRI or a blank node'),
    ("sh:not 3", "; write an IRI or a blank node"),
    ('sh:in "x"', 'sh:in is "x"; write a list'),
    ("sh:or (1)", "sh:or lists "),
    ('sh:severity "high"', 'sh:severity is "high"; write an IRI'),
    ("sh:message 3", "; write a string"),
    ('sh:sparql "x"', 'sh:sparql is "x"; write an IRI or a blank node'),
]


class TestValues:
    @pytest.mark.parametrize(("statement", "words"), BAD_VALUES)
    def test_an_invalid_value_is_rejected_at_its_line(
        self, file: Path, statement: str, words: str
    ) -> None:
        """
        An invalid value of SHACL's properties is rejected at its line, with advice what to write.
        """
        head = f"{PREFIXES}PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
        file.write_text(f"{head}{SHAPE}\nex:T sh:property [ sh:path ex:q ;\n  {statement} ] .\n")
        with pytest.raises(RdfError) as refused:
            shapes.load([file])

        assert str(refused.value).startswith(f"{file}:7:3: ") or "(" in statement
        assert words in str(refused.value)
        assert len(str(refused.value)) < 400

    def test_libraries_log_nothing(self, file: Path, caplog: pytest.LogCaptureFixture) -> None:
        """
        Ill-typed literals in the shapes or the graph log nothing.
        """
        file.write_text(
            f"{PREFIXES}PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
            "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ["
            ' sh:path ex:p ; sh:hasValue "x"^^xsd:date ; sh:maxInclusive 3 ] .'
        )
        date, number = (f"<http://www.w3.org/2001/XMLSchema#{name}>" for name in ("date", "integer"))
        start = "<http://example.org/a> <http://example.org/p>"
        quads = in_memory([NODE, f'{start} "y"^^{date} .\n', f'{start} "{"9" * 5000}"^^{number} .\n'])
        report = validate(shapes.load([file]), quads)

        assert report.results
        assert [] == caplog.records


class TestFocus:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            (SHAPE.replace("ex:C", "ex:Nothing"), "has no focus node"),
            (SHAPE.replace("sh:targetClass ex:C ;", ""), "have no targets"),
            (
                SHAPE + "ex:T a sh:NodeShape ; sh:nodeKind sh:IRI .",
                "is not reachable from a shape with a target",
            ),
        ],
    )
    def test_a_shape_without_focus_nodes_is_an_error(self, file: Path, text: str, reason: str) -> None:
        """
        A shape that has no focus node, or no target, is an error.
        """
        file.write_text(PREFIXES + text)
        with pytest.raises(RdfError, match=reason):
            validate(shapes.load([file]), graph(), needs_focus=True)

    def test_a_shape_used_by_another_needs_no_target(self, file: Path) -> None:
        """
        A shape without a target is accepted if another shape uses it.
        """
        file.write_text(
            PREFIXES + SHAPE + "ex:S sh:node ex:T . ex:T a sh:NodeShape ; sh:nodeKind sh:IRI ."
        )

        assert 1 == len(validate(shapes.load([file]), graph(), needs_focus=True).results)


class TestWorker:
    def test_reports_results(self, file: Path) -> None:
        """
        The report of a worker has the results with their rules.
        """
        file.write_text(PREFIXES + SHAPE)
        report = worker.validate_files([file], [NODE], LIMITS)

        assert ["S"] == [report.rules[result.shape].code for result in report.results]

    @pytest.mark.parametrize(
        ("messages", "shown"),
        [
            ('"none"@en , "keiner"@de', "none"),
            ('"aucun"@fr , "none"@en-GB , "a"', "none"),
            ('"zero" , "keiner"@de', "zero"),
            ('"rien"@fr , "nichts"@de', "nichts"),
            ('"b"@en , "a"@en', "a"),
        ],
    )
    def test_shows_the_english_message(self, file: Path, messages: str, shown: str) -> None:
        """
        Of several messages, an English one is preferred, then one without a language, then the first.
        """
        file.write_text(
            f"{PREFIXES}{SHAPE.replace('minCount 1', f'minCount 1 ; sh:message {messages}')}"
        )
        (result,) = worker.validate_files([file], [NODE], LIMITS).results

        assert shown == result.message

    @pytest.mark.parametrize("wrong", ['sh:minCount "one"', 'sh:pattern "("', "sh:in ex:list"])
    def test_rejects_invalid_shapes(self, file: Path, wrong: str) -> None:
        """
        Invalid shapes are rejected even if no node violates them.
        """
        file.write_text(PREFIXES + SHAPE.replace("sh:minCount 1", wrong))
        with pytest.raises(RdfError, match=r"own\.ttl:4:\d+: sh:\w+ is .*; write a"):
            worker.validate_files([file], [NODE], LIMITS)

    @pytest.mark.parametrize(
        ("pattern", "limits"),
        [
            ("(a+)+\\\\d$", Limits(seconds=3)),
            ("(a+)+\\\\d$", Limits(seconds=3, memory_bytes=256 * 1024**2)),
        ],
    )
    def test_is_ended_by_its_limits(self, file: Path, pattern: str, limits: Limits) -> None:
        """
        A pattern that would run forever is ended by the limit of time.
        """
        file.write_text(PREFIXES + SHAPE.replace("sh:minCount 1", f'sh:pattern "{pattern}"'))
        data = [NODE, f'<http://example.org/a> <http://example.org/p> "{"a" * 60}" .\n']
        with pytest.raises(LimitError, match="the check by --shapes"):
            worker.validate_files([file], data, limits)
