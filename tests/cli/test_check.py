"""`privkg check`: its findings, their places, and its exit codes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, SH

from builders import page_text
from commands import Result, run, terminal
from privkg.core import resources

PREFIXES = """\
PREFIX ex: <http://example.org/>
PREFIX pk: <https://w3id.org/privkg/ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
OWN = f"""\
{PREFIXES}
ex:technology-is-named a sh:NodeShape ; sh:targetClass pk:Incident ;
  sh:property ex:some .
ex:some sh:path pk:technology ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "Say which." .
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page with a date that is none, in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = Path("page.txt")
    path.write_text(page_text(Date="Novembre 2020"), encoding="utf-8")
    return path


def check(*arguments: str | Path) -> Result:
    return run("check", "--no-cache", *arguments)


class TestFindings:
    def test_stand_at_their_line(self, page: Path) -> None:
        """
        A finding is a line of standard output, with its place, weight, code, rule and advice.
        """
        assert "page.txt:5:6 error PK012 incident-has-date " in check(page).stdout

    def test_of_reading_and_of_shapes_come_together(self, page: Path) -> None:
        """
        Findings of the reader and of shapes are in one sorted list.
        """
        page.write_text(page_text(Date="Novembre 2020", lead=""), encoding="utf-8")
        lines = [line.split()[2] for line in check(page).stdout.splitlines()]

        assert {"PK012", "PK057"} <= set(lines)

    def test_are_reported_once(self, page: Path) -> None:
        """
        A shape does not repeat a finding of the reader.
        """
        assert 1 == check(page).stdout.count(" PK012 ")

    def test_are_counted(self, page: Path) -> None:
        """
        Files and findings are counted on standard error.
        """
        result = check(page).stderr

        assert result.splitlines() == [
            "read 1 = 1 accepted + 0 duplicate + 0 left out + 0 rejected",
            "1 error, 1 warning, 0 notes",
        ]

    def test_of_an_unreadable_file_are_with_the_others(self, page: Path) -> None:
        """
        A file that cannot be read is a finding of its own.
        """
        Path("bytes.txt").write_bytes(b"\xff")

        assert "bytes.txt:1:1 error PK100 file-is-a-page " in check(page, "bytes.txt").stdout

    def test_are_the_same_by_one_process_or_more(self, tmp_path: Path) -> None:
        """
        The number of processes changes nothing.
        """
        for number in range(201):
            (tmp_path / f"{number}.txt").write_text(page_text(f"Page {number}", Date="soon"))

        assert check(tmp_path, "--jobs", "1") == check(tmp_path, "--jobs", "2")


class TestExitCode:
    def test_a_violation_is_one(self, page: Path) -> None:
        """
        An error makes the code 1.
        """
        assert 1 == check(page).code

    def test_a_warning_is_none(self, page: Path) -> None:
        """
        A warning does not change the code.
        """
        page.write_text(page_text(), encoding="utf-8")
        result = check(page)

        assert ("0 errors, 1 warning, 0 notes", 0) == (result.stderr.splitlines()[-1], result.code)

    def test_no_page_is_wrong_use(self) -> None:
        """
        A path that does not exist is an error with code 2.
        """
        assert (2, "privkg: nowhere: no such file or folder; name a page or a folder\n") == (
            (result := check("nowhere")).code,
            result.stderr,
        )


class TestFormats:
    @pytest.mark.parametrize("name", ["json", "sarif"])
    def test_of_json_are_json_alone(self, page: Path, name: str) -> None:
        """
        Standard output holds the document and nothing else.
        """
        assert json.loads(check(page, "--format", name).stdout)["version"] in (1, "2.1.0")

    def test_github_points_at_the_line(self, page: Path) -> None:
        """
        A workflow command names the file, the line and the column.
        """
        result = check(page, "--format", "github").stdout

        assert "::error file=page.txt,line=5,endLine=5,title=PK012 incident-has-date,col=6," in result

    def test_turtle_is_a_validation_report(self, page: Path) -> None:
        """
        What the shapes found is SHACL's own report, with a result for each.
        """
        graph = rdflib.Graph().parse(data=check(page, "--format", "turtle").stdout, format="turtle")
        (report,) = graph.subjects(RDF.type, SH.ValidationReport)

        assert len(list(graph.objects(report, SH.result))) >= 1
        assert {False} == {found.toPython() for found in graph.objects(report, SH.conforms)}  # type: ignore[attr-defined]

    def test_a_terminal_shows_the_words(self, page: Path, tmp_path: Path) -> None:
        """
        The line is quoted, and the words are underlined.
        """
        shown = terminal("check", "--no-cache", page, graph=tmp_path / "graph", NO_COLOR="1")

        assert "5 | Date Novembre 2020" in shown
        assert "  |      ^~~~~~~~~~~~~" in shown


class TestGraph:
    def test_that_is_built_is_checked_without_a_path(self, page: Path, tmp_path: Path) -> None:
        """
        Shapes check the stored graph, and findings have the places of its evidence.
        """
        run("build", page, graph=tmp_path / "graph")
        result = run("check", graph=tmp_path / "graph")

        assert "page.txt:5:6 error PK012 incident-has-date " in result.stdout
        assert (1, "1 error, 1 warning, 0 notes\n") == (result.code, result.stderr)

    def test_that_is_missing_is_an_error(self, tmp_path: Path) -> None:
        """
        Without a graph there is nothing to check, which is code 3.
        """
        assert 3 == run("check", graph=tmp_path / "nothing").code


class TestOwnShapes:
    def test_are_checked_too(self, page: Path) -> None:
        """
        A finding of a user's shape is at a line of the page, with the shape's name.
        """
        Path("own.ttl").write_text(OWN)

        assert "warning some some Say which." in check(page, "--shapes", "own.ttl").stdout

    def test_of_a_built_graph(self, page: Path, tmp_path: Path) -> None:
        """
        A user's shapes look at a built graph too.
        """
        Path("own.ttl").write_text(OWN)
        run("build", page, graph=tmp_path / "graph")

        assert "Say which." in run("check", "--shapes", "own.ttl", graph=tmp_path / "graph").stdout

    def test_that_cannot_be_read_are_an_error(self, page: Path) -> None:
        """
        A file without shapes is an error with its place, and code 1.
        """
        Path("own.ttl").write_text("nonsense")
        result = check(page, "--shapes", "own.ttl")

        assert 1 == result.code
        assert "own.ttl:1:" in result.stderr

    @pytest.mark.parametrize(
        ("constraint", "cause"),
        [
            (
                'sh:property [ sh:path pk:law ; sh:minCount "1) SERVICE" ]',
                'sh:minCount is "1) SERVICE"; write a whole number',
            ),
            (
                'sh:property [ sh:path pk:law ; sh:minCount "1) SERVICE"^^xsd:integer ]',
                "XMLSchema#integer>; write a whole number",
            ),
            (
                'sh:sparql [ sh:prefixes ex:own ; sh:select "SELECT $this { $this a ex:none }" ] .'
                ' ex:own sh:declare [ sh:prefix "a b" ; sh:namespace "urn:a:"^^xsd:anyURI ]',
                "Prefixes",
            ),
            (
                'sh:sparql [ sh:select "SELECT $this { $this a ?t'
                ' \\\\u0053ERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }" ]',
                "SERVICE",
            ),
        ],
        ids=["text as number", "no number", "prefix", "escaped call"],
    )
    def test_that_cannot_be_used_are_reported_in_a_line(
        self, page: Path, constraint: str, cause: str
    ) -> None:
        """
        Whatever cannot be used in a shape is one line with the cause, and code 1.
        """
        Path("own.ttl").write_text(
            f"{PREFIXES}ex:any a sh:NodeShape ; sh:targetClass pk:Incident ; {constraint} ."
        )
        result = check(page, "--shapes", "own.ttl")

        assert (1, 1) == (result.code, len(result.stderr.splitlines()))
        assert "own.ttl:" in result.stderr or result.stderr.startswith(
            "privkg: pySHACL rejects the shapes: "
        )
        assert cause in result.stderr

    def test_are_named_if_they_are_not_screened(self, page: Path) -> None:
        """
        With --verbose, what pySHACL looked at one by one is named.
        """
        Path("own.ttl").write_text(OWN.replace("sh:minCount 1", 'sh:pattern "\\\\d"'))
        result = check(page, "--shapes", "own.ttl", "--verbose").stderr

        packaged = len(list(resources.folder("shapes").glob("*.ttl")))
        assert f"\n{packaged} shapes screened by SPARQL, 1 run on all targets\n" in result
        assert "/technology-is-named> cannot be screened with SPARQL; all of its targets" in result


class TestExplain:
    @pytest.mark.parametrize("code", ["PK012", "pk012", "incident-has-date", "Incident-Has-Date"])
    def test_has_the_requirement_the_reason_and_the_advice(self, code: str) -> None:
        """
        A rule is explained by its code or its name, in any case.
        """
        result = run("check", "--explain", code)

        assert result.stdout.startswith("PK012 incident-has-date (error)\n\nAn incident has one date")
        assert "\nWhy: " in result.stdout
        assert "\nWhat to do: Write one Date" in result.stdout

    @pytest.mark.parametrize(
        ("given", "near"), [("PK0122", "PK0"), ("incident-has-dates", 'incident-has-date"')]
    )
    def test_of_no_rule_offers_others(self, given: str, near: str) -> None:
        """
        An unknown code or name is wrong use, with a suggestion.
        """
        result = run("check", "--explain", given)

        assert (2, "") == (result.code, result.stdout)
        assert f'did you mean "{near}' in result.stderr


class TestFix:
    def test_corrects_the_file_and_checks_the_result(self, page: Path) -> None:
        """
        Spellings are corrected in the file, and the corrected file is checked.
        """
        page.write_text(page_text(Solove_Harm="surveillance"), encoding="utf-8")
        result = check(page, "--fix")

        assert page_text() == page.read_text(encoding="utf-8")
        assert result.stderr.startswith("1 place in 1 file corrected\nread 1 = ")

    def test_diff_touches_nothing(self, page: Path) -> None:
        """
        The change is shown, and nothing is written or checked.
        """
        page.write_text(before := page_text(Solove_Harm="surveillance"), encoding="utf-8")
        result = check(page, "--diff")

        assert "-Solove Harm surveillance\n+Solove Harm Surveillance\n" in result.stdout
        assert (before, 0, "1 place in 1 file would be corrected\n") == (
            page.read_text(encoding="utf-8"),
            result.code,
            result.stderr,
        )

    def test_needs_pages(self) -> None:
        """
        --fix without a page is an error.
        """
        assert 2 == run("check", "--fix").code


class TestCache:
    def test_gives_the_same_findings(self, page: Path) -> None:
        """
        A second check prints the same findings.
        """
        assert run("check", page) == run("check", page)

    def test_follows_the_file(self, page: Path) -> None:
        """
        A file that changed is read again.
        """
        run("check", page)
        page.write_text(page_text(), encoding="utf-8")

        assert "PK012" not in run("check", page).stdout

    def test_follows_the_records(self, page: Path) -> None:
        """
        Other authority records make other findings.
        """
        run("check", page)
        Path("own").mkdir()
        Path("own/actor.ttl").write_text(
            "PREFIX pk: <https://w3id.org/privkg/ns#>\n"
            "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
            "<https://w3id.org/privkg/id/actor/example-agency> a pk:Company ;\n"
            '  skos:prefLabel "Example Agency"@en .\n'
        )

        assert "PK026" not in run("check", page, "--authority", "own").stdout

    def test_names_the_given_file(self, page: Path) -> None:
        """
        Findings in a copy of a file have the name of the copy.
        """
        run("check", page)
        page.rename("other.txt")

        assert run("check", "other.txt").stdout.startswith("other.txt:5:6 ")

    @pytest.mark.parametrize(
        "damage", [lambda kept: b"", lambda kept: kept[:-1], lambda kept: b"x" + kept]
    )
    def test_that_is_damaged_is_not_trusted(self, page: Path, damage: Callable[[bytes], bytes]) -> None:
        """
        A damaged cache entry is not used, and the file is read again.
        """
        first = run("check", page)
        (kept,) = (p for p in Path(".privkg_cache").rglob("*") if len(p.name) > 64)
        kept.write_bytes(damage(kept.read_bytes()))

        assert first == run("check", page)

    def test_is_ignored_by_git(self, page: Path) -> None:
        """
        The cache folder has a .gitignore that excludes it.
        """
        run("check", page)

        assert "*\n" == Path(".privkg_cache/.gitignore").read_text()

    def test_of_other_versions_is_removed(self, page: Path) -> None:
        """
        What another version kept does not pile up; what has another name stays.
        """
        run("check", page)
        old, other = Path(".privkg_cache", "0" * 32), Path(".privkg_cache", "a" * 31 + "x")
        old.mkdir()
        other.mkdir()
        run("check", page)

        assert (False, True) == (old.exists(), other.exists())

    def test_of_a_second_run_is_used(self, page: Path) -> None:
        """
        A second check and a build of unchanged files take everything from the cache, and print so.
        """
        result = [
            run(verb, page, "-v", graph=Path("g")).stderr
            for verb in ("check", "check", "build", "build")
        ]

        missed, hit = "cache: 0 hits, 1 misses", "cache: 1 hits, 0 misses"
        assert [missed, hit, hit, hit] == [words.splitlines()[0] for words in result]

    def test_that_is_forged_is_not_believed(self, page: Path) -> None:
        """
        A copied cache folder, such as one that comes with pages, is not used, and a line reports it.
        """
        first = run("check", page)
        shutil.copytree(".privkg_cache", "copy")
        result = run("check", page, "--cache", "copy", "--verbose")

        assert (first.stdout, True) == (result.stdout, "cache: 0 hits, 1 misses" in result.stderr)
        assert "copy: not used, as privkg did not make" in result.stderr
        assert "remove it if it is an old cache, or name another with --cache" in result.stderr

    @pytest.mark.parametrize("kind", ["folder", "link", "planted"])
    def test_is_not_kept_among_what_is_not_ours(self, page: Path, kind: str) -> None:
        """
        A folder of others is left as it is: no file is written, none removed, no link followed.
        """
        Path("theirs", "a" * 32).mkdir(parents=True)
        Path("theirs/victim").write_text("precious", encoding="utf-8")
        Path("theirs/.gitignore").symlink_to("victim")
        if kind == "link":
            Path("link").symlink_to("theirs")
        if kind == "planted":
            run("check", page)
            shutil.copy(".privkg_cache/CACHEDIR.TAG", "theirs/CACHEDIR.TAG")
        before = sorted(Path("theirs").iterdir())
        run("check", page, "--cache", "link" if kind == "link" else "theirs")

        assert before == sorted(Path("theirs").iterdir())
        assert "precious" == Path("theirs/victim").read_text(encoding="utf-8")

    def test_that_cannot_be_written_does_no_harm(self, page: Path) -> None:
        """
        Without a place to keep things, the check goes on without.
        """
        assert 1 == run("check", page, "--cache", "page.txt/within").code
