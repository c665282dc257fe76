"""Authority records are found by each of their names; invalid records are rejected."""

from pathlib import Path

import pytest

import counting
from builders import FIRST_LINE, PREFIX_LINES
from privkg.core.errors import RdfError
from privkg.rdf.kinds import RECORDED, Kind
from privkg.rdf.terms import BASE, PREF_LABEL, Term, iri_text, term
from privkg.reference import authority
from privkg.store.rdf import literal_text

OFFICE = f"<{BASE}id/actor/office>"
GROUP = f"<{BASE}id/group/drivers>"


def record(
    node: str = OFFICE,
    kind: str = "pk:MunicipalITDepartment",
    name: str = "Example Office",
    more: str = "",
) -> str:
    return f'{node} a {kind} ; skos:prefLabel "{name}"@en {more} .\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A user's folder of records."""
    (tmp_path / "own").mkdir()
    return tmp_path / "own"


def refusal(folder: Path, *records: str) -> str:
    """Return the message about records, each in a separate file: 0.ttl, 1.ttl, …"""
    for number, text in enumerate(records):
        (folder / f"{number}.ttl").write_text(PREFIX_LINES + text, encoding="utf-8")
    with pytest.raises(RdfError) as raised:
        authority.load([folder])
    return str(raised.value)


def loaded(folder: Path, text: str) -> authority.Authority:
    (folder / "own.ttl").write_text(PREFIX_LINES + text, encoding="utf-8")
    return authority.load([folder])


class TestFind:
    @pytest.mark.parametrize(
        "name",
        [
            "Moscow's Department of Technology",
            "Moscow’s Department of Technology",
            "MOSCOW DEPARTMENT OF TECHNOLOGY",
            "the Moscow's  Department\u00a0of Technology",
            "DIT",
        ],
    )
    def test_by_any_name(self, name: str) -> None:
        """
        A record is found by any label; case, apostrophes, possessives, articles and spacing are ignored.
        """
        found = authority.load().find(Kind.ACTOR, name)

        assert f"<{BASE}id/actor/moscow-department-of-technology>" == found

    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            ("actor", "Department of Technology"),
            ("actor", "Moscow"),
            ("actor", "Moscow, Russia"),
            ("place", "Moscow authorities"),
            ("group", ""),
        ],
    )
    def test_no_other_name(self, kind: Kind, name: str) -> None:
        """
        A part of a name finds no record, nor does the name of a record of another kind.
        """
        assert authority.load().find(kind, name) is None

    def test_every_name_that_ships(self) -> None:
        """
        Each record that ships is found by its preferred label.
        """
        records = authority.load()
        labelled = [(s, literal_text(o)) for s, p, o in records.triples if p == PREF_LABEL]

        assert [s for s, _ in labelled] == [
            records.find(kind, label)
            for s, label in labelled
            for kind in RECORDED
            if f"/id/{kind}/" in s
        ]


class TestAsWritten:
    @pytest.mark.parametrize(
        ("label", "name"),
        [
            ("WHO", "Who"),
            ("US", "us"),
            ("Apple", "apple"),
            ("Target", "Target's"),
            ("McDonald's", "McDonald"),
            ("Disney", "Disney+"),
            ("The Who", "WHO"),
        ],
    )
    def test_a_common_word_is_not_another_case_of_a_name(
        self, folder: Path, label: str, name: str
    ) -> None:
        """
        A short or common word does not match an actor's name of another spelling.
        """
        assert loaded(folder, record(name=label)).find(Kind.ACTOR, name) is None

    @pytest.mark.parametrize(
        ("label", "name"),
        [
            ("WHO", "the WHO"),
            ("Apple", "APPLE"),
            ("McDonald's", "McDonald’s"),
            ("Example Office", "“Example  Office”"),
            ("x", "x"),
        ],
    )
    def test_a_name_as_written_is_found(self, folder: Path, label: str, name: str) -> None:
        """
        Articles, apostrophes, spacing and quotation marks are ignored in every name.
        """
        assert OFFICE == loaded(folder, record(name=label)).find(Kind.ACTOR, name)


class TestOwnFolder:
    def test_adds_a_record(self, folder: Path) -> None:
        """
        A user's records are found in addition to the shipped ones.
        """
        records = loaded(folder, record(more='; skos:altLabel "EO"@en'))

        assert [OFFICE, OFFICE] == [records.find(Kind.ACTOR, name) for name in ("Example Office", "EO")]
        assert records.find(Kind.ACTOR, "Moscow authorities")

    def test_overrides_a_record(self, folder: Path) -> None:
        """
        A user's record replaces the whole shipped record of the same IRI.
        """
        node = Term(f"<{BASE}id/actor/facebook>")
        records = loaded(folder, record(node, "pk:Company", "Meta"))

        assert [term("pk:Company")] == records.values(node, term("rdf:type"))
        assert (node, None) == (records.find(Kind.ACTOR, "Meta"), records.find(Kind.ACTOR, "Facebook"))

    def test_is_read_with_its_folders(self, folder: Path) -> None:
        """
        Records in subfolders are loaded too.
        """
        (folder / "below").mkdir()
        (folder / "below" / "own.ttl").write_text(PREFIX_LINES + record(), encoding="utf-8")

        assert OFFICE == authority.load([folder]).find(Kind.ACTOR, "Example Office")

    def test_places_a_group(self, folder: Path) -> None:
        """
        The direct and indirect supergroups of a group are found.
        """
        above = [f"<{BASE}id/group/{name}>" for name in ("people", "all")]
        chain = (
            record(GROUP, "pk:AtRiskGroup", "drivers", f"; pk:subgroupOf {above[0]}"),
            record(above[0], "pk:AtRiskGroup", "road users", f"; pk:subgroupOf {above[1]}"),
        )

        assert set(above) == loaded(folder, "".join(chain)).groups_above(Term(GROUP))


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            (f"{OFFICE} a pk:Company .", "has 0 skos:prefLabel; give it exactly one"),
            (record(more=', "Office"@en'), "has 2 skos:prefLabel; give it exactly one"),
            (record(more=', "Bureau"@fr'), "has 2 skos:prefLabel; give it exactly one"),
            (record(kind="pk:Compny"), "has the unknown actor type pk:Compny; write one of pk:Actor, "),
            (
                record(kind="pk:Company, pk:AtRiskGroup"),
                "has the unknown actor type pk:AtRiskGroup",
            ),
            (record(GROUP, "pk:Actor"), "has the unknown group type pk:Actor"),
            (record(f"<{BASE}id/place/x>", "dpv:City"), "has the unknown place type dpv:City"),
            (f'{OFFICE} skos:prefLabel "Office"@en .', "has no type; give it pk:Actor or "),
            (
                record("<https://example.org/office>"),
                "is not the IRI of an actor, group or place; write one that begins with",
            ),
            (
                record(f"<{BASE}id/incident/x>", "pk:Incident"),
                "is not the IRI of an actor, group or place",
            ),
        ],
    )
    def test_an_incomplete_record_is_rejected(self, folder: Path, text: str, reason: str) -> None:
        """
        A record needs one preferred label, a known type, and an IRI of its kind; the error has its line.
        """
        message = refusal(folder, text)

        assert message.startswith(f"{folder / '0.ttl'}:{FIRST_LINE}:1: <https://")
        assert f"> {reason}" in message

    def test_two_records_of_one_name(self, folder: Path) -> None:
        """
        Two actors cannot share a name; the message contains both IRIs and both places.
        """
        other = f"<{BASE}id/actor/bureau>"
        message = refusal(
            folder, record(), record(other, more='; skos:altLabel "the example office"@en')
        )

        assert message.startswith(f"{folder / '1.ttl'}:{FIRST_LINE}:1: ")
        assert (
            f"of <{iri_text(Term(OFFICE))}> ({folder / '0.ttl'}:{FIRST_LINE}:1); rename one" in message
        )

    def test_a_name_of_a_record_that_ships(self, folder: Path) -> None:
        """
        A user's actor cannot have the name of a shipped record with another IRI.
        """
        assert "id/actor/moscow-authorities" in refusal(folder, record(name="Moscow authorities"))

    def test_one_record_in_two_files(self, folder: Path) -> None:
        """
        A record in two files of a folder is rejected.
        """
        message = refusal(folder, record(), record())

        assert f"is described in {folder / '0.ttl'} too; keep one" in message

    def test_a_chain_of_groups_takes_linear_time(self, folder: Path) -> None:
        """
        A chain of subgroups is checked in linear time.
        """

        def chain(length: int) -> None:
            groups = (
                record(
                    f"<{BASE}id/group/g{n}>",
                    "pk:AtRiskGroup",
                    f"Drivers {n}",
                    f"; pk:subgroupOf <{BASE}id/group/g{n + 1}>",
                )
                for n in range(length)
            )
            (folder / "chain.ttl").write_text(PREFIX_LINES + "".join(groups), encoding="utf-8")
            authority.load([folder])

        assert counting.growth(chain, 100) < 1.1

    @pytest.mark.parametrize(
        "above", [(("drivers", "drivers"),), (("drivers", "riders"), ("riders", "drivers"))]
    )
    def test_a_group_below_itself(self, folder: Path, above: tuple[tuple[str, str], ...]) -> None:
        """
        A group that is a direct or indirect subgroup of itself is rejected.
        """
        records = [
            record(
                f"<{BASE}id/group/{low}>",
                "pk:AtRiskGroup",
                low,
                f"; pk:subgroupOf <{BASE}id/group/{up}>",
            )
            for low, up in above
        ]

        assert refusal(folder, *records).endswith(
            "is a subgroup of itself; remove one pk:subgroupOf of the cycle"
        )

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("nonsense", f":{FIRST_LINE}:1: "),
            ("[] a pk:Actor .", f":{FIRST_LINE}:1: has a blank node"),
        ],
    )
    def test_an_invalid_file_is_rejected(self, folder: Path, text: str, reason: str) -> None:
        """
        A file that is not Turtle, and a blank node, are rejected at their place.
        """
        assert refusal(folder, text).startswith(f"{folder / '0.ttl'}{reason}")
