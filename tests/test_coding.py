"""The harms of the corpus were coded twice: the codings, what was decided, and their agreement."""

import csv
from collections import Counter
from collections.abc import Hashable, Sequence

import pytest

import agreement
from checkout import INCIDENTS, ROOT
from privkg import sources
from privkg.core import documents
from privkg.rdf.terms import Term, term
from privkg.store import rdf
from turtle_files import ONTOLOGY

SEED = 20261127

Pairs = Sequence[tuple[Hashable, Hashable]]
"""The codes of both codings, thing by thing."""


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of codings."""
    with (ROOT / "data" / "coding" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ACTS, PAGES = table("acts"), table("pages")


class TestCodings:
    def test_are_of_pages_of_the_corpus(self) -> None:
        """
        Both files have the same pages of the corpus, in order; no act occurs twice.
        """
        pages = [each["page"] for each in PAGES]
        acts = [(each["page"], each["act"]) for each in ACTS]

        assert set(pages) <= {path.stem for path in INCIDENTS.glob("*.txt")}
        assert sorted(set(pages)) == pages
        assert pages == list(dict.fromkeys(page for page, _ in acts))
        assert len(set(acts)) == len(acts)

    def test_follow_one_coding_for_a_reason(self) -> None:
        """
        Equal codes are the decision; of different ones, the reason names the one that was followed.
        """
        assert [] == [each for each in ACTS if listed(each["decision"]) != followed(each)]

    @pytest.mark.parametrize("page", [each["page"] for each in PAGES])
    def test_decisions_are_on_the_page(self, page: str) -> None:
        """
        The page has as many rows with each harm as were decided, or more.
        """
        path = INCIDENTS / f"{page}.txt"
        (incident,) = sources.writable(path.suffix).read(documents.read(path))
        rows = Counter(harm.text for row in incident.rows for harm in row.harms)
        decided = Counter(
            harm for each in ACTS if each["page"] == page for harm in listed(each["decision"])
        )

        assert Counter() == decided - rows


class TestAgreement:
    def test_of_each_harm_is_on_the_page(self) -> None:
        """
        The page about the data has the agreement on each of the 16 harms, of acts and of pages.
        """
        broader = groups()

        assert 16 == len(broader)
        assert [] == missing(*(compared(harm) for harm in sorted(broader)))

    def test_of_all_harms_is_on_the_page(self) -> None:
        """
        The page has kappa of all acts, of their groups of harms, and of acts the guide did not name.
        """
        broader = groups()
        acts = coded(ACTS)
        unnamed = {each["page"] for each in PAGES if each["guide"] == "no"}
        others = coded([each for each in ACTS if each["page"] in unnamed])
        texts = [(set(listed(each["first"])), set(listed(each["second"]))) for each in PAGES]

        assert [] == missing(
            f"named {len(PAGES) - len(unnamed)} of the pages as examples",
            f"equal on {sum(first == second for first, second in texts)} of the {len(PAGES)} pages",
            f"the same harm to {alike(acts)} of the {len(acts)} acts: kappa is {measured(acts)}",
            f"by the four groups of harms, {measured([(broader[a], broader[b]) for a, b in acts])}",
            f"{alike(others)} of {len(others)} and {measured(others)}",
        )


def listed(cell: str) -> list[str]:
    return cell.split(", ") if cell else []


def followed(act: dict[str, str]) -> list[str]:
    """Return the harms of an act by its codes and the first word of its reason."""
    first, second = act["first"], act["second"]
    if first == second:
        return [first] if not act["reason"] else []
    return {"First": [first], "Second": [second], "Both": [first, second]}[act["reason"].split(".")[0]]


def groups() -> dict[str, Term]:
    """Return the group of each harm, by the label of the harm."""
    triples = rdf.read_turtle(ONTOLOGY / "harms" / "solove.ttl")
    broader = {s: o for s, p, o in triples if p == term("skos:broader")}
    names = {harm for each in PAGES for coding in ("first", "second") for harm in listed(each[coding])}
    return {name: broader[term(f"solove:{name.title().replace(' ', '')}")] for name in names}


def coded(acts: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(each["first"], each["second"]) for each in acts]


def alike(pairs: Pairs) -> int:
    return sum(first == second for first, second in pairs)


def measured(pairs: Pairs) -> str:
    """Return kappa and its interval, as the page has them."""
    low, high = agreement.interval(pairs, SEED)
    return f"{agreement.kappa(pairs):.2f} ({low:.2f} to {high:.2f})"


def compared(harm: str) -> str:
    """Return the row of a harm: the acts of both codings and of one, and kappa of acts and pages."""
    acts = [(first == harm, second == harm) for first, second in coded(ACTS)]
    pages = [(harm in listed(each["first"]), harm in listed(each["second"])) for each in PAGES]
    counts = (acts.count(answers) for answers in ((True, True), (True, False), (False, True)))
    cells = (harm.lower(), *map(str, counts), measured(acts), measured(pages))
    return f"| {' | '.join(cells)} |"


def missing(*phrases: str) -> list[str]:
    """Return the phrases that the page about the data does not have."""
    page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    return [phrase for phrase in phrases if phrase not in page]
