"""Paths of resources in the published folder."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.core.errors import PublishError
from privkg.publish import layout
from privkg.publish.site import paths
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import Term, iri, term

SOURCE_NAME = st.text("0123456789abcdef", min_size=16, max_size=16)


def thing(path: str) -> Term:
    """Return the IRI of a resource by its path."""
    return iri(f"{DEFAULT.things}{path}")


class TestStem:
    @pytest.mark.parametrize(
        "path", ["incident/letters", "actor/vendor", "place/ærø", "register/example", "notice/words"]
    )
    def test_the_path_is_that_of_the_iri(self, path: str) -> None:
        """
        The path of a resource is the path of its IRI, so that a host needs no table of redirects.
        """
        assert f"id/{path}" == paths.stem(thing(path), DEFAULT)

    @pytest.mark.parametrize(
        "path",
        [
            "actor/..",
            "actor/../../secret",
            "actor/.htaccess",
            "actor/a/b",
            "actor/a?b",
            "actor/a:b",
            "crime/a",
            "incident/letters/v12",
            "page/letters",
            "source/0a1b",
            "actor/",
            f"actor/{'ø' * 200}",
        ],
    )
    def test_what_cannot_be_a_file_everywhere_is_refused(self, path: str) -> None:
        """
        An IRI whose path would be outside the folder, or invalid on some system, is rejected.
        """
        with pytest.raises(PublishError, match="cannot be used as a file name"):
            paths.stem(thing(path), DEFAULT)


class TestPages:
    @pytest.mark.parametrize("path", ["incident/letters", "actor/vendor"])
    def test_some_resources_have_files(self, path: str) -> None:
        """
        A resource with files of its own is not a part of a page.
        """
        assert paths.is_thing(thing(path), DEFAULT)
        assert paths.part_page(thing(path), DEFAULT) is None

    @pytest.mark.parametrize(
        ("node", "page"),
        [
            (term("pk:harm"), "ns/index.html#harm"),
            (term("solove:Disclosure"), "solove/index.html#Disclosure"),
            (term("cons:FinancialCost"), "consequence/index.html#FinancialCost"),
            (term("grp:Women"), "group/index.html#Women"),
            (term("skos:prefLabel"), None),
        ],
    )
    def test_terms_of_privkg_are_explained_in_the_folder(self, node: Term, page: str | None) -> None:
        """
        A term has its anchor on the page of its vocabulary; a term of another vocabulary has none.
        """
        assert page == paths.term_page(node)

    @pytest.mark.parametrize(
        ("path", "anchor"),
        [
            ("incident/letters/v12", "v12"),
            ("incident/letters/d1", "d1"),
            ("incident/letters/e7", "e7"),
            ("page/letters", "page"),
        ],
    )
    def test_parts_of_an_incident_are_anchors(self, path: str, anchor: str) -> None:
        """
        Rows, decisions, claims and the source text of an incident are anchors on its page.
        """
        assert f"id/incident/letters.html#{anchor}" == paths.part_page(thing(path), DEFAULT)
        assert not paths.is_thing(thing(path), DEFAULT)

    @pytest.mark.parametrize(("digits", "page"), [(0, "sources.html"), (2, "sources/0a.html")])
    def test_a_source_is_an_anchor(self, digits: int, page: str) -> None:
        """
        A source is an anchor in the list of sources, on the page that its first digits name.
        """
        assert f"{page}#0a1b" == paths.source_page(thing("source/0a1b"), DEFAULT, digits)


class TestSplitting:
    @given(
        st.sets(st.text("0123456789abcdef", min_size=16, max_size=16), max_size=40), st.integers(1, 9)
    )
    def test_no_page_of_sources_is_too_long(self, names: set[str], most: int) -> None:
        """
        Sources are split by as few digits as keep each page within the limit.
        """
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(layout, "MOST_ENTRIES", most)
            digits = layout.digits(names)
        sizes = [Counter(name[:count] for name in names).values() for count in (digits, digits - 1)]

        assert max(sizes[0], default=0) <= most
        assert digits == 0 or max(sizes[1]) > most
