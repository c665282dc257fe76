"""What the docs show is what happens: their commands are run, their output compared."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import ROOT
from consoles import PAGES, refreshed
from privkg.cli import VERBS


class TestConsole:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
    def test_commands_print_what_is_shown(self, page: Path) -> None:
        """
        The commands of a page, run in their order in one folder, print exactly what it shows.
        """
        assert page.read_text(encoding="utf-8") == refreshed(page)


class TestLinks:
    def test_links_lead_to_files(self) -> None:
        """
        Each relative link of a page leads to a file of the project.
        """
        link = re.compile(r"\]\((?!<?https?:)([^)#]+)[^)]*\)")

        assert [] == [
            f"{page.relative_to(ROOT)}: {target}"
            for page in (ROOT / "CONTRIBUTING.md", *PAGES)
            for target in link.findall(page.read_text(encoding="utf-8"))
            if not (page.parent / target).exists()
        ]


class TestReference:
    def test_generated_pages_are_up_to_date(self) -> None:
        """
        The reference pages are what the files they speak of say today.
        """
        command = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]

        assert 0 == subprocess.run(command, check=False).returncode

    def test_each_verb_is_explained_by_a_page(self) -> None:
        """
        The README names every verb there is.
        """
        text = (ROOT / "README.md").read_text(encoding="utf-8")

        assert [] == [verb for verb in VERBS.names() if f"privkg {verb}" not in text]

    def test_each_target_is_in_the_table_for_contributors(self) -> None:
        """
        CONTRIBUTING has a row for each target of the Makefile, but the one that removes files.
        """
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        targets = set(makefile.partition(".PHONY:")[2].partition("\n")[0].split())
        page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

        assert targets - {"clean"} == set(re.findall(r"^\| `make ([\w-]+)` \|", page, re.MULTILINE))
