"""The web address of a page, from its field Address."""

import re
from collections.abc import Sequence

from privkg.core import rules
from privkg.core.model import Finding, Passage
from privkg.rdf import urls

_SPACE = re.compile(r"\s+")


def read(passages: Sequence[Passage]) -> tuple[str | None, list[Finding]]:
    """Return the first usable address of a page in its normal form, if any, and the findings."""
    found: list[str] = []
    findings: list[Finding] = []
    for passage in passages:
        url, wrong = _usable(passage.text.removeprefix("<").removesuffix(">"))
        if url:
            found.append(urls.normalise(url))
        if wrong:
            findings.append(Finding(rules.ADDRESS_UNUSABLE, wrong, passage.span))
    return next(iter(found), None), findings


def _usable(words: str) -> tuple[str | None, str | None]:
    if _SPACE.search(words):
        return None, f'"{words[:60]}" is not one web address; write one without spaces'
    return urls.usable(words)
