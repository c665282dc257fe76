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
        words = passage.text.removeprefix("<").removesuffix(">")
        bare = urls.without_login(words)
        wrong = _fault(words)
        if not wrong:
            found.append(urls.normalise(bare))
        if not wrong and bare != words:
            wrong = "the address has a login, which is left out; remove it"
        if wrong:
            findings.append(Finding(rules.ADDRESS_UNUSABLE, wrong, passage.span))
    return next(iter(found), None), findings


def _fault(words: str) -> str | None:
    if _SPACE.search(words):
        return f'"{words[:60]}" is not one web address; write one without spaces'
    return urls.fault(words)
