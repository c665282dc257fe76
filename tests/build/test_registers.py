"""Registers in a build: what a record states, where its words are, and that none is lost."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkout import TESTS
from commands import run
from lifted import mentioned, stated
from privkg.build import collect, packing, read
from privkg.build.collect import Collected
from privkg.build.find import File
from privkg.build.pages import LiftedPage
from privkg.build.read import ReadOptions
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import iri_text

TABLE = TESTS / "sources" / "tables" / "leaks.csv"
MAPPING = str(TABLE.with_suffix(".toml"))


def pages(file: File) -> list[LiftedPage]:
    """Return the lifted pages of a file."""
    return [one for one in read.read(file, ReadOptions()) if isinstance(one, LiftedPage)]


def packed(file: File) -> Iterator[packing.PackedOutcome]:
    """Return the outcomes of a file, as a build collects them."""
    return packing.packed(read.read(file, ReadOptions()), DEFAULT)


@pytest.fixture(scope="module")
def collected() -> Collected:
    """The sample table, read by its mapping."""
    return collect.collect(packed(File(TABLE, mapping=MAPPING)))


@pytest.fixture(scope="module")
def first() -> LiftedPage:
    """The first record of the sample table."""
    return next(page for page in pages(File(TABLE, mapping=MAPPING)) if page.slug == "leaks-l1")


class TestAccounting:
    def test_no_record_is_lost(self, collected: Collected) -> None:
        """
        Each record is accepted, left out by the mapping with its reason, or rejected with its place.
        """
        left = {(one.what.rpartition("#")[2], one.why) for one in collected.left_out}
        rejected = [str(one.finding).replace(f"{TABLE}", "") for one in collected.rejected]

        assert {"leaks-l1", "leaks-l2"} == {page.slug for page in collected.pages}
        assert {("L3", "not about privacy"), ("L4", "withdrawn")} == left
        assert [
            "#record 5:8:1 error PK100 file-is-a-page no No., which identifies a record",
            '#L1:9:1 error PK100 file-is-a-page No. "L1" is that of record 1 too',
        ] == rejected

    def test_a_record_that_is_there_twice_is_a_duplicate(self, tmp_path: Path) -> None:
        """
        The same record in two files is one incident.
        """
        for name in ("one.csv", "two.csv"):
            (tmp_path / name).write_bytes(TABLE.read_bytes())
        files = [File(tmp_path / name, mapping=MAPPING) for name in ("one.csv", "two.csv")]

        found = collect.collect(outcome for file in files for outcome in packed(file))

        assert (2, 2) == (len(found.pages), len(found.duplicates))

    def test_an_edition_with_other_facts_is_named(self, tmp_path: Path) -> None:
        """
        A record whose key is that of a record in another file, with other facts, is a duplicate too.
        """
        (tmp_path / "one.csv").write_bytes(TABLE.read_bytes())
        (tmp_path / "two.csv").write_text(TABLE.read_text().replace("May 2020", "June 2020"))
        files = [File(tmp_path / name, mapping=MAPPING) for name in ("one.csv", "two.csv")]

        found = collect.collect(outcome for file in files for outcome in packed(file))

        assert {"duplicate of", "with other facts, but the same page as"} == {
            one.how for one in found.duplicates
        }


class TestFacts:
    def test_are_those_of_the_columns(self, first: LiftedPage) -> None:
        """
        A record states what its columns mean by the mapping, and no more.
        """
        assert {"pk:Incident", "pk:RegisterRecord"} == stated(first, "rdf:type")
        assert {"Leak at Acme Mail"} == stated(first, "dcterms:title")
        assert {"2019-05-02"} == stated(first, "dcterms:date")
        assert {"pd:Name", "pd:EmailAddress"} == stated(first, "pk:information")
        assert {"It leaked names & addresses."} == stated(first, "dcterms:description")
        assert {"https://w3id.org/privkg/id/place/norway"} == stated(first, "dcterms:spatial")
        assert {"https://w3id.org/privkg/id/actor/acme-mail"} == stated(first, "pk:statedActor")
        assert {"https://w3id.org/privkg/id/group/pupils"} == stated(first, "pk:affected")

    def test_of_a_row_name_its_rule(self, first: LiftedPage) -> None:
        """
        A row that a rule infers is marked as derived, names the rule, and has no act.
        """
        assert {"pk:Derived"} == stated(first, "pk:claimStatus", "/v1")
        assert {"https://w3id.org/privkg/register/leaks/rule#insecurity"} == stated(
            first, "pk:derivedBy", "/v1"
        )
        assert {"solove:Insecurity"} == stated(first, "pk:harm", "/v1")
        assert {"https://w3id.org/privkg/id/actor/acme-mail"} == stated(first, "pk:actor", "/v1")
        assert set() == stated(first, "pk:act", "/v1")
        assert ("rule#insecurity", "rdf:type", "pk:Rule") in mentioned(first)

    def test_of_a_record_that_a_rule_does_not_apply_to(self) -> None:
        """
        A rule makes no row of a record that lacks one of its conditions.
        """
        (denied,) = (page for page in pages(File(TABLE, mapping=MAPPING)) if page.slug == "leaks-l2")

        assert set() == stated(denied, "pk:hasViolation")

    def test_codes_are_concepts_of_the_register(self, first: LiftedPage) -> None:
        """
        The values of a column of codes are concepts with the words of the register.
        """
        space = "https://w3id.org/privkg/register/leaks#"

        assert {f"{space}Subject.Privacy", f"{space}Subject.Safety"} == stated(first, "pk:code")
        assert ("leaks#Subject.Privacy", "skos:prefLabel", "Privacy") in mentioned(first)

    def test_codes_are_in_the_list_of_their_field(self, first: LiftedPage) -> None:
        """
        The values of a column are a concept scheme, which is part of the register.
        """
        field = "https://w3id.org/privkg/register/leaks/field#Subject"
        register = "https://w3id.org/privkg/id/register/leaks"

        assert ("leaks#Subject.Privacy", "skos:inScheme", field) in mentioned(first)
        assert ("field#Subject", "skos:prefLabel", "Subject") in mentioned(first)
        assert ("field#Subject", "dcterms:isPartOf", register) in mentioned(first)
        assert {register} == stated(first, "dcterms:isPartOf")

    def test_licence_and_credit_are_stated(self, first: LiftedPage) -> None:
        """
        Both graphs of a record have the licence of the register, which has its credit.
        """
        licences = {iri_text(s): iri_text(o) for s, p, o in first.provenance if "license" in p}
        graph = "https://w3id.org/privkg/graph/leaks-l1"

        assert {graph, f"{graph}/prov"} == set(licences)
        assert {"https://creativecommons.org/licenses/by-sa/4.0/"} == set(licences.values())
        assert ("leaks", "schema:creditText", "Leaks, an example") in mentioned(first)


class TestEvidence:
    def test_quotes_what_a_reader_sees(self, first: LiftedPage) -> None:
        """
        A quote is the shown text of its span in the record's raw text.
        """
        text = first.page.text
        spans = ((claim.passage.quote, claim.passage.span) for claim in first.claims)
        found = {quote: text[span.start : span.end] for quote, span in spans}

        assert "It <b>leaked</b> names &amp; addresses." == found["It leaked names & addresses."]
        assert "Acme Mail" == found["Acme Mail"]
        assert "pupils" == found["pupils"]

    def test_names_the_cell(self, first: LiftedPage) -> None:
        """
        The cell of a claim, by row and column of the file, has the quote of the claim.
        """
        rows = list(csv.reader(TABLE.read_text().splitlines()))
        cells = {claim.passage.quote: claim.fragment for claim in first.claims if claim.fragment}

        assert len(cells) > 5
        for quote, fragment in cells.items():
            row, column = map(int, fragment.removeprefix("cell=").split(","))
            shown = (
                rows[row - 1][column - 1].replace("<b>", "").replace("</b>", "").replace("&amp;", "&")
            )
            assert quote in shown

    def test_a_value_that_is_not_in_its_table_is_a_note(self, first: LiftedPage) -> None:
        """
        A party that the table of values lacks is reported where it is, and states nothing.
        """
        (found,) = (found for found in first.findings if found.rule.code == "PK310")

        assert '"Zoë" is not in parties.sssom.tsv; it is left unread' == found.message
        assert "Zoë" == first.page.text[found.span.start : found.span.end]


class TestOddValues:
    def test_an_address_that_is_not_usable_is_a_finding(self, tmp_path: Path) -> None:
        """
        A key that makes no address, and a source that is none, are findings; the records are read.
        """
        text = (
            TABLE.read_text().replace("L2,", '"L 2",').replace("https://news.example.org/1", "https://x")
        )
        (tmp_path / "leaks.csv").write_text(text)
        found = pages(File(tmp_path / "leaks.csv", mapping=MAPPING))

        assert {"leaks-l1", "leaks-l-2"} == {page.slug for page in found}
        assert all(
            any("example" in f.message or "https://x" in f.message for f in page.findings)
            for page in found
        )

    def test_a_login_in_an_address_is_left_out(self, tmp_path: Path) -> None:
        """
        User name and password of a source's address are left out of the graph, with a finding.
        """
        text = TABLE.read_text().replace("https://news.", "https://me:secret@news.")
        (tmp_path / "leaks.csv").write_text(text)
        found = pages(File(tmp_path / "leaks.csv", mapping=MAPPING))
        page = next(page for page in found if page.slug == "leaks-l1")

        assert "https://news.example.org/1" in {value for _, _, value in mentioned(page)}
        assert any("has a login, which is left out" in finding.message for finding in page.findings)


class TestPersons:
    def test_a_sentence_that_names_a_private_person_is_left_out(self, tmp_path: Path) -> None:
        """
        Of a record's story, the sentence with the name of a private person is left out, with a note.
        """
        story = "It leaked. Jane Roe, a nurse, opened letters. The bank was told."
        (tmp_path / "leaks.csv").write_text(TABLE.read_text().replace('"It ""leaked""."', f'"{story}"'))
        found = pages(File(tmp_path / "leaks.csv", mapping=MAPPING))
        (page,) = (page for page in found if page.slug == "leaks-l2")

        assert {"It leaked.", "The bank was told."} == stated(page, "dcterms:description")
        assert "PK311" in {finding.rule.code for finding in page.findings}
        assert not any("Roe" in claim.passage.quote for claim in page.claims)


class TestCommand:
    def test_a_shipped_mapping_is_recognised_by_the_columns(self, tmp_path: Path) -> None:
        """
        A table with the columns of a shipped mapping needs no option.
        """
        header = "incident_id,date,Alleged deployer of AI system,Alleged developer of AI system,"
        header += "Alleged harmed or nearly harmed parties,description,title\n"
        (tmp_path / "any.csv").write_text(
            f'{header}7,2019-05-02,"[""acme""]",[],[],It failed.,A failure\n'
        )

        built = run("build", tmp_path / "any.csv", "--graph", tmp_path / "graph")

        assert "read 1 = 1 accepted + 0 duplicate + 0 left out + 0 rejected" in built.stderr

    def test_a_column_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        """
        A mapping that names a column which the table lacks is refused with the nearest column.
        """
        (tmp_path / "leaks.csv").write_text(TABLE.read_text().replace("When", "Whenn"))

        built = run("check", tmp_path / "leaks.csv", "--mapping", MAPPING)

        assert 'no column "When"' in built.stdout
        assert 'did you mean "Whenn"?' in built.stdout
        assert 1 == built.code
