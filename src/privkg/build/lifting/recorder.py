"""Records the results of lifting a page: facts, claims, mentions of shared resources, findings."""

from dataclasses import dataclass, field, replace

from privkg.build.lifting.evidence import Claim
from privkg.build.lifting.shared_nodes import Mention
from privkg.core.model import Finding, Passage, Rule, Span
from privkg.core.registers import Inference
from privkg.rdf.terms import PREF_LABEL, A, Term, Triple, iri, literal, term


@dataclass(frozen=True, slots=True)
class Recorder:
    """The lists of one page, with the subject of new facts and the sources of new claims.

    `about` and `citing` return a recorder of another subject or other sources that appends to the same
    lists. `jurisdictions` are those of the incident's places, complete once these are stated; the names
    of laws are read after that.
    """

    subject: Term
    facts: list[Triple] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    jurisdictions: set[Term] = field(default_factory=set)
    sources: tuple[Term, ...] = ()

    def about(self, subject: Term) -> "Recorder":
        """Return a recorder of another subject, without sources, with the same lists."""
        return replace(self, subject=subject, sources=())

    def citing(self, sources: tuple[Term, ...]) -> "Recorder":
        """Return a recorder whose claims name these sources, with the same subject and lists."""
        return replace(self, sources=sources)

    def fact(self, predicate: Term, value: Term) -> None:
        """Add a fact that no single passage supports."""
        self.facts.append((self.subject, predicate, value))

    def state(
        self, predicate: Term, value: Term | None, passage: Passage, rule: Term | None = None
    ) -> None:
        """Add a fact with its claim; without a value, add the claim only."""
        if value:
            self.fact(predicate, value)
        self.claim(predicate, value, passage, rule)

    def claim(
        self, predicate: Term, value: Term | None, passage: Passage, rule: Term | None = None
    ) -> None:
        """Add a claim whose fact is in another graph, or is not stated.

        Without a rule, it is inferred by the rule of the passage's reading, if that has one.
        """
        inferred_by = passage.reading.rule if passage.reading else None
        rule = rule or (self.rule(inferred_by) if inferred_by else None)
        self.claims.append(Claim(self.subject, predicate, value, passage, rule, self.sources))

    def rule(self, inference: Inference) -> Term:
        """Return the node of a rule of a register, and describe it in the graph."""
        node = iri(inference.iri)
        about = (
            (node, A, term("pk:Rule")),
            (node, PREF_LABEL, literal(inference.label)),
            (node, term("skos:definition"), literal(inference.definition)),
        )
        self.mentions.append(Mention(node, None, about))
        return node

    def report(self, rule: Rule, message: str, span: Span, related: tuple[Span, ...] = ()) -> None:
        """Add a finding."""
        self.findings.append(Finding(rule, message, span, related))

    def reject(self, rule: Rule, message: str, passage: Passage, predicate: Term) -> None:
        """Add a finding for a passage that is not a valid value, and a claim without an object."""
        self.report(rule, message, passage.span)
        self.state(predicate, None, passage)
