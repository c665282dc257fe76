"""Records of VERIS that were judged without sight of the rules: which harms, and by whom."""

import csv
import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import agreement
import register_records
from checkout import ROOT
from privkg.core import resources
from privkg.core.model import Row
from privkg.sources import Text, veris
from privkg.sources.veris.rules import rules

SEED = 20261127
SIZE = 150
DIGITS = 16
PEOPLE = {"Bank", "Medical", "Payment", "Personal", "Sensitive Personal"}
VICTIMS = {"Customer", "Employee", "Patient", "Student"}
NONE = {"none", "="}

Pairs = frozenset[str]
"""Harms with the kind of their actor, such as "Insecurity|victim"."""


class Sample(NamedTuple):
    """The sample: the hashes of all records that it was drawn from, and what the rules infer."""

    drawn_from: list[str]
    inferred: dict[str, Pairs]


@pytest.fixture(scope="module")
def sample(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The judged records of the VERIS Community Database, read by privkg."""
    lines: dict[str, str] = {}
    with gzip.open(shared_folder / "data" / "veris" / "vcdb-a.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if is_about_people(record):
                lines.setdefault(register_records.key(record)[:DIGITS], line)
    path = tmp_path_factory.mktemp("veris") / "records.jsonl"
    path.write_text("".join(lines[name] for name in judgements()), encoding="utf-8")
    return Sample(sorted(lines), dict(read(path)))


class TestSample:
    def test_is_drawn_by_its_seed(self, sample: Sample) -> None:
        """
        The judged records are a seeded sample of the records with data about people.
        """
        drawn = random.Random(SEED).sample(sample.drawn_from, SIZE)

        assert sorted(drawn) == list(judgements())
        assert [] == missing(f"{SIZE} of the {len(sample.drawn_from):,} records")


class TestAgreement:
    def test_of_each_harm_is_on_the_page(self, sample: Sample) -> None:
        """
        The page about the data has the agreement on each harm that the rules or the judge found.
        """
        judged = {name: pairs(each["codes"]) for name, each in judgements().items()}
        found = {pair.partition("|")[0] for pair in every(judged) | every(sample.inferred)}

        assert [] == missing(*(compared(harm, sample.inferred, judged) for harm in sorted(found)))

    def test_of_whole_records_is_on_the_page(self, sample: Sample) -> None:
        """
        The page has the number of records on which rules and judge agree, by codes and by summary.
        """
        inferred, judged = sample.inferred, judgements()
        of_codes = sum(inferred[name] == pairs(each["codes"]) for name, each in judged.items())
        of_summaries = sum(inferred[name] == summarised(each) for name, each in judged.items())

        assert [] == missing(
            f"all pairs of {of_codes} of the {SIZE} records", f"of {of_summaries} with the corrections"
        )


class TestJudgements:
    def test_are_pairs_of_a_harm_and_an_actor(self) -> None:
        """
        A judgement names harms of the scheme, each with the kind of its actor.
        """
        harms = {rule.harm.partition("#")[2] for rule in rules().rows}
        named = every({name: summarised(each) for name, each in judgements().items()})

        assert {"victim", "internal", "external", "partner"} == {p.partition("|")[2] for p in named}
        assert {"Appropriation"} == {p.partition("|")[0] for p in named} - harms

    def test_summaries_correct_codes(self) -> None:
        """
        What a summary adds is not in the codes, and what it contradicts is.
        """
        assert [] == [
            (name, change)
            for name, each in judgements().items()
            for change in pairs(each["summary"])
            if (change[1:] in pairs(each["codes"])) != (change[0] == "-")
        ]


class TestKappa:
    def test_of_a_known_table(self) -> None:
        """
        Of 50 things, 20 and 15 of which are judged alike, kappa is 0.4.
        """
        known = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
        low, high = agreement.interval(known, SEED)

        assert pytest.approx(0.4) == agreement.kappa(known)
        assert 0 < low < 0.4 < high < 1


def is_about_people(record: dict[str, Any]) -> bool:
    """Return whether a record has confidentiality data that is about people, or of people."""
    found = record.get("attribute", {}).get("confidentiality", {})
    varieties = {each.get("variety") for each in found.get("data", [])}
    return bool(varieties & PEOPLE or set(found.get("data_victim", [])) & VICTIMS)


def judgements() -> dict[str, dict[str, str]]:
    """Return the judgements by the hash of the record, in order."""
    path = resources.folder("data/sources") / "veris" / "judgements.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return {each["record"]: each for each in csv.DictReader(lines, delimiter="\t")}


def read(path: Path) -> Iterator[tuple[str, Pairs]]:
    """Yield the hash of each record of a file, and the pairs that the rules infer."""
    actor = {rule.inference: rule.actor for rule in rules().rows}
    for member in veris.texts(path):
        assert isinstance(member, Text)
        (incident,) = member.incidents()
        others = sorted(json.loads(member.document.text)["actor"])
        yield (
            member.document.key,
            frozenset(
                f"{harm_of(row)}|{each}"
                for row in incident.rows
                if row.inferred_by
                for kind in [actor[row.inferred_by]]
                for each in (others if kind == "any" else [kind])
            ),
        )


def harm_of(row: Row) -> str:
    """Return the local name of the harm of an inferred row."""
    reading = row.harms[0].reading
    assert reading and reading.terms
    return reading.terms[0].partition("#")[2]


def pairs(cell: str) -> Pairs:
    return frozenset(cell.split()) - NONE


def summarised(judgement: dict[str, str]) -> Pairs:
    """Return the pairs of the codes, corrected by the summary."""
    changes = pairs(judgement["summary"])
    added, removed = ({each[1:] for each in changes if each[0] == sign} for sign in "+-")
    return pairs(judgement["codes"]) - removed | added


def every(found: dict[str, Pairs]) -> set[str]:
    """Return all pairs of all records."""
    return {pair for each in found.values() for pair in each}


def compared(harm: str, inferred: dict[str, Pairs], judged: dict[str, Pairs]) -> str:
    """Return the row of a harm in the page: the pairs of both, of the rules, of the judge, and kappa."""
    ours, theirs = ({n: actors(harm, each) for n, each in t.items()} for t in (inferred, judged))
    both, only, others = (
        sum(map(len, counted))
        for counted in zip(
            *((ours[n] & theirs[n], ours[n] - theirs[n], theirs[n] - ours[n]) for n in ours), strict=True
        )
    )
    answers = [(ours[name], theirs[name]) for name in sorted(ours)]
    low, high = agreement.interval(answers, SEED)
    label = re.sub(r"(?<!^)(?=[A-Z])", " ", harm).lower()
    return (
        f"| {label} | {both} | {only} | {others} | {agreement.kappa(answers):.2f} "
        f"| {low:.2f} to {high:.2f} |"
    )


def actors(harm: str, found: Pairs) -> frozenset[str]:
    return frozenset(pair.partition("|")[2] for pair in found if pair.startswith(f"{harm}|"))


def missing(*phrases: str) -> list[str]:
    """Return the phrases that the page about the data does not have."""
    page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    return [phrase for phrase in phrases if phrase not in page]
