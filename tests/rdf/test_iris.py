"""IRIs: unique for each resource, and valid for any RDF tool."""

import hashlib
import sys
import unicodedata
from collections.abc import Callable

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.rdf import graphs, iris
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import BASE, Term, iri, iri_text

SHA = {name: hashlib.sha256(name.encode()).hexdigest() for name in "abc"}
FIRST, SECOND, THIRD = sorted(SHA.values())

hashes = st.binary(min_size=1, max_size=4).map(lambda content: hashlib.sha256(content).hexdigest())
named = st.sampled_from([DEFAULT.actor, DEFAULT.group, DEFAULT.place, DEFAULT.source])


class TestSlugs:
    @pytest.mark.parametrize(
        ("title", "slug"),
        [
            ("Cameras for Sale!", "cameras-for-sale"),
            ("Moscow’s  «Smart» City", "moscows-smart-city"),
            ("Ｗｉｄｅ", "wide"),
            ("Утечка данных", "утечка-данных"),
            ("Cafe\u0301", "café"),
            ("a/b?c#d%20", "a-b-c-d-20"),
            ("x" * 200, "x" * 80),
        ],
    )
    def test_come_from_the_title(self, title: str, slug: str) -> None:
        """
        A slug is the title in lower case, with all but letters and digits replaced by hyphens.
        """
        assert {FIRST: slug} == iris.slugs([(title, FIRST)])

    def test_of_one_title_differ(self) -> None:
        """
        The first page in the order of hashes has the plain slug, the others eight hex digits.
        """
        pages = [("Same", THIRD), ("same", FIRST), ("SAME!", SECOND)]

        assert {
            FIRST: "same",
            SECOND: f"same-{SECOND[:8]}",
            THIRD: f"same-{THIRD[:8]}",
        } == iris.slugs(pages)

    def test_of_a_title_without_letters_are_digits(self) -> None:
        """
        The slug of a title without letters is made of the digits of the page's hash.
        """
        assert {FIRST: FIRST[:8]} == iris.slugs([("?!", FIRST)])

    @pytest.mark.parametrize("title", sorted(graphs.RESERVED_SLUGS))
    def test_are_not_reserved(self, title: str) -> None:
        """
        A page whose title is the name of a reserved graph gets digits appended.
        """
        assert {FIRST: f"{title}-{FIRST[:8]}"} == iris.slugs([(title, FIRST)])

    def test_of_a_title_that_ends_in_digits_differ(self) -> None:
        """
        If a title equals the slug of another page with digits, that page gets more digits.
        """
        lookalike = f"Same {THIRD[:8]}"
        found = iris.slugs([("Same", FIRST), (lookalike, SECOND), ("Same", THIRD)])

        assert {"same", f"same-{THIRD[:8]}", f"same-{THIRD[:9]}"} == set(found.values())

    @given(st.dictionaries(hashes, st.text(alphabet="aB -é?", max_size=3)), st.randoms())
    def test_are_as_many_as_pages(self, pages: dict[str, str], order: object) -> None:
        """
        Slugs are unique, whatever the titles, and do not depend on the order of pages.
        """
        listed = [(title, sha) for sha, title in pages.items()]
        shuffled = list(listed)
        order.shuffle(shuffled)  # type: ignore[attr-defined]
        found = iris.slugs(shuffled)

        assert iris.slugs(listed) == found
        assert len(pages) == len(set(found.values()) - graphs.RESERVED_SLUGS - {""})


