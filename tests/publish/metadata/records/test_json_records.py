"""Records in JSON and YAML, validated by their readers."""

import dataclasses
import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml
from datacite import schema45

import programs
from checkout import ROOT
from described_datasets import own
from privkg.publish.metadata.records import citation, datacite, dcat, lodcloud, schemaorg
from privkg.rdf.terms import literal
from publish.metadata.conftest import Describe


class TestDataCite:
    @pytest.mark.parametrize("is_own", [True, False])
    def test_the_schema_accepts_it(self, describing: Describe, is_own: bool) -> None:
        """
        The record is valid by DataCite's schema 4.5.
        """
        document = datacite.record(describing(own() if is_own else None))

        assert [] == [error.message for error in schema45.validator.iter_errors(document)]

    def test_a_doi_is_recommended(self, describing: Describe) -> None:
        """
        A missing DOI is recommended, not mandatory: it is assigned at registration.
        """
        found = datacite.missing(describing(doi=None))

        assert () == found.mandatory
        assert ["identifier (doi, assigned by the registrar)"] == list(found.recommended)


class TestCitation:
    @pytest.mark.parametrize("is_own", [True, False])
    def test_cffconvert_accepts_it(self, describing: Describe, tmp_path: Path, is_own: bool) -> None:
        """
        The reference implementation of CFF validates the file.
        """
        own_environment = str(ROOT / ".venv/cffconvert/bin/cffconvert")
        reader = programs.program(
            os.environ.get("PRIVKG_CFFCONVERT", own_environment),
            "run `make .venv/cffconvert/bin/cffconvert`",
        )
        found = citation.write(describing(own() if is_own else None))
        (tmp_path / citation.FILE).write_text(found[citation.FILE], encoding="utf-8")

        done = subprocess.run(
            [reader, "--validate", "-i", citation.FILE], cwd=tmp_path, capture_output=True, check=False
        )
        assert (0, b"") == (done.returncode, done.stderr)

    def test_the_projects_citation_agrees_with_its_dataset(self) -> None:
        """
        Software and dataset have the same version, date and authors.
        """
        cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
        dataset = own()

        assert dataset.version == cited["version"]
        assert dataset.issued.isoformat() == cited["date-released"]
        assert [agent.name for agent in dataset.creators] == [a["name"] for a in cited["authors"]]


class TestSchemaOrg:
    def test_what_search_engines_require_is_there(self, describing: Describe) -> None:
        """
        The record has a name, a description of valid length, and an address for each download.
        """
        document = schemaorg.record(describing())
        downloads = document["distribution"]

        assert isinstance(downloads, list)
        assert document["name"]
        assert 50 <= len(str(document["description"])) <= 5000
        assert [] == [d for d in downloads if not d["contentUrl"] or not d["encodingFormat"]]

    def test_dates_are_an_interval(self, describing: Describe) -> None:
        """
        The temporal coverage is an ISO 8601 interval from the first day to the last.
        """
        assert "2010-01-01/2026-01-01" == schemaorg.record(describing())["temporalCoverage"]

    def test_incidents_that_go_on_have_an_open_end(self, describing: Describe) -> None:
        """
        Without an end, the coverage is an open interval in schema.org, the start in DataCite and DCAT.
        """
        about = describing(start=None, end=None)
        numbers = dataclasses.replace(about.statistics, start=literal("2007", "xsd:gYear"), end=None)
        going_on = dataclasses.replace(about, statistics=numbers)
        dates = datacite.record(going_on)["dates"]
        assert isinstance(dates, list)
        period = dcat.write(going_on)[dcat.FILE].partition("dcterms:PeriodOfTime ;\n")[2].split("\n.")[0]

        assert "2007/.." == schemaorg.record(going_on)["temporalCoverage"]
        assert ["2007"] == [each["date"] for each in dates if each["dateType"] == "Other"]
        assert 'dcat:startDate "2007"^^xsd:gYear ;' == period.strip()

    def test_a_short_description_is_reported(self, describing: Describe) -> None:
        """
        A description of less than fifty characters, the minimum of Google Dataset Search, is reported.
        """
        assert schemaorg.missing(describing(description="Short.")).mandatory


class TestLodCloud:
    def test_the_entry_has_the_keys_of_published_ones(self, describing: Describe) -> None:
        """
        The entry has the keys and types of values of published entries.
        """
        document = json.loads(lodcloud.write(describing())[lodcloud.FILE])

        assert {"_id", "identifier", "links", "full_download", "triples", "domain"} <= document.keys()
        assert [] == [link for link in document["links"] if not isinstance(link["value"], str)]

    def test_too_few_links_are_reported(self, describing: Describe) -> None:
        """
        Too few links to one listed dataset are reported with their number.
        """
        description = describing()
        most = max(int(link["value"]) for link in links(description))

        found = [t for t in lodcloud.missing(description).mandatory if t.startswith("50 links")]
        assert [most < 50] == [f"the most are {most}" in text for text in found] or most >= 50

    def test_triples_are_enough(self, describing: Describe) -> None:
        """
        The project's corpus has at least a thousand triples.
        """
        assert not [t for t in lodcloud.missing(describing(own())).mandatory if "triples" in t]


def links(description: object) -> list[dict[str, str]]:
    """Return the links of an entry."""
    found = lodcloud.record(description)["links"]  # type: ignore[arg-type]
    assert isinstance(found, list)
    return found
