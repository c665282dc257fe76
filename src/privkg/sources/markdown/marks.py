"""Harms that a page marks as `[Secondary Use]{.harm}`, but that the grammar does not read as marks."""

from collections.abc import Iterable, Iterator

from privkg.core import rules
from privkg.core.model import Finding, Incident, Span
from privkg.reference import concepts


def missed(incident: Incident, marked: Iterable[Span]) -> Iterator[Finding]:
    """Yield a finding for each marked harm that is neither a mark nor in a finding of the grammar.

    Args:
        incident: the page.
        marked: the spans of the marked words in its shown text.
    """
    read = {mark.harm.span.start for mark in incident.marks}
    known = {finding.span.start for finding in incident.findings if finding.rule in _ABOUT_MARKS}
    for span in marked:
        if span.start not in read and span.start not in known:
            yield _finding(" ".join(incident.text[span.start : span.end].split()), span)


_ABOUT_MARKS = (rules.MARK_UNDECIDED, rules.HARM_UNKNOWN)


def _finding(words: str, span: Span) -> Finding:
    if concepts.harms().find(words):
        message = (
            f'"{words}" is marked as a harm, but is not read as a mark;'
            f" write it in the Description, after the last sentence of a paragraph: … [{words}]{{.harm}}"
        )
        return Finding(rules.MARK_UNDECIDED, message, span)
    near = concepts.harms().suggest(words)
    advice = f'did you mean "{near}"?' if near else "write one of Solove's harms, or leave the mark out"
    return Finding(rules.HARM_UNKNOWN, f'unknown harm "{words}"; {advice}', span)
