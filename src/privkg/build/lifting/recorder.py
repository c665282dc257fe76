"""Where a conversion writes: facts, claims, mentions of shared nodes, and findings."""

from dataclasses import dataclass, field, replace

from privkg.build.lifting.evidence import Claim
from privkg.build.lifting.shared_nodes import Mention
from privkg.core.model import Finding, Passage, Rule, Span
from privkg.rdf.terms import Term, Triple


@dataclass(frozen=True, slots=True)
class Recorder:
    """The lists of one conversion, with the subject that is described and the sources it names.

    `jurisdictions` are those of the incident's places, known once these are stated.
    """

    subject: Term
    facts: list[Triple] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    jurisdictions: set[Term] = field(default_factory=set)
    sources: tuple[Term, ...] = ()

    def about(self, subject: Term) -> "Recorder":
        """Return the same lists, with another subject that names no sources."""
        return replace(self, subject=subject, sources=())

    def citing(self, sources: tuple[Term, ...]) -> "Recorder":
        """Return the same lists and subject; the claims that follow name these sources."""
        return replace(self, sources=sources)

    def fact(self, predicate: Term, value: Term) -> None:
        """Write a fact that no single passage states."""
        self.facts.append((self.subject, predicate, value))

    def state(
        self, predicate: Term, value: Term | None, passage: Passage, rule: Term | None = None
    ) -> None:
        """Write a fact and the claim it rests on; without a value the passage alone is kept."""
        if value:
            self.fact(predicate, value)
        self.claim(predicate, value, passage, rule)

    def claim(
        self, predicate: Term, value: Term | None, passage: Passage, rule: Term | None = None
    ) -> None:
        """Write what a passage says of the subject, whose fact stands elsewhere or nowhere."""
        self.claims.append(Claim(self.subject, predicate, value, passage, rule, self.sources))

    def report(self, rule: Rule, message: str, span: Span, related: tuple[Span, ...] = ()) -> None:
        """Write a finding."""
        self.findings.append(Finding(rule, message, span, related))

    def reject(self, rule: Rule, message: str, passage: Passage, predicate: Term) -> None:
        """Report a passage that could not be taken as a value, and keep its words."""
        self.report(rule, message, passage.span)
        self.state(predicate, None, passage)