class TestTerms:
    @pytest.mark.parametrize(
        ("term", "path"),
        [
            (DEFAULT.incident("cameras"), "id/incident/cameras"),
            (DEFAULT.row("cameras", 2), "id/incident/cameras/v2"),
            (iris.row_of(DEFAULT.incident("cameras"), 2), "id/incident/cameras/v2"),
            (iris.claim_of(DEFAULT.incident("cameras"), 7), "id/incident/cameras/e7"),
            (DEFAULT.page("cameras"), "id/page/cameras"),
            (iris.span_of(DEFAULT.page("cameras"), 3, 14), "id/page/cameras#char=3,14"),
            (DEFAULT.actor("The Example  Agency"), "id/actor/example-agency"),
            (DEFAULT.group("People in Exampletown"), "id/group/people-in-exampletown"),
            (DEFAULT.place("Exampletown, Exampleland"), "id/place/exampletown-exampleland"),
            (DEFAULT.graph("cameras"), "graph/cameras"),
            (DEFAULT.prov_graph("cameras"), "graph/cameras/prov"),
        ],
    )
    def test_are_those_of_the_design(self, term: Term, path: str) -> None:
        """
        Each kind of resource has the IRI that the design fixes.
        """
        assert BASE + path == iri_text(term)

    def test_of_sources_differ_by_address(self) -> None:
        """
        The IRI of a source depends on its whole address, including case and query.
        """
        addresses = ["https://example.org/a", "https://example.org/A", "https://example.org/a?b"]

        assert 3 == len(set(map(DEFAULT.source, addresses)))

    @pytest.mark.parametrize("name", ["?", "!", "—"])
    def test_of_names_without_letters_differ(self, name: str) -> None:
        """
        A name of marks alone has a unique IRI.
        """
        assert DEFAULT.actor(name) not in {DEFAULT.actor(other) for other in "+*"}

    @pytest.mark.parametrize("name", ["McDonald's", "McDonald’s", "Google+", "C++", "Boys'"])
    def test_of_names_with_a_significant_mark_differ(self, name: str) -> None:
        """
        A possessive at the end, or a mark that a slug cannot have, makes another actor.
        """
        bare = name.rstrip("'’s+")

        assert DEFAULT.actor(bare) != DEFAULT.actor(name)
        assert DEFAULT.actor(f"the  {name}".replace("’", "'")) == DEFAULT.actor(name)

    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("Moscow's Office", "moscow-office"),
            ("Mairie d'Example", "mairie-d-example"),
            ("AT&T", "at-t"),
            ("“Example”", "example"),
        ],
    )
    def test_of_other_marks_do_not_matter(self, name: str, slug: str) -> None:
        """
        A mark within a name or around it does not change the slug.
        """
        assert f"{BASE}id/actor/{slug}" == iri_text(DEFAULT.actor(name))


class TestParts:
    @pytest.mark.parametrize(
        ("node", "name"),
        [
            (DEFAULT.row("letters-opened", 2), "row 2"),
            (DEFAULT.decision("letters-opened", 11), "decision 11"),
            (iris.base("https://example.org/register/").row("letters-opened", 1), "row 1"),
            (DEFAULT.incident("letters-opened"), ""),
            (DEFAULT.incident("v2"), ""),
            (DEFAULT.actor("v2"), ""),
            (iris.claim_of(DEFAULT.incident("letters-opened"), 3), ""),
            (iri("https://example.org/v2"), ""),
        ],
    )
    def test_rows_and_decisions_have_names(self, node: Term, name: str) -> None:
        """
        Only a row or a decision, below any base, has a name made of its number.
        """
        assert name == iris.part_name(node)

    @pytest.mark.parametrize(
        ("node", "slug"),
        [
            (DEFAULT.incident("a"), "a"),
            (DEFAULT.decision("a", 2), "a"),
            (DEFAULT.page("a"), "a"),
            (DEFAULT.page_part("a", "char=1,2"), "a"),
            (DEFAULT.actor("a"), None),
            (DEFAULT.graph("a"), None),
            (Term("<https://example.org/id/incident/a>"), None),
        ],
    )
    def test_of_an_incident_are_its_rows_and_its_page(self, node: Term, slug: str | None) -> None:
        """
        An incident, its rows and decisions, its page and what is in it have the incident's slug.
        """
        assert slug == DEFAULT.slug_of_part(node)


class TestValidity:
    def test_every_character_is_accepted_or_replaced(self) -> None:
        """
        No character of a title can make an IRI that pyoxigraph refuses.
        """
        characters = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) != "Cs"]
        blocks = ["".join(characters[start : start + 40]) for start in range(0, len(characters), 40)]
        slugs = [iris.slugs([(block, FIRST)])[FIRST] for block in blocks]

        assert slugs == [pyoxigraph.NamedNode(f"urn:x:{slug}").value[6:] for slug in slugs]

    @given(mint=named, name=st.text())
    def test_any_name_has_a_valid_iri(self, mint: Callable[[str], Term], name: str) -> None:
        """
        The IRI of a resource with any name is accepted by pyoxigraph.
        """
        minted = iri_text(mint(name))

        assert minted == pyoxigraph.NamedNode(minted).value
