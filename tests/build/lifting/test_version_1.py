"""Pages without the additions of version 2 of the model are lifted to the same facts as before.

The pages and their facts are those of the commit before the additions were lifted (f13e5d5), each read
without authority records. Set aside are what version 2 adds to any page, and the IRIs of laws.
"""

from pathlib import Path

import pytest

from privkg import sources
from privkg.build import lifting
from privkg.core import documents
from privkg.rdf.terms import Triple, term
from privkg.reference.authority import Authority

FOLDER = Path(__file__).parent / "version_1"
PAGES = sorted(FOLDER.glob("*.txt"))
ADDED = {term("pk:leftEmpty"), term("schema:mentions")}
CHANGED = term("pk:law")


def facts(path: Path) -> list[Triple]:
    """Return the facts of a page."""
    document = documents.decode(path.read_bytes(), path.name)
    (incident,) = sources.formats()["privacywiki_text"].read(document)
    return list(lifting.lift(incident, path.stem, Authority(())).facts)


def test_all_six_pages_are_here() -> None:
    """
    The corpus had six pages, and the facts of each are in a file with its name.
    """
    assert 6 == len(PAGES)
    assert {path.stem for path in PAGES} == {path.stem for path in FOLDER.glob("*.nt")}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_facts_are_those_of_before(path: Path) -> None:
    """
    Except for empty fields, mentions and laws, a page is lifted to the same lines, byte for byte.
    """
    before = path.with_suffix(".nt").read_text(encoding="utf-8").splitlines()
    now = sorted({f"{s} {p} {o} ." for s, p, o in facts(path) if p not in ADDED | {CHANGED}})

    assert [line for line in before if line.split(" ")[1] != CHANGED] == now


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_laws_are_as_many_as_before(path: Path) -> None:
    """
    A law may have another IRI than in version 1, but is not lost.
    """
    before = path.with_suffix(".nt").read_text(encoding="utf-8").splitlines()
    laws = {o for _, p, o in facts(path) if p == CHANGED}

    assert len([line for line in before if line.split(" ")[1] == CHANGED]) <= len(laws)
