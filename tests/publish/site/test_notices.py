"""Notices in the published folder: what was given up is found where it was, with its end."""

from pathlib import Path

import pytest

from builders import PREFIX_LINES, page_text
from checkout import ROOT
from privkg import build
from privkg.publish.metadata import dataset
from privkg.publish.site.folder import publish
from privkg.rdf.iris import DEFAULT
from privkg.store.graph import open_graph


def notice(slug: str, kind: str, concerns: str, more: str = "") -> str:
    return (
        f'<{DEFAULT.things}notice/{slug}> a pk:{kind} ; dcterms:title "About {slug}" ;'
        f' pk:reason "No source stands" ; dcterms:date "2026-11-01"^^xsd:date ;'
        f" pk:concerns {concerns} {more} .\n"
    )


NOTICES = (
    notice("end", "Withdrawal", DEFAULT.incident("gone"))
    + notice(
        "move",
        "Redirect",
        DEFAULT.incident("old"),
        f"; pk:replacement {DEFAULT.incident('letters')}",
    )
    + notice("words", "Correction", DEFAULT.incident("letters"))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published folder of one incident, with a notice of each kind."""
    data = tmp_path_factory.mktemp("noticed") / "data"
    (data / "notices").mkdir(parents=True)
    (data / "letters.txt").write_text(page_text("Letters"), encoding="utf-8")
    (data / "notices" / "all.ttl").write_text(PREFIX_LINES + NOTICES, encoding="utf-8")
    build.build([data], data / "graph")
    publish(open_graph(data / "graph"), dataset.read(ROOT / "privkg.toml"), data / "site")
    return data / "site"


class TestGivenUp:
    @pytest.mark.parametrize("path", ["incident/gone", "page/gone", "incident/old", "page/old"])
    def test_what_was_given_up_has_files(self, folder: Path, path: str) -> None:
        """
        A withdrawn or moved incident, and its page, are files that say so.
        """
        assert "owl:deprecated true" in (folder / "id" / f"{path}.ttl").read_text(encoding="utf-8")
        assert '"deprecated": ' in (folder / "id" / f"{path}.jsonld").read_text(encoding="utf-8")
        assert "given up" in (folder / "id" / f"{path}.html").read_text(encoding="utf-8")

    def test_its_page_leads_to_the_notice(self, folder: Path) -> None:
        """
        Who looks for what is gone finds the notice of its end.
        """
        page = (folder / "id" / "incident" / "gone.html").read_text(encoding="utf-8")

        assert '<a href="../../id/notice/end.html">About end</a>' in page

    def test_what_moved_leads_on(self, folder: Path) -> None:
        """
        The page of what moved leads to what stands in its place.
        """
        page = (folder / "id" / "incident" / "old.html").read_text(encoding="utf-8")

        assert '<a href="../../id/incident/letters.html">Letters</a>' in page

    def test_no_list_has_it(self, folder: Path) -> None:
        """
        What is gone stands in no list of incidents.
        """
        assert "gone.html" not in (folder / "incidents.html").read_text(encoding="utf-8")


class TestNotices:
    def test_a_corrected_thing_says_so(self, folder: Path) -> None:
        """
        The page of an incident that was corrected leads to the correction.
        """
        page = (folder / "id" / "incident" / "letters.html").read_text(encoding="utf-8")

        assert '<a href="../../id/notice/words.html">About words</a>' in page

    def test_they_are_listed(self, folder: Path) -> None:
        """
        One page has all notices with their days and reasons.
        """
        page = (folder / "notices.html").read_text(encoding="utf-8")

        assert [1] * 3 == [page.count(f"About {name}<") for name in ("end", "move", "words")]
        assert 3 == page.count("No source stands")

    def test_redirects_know_them(self, folder: Path) -> None:
        """
        The redirects for w3id.org lead parts of what was withdrawn, and all of what moved, on.
        """
        rules = (folder / "w3id" / ".htaccess").read_text(encoding="utf-8")

        assert 'RewriteRule "^id/incident/old(?:/.*)?$"' in rules
        assert 'RewriteRule "^id/incident/gone/.+$"' in rules
