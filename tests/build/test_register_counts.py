"""Counts of registers by the questions equal those of a few lines of Python over their files."""

import csv
import gzip
import hashlib
import io
import itertools
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from commands import Result, run

FEW = 100
"""How many records of each register the tests read that are not long."""
LEFT_OUT = ("IsFabricated", "IsRetired", "IsSpamList", "IsStealerLog")
ETHICS, ADDRESS = 9, 17
"""Columns of AIAAIC: the ethical issues, and the address of the record."""
PRIVACY = {"Privacy", "Privacy/surveillance", "Surveillance"}
FAULTS = {
    "PK012": re.compile(r"\d{4}-(?!\d)"),
    "PK032": re.compile(r"\S+@\S+"),
    "PK034": re.compile(r"\d{3}\)?[ -]\d{3}[ -]\d{4}"),
}
"""The Violations in the files: a range of dates without an end, and contacts in the texts."""
VIOLATIONS = Counter(PK012=1, PK032=7, PK034=42)
"""How many there are: numbers of help lines, addresses of offices, and names of accounts with an @."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of four registers, whole or cut."""

    veris: Path
    hibp: Path
    aiaaic: Path
    aiid: Path
    are_whole: bool = True

    def cases(self) -> list[dict[str, Any]]:
        """Return the records of VERIS, each once; `plus` has the coder's notes, which may differ."""
        with gzip.open(self.veris, "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        return list({digest(record): record for record in records}.values())

    def breaches(self) -> list[dict[str, Any]]:
        """Return the breaches that the mapping does not leave out."""
        found = json.loads(self.hibp.read_text(encoding="utf-8"))
        return [one for one in found if not any(one[flag] for flag in LEFT_OUT)]

    def sizes(self) -> Counter[str]:
        """Return how many records each register has; a blank row is one."""
        with gzip.open(self.veris) as lines:
            cases = sum(1 for _ in lines)
        breaches = len(json.loads(self.hibp.read_text(encoding="utf-8")))
        tables = len(rows(self.aiaaic)) - 3, len(rows(self.aiid)) - 1
        return Counter(veris=cases, hibp=breaches, aiaaic=tables[0], aiid=tables[1])

    def accepted(self) -> Counter[str]:
        """Return how many incidents each register has; records of AIAAIC with one address are one."""
        kept = [row for row in rows(self.aiaaic)[3:] if PRIVACY & set(listed(row, ETHICS))]
        pages = {row[ADDRESS].strip() or row[0] for row in kept}
        counts = len(self.cases()), len(self.breaches()), len(pages), len(rows(self.aiid)) - 1
        return Counter(dict(zip(("veris", "hibp", "aiaaic", "aiid"), counts, strict=True)))

    def texts(self) -> dict[str, str]:
        """Return the text of each record by its key."""
        cases = {digest(case)[:16]: json.dumps(case) for case in self.cases()}
        header, *incidents = rows(self.aiid)
        key = header.index("incident_id")
        found = [(row[0], row) for row in rows(self.aiaaic)[3:]] + [(row[key], row) for row in incidents]
        return {key: " ".join(row) for key, row in found} | cases


def digest(case: dict[str, Any]) -> str:
    content = {name: value for name, value in case.items() if name != "plus"}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def listed(row: list[str], column: int) -> list[str]:
    return [word.strip() for word in row[column].split(";")]


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(FEW, id="few"),
        pytest.param(None, id="all", marks=pytest.mark.long(part="cases", at_once="registers")),
    ],
)
def files(
    request: pytest.FixtureRequest, shared_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Files:
    """The files, or such with the first records of each."""
    data = shared_folder / "data"
    whole = Files(
        veris=data / "veris" / "vcdb-a.jsonl.gz",
        hibp=data / "hibp" / "breaches.json",
        aiaaic=data / "aiaaic" / "incidents.csv",
        aiid=data / "aiid" / "incidents.csv",
    )
    return first(whole, request.param, tmp_path_factory.mktemp("few")) if request.param else whole


def first(whole: Files, count: int, folder: Path) -> Files:
    """Write the first records of each file."""
    few = Files(
        veris=folder / "a.jsonl.gz",
        hibp=folder / "a.json",
        aiaaic=folder / "aiaaic.csv",
        aiid=folder / "aiid.csv",
        are_whole=False,
    )
    with gzip.open(whole.veris) as lines, gzip.open(few.veris, "wb") as to:
        to.writelines(itertools.islice(lines, count))
    breaches = json.loads(whole.hibp.read_text(encoding="utf-8"))[:count]
    few.hibp.write_text(json.dumps(breaches), encoding="utf-8")
    for path, to_path, head in ((whole.aiaaic, few.aiaaic, 3), (whole.aiid, few.aiid, 1)):
        with to_path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows(path)[: head + count])
    return few


