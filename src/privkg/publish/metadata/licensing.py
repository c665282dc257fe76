"""Licences of a dataset in a catalogue record: its own, and those of the registers whose records it has.

DCAT-AP allows one licence and one statement of rights for a distribution. So a dataset with several
licences has a licence document of its own, which has them as parts, and a statement of rights in words.

Source: https://www.w3.org/TR/vocab-dcat-3/#license-rights
"""

from privkg.publish.metadata.authority_tables import Tables
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.statements import Statements, fragment, text, texts
from privkg.rdf.terms import Term, iri
from privkg.reference.credits import Part
from privkg.reference.licences import Licence


class Licensing:
    """States the licences, the rights and the parts of a dataset."""

    def __init__(
        self, description: DatasetDescription, statements: Statements, tables: Tables, document: str
    ) -> None:
        """Store the description, the statements to add to, and the address of the record."""
        self._description, self._statements = description, statements
        self._tables, self._document = tables, document

    def own(self) -> Term:
        """Return the licence that the metadata of the dataset names."""
        return self._licence(self._description.licence)

    def licence(self) -> Term:
        """Return the licence of the whole dataset; of several, the document that has them as parts."""
        found = self._description.licences
        if len(found) == 1:
            return self.own()
        types = {kind: None for licence in found for kind in self._tables.licence_types(licence)}
        return self._statements.add(
            iri(self._description.licence_url),
            "dcterms:LicenseDocument",
            {
                "dcterms:title": text(f"Licences of {self._description.dataset.title}", "en"),
                "dcterms:description": texts(self._description.credits.lines(found[0]), "en"),
                "dcterms:hasPart": map(self._licence, found),
                "dcterms:type": types,
            },
        )

    def rights(self) -> Term | None:
        """Return the statement of licences and credit in words; None without records of registers."""
        description = self._description
        lines = [*description.credits.lines(description.licence)]
        if not lines:
            return None
        return self._statements.add(
            fragment(self._document, "rights"),
            "dcterms:RightsStatement",
            {"dcterms:description": text("\n".join(lines), "en")},
        )

    def parts(self) -> list[Term]:
        """Return the part of the dataset that each register has, with its licence and credit."""
        return [self._part(part) for part in self._description.credits.parts]

    def _part(self, part: Part) -> Term:
        """Return a part of the dataset, which is no `dcat:Dataset`: harvesters would list it apart."""
        credit = part.credit
        return self._statements.add(
            fragment(self._document, self._description.base.path(credit.register)),
            "dcat:Resource",
            {
                "dcterms:title": text(credit.name),
                "dcterms:description": text(str(part), "en"),
                "dcterms:license": map(self._licence, credit.licences),
                "schema:creditText": texts(credit.credits),
                "dcat:landingPage": self._page(credit.homepage),
            },
        )

    def _page(self, address: str) -> Term | None:
        return self._statements.add(iri(address), "foaf:Document") if address else None

    def _licence(self, licence: Licence) -> Term:
        return self._statements.add(
            iri(licence.address),
            "dcterms:LicenseDocument",
            {"dcterms:type": self._tables.licence_types(licence)},
        )
