"""Records of VERIS in a build: keys, codes, dates, and the rows that rules infer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from checkout import TESTS
from lifted import mentioned, stated
from privkg.build import collect, packing, read
from privkg.build.collect import Collected
from privkg.build.find import File
from privkg.build.pages import LiftedPage
from privkg.build.read import ReadOptions
from privkg.rdf.iris import DEFAULT

RECORDS = TESTS / "sources" / "veris" / "records.jsonl"
SPACE = "https://veriscommunity.net/attack-flow#"


def pages(file: File) -> list[LiftedPage]:
    """Return the lifted pages of a file."""
    return [one for one in read.read(file, ReadOptions()) if isinstance(one, LiftedPage)]


def packed(file: File) -> Iterator[packing.PackedOutcome]:
    """Return the outcomes of a file, as a build collects them."""
    return packing.packed(read.read(file, ReadOptions()), DEFAULT)


@pytest.fixture(scope="module")
def collected() -> Collected:
    """The sample records."""
    return collect.collect(packed(File(RECORDS)))


@pytest.fixture(scope="module")
def of_hospital() -> LiftedPage:
    """The record of a letter that went to somebody else."""
    return next(page for page in pages(File(RECORDS)) if "Misdelivery" in page.title)


@pytest.fixture(scope="module")
def of_city() -> LiftedPage:
    """The record of which little is known."""
    return next(page for page in pages(File(RECORDS)) if "City" in page.title)


class TestKey:
    def test_is_not_the_identifier_of_the_campaign(self, collected: Collected) -> None:
        """
        Records with one `incident_id` are several incidents, unless only the coder's notes differ.
        """
        assert (2, 1, 1) == (len(collected.pages), len(collected.duplicates), len(collected.rejected))
        assert all(page.slug.startswith("vcdb-") and len(page.slug) == 21 for page in collected.pages)

    def test_a_record_that_lacks_a_part_is_rejected(self, collected: Collected) -> None:
        """
        What has not the parts of a record is rejected, with the names of those.
        """
        (rejected,) = collected.rejected

        assert "not a record in VERIS, as it has no actor" == rejected.finding.message


class TestFacts:
    def test_of_a_record(self, of_hospital: LiftedPage) -> None:
        """
        A record states its title, date, place, information, group and sources.
        """
        assert {"Error (Misdelivery) at Acme Hospital, 2018"} == stated(of_hospital, "dcterms:title")
        assert {"2018-02-05"} == stated(of_hospital, "dcterms:date")
        assert {"pd:MedicalHealth"} == stated(of_hospital, "pk:information")
        assert {"https://w3id.org/privkg/id/group/patients-of-acme-hospital"} == stated(
            of_hospital, "pk:affected"
        )
        assert 2 == len(stated(of_hospital, "dcterms:source"))
        assert ("acme-hospital", "rdf:type", "pk:HealthProvider") in mentioned(of_hospital)

    def test_codes_are_terms_of_veris(self, of_hospital: LiftedPage) -> None:
        """
        Kinds of actors and actions, their varieties and other codes are the terms of VERIS.
        """
        codes = {code.removeprefix(SPACE) for code in stated(of_hospital, "pk:code")}

        assert {
            *("actor.internal", "action.error", "action.error.variety.Misdelivery"),
            *("attribute.confidentiality.data.variety.Medical", "security_incident.Confirmed"),
        } <= codes

    def test_parts_of_the_organisation_are_codes(self, of_hospital: LiftedPage) -> None:
        """
        The industry of the victim and its sector, assets, attributes, motives and vectors are codes.
        """
        codes = {code.rpartition("#")[2] for code in stated(of_hospital, "pk:code")}

        assert {
            *("victim.industry.622110", "victim.industry2.62", "asset.assets.variety.M%20-%20Documents"),
            *("attribute.confidentiality", "actor.internal.motive.NA"),
            "action.error.vector.Carelessness",
        } <= codes

    def test_a_code_is_below_that_of_its_kind(self, of_hospital: LiftedPage) -> None:
        """
        A variety is a narrower term of its kind, and an industry of its sector, each in its own field.
        """
        found = mentioned(of_hospital)
        space = "https://w3id.org/privkg/register/vcdb"

        assert (
            "attack-flow#action.error.variety.Misdelivery",
            "skos:broader",
            f"{SPACE}action.error",
        ) in found
        assert ("vcdb#victim.industry.622110", "skos:broader", f"{space}#victim.industry2.62") in found
        assert ("vcdb#victim.industry2.62", "skos:inScheme", f"{space}/field#victim.industry2") in found
        assert ("attack-flow#action.error", "skos:inScheme", f"{space}/field#action") in found

    def test_an_empty_part_is_a_code(self, of_city: LiftedPage) -> None:
        """
        An actor and an action of which nothing is known are codes too.
        """
        codes = {code.removeprefix(SPACE) for code in stated(of_city, "pk:code")}

        assert {"actor.unknown", "action.unknown"} <= codes

    def test_a_day_that_does_not_exist_is_left_out(self, of_city: LiftedPage) -> None:
        """
        A date with a day that the month lacks is that of the month, and a finding.
        """
        assert {"2018-02"} == stated(of_city, "dcterms:date")
        assert ["PK"] == sorted(
            {found.rule.code[:2] for found in of_city.findings if "date" in found.message}
        )


class TestRows:
    def test_are_inferred_by_rules(self, of_hospital: LiftedPage) -> None:
        """
        Each row names its rule; the victim acts, and its act is the value that made the rule apply.
        """
        rows = {f"/v{n}": stated(of_hospital, "pk:derivedBy", f"/v{n}") for n in (1, 2, 3)}
        space = "https://w3id.org/privkg/register/vcdb/rule#"

        assert {"/v1": {f"{space}V02"}, "/v2": {f"{space}V03"}, "/v3": set()} == rows
        assert {"solove:Disclosure"} == stated(of_hospital, "pk:harm", "/v1")
        assert {"Misdelivery"} == stated(of_hospital, "pk:act", "/v1")
        assert {"https://w3id.org/privkg/id/actor/acme-hospital"} == stated(
            of_hospital, "pk:actor", "/v1"
        )

    @pytest.mark.parametrize(("actor", "inferred"), [("internal", {"A02b"}), ("partner", {"A04"})])
    def test_are_of_an_actor_that_the_record_has(
        self, actor: str, inferred: set[str], tmp_path: Path
    ) -> None:
        """
        A rule about an insider or a partner makes a row only of records with one.
        """
        record = RECORDS.read_text().splitlines()[0].replace("error", "misuse")
        record = record.replace("internal", actor).replace("Misdelivery", "Privilege abuse")
        (tmp_path / "a.jsonl").write_text(f"{record}\n" * 2)
        found = pages(File(tmp_path / "a.jsonl"))
        rules = {rule for n in (1, 2) for rule in stated(found[0], "pk:derivedBy", f"/v{n}")}

        assert inferred == {rule.partition("#")[2] for rule in rules}

    def test_are_of_sensitive_data_on_people_too(self, tmp_path: Path) -> None:
        """
        Sensitive personal data is about people, whoever they are.
        """
        record = RECORDS.read_text().splitlines()[0].replace('"Medical"', '"Sensitive Personal"')
        (tmp_path / "a.jsonl").write_text(record.replace('"Patient"', '"Other"') + "\n")
        found = pages(File(tmp_path / "a.jsonl"))

        assert stated(found[0], "pk:hasViolation")

    def test_are_not_made_without_a_rule(self, of_city: LiftedPage) -> None:
        """
        No row is made of data that came out in a way that the record does not state.
        """
        assert set() == stated(of_city, "pk:hasViolation")


class TestOddValues:
    def test_a_country_that_is_not_a_code_is_looked_up(self, tmp_path: Path) -> None:
        """
        A country that is written out is found by its name, and one that is unknown is a finding.
        """
        (tmp_path / "a.jsonl").write_text(
            RECORDS.read_text().replace('["US"]', '["Norway", "Atlantis Isle"]')
        )
        found = pages(File(tmp_path / "a.jsonl"))
        page = next(page for page in found if "Misdelivery" in page.title)

        assert "https://w3id.org/privkg/id/place/norway" in stated(page, "dcterms:spatial")
        assert any("Atlantis Isle" in finding.message for finding in page.findings)

    def test_an_address_that_is_not_usable_is_a_finding(self, tmp_path: Path) -> None:
        """
        A reference that is not a usable address is reported, and the record is read.
        """
        bad = "https://news.example.org:x/1"
        (tmp_path / "a.jsonl").write_text(RECORDS.read_text().replace("https://news.example.org/1", bad))
        found = pages(File(tmp_path / "a.jsonl"))
        page = next(page for page in found if "Misdelivery" in page.title)

        assert any(bad in finding.message for finding in page.findings)

    def test_a_login_in_an_address_is_left_out(self, tmp_path: Path) -> None:
        """
        User name and password of a reference are left out of the graph, with a finding.
        """
        text = RECORDS.read_text().replace("https://news.", "https://me:secret@news.")
        (tmp_path / "a.jsonl").write_text(text)
        found = pages(File(tmp_path / "a.jsonl"))
        page = next(page for page in found if "Misdelivery" in page.title)

        assert "https://news.example.org/1" in {value for _, _, value in mentioned(page)}
        assert any("has a login, which is left out" in finding.message for finding in page.findings)

    def test_a_record_without_names_has_a_title(self, tmp_path: Path) -> None:
        """
        A record without a victim's name, a date and an identifier has a title nevertheless.
        """
        record = (
            '{"schema_version":"1.3.7","incident_id":"","action":{"error":{}},"actor":{"unknown":{}},'
        )
        record += '"timeline":{"incident":{"month":2}},"victim":{"industry":"000"}}\n'
        (tmp_path / "a.jsonl").write_text(record * 2)
        found = pages(File(tmp_path / "a.jsonl"))

        assert {"Error at an organisation that is not named"} == {page.title for page in found}
