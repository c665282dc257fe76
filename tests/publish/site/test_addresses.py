"""Paths of resources in the published folder."""

import pytest

from privkg.core.errors import PublishError
from privkg.publish.site import paths
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import Term, iri, term


def thing(path: str) -> Term:
    """Return the IRI of a resource by its path."""
    return iri(f"{DEFAULT.things}{path}")


class TestStem:
    @pytest.mark.parametrize(
        "path", ["incident/letters", "incident/letters/v12", "actor/vendor", "place/ærø", "source/0a1b"]
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
    def test_an_actor_is_not_a_row(self) -> None:
        """
        Only a resource below an incident is a row.
        """
        assert not paths.is_row(thing("actor/vendor"), DEFAULT)
        assert paths.is_row(thing("incident/letters/v1"), DEFAULT)

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

    def test_a_claim_is_an_anchor(self) -> None:
        """
        The path of a claim is an anchor on the page of its incident's source text.
        """
        assert "id/page/letters.html#e7" == paths.claim_page(thing("incident/letters/e7"), DEFAULT)
