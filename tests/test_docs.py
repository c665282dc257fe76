"""What the docs show is what happens: their commands are run, their output compared."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import privkg.cli
from privkg import registry

ROOT = Path(__file__).resolve().parent.parent
# Count and hash change with every word of the ontology; other tests hold them.
_STORED = re.compile(r"stored \d+ quads, [0-9a-f]{64}")
PAGES = sorted((ROOT / "docs").rglob("*.md"))


def blocks(page: Path) -> list[str]:
    """Return the console blocks of a page that show output; one without a `$` is not run."""
    found = re.findall(r"^```console\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)
    return [block for block in found if block.startswith("$ ")]


def files(page: Path) -> list[tuple[str, str]]:
    """Return the files a page has its reader write: blocks of text with a name."""
    return re.findall(r"^```text (\S+)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)


def run(command: str, folder: Path) -> str:
    """Return what a command prints, both streams as they come, trailing space left out."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}/usr/bin{os.pathsep}/bin",
        "PYTHONUNBUFFERED": "1",
        "HOME": str(folder),
    }
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def make_run() -> str:
    """Return the commands of `make run` as they are written, `privkg` by its name alone."""
    recipe = re.search(r"^run:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.M)
    assert recipe
    return recipe[1].replace("\t", "").replace("$(BIN)/", "").replace("\\\n", " ")


class TestConsole:
    @pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.stem)
    def test_commands_print_what_is_shown(self, page: Path, tmp_path: Path) -> None:
        """
        The commands of a page, run in one folder beside the project's data, print what it shows.
        """
        shutil.copytree(ROOT / "data", tmp_path / "data")
        for name, text in files(page):
            (tmp_path / name).write_text(text, encoding="utf-8")
        for block in blocks(page):
            shown = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M)
            for command, output in shown:
                lines = make_run().splitlines() if command == "make run" else [command]
                printed = "".join(run(line, tmp_path) for line in lines)

                assert _STORED.sub("stored", output) == _STORED.sub("stored", printed)


class TestLinks:
    @pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *PAGES], ids=str)
    def test_links_lead_to_files(self, page: Path) -> None:
        """
        Each relative link of a page leads to a file of the project.
        """
        links = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))

        assert [] == [link for link in links if not (page.parent / link).exists()]


class TestReference:
    def test_generated_pages_are_up_to_date(self) -> None:
        """
        The reference pages are what the files they speak of say today.
        """
        command = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]

        assert 0 == subprocess.run(command, check=False).returncode

    def test_each_verb_is_in_the_readme(self) -> None:
        """
        The README names every verb there is.
        """
        text = (ROOT / "README.md").read_text(encoding="utf-8")

        assert [] == [verb for verb in registry.names(privkg.cli) if f"privkg {verb}" not in text]