@dataclass(frozen=True, slots=True)
class Built:
    """The graph of the four files, what the build printed, and the files."""

    files: Files
    graph: Path
    output: Result

    def counts(self, question: str, *arguments: str) -> Counter[tuple[str, ...]]:
        """Return the answer to a counting question: labels and years, and how many records."""
        done = run("ask", question, *arguments, "--format", "csv", graph=self.graph)
        found = csv.DictReader(io.StringIO(done.stdout))
        assert 0 == done.code, done.stderr
        shown = [(tuple(row[name] for name in row if name in LABELS), row) for row in found]
        return Counter({label: int(row.get("records") or row["incidents"]) for label, row in shown})


LABELS = ("year", "codeLabel", "otherCodeLabel")


@pytest.fixture(scope="module")
def built(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The graph of the four registers, built by one command."""
    graph = tmp_path_factory.mktemp("registers") / "graph"
    paths = (files.veris, files.hibp, files.aiaaic, files.aiid)
    return Built(files, graph, run("build", *paths, "--graph", graph, "--no-cache"))


class TestAccounting:
    def test_every_record_is_accounted_for(self, built: Built) -> None:
        """
        The records that are read are those of the files, and none is rejected.
        """
        read, accepted = built.files.sizes().total(), built.files.accepted().total()

        line = re.search(r"read (\d+) = (\d+) accepted \+ \d+ .* \+ 0 rejected", built.output.stderr)
        assert line
        assert (read, accepted) == (int(line[1]), int(line[2]))

    def test_all_are_in_the_graph(self, built: Built) -> None:
        """
        Each accepted record is an incident in the graph that is part of its register.
        """
        registers = {"veris": "vcdb"}
        found = {
            name: built.counts("incidents-by-year", "--register", registers.get(name, name)).total()
            for name in ("veris", "hibp", "aiid")
        }

        assert {name: built.files.accepted()[name] for name in found} == found

    def test_each_violation_is_in_the_data(self, built: Built) -> None:
        """
        What the build reports as a Violation is in the text of the record.
        """
        found = re.findall(r"#(\S+?):\d+:\d+ error (PK\d+)", built.output.stderr)
        texts = built.files.texts()

        assert [] == [one for one in found if not FAULTS[one[1]].search(texts[one[0]])]
        counts = Counter(rule for _, rule in found)
        assert counts.keys() <= VIOLATIONS.keys()
        if built.files.are_whole:
            assert VIOLATIONS == counts


class TestVeris:
    @pytest.mark.parametrize("field", ["actor", "action"])
    def test_kinds(self, built: Built, field: str) -> None:
        """
        Records are counted by kind of actor and of action.
        """
        expected = Counter((f"{field}.{kind}",) for case in built.files.cases() for kind in case[field])

        assert expected == built.counts("records-by-code", "--register", "vcdb", "--field", field)

    def test_years(self, built: Built) -> None:
        """
        Records are counted by year.
        """
        years = (case["timeline"]["incident"]["year"] for case in built.files.cases())
        expected = Counter((str(year),) for year in years)

        assert expected == built.counts("incidents-by-year", "--register", "vcdb")

    def test_varieties_of_data(self, built: Built) -> None:
        """
        Records are counted by variety of data, each once for a variety that it names twice.
        """
        field = "attribute.confidentiality.data.variety"
        expected = Counter(
            (f"{field}.{variety}",)
            for case in built.files.cases()
            for data in [case["attribute"].get("confidentiality", {}).get("data", [])]
            for variety in {one["variety"] for one in data}
        )

        assert expected == built.counts("records-by-code", "--register", "vcdb", "--field", field)

    def test_varieties_of_actions(self, built: Built) -> None:
        """
        Records are counted by variety of hacking.
        """
        field = "action.hacking.variety"
        expected = Counter(
            (f"{field}.{variety}",)
            for case in built.files.cases()
            for variety in set(case["action"].get("hacking", {}).get("variety", []))
        )

        assert expected == built.counts("records-by-code", "--register", "vcdb", "--field", field)

    def test_industries_and_actions(self, built: Built) -> None:
        """
        Records are counted by sector and kind of action; zeros are not an industry.
        """
        arguments = ("--field", "victim.industry2", "--other-field", "action")
        expected = Counter(
            (f"NAICS {code[:2]}", f"action.{kind}")
            for case in built.files.cases()
            for code in [case["victim"]["industry"]]
            for kind in case["action"]
            if code.strip("0")
        )

        assert expected == built.counts("records-by-two-codes", "--register", "vcdb", *arguments)


class TestHibp:
    def test_data_classes_by_year(self, built: Built) -> None:
        """
        Breaches are counted by data class and year.
        """
        expected = Counter(
            (breach["BreachDate"][:4], name)
            for breach in built.files.breaches()
            for name in set(breach["DataClasses"])
        )

        assert expected == built.counts("records-by-code-and-year", "--field", "DataClasses")
