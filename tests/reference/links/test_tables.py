"""Tables of links: decided links are not proposed again, and only accepted ones enter a graph."""

import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commands import PROGRAM
from privkg.core import resources
from privkg.core.errors import RdfError, UsageError
from privkg.rdf.terms import Term, iri, iri_text, term
from privkg.reference.links import sssom, tables
from privkg.reference.links.mapping import BY_HAND, LEXICAL, NO_TERM, Alternative, Mapping, State
from privkg.reference.links.tables import LinkTables
from reference.links.test_sssom import IRIS, WORDS, mapping

A, B = iri("https://example.org/a"), iri("https://example.org/b")
ANY = st.text(st.characters(exclude_categories=[]), max_size=20)
"""Anything that Python takes for text, halves of surrogate pairs too."""


def objects(found: LinkTables, state: State) -> list[str]:
    """Return the last characters of the objects in a state."""
    return [each.object[-2:-1] for each in found.mappings(state)]


def links(found: Iterable[Mapping]) -> set[tuple[Term, Term, Term]]:
    """Return the triples of mappings."""
    return {(each.subject, each.predicate, each.object) for each in found}


class TestDecisions:
    @pytest.mark.parametrize("is_accepted", [True, False])
    def test_what_was_decided_is_not_proposed_again(self, tmp_path: Path, is_accepted: bool) -> None:
        """
        A later run does not propose accepted or rejected links.
        """
        first = LinkTables(tmp_path)
        first.propose([mapping(object_="b"), mapping(object_="c")])
        if is_accepted:
            first.accept(A, B)
        else:
            first.reject(A, B, "another one")
        first.save()
        later = LinkTables(tmp_path)
        later.propose([mapping(object_="b"), mapping(object_="d")])

        assert ["d"] == objects(later, State.PROPOSED)
        assert {True: ([], ["b"]), False: (["b"], [])}[is_accepted] == (
            objects(later, State.REJECTED),
            objects(later, State.ACCEPTED),
        )

    def test_another_relation_is_not_proposed_either(self, tmp_path: Path) -> None:
        """
        A decided pair is not proposed again with another property.
        """
        kept = LinkTables(tmp_path)
        kept.reject(A, B, "another one")
        kept.propose([mapping(predicate=term("skos:closeMatch"))])

        assert [] == objects(kept, State.PROPOSED)

    def test_a_rejected_thing_is_different_with_its_reason(self, tmp_path: Path) -> None:
        """
        A rejected identity becomes owl:differentFrom, with the reason.
        """
        rejected = LinkTables(tmp_path).reject(A, B, "a year earlier")

        assert (term("owl:differentFrom"), "a year earlier") == (rejected.predicate, rejected.method)

    def test_a_rejected_match_of_concepts_is_negated(self, tmp_path: Path) -> None:
        """
        A rejected match of concepts has the predicate_modifier Not.
        """
        kept = LinkTables(tmp_path)
        kept.propose([mapping(predicate=term("skos:exactMatch"))])
        rejected = kept.reject(A, B, "wider")

        assert (term("skos:exactMatch"), True) == (rejected.predicate, rejected.is_negative)

    def test_what_was_not_proposed_needs_its_relation(self, tmp_path: Path) -> None:
        """
        A link that was not proposed is accepted only with a predicate.
        """
        kept = LinkTables(tmp_path)
        with pytest.raises(UsageError, match="give their relation with --as"):
            kept.accept(A, B)

        assert term("owl:sameAs") == kept.accept(A, B, term("owl:sameAs")).predicate

    def test_a_relation_that_is_no_link(self, tmp_path: Path) -> None:
        """
        A link cannot be accepted with a property that links may not have.
        """
        with pytest.raises(UsageError, match="give their relation with --as"):
            LinkTables(tmp_path).accept(A, B, term("rdf:type"))

    @pytest.mark.parametrize("pair", [(A, NO_TERM), (NO_TERM, B)])
    def test_a_term_that_was_not_found_is_not_accepted(
        self, tmp_path: Path, pair: tuple[Term, Term]
    ) -> None:
        """
        A proposal whose term was not found cannot become a link.
        """
        with pytest.raises(UsageError, match="sssom:NoTermFound is not a resource"):
            LinkTables(tmp_path).accept(*pair, term("skos:exactMatch"))

    def test_a_rejected_link_is_not_accepted(self, tmp_path: Path) -> None:
        """
        A rejected link cannot be accepted before its row is removed.
        """
        kept = LinkTables(tmp_path)
        kept.reject(A, B, "another one")

        with pytest.raises(UsageError, match="was rejected"):
            kept.accept(A, B, term("owl:sameAs"))

    def test_both_at_once_is_an_error(self, tmp_path: Path) -> None:
        """
        A link that is in both tables is an error.
        """
        one, other = LinkTables(tmp_path), LinkTables(tmp_path)
        one.accept(A, B, term("owl:sameAs"))
        one.save()
        (tmp_path / "kept").write_bytes((tmp_path / "accepted.sssom.tsv").read_bytes())
        other.reject(A, B, "another one")
        other.save()
        (tmp_path / "kept").replace(tmp_path / "accepted.sssom.tsv")

        with pytest.raises(
            RdfError, match="are both accepted and rejected; remove the row here or in accepted"
        ):
            LinkTables(tmp_path)


