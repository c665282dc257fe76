"""Value tables of registers: each word of the data has known terms, or is left out with a reason."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from privkg.core import resources
from privkg.rdf.terms import BASE, Term, iri_text, term
from privkg.reference import authority, concepts
from privkg.reference.links import sssom
from privkg.reference.links.mapping import BY_HAND, NO_TERM, Mapping
from privkg.reference.locations import Found, Locator

TABLES = resources.files("data/sources", ".sssom.tsv")
NARROW = term("skos:narrowMatch")
MATCHES = {term(f"skos:{kind}Match") for kind in ("exact", "close", "broad")} | {NARROW}
CATEGORIES = {
    *("pk:AtRiskGroup", "schema:Country", "schema:Intangible", "schema:Organization", "schema:Person")
}
LEAST_MENTIONS = 3
"""How often a name of the AI Incident Database occurs, at least, to be in the table."""

each_table = pytest.mark.parametrize(
    "path", TABLES, ids=lambda path: f"{path.parent.name}/{path.name.partition('.')[0]}"
)


@cache
def rows(path: Path) -> list[Mapping]:
    return sssom.read(path)


def table(register: str, name: str) -> Path:
    return resources.folder("data/sources") / register / f"{name}.sssom.tsv"


def words(register: str, name: str) -> set[str]:
    """Return the words that a table decides on."""
    return {row.subject_label for row in rows(table(register, name))}


def is_several(row: Mapping) -> bool:
    """Return whether a word is a list of values, whose objects are narrower than the whole."""
    return any(sign in row.subject_label for sign in ",:")


@cache
def known() -> frozenset[Term]:
    """Return the terms of the ontology and of the extracts of labels, and the recorded resources."""
    records = {s for s, _, _ in authority.load().triples}
    return frozenset(records | {s for s, _, _ in (*concepts.triples(), *concepts.foreign_labels())})


@cache
def labels() -> dict[Term, str]:
    """Return the preferred label of each term in English."""
    every = (*concepts.triples(), *concepts.foreign_labels(), *authority.load().triples)
    return {s: o for s, p, o in every if p == term("skos:prefLabel") and o.endswith("@en")}


class TestRows:
    @each_table
    def test_have_known_terms(self, path: Path) -> None:
        """
        The object of a row is a term that privkg knows, with its preferred label, or there is none.
        """
        assert [] == [
            (row.subject_label, row.object)
            for row in rows(path)
            if (row.object, row.object_label) != (NO_TERM, "")
            and (row.object not in known() or labels()[row.object] != f'"{row.object_label}"@en')
        ]

    @each_table
    def test_have_a_reason(self, path: Path) -> None:
        """
        Each match was chosen by hand, with a sentence on the reason.
        """
        odd = [
            row
            for row in rows(path)
            if (row.predicate not in MATCHES)
            or row.justification != BY_HAND
            or not row.method.endswith(".")
            or len(row.method.split()) < 3
        ]

        assert [] == odd

    @each_table
    def test_are_named_by_their_words(self, path: Path) -> None:
        """
        The subject of a row is the word, percent-encoded, in the register's namespace or field.
        """
        register = path.parent.name
        namespace, before = f"{BASE}register/{register}#", ""
        if register == "hibp":
            before = "DataClasses."
        if register == "veris":  # which has IRIs of its own
            namespace = "https://veriscommunity.net/attack-flow#"
            before = "attribute.confidentiality.data.variety."

        assert [(row.subject_label, namespace) for row in rows(path)] == [
            (unquote(local).removeprefix(before), f"{start}#")
            for start, _, local in (iri_text(row.subject).partition("#") for row in rows(path))
        ]

    @each_table
    def test_are_decided_once(self, path: Path) -> None:
        """
        A word has one row for each object, sorted, and no object at all if it is left out.
        """
        pairs = [(iri_text(row.subject), row.object) for row in rows(path)]
        left_out = {iri_text(row.subject) for row in rows(path) if not row.has_terms}
        counts = Counter(subject for subject, _ in pairs)

        assert sorted(set(pairs)) == sorted(pairs)
        assert sorted(counts) == list(counts)
        assert {1} >= {counts[subject] for subject in left_out}

    @each_table
    def test_are_true_of_each_record(self, path: Path) -> None:
        """
        A narrower object, which need not be meant, occurs only where the word lists its objects.
        """
        assert [] == [row for row in rows(path) if row.predicate == NARROW and not is_several(row)]


class TestHead:
    @each_table
    def test_names_the_register_and_its_licence(self, path: Path) -> None:
        """
        The head of a table is YAML with its address, the source of its words and their licence.
        """
        lines = path.read_text(encoding="utf-8").splitlines()
        head = yaml.safe_load("\n".join(line[1:] for line in lines if line.startswith("#")))
        name = path.name.removesuffix(".sssom.tsv")

        assert f"{BASE}register/{path.parent.name}/{name}" == head["mapping_set_id"]
        assert "(CC BY" in head["mapping_set_description"]
        assert "https://" in head["mapping_set_description"]


class TestWords:
    def test_of_have_i_been_pwned_are_all_there(self, shared_folder: Path) -> None:
        """
        Each data class of Have I Been Pwned is in its table, and the table has no other.
        """
        breaches = json.loads((shared_folder / "data/hibp/breaches.json").read_text("utf-8"))

        assert {name for breach in breaches for name in breach["DataClasses"]} == words(
            "hibp", "data-classes"
        )

    def test_of_aiaaic_harms_are_all_there(self, shared_folder: Path) -> None:
        """
        Each word of the three columns of harms is in the table, and the table has no other.
        """
        columns = ("Individual", "Societal", "Environmental")
        found = {word for column in columns for word in aiaaic(shared_folder, column)}

        assert found == words("aiaaic", "harms")

    def test_of_aiaaic_places_are_there_if_they_are_not_one_place(self, shared_folder: Path) -> None:
        """
        A jurisdiction that is not read as a place by its name is in the table.
        """
        locator = Locator(authority.load())
        found = set(aiaaic(shared_folder, "Jurisdiction"))
        unread = {word for word in found if not isinstance(locator.find(word), Found)}

        assert unread | {"Global"} == words("aiaaic", "jurisdictions")

    def test_of_aiaaic_technologies_are_all_there(self, shared_folder: Path) -> None:
        """
        Each word of the column of technologies is in the table, and the table has no other.
        """
        assert set(aiaaic(shared_folder, "Technology")) == words("aiaaic", "technologies")

    def test_of_aiid_parties_are_there_if_they_are_frequent(self, shared_folder: Path) -> None:
        """
        Each harmed party that several incidents name is in the table, and the table has no other.
        """
        with (shared_folder / "data/aiid/incidents.csv").open(encoding="utf-8", newline="") as file:
            cells = [row["Alleged harmed or nearly harmed parties"] for row in csv.DictReader(file)]
        counts = Counter(party for cell in cells for party in json.loads(cell))

        assert {party for party, count in counts.items() if count >= LEAST_MENTIONS} == words(
            "aiid", "harmed-parties"
        )


class TestParties:
    def test_with_a_type_are_groups(self) -> None:
        """
        A party is of a known category, and only a group has a type of groups.
        """
        kinds = {
            (dict(row.more).get("subject_category", ""), row.object.startswith(f"<{BASE}group#"))
            for row in rows(table("aiid", "harmed-parties"))
        }

        assert CATEGORIES | {""} == {category for category, _ in kinds}
        assert {"pk:AtRiskGroup"} == {category for category, is_type in kinds if is_type}


def aiaaic(shared_folder: Path, column: str) -> Iterator[str]:
    """Yield the words of a column whose name is in the second or third row."""
    path = shared_folder / "data/aiaaic/incidents.csv"
    with path.open(encoding="utf-8", newline="") as file:
        _, upper, lower, *records = csv.reader(file)
    names = [(below or above).strip() for above, below in zip(upper, lower, strict=True)]
    for record in filter(any, records):
        yield from filter(None, map(str.strip, record[names.index(column)].split(";")))
