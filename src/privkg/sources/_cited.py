"""The source that a web address in a page or a record cites, and the finding about an unusable one."""

from privkg.core.model import Finding, Passage, Source
from privkg.core.rules import SOURCE_UNUSABLE
from privkg.rdf import urls


def source(passage: Passage, address: str) -> tuple[Source, list[Finding]]:
    """Return the source that an address in a passage cites, and the finding about the address, if any.

    A source without a usable address keeps its passage.
    """
    url, wrong = urls.usable(address)
    findings = [Finding(SOURCE_UNUSABLE, wrong, passage.span)] if wrong else []
    return Source(passage=passage, url=url), findings