class TestJustifications:
    def test_what_a_rule_found_stays_the_rules(self, tmp_path: Path) -> None:
        """
        An accepted proposal keeps the justification of the rule.
        """
        kept = LinkTables(tmp_path)
        kept.propose([mapping()])
        accepted = kept.accept(A, B)

        assert (LEXICAL, 0.5, "by its name") == (accepted.justification, accepted.score, accepted.method)

    def test_what_a_person_found_is_by_hand(self, tmp_path: Path) -> None:
        """
        A link that was not proposed, or with another property, is justified as manual curation.
        """
        kept = LinkTables(tmp_path)
        kept.propose([mapping()])
        other = kept.accept(A, B, term("schema:sameAs"))
        new = kept.accept(A, iri("https://example.org/c"), term("schema:sameAs"))

        assert [BY_HAND, BY_HAND] == [other.justification, new.justification]
        assert "by hand; proposed as owl:sameAs: by its name" == other.method

    @given(st.lists(st.tuples(IRIS, IRIS, st.sampled_from(tables.PROPERTIES), WORDS, st.booleans())))
    def test_what_was_decided_is_read_back(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        found: list[tuple[Term, Term, Term, str, bool]],
    ) -> None:
        """
        Any decisions are read back as written, and written again with the same bytes.
        """
        folder, kept = tmp_path_factory.mktemp("links"), LinkTables(Path("nowhere"))
        for subject, object_, predicate, label, is_proposed in found:
            if is_proposed:
                kept.propose([replace(mapping(), subject=subject, object=object_, subject_label=label)])
            kept.accept(subject, object_, predicate)
        text = sssom.write("accepted", kept.mappings(State.ACCEPTED))
        (folder / "accepted.sssom.tsv").write_text(text, encoding="utf-8")
        again = LinkTables(folder).mappings(State.ACCEPTED)

        assert [links(kept.mappings(State.ACCEPTED)), text] == [
            links(again),
            sssom.write("accepted", again),
        ]

    @pytest.mark.parametrize("state", [State.ACCEPTED, State.REJECTED])
    def test_shipped_links_by_rule_are_not_labelled_manual(self, state: State) -> None:
        """
        No shipped row has the method of a rule and the justification of manual curation.
        """
        shipped = LinkTables(resources.folder(tables.PACKAGED)).mappings(state)
        by_rule = [each for each in shipped if "ISO 3166-1" in each.method or "gazetteer" in each.method]

        assert [] == [each for each in by_rule if each.justification == BY_HAND]
        assert [] == [each for each in shipped if each.predicate == term("owl:sameAs")]


