"""Records of one event in the AI Incident Database, AIAAIC and the OECD meet in a graph."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from checkout import ROOT
from commands import run
from privkg import build
from privkg.core import bounded

FEW_AIID, FEW_AIAAIC = 120, 200
"""The highest numbers of the records that the tests read that are not long."""
PRIVACY = {"Privacy", "Privacy/surveillance", "Surveillance"}
CITE = "https://incidentdatabase.ai/cite/"
ALL = (681, 70)
"""The numbers of links to the OECD's records, and of pairs of AIID and AIAAIC, in the whole files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """Raw files of the registers, and the answer of the question on the graph of both."""

    aiid: Path
    aiaaic: Path
    oecd: Path
    remarks: str
    lines: list[dict[str, str]]
    are_whole: bool

    def dates(self) -> dict[str, str]:
        """Return the dates of the records of the AI Incident Database, by their addresses."""
        header, *rows = _rows(self.aiid)
        number, date = header.index("incident_id"), header.index("date")
        return {f"{CITE}{row[number]}": row[date] for row in rows}

    def links(self) -> set[tuple[str, str]]:
        """Return the pairs of addresses that the AI Incident Database lists, of the records read."""
        listed = json.loads(self.oecd.read_text(encoding="utf-8"))
        found = {(f"{CITE}{link['incident_id']}", link["sameAs"]) for link in listed}
        return {link for link in found if link[0] in self.dates()}

    def pairs(self) -> set[tuple[str, str]]:
        """Return the accepted pairs of addresses of the two registers, of the records read."""
        table = (ROOT / "data/links/accepted.sssom.tsv").read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in table if line.startswith("pkid:incident/aiid-")]
        found = {(f"{CITE}{row[0].rpartition('-')[2]}", row[4].partition(":")[2]) for row in rows}
        about_privacy = {
            row[17].strip(): row[17].strip().rpartition("/")[2]
            for row in _rows(self.aiaaic)[3:]
            if PRIVACY & {part.strip() for part in row[9].split(";")}
        }
        addresses = {(one, name) for one, name in found if one in self.dates()}
        return {
            (one, address)
            for one, name in addresses
            for address, last in about_privacy.items()
            if last == name
        }


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(False, id="few"),
        pytest.param(True, id="all", marks=pytest.mark.long(part="cases", at_once="registers")),
    ],
)
def registers(
    request: pytest.FixtureRequest, shared_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Registers:
    """The tables of both registers in one graph, with the list of links and the links that ship."""
    work = tmp_path_factory.mktemp("registers")
    data, graph, links = shared_folder / "data", work / "graph", work / "links"
    aiid, aiaaic = work / "aiid.csv", work / "aiaaic.csv"
    whole = bool(request.param)
    _write(aiid, _rows(data / "aiid/incidents.csv"), 1, FEW_AIID, whole=whole)
    _write(aiaaic, _rows(data / "aiaaic/incidents.csv"), 0, FEW_AIAAIC, whole=whole)
    oecd = data / "aiid" / "oecd_links.json"
    build.build([aiid, aiaaic], graph, cache_folder=work / "cache")
    done = run("link", "--links", links, "--accept-list", oecd, graph=graph)
    build.build([aiid, aiaaic], graph, link_folders=[links], cache_folder=work / "cache")
    answer = run("ask", "incidents-in-several-catalogues", "--format", "csv", graph=graph)
    lines = list(csv.DictReader(io.StringIO(answer.stdout)))
    return Registers(
        aiid=aiid, aiaaic=aiaaic, oecd=oecd, remarks=done.stderr, lines=lines, are_whole=whole
    )


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def _write(path: Path, rows: list[list[str]], column: int, most: int, *, whole: bool) -> None:
    """Write a table, whole or with the records up to a number; rows without a number are kept."""
    out = io.StringIO()
    numbers = [row[column].removeprefix("AIAAIC") if len(row) > column else "" for row in rows]
    kept = (
        row
        for row, number in zip(rows, numbers, strict=True)
        if whole or (bounded.whole_number(number) or 0) <= most
    )
    csv.writer(out).writerows(kept)
    path.write_text(out.getvalue(), encoding="utf-8")


def records(lines: Iterable[dict[str, str]], catalogue: str) -> dict[str, set[str]]:
    """Return the records of a catalogue by their events."""
    found: dict[str, set[str]] = {}
    for line in lines:
        if line["catalogue"] == catalogue:
            found.setdefault(line["event"], set()).add(line["record"])
    return found


class TestRegisters:
    def test_the_listed_links_meet(self, registers: Registers) -> None:
        """
        Each link to the OECD's catalogue is a line of the event of its incident, and no other is.
        """
        ours = records(registers.lines, "AI Incident Database")
        found = {
            (one, other)
            for event, others in records(registers.lines, "oecd.ai").items()
            for one in ours[event]
            for other in others
        }

        assert registers.links() == found
        assert f"{len(found)} links accepted" in registers.remarks
        assert not registers.are_whole or ALL[0] == len(found)

    def test_the_accepted_pairs_meet(self, registers: Registers) -> None:
        """
        The records of both registers that describe one event are lines of it, and no others are.
        """
        ours, theirs = (
            records(registers.lines, name) for name in ("AI Incident Database", "AIAAIC Repository")
        )
        found = {
            (one, other) for event in theirs for one in ours.get(event, ()) for other in theirs[event]
        }

        assert registers.pairs() == found
        assert len(found) > 1
        assert not registers.are_whole or ALL[1] == len(found)

    def test_each_states_what_its_record_has(self, registers: Registers) -> None:
        """
        A line of the AI Incident Database has the date of its table.
        """
        dates = registers.dates()
        ours = [each for each in registers.lines if each["catalogue"] == "AI Incident Database"]

        assert ours
        assert [dates[each["record"]] for each in ours] == [each["date"] for each in ours]
