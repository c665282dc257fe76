"""The glossary: terms of the ontology with its definitions, and terms of the field, each linked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import model

from privkg.rdf.terms import term


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A term: its name, the class or concept whose definition it has, and further text."""

    name: str
    curie: str = ""
    text: str = ""
    also: tuple[str, ...] = ()

    def definition(self) -> str:
        """Return the definition of the ontology, if the term is one of it, and the text."""
        ours = model.definition(term(self.curie)) if self.curie else ""
        return " ".join(filter(None, (ours, self.text)))

    def anchor(self) -> str:
        """Return the anchor of the heading."""
        return re.sub(r"[^\w]+", "-", self.name.casefold()).strip("-")


ENTRIES = (
    Entry(
        name="Actor",
        curie="pk:Actor",
        also=("actors",),
    ),
    Entry(
        name="At-risk group",
        curie="pk:AtRiskGroup",
        also=("at-risk groups",),
    ),
    Entry(
        name="Authority record",
        text="A record in Turtle, kept by hand, that describes an actor, a group or a place: its"
        " type, the forms of its name, its country.",
        also=("authority records",),
    ),
    Entry(
        name="Base IRI",
        text="The IRI under which the IRIs of a dataset begin; `base` in `privkg.toml` sets it.",
    ),
    Entry(
        name="Breakdown",
        text="The section of a page that lists the acts of the incident, one row for each.",
    ),
    Entry(
        name="Build",
        text="The step that reads pages, checks them and writes the graph, all or nothing.",
    ),
    Entry(
        name="Claim",
        curie="pk:Claim",
        also=("claims",),
    ),
    Entry(
        name="Claim status",
        curie="pk:ClaimStatus",
        also=("claim statuses",),
    ),
    Entry(
        name="Co-occurrence",
        text="Two values that are in the same incident, without a row that states both.",
    ),
    Entry(
        name="Concept",
        text="A term of a controlled vocabulary, as SKOS defines it: an IRI with labels, a"
        " definition and broader or narrower concepts.",
        also=("concepts",),
    ),
    Entry(
        name="Consequence",
        curie="pk:Consequence",
        also=("consequences",),
    ),
    Entry(
        name="Corpus",
        text="The pages about real incidents that come with privkg; `privkg init` copies six of them.",
    ),
    Entry(
        name="Decision",
        curie="pk:Decision",
        also=("decisions",),
    ),
    Entry(
        name="DPV",
        text="The [Data Privacy Vocabulary](https://w3id.org/dpv) of a W3C community group, from"
        " which privkg takes the concepts for information, technology and places.",
    ),
    Entry(
        name="EDTF",
        text="The [Extended Date/Time Format](https://www.loc.gov/standards/datetime/) of the"
        " Library of Congress, for ranges, seasons and uncertain dates such as `2012~`.",
    ),
    Entry(
        name="Endpoint",
        text="A web service that answers SPARQL queries.",
        also=("endpoints",),
    ),
    Entry(
        name="Evidence",
        text="The claims behind a statement: the words of the page and where they are.",
    ),
    Entry(
        name="Finding",
        text="A problem that `privkg check` or `privkg build` reports, with the file, line and"
        " column, the rule, and what to write.",
        also=("findings",),
    ),
    Entry(
        name="Focus node",
        text="The node of the graph that a shape is applied to.",
        also=("focus nodes",),
    ),
    Entry(
        name="Gazetteer",
        text="A list of places with their countries and coordinates; privkg uses that of"
        " [GeoNames](https://www.geonames.org/).",
    ),
    Entry(
        name="Harm",
        curie="pk:Harm",
        also=("harms",),
    ),
    Entry(
        name="Harm group",
        curie="pk:HarmGroup",
        also=("harm groups",),
    ),
    Entry(
        name="Hash of the dataset",
        text="A SHA-256 over the hashes of all named graphs, which the last line of `privkg build`"
        " prints. Equal pages give an equal hash on any machine.",
    ),
    Entry(
        name="Incident",
        curie="pk:Incident",
        also=("incidents",),
    ),
    Entry(
        name="Infobox",
        text="The fields at the head of a page, such as *Date* and *Solove Harm*, which sum up the"
        " incident.",
    ),
    Entry(
        name="IRI",
        text="Internationalized Resource Identifier: a web address, in any script, that identifies a"
        " thing.",
        also=("IRIs",),
    ),
    Entry(
        name="Link",
        text="A statement that a thing of the graph and one of another dataset are the same or"
        " describe each other. `owl:sameAs` is written only for links that a person accepted.",
    ),
    Entry(
        name="Literal",
        text="A value in RDF that is not an IRI: a text, a number or a date.",
        also=("literals",),
    ),
    Entry(
        name="Manifest",
        text="A JSON file in the folder of a graph or of a published site with counts, sizes and"
        " hashes, which `privkg verify` compares.",
    ),
    Entry(
        name="Mention",
        text="A technology or law that the title, lead or description of a page names but no field"
        " states. It is never counted as stated.",
        also=("mentions",),
    ),
    Entry(
        name="N-Quads",
        text="A text format for RDF with one quad on each line.",
    ),
    Entry(
        name="Named graph",
        text="A set of triples with an IRI of its own. An incident has two, one for its facts and"
        " one for their evidence.",
        also=("named graphs",),
    ),
    Entry(
        name="Notice",
        curie="pk:Notice",
        also=("notices",),
    ),
    Entry(
        name="Ontology",
        text="A description in RDF of classes and properties and how they are related; privkg's is"
        " in `ontology/`.",
    ),
    Entry(
        name="Page",
        text="A document about one incident, from which a build reads it.",
        also=("pages",),
    ),
    Entry(
        name="Party",
        text="Anybody whom a page names as acting, receiving information, deciding or claiming"
        " something. Only parties that act, or that the page states as threat actors, are listed"
        " as actors.",
        also=("parties",),
    ),
    Entry(
        name="Passage",
        text="The words of a page on which a statement rests.",
        also=("passages",),
    ),
    Entry(
        name="Provenance",
        text="Where a statement comes from: the page, the passage, the rule that derived it.",
    ),
    Entry(
        name="Quad",
        text="A triple together with the IRI of its named graph.",
        also=("quads",),
    ),
    Entry(
        name="Question",
        text="A SPARQL query that comes with privkg, with parameters and an explanation of its"
        " columns; `privkg ask` lists and answers them.",
        also=("questions",),
    ),
    Entry(
        name="RDF",
        text="The [Resource Description Framework](https://www.w3.org/TR/rdf11-primer/) of the W3C:"
        " a data model in which everything is a triple.",
    ),
    Entry(
        name="Reconciliation service",
        text="A web service that finds candidates for a name in a dataset, such as that of Wikidata.",
    ),
    Entry(
        name="Row (act)",
        curie="pk:Violation",
        text="Its class is `pk:Violation`; a *Violation* in the report of a check is a severity of"
        " SHACL.",
        also=(
            "row",
            "rows",
            "acts",
        ),
    ),
    Entry(
        name="Rule",
        text="A condition that pages have to meet, with a code such as `PK012`; `privkg check"
        " --explain PK012` explains it.",
        also=("rules",),
    ),
    Entry(
        name="SHACL",
        text="The [Shapes Constraint Language](https://www.w3.org/TR/shacl/) of the W3C, in which"
        " the rules about the graph are written.",
    ),
    Entry(
        name="Shape",
        text="A set of constraints in SHACL on the nodes that it targets.",
        also=("shapes",),
    ),
    Entry(
        name="SKOS",
        text="The [Simple Knowledge Organization System](https://www.w3.org/TR/skos-primer/) of the"
        " W3C, for controlled vocabularies.",
    ),
    Entry(
        name="Slug",
        text="The part of an IRI that is made from a title or a name, such as `ashley-madison-breach`.",
    ),
    Entry(
        name="Solove harm",
        text="One of the sixteen harms in four groups of Daniel J. Solove's *A Taxonomy of Privacy*"
        " (2006), such as secondary use.",
        also=("Solove harms",),
    ),
    Entry(
        name="Span",
        text="A part of a page by the positions of its first and last character, `#char=443,453`.",
        also=("spans",),
    ),
    Entry(
        name="SPARQL",
        text="The [query language for RDF](https://www.w3.org/TR/sparql11-query/) of the W3C.",
    ),
    Entry(
        name="SSSOM",
        text="The [Simple Standard for Sharing Ontology"
        " Mappings](https://mapping-commons.github.io/sssom/), a table format in which links are"
        " kept.",
    ),
    Entry(
        name="Triple",
        text="A statement in RDF: a subject, a predicate and an object.",
        also=("triples",),
    ),
    Entry(
        name="Turtle",
        text="A text format for RDF that people can read and write.",
    ),
)
_HEAD = """# Glossary

Definitions of classes are those of the ontology; [the vocabulary](vocabulary.md) has all of its terms.
"""
_NAMES = {name.casefold(): entry for entry in ENTRIES for name in (entry.name, *entry.also)}
_TERM = re.compile(
    r"`[^`]*`|\[[^\]]*\]\([^)]*\)|\b(?:"
    + "|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True))
    + r")\b",
    re.IGNORECASE,
)


def page() -> Iterator[str]:
    """Yield the page."""
    yield _HEAD
    for entry in ENTRIES:
        yield f"\n## {entry.name}\n\n{_linked(entry)}\n"
        if entry.curie:
            yield f"\nIn the graph: `{entry.curie}`.\n"


def _linked(entry: Entry) -> str:
    """Return the definition of a term, with the first use of each other term linked to it."""
    seen = {entry.name}

    def link(match: re.Match[str]) -> str:
        other = _NAMES.get(match[0].casefold())
        if other is None or other.name in seen:
            return match[0]
        seen.add(other.name)
        return f"[{match[0]}](#{other.anchor()})"

    return _TERM.sub(link, entry.definition())
