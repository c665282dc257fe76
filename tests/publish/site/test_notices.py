"""Notices in the published folder: withdrawn and moved resources keep their pages."""

from pathlib import Path

import pytest

from builders import PREFIX_LINES, page_text
from checkout import ROOT
from noticed import notice
from privkg import build
from privkg.publish.metadata import dataset
from privkg.publish.site.folder import publish
from privkg.rdf.iris import DEFAULT
from privkg.store.graph import open_graph

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


class TestDeprecated:
    @pytest.mark.parametrize("path", ["incident/gone", "incident/old"])
    def test_a_withdrawn_or_moved_resource_has_files(self, folder: Path, path: str) -> None:
        """
        The files of a withdrawn or moved incident mark it as deprecated.
        """
        assert "owl:deprecated true" in (folder / "id" / f"{path}.ttl").read_text(encoding="utf-8")
        assert '"deprecated": ' in (folder / "id" / f"{path}.jsonld").read_text(encoding="utf-8")
        assert ">deprecated<" in (folder / "id" / f"{path}.html").read_text(encoding="utf-8")

    def test_its_page_links_to_the_notice(self, folder: Path) -> None:
        """
        The page of a withdrawn incident links to its notice.
        """
        page = (folder / "id" / "incident" / "gone.html").read_text(encoding="utf-8")

        assert '<a href="../notice/end.html">About end</a>' in page

    def test_search_engines_skip_it(self, folder: Path) -> None:
        """
        Search engines skip the page of a withdrawn or moved incident, not that of a corrected one.
        """
        skipped = '<meta name="robots" content="noindex">'
        found = folder.glob("id/incident/*.html")

        assert {"gone", "old"} == {p.stem for p in found if skipped in p.read_text(encoding="utf-8")}

    def test_a_moved_resource_links_to_its_replacement(self, folder: Path) -> None:
        """
        The page of a moved incident links to the incident that replaces it.
        """
        page = (folder / "id" / "incident" / "old.html").read_text(encoding="utf-8")

        assert '<a href="letters.html">Letters</a>' in page

    def test_it_is_not_listed(self, folder: Path) -> None:
        """
        The list of incidents has no withdrawn incident.
        """
        assert "gone.html" not in (folder / "incidents.html").read_text(encoding="utf-8")


class TestNotices:
    def test_a_corrected_incident_links_to_its_notice(self, folder: Path) -> None:
        """
        The page of a corrected incident links to the notice of the correction.
        """
        page = (folder / "id" / "incident" / "letters.html").read_text(encoding="utf-8")

        assert '<a href="../notice/words.html">About words</a>' in page

    def test_they_are_listed(self, folder: Path) -> None:
        """
        The list of notices has each notice with its date and reason.
        """
        page = (folder / "notices.html").read_text(encoding="utf-8")

        assert [1] * 3 == [page.count(f"About {name}<") for name in ("end", "move", "words")]
        assert 3 == page.count("No source stands")

    def test_redirects_follow_them(self, folder: Path) -> None:
        """
        The redirects for w3id.org cover parts of withdrawn incidents, and moved incidents as a whole.
        """
        rules = (folder / "w3id" / ".htaccess").read_text(encoding="utf-8")

        assert 'RewriteRule "^id/incident/old(?:/.*)?$"' in rules
        assert 'RewriteRule "^id/incident/gone/.+$"' in rules
