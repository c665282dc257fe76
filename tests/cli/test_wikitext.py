"""Findings and fixes of pages in wikitext are at their places in the wikitext."""

from pathlib import Path

from commands import run

PAGE = """{{Incident
| title = Cameras for sale
| location = [[Oslo]], Norway
| date = 2019
| solove_harm = '''secondary-use''', Surveilance
}}
"""


def test_a_finding_has_its_line_and_column(tmp_path: Path) -> None:
    """
    A finding about a value is at the line and column of the value in the wikitext.
    """
    page = tmp_path / "page.wiki"
    page.write_text(PAGE, encoding="utf-8")

    found = run("check", page, "--no-cache").stdout

    column = PAGE.split("\n")[4].index("Surveilance") + 1
    assert f'{page}:5:{column} error PK304 harm-is-known unknown harm "Surveilance"' in found


def test_a_fix_changes_the_wikitext(tmp_path: Path) -> None:
    """
    The spelling of a harm is fixed within its markup.
    """
    page = tmp_path / "page.wiki"
    page.write_text(PAGE, encoding="utf-8")

    run("check", page, "--fix", "--no-cache")

    assert PAGE.replace("secondary-use", "Secondary Use") == page.read_text(encoding="utf-8")
