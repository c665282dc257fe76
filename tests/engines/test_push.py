"""A built graph pushed to a Virtuoso stands there whole, whichever way it was written."""

from pathlib import Path

import pytest

from builders import page_text
from engines.judges import Virtuoso
from privkg import iris, pipeline
from privkg.push import push
from privkg.remote import Endpoint


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of a page whose IRI is not ASCII, built."""
    folder = tmp_path_factory.mktemp("pushed")
    (folder / "page.txt").write_text(
        page_text("Камеры \u201cfor sale\u201d \U0001f600"), encoding="utf-8"
    )
    pipeline.build([folder / "page.txt"], folder / "graph")
    return folder / "graph"


class TestVirtuoso:
    @pytest.mark.parametrize("method", ["graph-store", "update"])
    def test_a_graph_is_there_whole(
        self, a_virtuoso: Virtuoso, directory: Path, method: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        All graphs are written and counted, and once more nothing is to be done.
        """
        monkeypatch.setenv("PRIVKG_USER", "dba")
        monkeypatch.setenv("PRIVKG_PASSWORD", "dba")
        url = a_virtuoso.graph_store if method == "graph-store" else a_virtuoso.endpoint
        first = push(directory, url, method=method, endpoint=a_virtuoso.endpoint)
        again = push(directory, url, method=method, endpoint=a_virtuoso.endpoint)

        assert (0, first.pushed) == (again.pushed, again.unchanged)
        assert first.quads == sum(Endpoint(a_virtuoso.endpoint).sizes(iris.GRAPHS).values())
