"""Hostile wikitext is read or refused within bounds of memory and time."""

import subprocess
import sys

import pytest

PAGES = {
    "tags in links": '"[[a|<b>" * 11_000',
    "tags in a link": '"[[" + "<b>" * 27_000 + "]]"',
    "links in tags": '"<b>[[" * 16_000',
    "templates in templates": '"{{a|" * 3_000 + "}}" * 3_000',
    "open templates": '"{{a|" * 20_000',
    "open braces": '"{" * 5_000',
    "open arguments": '"{{{a|" * 16_000',
    "tags in templates": '"{{a|<b>}}" * 9_000',
    "tags in attributes": '"<b a=\\"<b a=\'" * 6_000',
    "emphasis in links": "\"[[a|''b]]\" * 9_000",
    "open addresses": '"[http://a " * 9_000',
    "open tables": '"{|\\n|\\n" * 10_000',
    "open comments": '"<!--" * 20_000',
    "a huge page": '"It was so. " * 90_000',
}
_CHILD = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from privkg.core import documents
from privkg.core.errors import PageError
from privkg.sources import wikitext
page = "{{Incident|location=a|date=2019|short_title=b}}\\n== Description ==\\n" + PAGE
try:
    print(len(list(wikitext.read(documents.decode(page.encode(), "Page one.wiki")))))
except PageError as error:
    print(error)
"""


@pytest.mark.parametrize("name", PAGES)
def test_is_bounded(name: str) -> None:
    """
    A page is read, or refused with one message, within a gigabyte and twenty seconds of work.
    """
    code = _CHILD.replace("PAGE\n", f"{PAGES[name]}\n", 1)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert "1\n" == done.stdout or "that are not closed; close them" in done.stdout