def written(folder: Path) -> dict[str, bytes]:
    """Return the content of the tables of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class TestSaving:
    @given(subject=ANY, label=ANY, justification=ANY, method=ANY, tool=ANY, score=st.floats())
    @example("\u2028", "\ud800", "x", "\x1b[31m\0", "\r", 1e308)
    @example("", '"', "x", "", "\r", 0.0)
    @example("a", "x" * 131_073, "x", "x", "x", 0.5)
    @example("a", "x", "x" * 131_073, "x", "x", 0.5)
    def test_tables_stay_readable(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        subject: str,
        label: str,
        justification: str,
        method: str,
        tool: str,
        score: float,
    ) -> None:
        """
        With any answer of a service, the tables stay readable: updated, or unchanged.
        """
        folder = tmp_path_factory.mktemp("links")
        kept = LinkTables(folder)
        kept.accept(A, B, term("owl:sameAs"))
        kept.save()
        before = written(folder)
        odd = replace(
            mapping(object_="c"),
            subject=Term(f"<https://example.org/{subject}>"),
            object_label=label,
            justification=justification,
            method=method,
            tool=tool,
            score=score,
            alternatives=(Alternative(score, Term(f"<https://example.org/{tool}>"), label),),
        )
        kept.propose([odd])
        try:
            kept.save()
        except RdfError:
            assert before == written(folder)
        else:
            assert [odd.pair] == [each.pair for each in LinkTables(folder).mappings(State.PROPOSED)]

    def test_two_at_once_lose_nothing(self, tmp_path: Path) -> None:
        """
        Links that several processes accept at the same time are all in the table.
        """
        names = [f"example-{n}" for n in range(4)]
        command = [*PROGRAM, "link", "--links", str(tmp_path), "--as", "owl:sameAs", "--accept"]
        done = [
            subprocess.Popen([*command, f"pkid:actor/{name}", "wd:Q1"], stderr=subprocess.DEVNULL)
            for name in names
        ]
        codes = [each.wait() for each in done]

        accepted = {
            iri_text(each.subject)[-9:] for each in LinkTables(tmp_path).mappings(State.ACCEPTED)
        }
        assert ([0] * 4, set(names)) == (codes, accepted)

    def test_a_link_for_a_table_is_refused(self, tmp_path: Path) -> None:
        """
        A symbolic link is not followed, and no table is written to its target's folder.
        """
        LinkTables(tmp_path / "links").save()
        table = tmp_path / "links" / "proposed.sssom.tsv"
        victim = table.rename(tmp_path / "victim")
        precious = victim.read_bytes()
        table.symlink_to(victim)
        before = {path.name: path.read_bytes() for path in table.parent.iterdir()}
        kept = LinkTables(tmp_path / "links")
        kept.accept(A, B, term("owl:sameAs"))
        with pytest.raises(UsageError, match="give the path of the file itself"):
            kept.save()

        assert (precious, True) == (victim.read_bytes(), table.is_symlink())
        assert before == {path.name: path.read_bytes() for path in table.parent.iterdir()}


class TestAccepted:
    def test_only_accepted_links_are_given(self, tmp_path: Path) -> None:
        """
        Proposed and rejected links do not enter a graph.
        """
        kept = LinkTables(tmp_path)
        kept.propose([mapping(object_="c")])
        kept.accept(A, B, term("owl:sameAs"))
        kept.reject(A, iri("https://example.org/d"), "another one")
        kept.save()

        assert [(A, term("owl:sameAs"), B)] == [
            link for link in tables.accepted([tmp_path]) if link[0] == A
        ]

    def test_a_property_that_is_no_link_is_refused(self, tmp_path: Path) -> None:
        """
        An accepted row with another property is rejected at its line.
        """
        kept = LinkTables(tmp_path)
        kept.accept(A, B, term("owl:sameAs"))
        kept.save()
        table = tmp_path / "accepted.sssom.tsv"
        table.write_text(table.read_text().replace("owl:sameAs", "owl:differentFrom"))

        with pytest.raises(RdfError, match=rf"{table}:\d+: a link cannot have the property "):
            tables.accepted([tmp_path])

    @pytest.mark.parametrize("modifier", ["Not", "not", "NOT"])
    def test_a_negative_row_is_no_link(self, tmp_path: Path, modifier: str) -> None:
        """
        An accepted row with Not is rejected at its line.
        """
        kept = LinkTables(tmp_path)
        kept.accept(A, B, term("skos:exactMatch"))
        kept.save()
        table = tmp_path / "accepted.sssom.tsv"
        table.write_text(table.read_text().replace("exactMatch\t", f"exactMatch\t{modifier}"))

        with pytest.raises(RdfError, match=rf"{table}:\d+: predicate_modifier is Not"):
            tables.accepted([tmp_path])

    def test_a_term_that_was_not_found_is_not_linked(self, tmp_path: Path) -> None:
        """
        An accepted row with sssom:NoTermFound is rejected at its line.
        """
        kept = LinkTables(tmp_path)
        kept.accept(A, B, term("skos:exactMatch"))
        kept.save()
        table = tmp_path / "accepted.sssom.tsv"
        table.write_text(table.read_text().replace("https://example.org/b", "sssom:NoTermFound"))

        with pytest.raises(RdfError, match=rf"{table}:\d+: sssom:NoTermFound is not a resource"):
            tables.accepted([tmp_path])
