"""The commands in the docs are run, and their output matches the pages."""

import doctest
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import consoles
from checkout import ROOT, SAMPLE_PAGES
from consoles import PAGES, refreshed
from privkg import build
from privkg.cli import VERBS

# `docs/generate.py` runs the questions of these pages.
_GENERATED = ("gallery.md", "unexpected.md")


def _prose(page: Path) -> str:
    """Return the text of a page, or of the Markdown cells of a notebook."""
    text = page.read_text(encoding="utf-8")
    if page.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown") + "\n"


class TestConsole:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
    def test_commands_print_what_is_shown(self, page: Path) -> None:
        """
        The commands of a page, run in their order in one folder, print exactly what it shows.
        """
        assert page.read_text(encoding="utf-8") == refreshed(page)

    def test_each_command_is_in_a_block_that_is_run(self) -> None:
        """
        Commands are only in console blocks that begin with `$ `, which are run.
        """
        notebooks = (ROOT / "docs").rglob("*.ipynb")
        pages = (*PAGES, *notebooks, *ROOT.glob("*.md"), ROOT / "data" / "README.md")

        assert [] == [
            f"{page.relative_to(ROOT)}: {line}"
            for page in pages
            if page.name not in _GENERATED
            for line in consoles.unreadable(_prose(page))
        ]

    def test_each_exception_is_shown_and_has_a_reason(self) -> None:
        """
        A command that is not run is in its page, and the reason is given.
        """
        assert [] == [
            (page, command)
            for page, command, reason in consoles.exceptions()
            if not reason or command not in consoles.commands((ROOT / page).read_text(encoding="utf-8"))
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "```sh\nprivkg build\n```",
            '```bash title="a.sh"\nls\n```',
            "```console\nprivkg build\n```",
            "- a list\n\n  ```console\n  $ privkg build\n  ```",
            "```text\nprivkg build pages\n```",
            "```\n$ privkg build\n```",
            "````sh\nprivkg build\n````",
        ],
    )
    def test_a_block_that_is_not_run_is_found(self, text: str) -> None:
        """
        Commands in another block, or in one without `$ `, are found.
        """
        assert [] != consoles.unreadable(f"{text}\n")

    @pytest.mark.parametrize(
        "command", ["privkg ask xyz", "privkg ask xyz | head", "exit 3", "no-such-command"]
    )
    def test_a_command_that_fails_is_no_output(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
    ) -> None:
        """
        A command that fails, also behind a pipe, is an error, not the text of a page.
        """
        monkeypatch.setattr(consoles, "ROOT", tmp_path)
        page = tmp_path / "page.md"
        page.write_text(f"```console\n$ {command}\n```\n", encoding="utf-8")

        with pytest.raises(RuntimeError, match="exit code"):
            refreshed(page)

    def test_cd_changes_the_folder_of_what_follows(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Commands and files after `cd` are in that folder; a `cd` to no folder is an error.
        """
        monkeypatch.setattr(consoles, "ROOT", tmp_path)
        page = tmp_path / "page.md"
        text = '```console\n$ mkdir a\n$ cd a\n```\n```text title="b"\n```\n```console\n$ ls\nb\n```\n'
        page.write_text(text, encoding="utf-8")

        assert text == refreshed(page)
        page.write_text("```console\n$ cd nowhere\n```\n", encoding="utf-8")
        with pytest.raises(FileNotFoundError):
            refreshed(page)


class TestExamples:
    def test_examples_of_the_python_api_run(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Each example of the Python API returns and prints what the page shows.
        """
        text = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
        examples = "".join(re.findall(r"^```pycon\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
        monkeypatch.chdir(tmp_path)
        build.build(SAMPLE_PAGES, Path(".privkg"))

        shown = doctest.DocTestParser().get_doctest(examples, {}, "api.md", None, 0)
        printed: list[str] = []
        outcome = doctest.DocTestRunner(verbose=False).run(shown, out=printed.append)

        assert outcome.attempted > 10
        assert (0, "") == (outcome.failed, "".join(printed))


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
        The reference pages match the files that they are generated from.
        """
        command = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]

        assert 0 == subprocess.run(command, check=False).returncode

    def test_each_verb_is_explained_by_a_page(self) -> None:
        """
        Each verb is explained on a hand-written page, in addition to the list of commands.
        """
        texts = [page.read_text(encoding="utf-8") for page in PAGES]
        text = "".join(each for each in texts if not each.startswith("<!-- Written by"))

        assert [] == [verb for verb in VERBS.names() if f"privkg {verb}" not in text]

    def test_the_readme_is_short(self) -> None:
        """
        The README fits on two screens and leads to the documentation for the rest.
        """
        text = (ROOT / "README.md").read_text(encoding="utf-8")

        assert len(text.splitlines()) <= 80
        assert {"make run", "make test", "docs/index.md"} <= set(
            re.findall(r"make \w+|docs/index\.md", text)
        )

    def test_each_target_is_in_the_table_for_contributors(self) -> None:
        """
        CONTRIBUTING has a row for each target of the Makefile except the one that removes files.
        """
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        targets = set(makefile.partition(".PHONY:")[2].partition("\n")[0].split())
        page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

        assert targets - {"clean"} == set(re.findall(r"^\| `make ([\w-]+)` \|", page, re.MULTILINE))
