"""A build reads each page once, reports the outcome of each, and stores its graph."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from builders import page_text, undecodable
from privkg import build
from privkg.build import Report, lifting, read
from privkg.build.find import File
from privkg.build.lifting import evidence
from privkg.check.reports import text
from privkg.core.errors import NoInputError
from privkg.rdf.iris import DEFAULT
from privkg.reference import authority
from privkg.store import quads_text
from privkg.store.graph import open_graph


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two invented pages."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "b.txt").write_text(page_text("Letters opened"), encoding="utf-8")
    (folder / "a.txt").write_text(page_text("Cameras sold"), encoding="utf-8")
    return folder


def built(*paths: Path, is_strict: bool = False) -> Report:
    """Build a graph next to the first path, and return the report."""
    return build.build(paths, paths[0].parent / "graph", is_strict=is_strict)


def counts(report: Report) -> tuple[int, int, int]:
    of = report.draft.collected
    return len(of.pages), len(of.rejected), len(of.duplicates)


class TestFiles:
    def test_folders_in_folders_are_read(self, folder: Path) -> None:
        """
        Pages are found however deep, whatever the case of their suffix.
        """
        (folder / "deep" / "deeper").mkdir(parents=True)
        (folder / "deep" / "deeper" / "C.TXT").write_text(page_text("Doors counted"))
        (folder / "deep" / "notes.md").write_text("no page")

        assert (3, 0, 0) == counts(built(folder))

    def test_any_suffix_will_do_if_named(self, folder: Path) -> None:
        """
        A file that the user named is read whatever its suffix.
        """
        (folder / "page.page").write_text(page_text("Doors counted"))

        assert (1, 0, 0) == counts(built(folder / "page.page"))

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
    def test_what_is_no_file_is_rejected_unopened(self, folder: Path) -> None:
        """
        A pipe and a device are rejected by name, without opening them.
        """
        os.mkfifo(folder / "pipe.txt")
        rejected = built(folder, Path("/dev/zero")).draft.collected.rejected
        found = sorted(f"{page.path}: {page.finding.message}" for page in rejected)

        assert ["/dev/zero: not a regular file", f"{folder / 'pipe.txt'}: not a regular file"] == found

    def test_a_link_within_the_folder_is_a_duplicate(self, folder: Path) -> None:
        """
        A link to another page of the folder is that page, and counted as such.
        """
        (folder / "c.txt").symlink_to(folder / "a.txt")

        assert (2, 0, 1) == counts(built(folder))

    @pytest.mark.parametrize("target", ["nowhere.txt", "../outside.txt", "loop.txt", ".."])
    def test_a_link_elsewhere_is_left_out(self, folder: Path, target: str) -> None:
        """
        A link out of the folder, to nothing, to itself or to a folder is not followed.
        """
        (folder.parent / "outside.txt").write_text(page_text("Outside"))
        (folder / "loop.txt").symlink_to(target)
        report = built(folder)

        assert ((2, 0, 0), 1) == (counts(report), len(report.draft.collected.left_out))

    def test_files_of_no_page_format_are_left_out(self, folder: Path) -> None:
        """
        Files that no page format reads are counted, and named by their suffix.
        """
        for name in ("a.rst", "b.log", "c.log", "LICENSE"):
            (folder / name).write_text("Not a page.")
        lines = [line for line in built(folder).lines() if "left out" in line]

        assert lines == [
            f"{folder / 'LICENSE'}: no page format reads files without a suffix; left out",
            f"2 .log files such as {folder / 'b.log'}: no page format reads .log files; left out",
            f"{folder / 'a.rst'}: no page format reads .rst files; left out",
            "read 6 = 2 accepted + 0 duplicate + 4 left out + 0 rejected",
        ]

    def test_a_hidden_folder_is_left_out(self, folder: Path) -> None:
        """
        A file in a hidden folder is not a page, whatever its name.
        """
        (folder / ".git").mkdir()
        (folder / ".git" / "page.txt").write_text(page_text("Hidden"))

        assert [f"{folder / '.git'}: a hidden folder; left out"] == list(
            map(str, built(folder).draft.collected.left_out)
        )

    def test_notices_next_to_the_pages_are_not_left_out(self, folder: Path) -> None:
        """
        Files that have another use are not reported as left out.
        """
        (folder / "notices").mkdir()
        (folder / "notices" / "withdrawn.ttl").write_text("")

        assert () == built(folder).draft.collected.left_out

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads it")
    def test_a_folder_that_cannot_be_read_is_reported(self, folder: Path) -> None:
        """
        A folder that cannot be opened is reported as left out.
        """
        (folder / "closed").mkdir(mode=0o000)

        assert [f"{folder / 'closed'}: a folder that cannot be read; left out"] == list(
            map(str, built(folder).draft.collected.left_out)
        )

    def test_nothing_but_links_is_no_input(self, folder: Path) -> None:
        """
        A folder whose pages are all links elsewhere is reported with what was left out.
        """
        (folder / "only").mkdir()
        (folder / "only" / "link.txt").symlink_to("/nowhere")
        with pytest.raises(
            NoInputError,
            match=r"that has .*\*\.txt.* files.*\n.*link\.txt: a broken symbolic link",
        ):
            built(folder / "only")


class TestPages:
    def test_the_order_of_paths_does_not_matter(self, folder: Path) -> None:
        """
        A report is the same whatever order the paths come in.
        """
        (folder / "c.txt").write_text(page_text("Cameras sold", Date="some day"))
        (folder / "d.txt").write_bytes(undecodable())
        paths = sorted(folder.iterdir())

        assert list(built(*paths).lines()) == list(built(*reversed(paths)).lines())

    def test_rejections_come_in_order(self, folder: Path) -> None:
        """
        Rejected files are reported in the order of their names.
        """
        for name in range(10, 20):
            (folder / f"{name}.txt").write_bytes(undecodable(f"Café {name}"))
        rejected = [found.place.path for found in built(folder).findings if found.rule.code == "PK100"]

        assert (10, sorted(rejected)) == (len(rejected), rejected)

    def test_a_duplicate_is_in_the_manifest(self, folder: Path) -> None:
        """
        The manifest has both file names of a duplicate page.
        """
        shutil.copy(folder / "a.txt", folder / "z.txt")
        manifest = built(folder).manifest
        assert manifest

        assert [("a.txt", "z.txt"), ("b.txt",)] == sorted(page.files for page in manifest.pages)

    def test_a_repeated_title_is_reported(self, folder: Path) -> None:
        """
        Two pages with one title are two incidents, and the second is reported with its slug.
        """
        (folder / "c.txt").write_text(page_text("Letters opened", lead="Another lead."))
        report = built(folder)
        found = [placed for placed in report.findings if placed.rule.code == "PK209"]
        assert report.manifest

        assert 1 == len(found)
        assert 3 == len({page.incident for page in report.manifest.pages})

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "\n \n",
            "Notes\n",
            "Call Ann on Monday.\n",
            "<html><p>Date 2020</p>",
            "a\tb\n1\t2\n",
            "\0\xff",
        ],
    )
    def test_a_text_that_is_no_page_is_left_out_of_a_folder(self, folder: Path, text: str) -> None:
        """
        A file in no known page format is left out with its reason, and does not change the exit code.
        """
        (folder / "notes.txt").write_text(text, encoding="utf-8")
        report = built(folder)

        assert (2, 0, 0) == counts(report)
        assert [f"{folder / 'notes.txt'}: not in a known page format; left out"] == list(
            map(str, report.draft.collected.left_out)
        )
        assert not report.has_violation

    @pytest.mark.parametrize(
        ("name", "text", "message"),
        [
            ("empty.txt", "", "the file is empty"),
            (
                "README.rst",
                "Pages\n=====\n\nThey are here.\n",
                "not in a known page format; write one of: ",
            ),
            (
                "notes.txt",
                "Notes\n",
                "not in a known page format; write one of: ",
            ),
            (
                "notes.txt",
                "Notes\n\nCall Ann.\n",
                "not an incident page, as it has no field and no section",
            ),
            (
                "page.txt",
                "<html>",
                "the file is not the text of a page, but HTML; save the text of the page",
            ),
            (
                "table.csv",
                "id,date\n1,2020\n",
                "has the columns of no mapping (known are ",
            ),
            (
                "page.rst",
                "id,date\n1,2020\n",
                "not in a known page format; write one of: ",
            ),
        ],
    )
    def test_a_text_that_is_no_page_is_rejected_if_named(
        self, folder: Path, name: str, text: str, message: str
    ) -> None:
        """
        A file in no known page format that the user named is rejected.
        """
        (folder / name).write_text(text, encoding="utf-8")
        report = built(folder / name)
        (found,) = report.findings

        assert (0, 1, 0) == counts(report)
        assert found.message.startswith(message)
        assert report.has_violation


class TestReport:
    def test_findings_are_in_the_order_of_their_places(self, folder: Path) -> None:
        """
        Findings come by file, line and column.
        """
        (folder / "a.txt").write_text(page_text("Cameras sold", Date="some day", Location="Nowhere"))
        found = [placed.place for placed in built(folder).findings]
        places = [(place.path, place.line, place.column) for place in found]

        assert sorted(places) == places
        assert 3 <= len(places)

    def test_a_finding_is_a_line(self, folder: Path) -> None:
        """
        A finding is printed as place, severity, code, name and message.
        """
        (folder / "a.txt").write_text(page_text("Cameras sold", Date="some day"))
        lines = [str(placed) for placed in built(folder / "a.txt").findings]
        found = next(line for line in lines if "PK012" in line)

        assert found.startswith(f"{folder / 'a.txt'}:5:6 error PK012 incident-has-date ")

    def test_a_finding_is_one_line_as_in_a_check(self, folder: Path) -> None:
        """
        Line breaks and control characters of a finding are written out, as `check` writes them.
        """
        (folder / "page.txt").write_text(page_text(Solove_Harm="Surveil\u2028la\x1bn\u202ece"), "utf-8")
        built = build.build([folder], folder / "graph")
        broken = replace(built.findings[0], message="Disclo-\nsure\r\x1b[31m\u202e\tis")
        lines = list(replace(built, findings=(*built.findings, broken)).lines())

        assert lines[: len(built.findings) + 1] == text.render((*built.findings, broken)).splitlines()
        assert lines[len(built.findings)].endswith(r"Disclo-\nsure\r\x1b[31m\u202e is")

    def test_strict_without_a_violation_stores(self, folder: Path) -> None:
        """
        A strict build of pages that have warnings alone is a build like any other.
        """
        report = built(folder, is_strict=True)

        assert report.manifest == open_graph(folder.parent / "graph").manifest

    def test_strict_touches_no_folder(self, folder: Path) -> None:
        """
        A strict build that stores nothing does not even make the graph's folder.
        """
        (folder / "a.txt").write_text(page_text(Date="some day"))
        report = built(folder, is_strict=True)

        assert (None, False) == (report.manifest, (folder.parent / "graph").exists())


class TestSlugs:
    def test_a_page_under_another_slug_is_as_if_it_had_been_read_so(self, folder: Path) -> None:
        """
        An incident that gets the digits of a collision has the triples of a page lifted under that slug.
        """
        (folder / "c.txt").write_text(page_text("Letters opened", lead="Another lead."))
        drafted = built(folder).draft
        (moved,) = (page for page in drafted.pages if page.slug.startswith("letters-opened-"))
        body, slug = drafted.collected.body(moved), moved.slug
        (incident,) = read.incidents(File(Path(moved.head.label)))
        lifted = lifting.lift(incident, slug, authority.load())
        claims = evidence.in_page_order(lifted.claims)

        assert set(lifted.facts) == set(quads_text.triples(body.facts))
        assert lifted.mentions == body.mentions
        assert {
            *evidence.page_to_triples(DEFAULT, slug, incident, claims),
            *evidence.files_to_triples(DEFAULT, slug, moved.files),
            *evidence.claims_to_triples(DEFAULT, slug, claims),
        } == set(quads_text.triples(body.provenance))
