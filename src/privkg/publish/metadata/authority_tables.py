"""Terms of the EU's authority tables, of IANA and of ADMS, with the RDF types that DCAT-AP requires.

Sources: https://op.europa.eu/en/web/eu-vocabularies/authority-tables ;
https://semiceu.github.io/DCAT-AP/releases/3.0.1/#controlled-vocs
"""

from privkg.publish.metadata.statements import Statements, name, text
from privkg.rdf.terms import Term, iri
from privkg.reference.licences import Condition, Licence

_EU = "http://publications.europa.eu/resource/authority"
LANGUAGES = {
    "bg": "BUL", "cs": "CES", "da": "DAN", "de": "DEU", "el": "ELL", "en": "ENG", "es": "SPA",
    "et": "EST", "fi": "FIN", "fr": "FRA", "ga": "GLE", "hr": "HRV", "hu": "HUN", "it": "ITA",
    "lt": "LIT", "lv": "LAV", "mt": "MLT", "nl": "NLD", "pl": "POL", "pt": "POR", "ro": "RON",
    "sk": "SLK", "sl": "SLV", "sv": "SWE",
}  # fmt: skip
"""Codes of the EU's language table, by ISO 639-1 code."""
THEMES = {
    "AGRI": "Agriculture, fisheries, forestry and food",
    "ECON": "Economy and finance",
    "EDUC": "Education, culture and sport",
    "ENER": "Energy",
    "ENVI": "Environment",
    "GOVE": "Government and public sector",
    "HEAL": "Health",
    "INTR": "International issues",
    "JUST": "Justice, legal system and public safety",
    "OP_DATPRO": "Provisional data",
    "REGI": "Regions and cities",
    "SOCI": "Population and society",
    "TECH": "Science and technology",
    "TRAN": "Transport",
}
"""Codes of the EU's data themes, with their English labels."""
_ADMS_CONDITIONS = {
    Condition.SHARE_ALIKE: "ViralEffect-ShareAlike",
    Condition.NON_COMMERCIAL: "NonCommercialUseOnly",
    Condition.NO_DERIVATIVES: "NoDerivativeWork",
}
"""ADMS licence types, by the condition of a licence."""
FREQUENCIES = (
    "ANNUAL", "ANNUAL_2", "ANNUAL_3", "BIENNIAL", "BIMONTHLY", "BIWEEKLY", "CONT", "DAILY", "IRREG",
    "MONTHLY", "MONTHLY_2", "NEVER", "OTHER", "QUARTERLY", "UNKNOWN", "UPDATE_CONT", "WEEKLY",
)  # fmt: skip
"""Codes of the EU's update frequencies."""
ACCESS_RIGHTS = ("NON_PUBLIC", "PUBLIC", "RESTRICTED")
"""Codes of the EU's access rights."""
AVAILABILITIES = ("AVAILABLE", "EXPERIMENTAL", "STABLE", "TEMPORARY")
"""Codes of the EU's planned availability of distributions."""
PUBLISHER_TYPES = (
    "Academia-ScientificOrganisation", "Company", "IndustryConsortium", "LocalAuthority",
    "NationalAuthority", "NonGovernmentalOrganisation", "NonProfitOrganisation",
    "PrivateIndividual(s)", "RegionalAuthority", "StandardisationBody", "SupraNationalAuthority",
)  # fmt: skip
"""ADMS publisher types."""


class Tables:
    """Returns terms of authority tables, and adds their types to the record for DCAT-AP's shapes."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def language(self, code: str) -> Term:
        """Return the term of a language, given its ISO 639-1 code."""
        return self._of_table("language", LANGUAGES[code], "dcterms:LinguisticSystem")

    def theme(self, code: str) -> Term:
        """Return the concept of a data theme."""
        self.themes()
        return self._of_table("data-theme", code, "skos:Concept", THEMES[code])

    def themes(self) -> Term:
        """Return the concept scheme of data themes."""
        node = iri(f"{_EU}/data-theme")
        return self._statements.add(
            node,
            "skos:ConceptScheme",
            {
                "dcterms:title": text("Data theme", "en"),
            },
        )

    def file_type(self, code: str) -> Term:
        """Return the term of a file type."""
        return self._of_table("file-type", code, "dcterms:MediaTypeOrExtent")

    def media_type(self, media_type: str) -> Term:
        """Return the IRI of an IANA media type."""
        node = iri(f"https://www.iana.org/assignments/media-types/{media_type}")
        return self._statements.add(node, "dcterms:MediaType")

    def frequency(self, code: str) -> Term:
        """Return the term of an update frequency."""
        return self._of_table("frequency", code, "dcterms:Frequency")

    def access_right(self, code: str) -> Term:
        """Return the term of an access right."""
        return self._of_table("access-right", code, "dcterms:RightsStatement")

    def availability(self, code: str) -> Term:
        """Return the concept of a planned availability."""
        return self._of_table("planned-availability", code, "skos:Concept", code.capitalize())

    def publisher_type(self, code: str) -> Term:
        """Return the concept of a publisher type."""
        return self._of_adms("publishertype", code)

    def licence_types(self, licence: Licence) -> list[Term]:
        """Return the concepts of the types of a licence, by its conditions."""
        found = [_ADMS_CONDITIONS[condition] for condition in licence.conditions or ()]
        if not found and licence.conditions is None:
            found.append("UnknownIPR")
        elif not found:
            found.append("PublicDomain" if licence.is_public_domain else "Attribution")
        return [self._of_adms("licencetype", code) for code in found]

    def sha256(self) -> Term:
        """Return the term of the checksum algorithm SHA-256."""
        return self._statements.add(name("spdx:checksumAlgorithm_sha256"), "spdx:ChecksumAlgorithm")

    def _of_table(self, table: str, code: str, kind: str, label: str = "") -> Term:
        return self._statements.add(
            iri(f"{_EU}/{table}/{code}"),
            kind,
            {
                "skos:inScheme": iri(f"{_EU}/{table}"),
                "skos:prefLabel": text(label, "en") if label else None,
            },
        )

    def _of_adms(self, table: str, code: str) -> Term:
        return self._statements.add(
            iri(f"http://purl.org/adms/{table}/{code}"),
            "skos:Concept",
            {
                "skos:inScheme": iri(f"http://purl.org/adms/{table}/1.0"),
                "skos:prefLabel": text(code, "en"),
            },
        )
