"""Which files are watched: pages, and what is read with them, without the graph."""

from pathlib import Path

from privkg.build import watch


class TestLook:
    def test_pages_and_records_are_watched(self, tmp_path: Path) -> None:
        """
        Pages, records and links are seen at any depth; hidden folders, the graph and pictures are not.
        """
        seen = ("page.txt", "a/b/page.md", "records/one.ttl", "links/accepted.sssom.tsv")
        others = (".git/page.txt", "graph/gen-000001/graphs.tsv", "picture.png")
        for name in (*seen, *others):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).touch()

        found = watch.look([tmp_path], tmp_path / "graph")

        assert {tmp_path / name for name in seen} == set(found)

    def test_a_file_is_watched_whatever_its_name(self, tmp_path: Path) -> None:
        """
        A file that is given is watched, and so is that it appears.
        """
        before = watch.look([tmp_path / "settings"], tmp_path / "graph")
        (tmp_path / "settings").touch()

        assert ({}, [tmp_path / "settings"]) == (
            before,
            list(watch.look([tmp_path / "settings"], tmp_path / "graph")),
        )
