"""Packed pages: what is taken out of the spool is what was read, at its places."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from builders import page_text
from privkg.build import packing
from privkg.build.find import File
from privkg.build.lifting import evidence
from privkg.build.pages import LiftedPage
from privkg.build.read import ReadOptions, read
from privkg.build.spool import Spool
from privkg.core import documents, findings
from privkg.core.model import Span
from privkg.rdf.iris import DEFAULT
from privkg.store import quads_text

LINES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=9), max_size=6)


def lifted(folder: Path, text: str) -> LiftedPage:
    """Return the page of a text."""
    (folder / "page.txt").write_text(text, encoding="utf-8")
    (found,) = read(File(folder / "page.txt"), ReadOptions())
    assert isinstance(found, LiftedPage)
    return found


def unpacked(page: LiftedPage) -> packing.Body:
    """Return the body of a page, packed and unpacked."""
    return packing.unpack(packing.pack(page, DEFAULT).body)


class TestBody:
    def test_has_what_was_read(self, tmp_path: Path) -> None:
        """
        Facts, claims and mentions of a page are unpacked as they were packed.
        """
        page = lifted(tmp_path, page_text(Threat_Actors="Example Agency; the EXAMPLE agency"))
        body = unpacked(page)
        provenance = quads_text.triples(body.provenance)

        assert set(page.facts) == set(quads_text.triples(body.facts))
        assert set(page.claims) == set(evidence.claims_of(provenance))
        assert set(page.provenance) < set(provenance)
        assert page.mentions == body.mentions

    def test_counts_what_the_store_holds(self, tmp_path: Path) -> None:
        """
        The number of stored triples is that of the lines without claims.
        """
        packed = packing.pack(lifted(tmp_path, page_text()), DEFAULT)
        body = packing.unpack(packed.body)
        stored = body.facts.stored_text() + body.provenance.stored_text()

        assert packed.head.stored == stored.count(b"\n")


class TestPlaces:
    @given(before=LINES, inside=LINES, after=LINES, data=st.data())
    def test_are_those_in_the_file(
        self, before: list[str], inside: list[str], after: list[str], data: st.DataObject
    ) -> None:
        """
        A span of a record has the same region in the lines kept of its file as in the whole file.
        """
        parts = ["\n".join(part) for part in (before, inside, after)]
        document = documents.decode("\n".join(parts).encode(), "file.txt")
        start = min(len(parts[0]), len(document.text))
        end = min(start + len(parts[1]), len(document.text))
        page = documents.record(document, "key", Span(start, end))
        first = data.draw(st.integers(0, len(page.text)))
        span = Span(first, data.draw(st.integers(first, len(page.text))))

        assert findings.page_place(page, span) == packing.text_of(page).place(span)


class TestSpool:
    @given(entries=st.lists(st.binary(max_size=40), max_size=8), data=st.data())
    def test_entries_are_read_in_any_order(self, entries: list[bytes], data: st.DataObject) -> None:
        """
        Each entry is found by its place, whatever was written or read in between.
        """
        spool = Spool()
        slots = [spool.put(entry) for entry in entries]
        order = data.draw(st.permutations(range(len(entries))))

        assert [entries[number] for number in order] == [spool.get(slots[number]) for number in order]
