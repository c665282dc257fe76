"""The metadata of a dataset: the tables `[dataset]` and `[site]` of a `privkg.toml`, read strictly."""

import datetime
import re
from dataclasses import dataclass, replace
from pathlib import Path

from privkg.core import bounded, toml
from privkg.core.errors import FileError, InvalidValueError, Place, PublishError, in_file
from privkg.publish.metadata import look
from privkg.publish.metadata.authority_tables import (
    ACCESS_RIGHTS,
    AVAILABILITIES,
    FREQUENCIES,
    LANGUAGES,
    PUBLISHER_TYPES,
    THEMES,
)
from privkg.publish.metadata.look import Look
from privkg.publish.metadata.toml_fields import Fields, Form

_MOST_BYTES = 100_000
_REQUIRED_KEYS = "title, description, homepage, version, issued, modified, licence and creators"
LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}
"""URLs of data licences, by SPDX identifier (https://spdx.org/licenses/)."""
LOD_DOMAINS = (
    "cross_domain",
    "geography",
    "government",
    "life_sciences",
    "linguistics",
    "media",
    "publications",
    "social_networking",
    "user_generated",
)
"""Domains of the LOD Cloud."""
_GITHUB_USER = Form(re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})"), "a GitHub user name", "octocat")
_DOI = Form(re.compile(r"10\.\d{4,9}/\S+"), "a DOI", "10.5281/zenodo.1234567")
_ORCID = Form(
    re.compile(r"https://orcid\.org/\d{4}-\d{4}-\d{4}-\d{3}[\dX]"),
    "an ORCID",
    "https://orcid.org/0000-0002-1825-0097",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A creator, publisher or contact of a dataset."""

    name: str
    url: str | None = None
    email: str | None = None
    type: str | None = None
    orcid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A SPARQL endpoint that serves the dataset."""

    url: str
    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """The metadata of a dataset, and the look of its pages.

    Dates are days; `homepage` ends in a slash.
    """

    title: str
    description: str
    homepage: str
    version: str
    issued: datetime.date
    modified: datetime.date
    licence: str
    languages: tuple[str, ...]
    creators: tuple[Agent, ...]
    publisher: Agent | None
    contact: Agent | None
    keywords: tuple[str, ...]
    themes: tuple[str, ...]
    start: datetime.date | None
    end: datetime.date | None
    frequency: str | None
    access_rights: str | None
    availability: str | None
    version_notes: str | None
    doi: str | None
    repository: str | None
    lod_domain: str | None
    maintainers: tuple[str, ...]
    service: Service | None
    look: Look

    @property
    def licence_url(self) -> str:
        """The URL of the licence."""
        return LICENCES[self.licence]


def read(path: Path) -> Dataset:
    """Return the metadata of a dataset from a `privkg.toml`.

    Raises:
        FileError: there is no such file, or it is too large.
        PublishError: the file is not TOML or has no table `[dataset]`, or the table has a missing,
            invalid or unknown key, as may the table `[site]`. The message has a line for each fault,
            beginning with `file:line:col`.
    """
    return parse(_text(path), path)


def text(path: Path, *, is_needed: bool) -> str:
    """Return the text of a `privkg.toml`, from which `parse` returns the metadata of a dataset.

    Args:
        path: the file.
        is_needed: whether it must describe a dataset; otherwise the text is empty if there is no such
            file, or if it has no table `[dataset]`.

    Raises:
        FileError: there is no such file and it is needed, or it is too large.
        PublishError: it is not TOML, or the metadata are faulty; see `read`.
    """
    found = _text(path) if is_needed or path.exists() else ""
    if not is_needed and not _has_dataset(found):
        return ""
    parse(found, path)
    return found


def _has_dataset(text: str) -> bool:
    try:
        return "dataset" in toml.parse(text)
    except InvalidValueError:
        return True  # the message of `parse` names the place


def parse(text: str, path: Path) -> Dataset:
    """Return the metadata of a dataset from the text of a `privkg.toml`; see `read`."""
    try:
        content = toml.parse(text)
    except InvalidValueError as error:
        place = replace(error.place or Place(), file=str(path))
        raise PublishError(f"not TOML: {error.message}", place) from error
    table = content.get("dataset")
    if not isinstance(table, dict):
        raise PublishError(f"no table [dataset]; add one with {_REQUIRED_KEYS}", in_file(path, 1, 1))
    site = content.get("site", {})
    if not isinstance(site, dict):
        raise PublishError("site is not a table; write [site]", in_file(path, 1, 1))
    faults: list[PublishError] = []
    fields = Fields(table, "dataset", path, text, faults)
    dataset = _dataset(fields, look.read(Fields(site, "site", path, text, faults)))
    fields.close()
    return dataset


def _text(path: Path) -> str:
    if not path.exists():
        raise FileError(
            f"no such file; create it with a table [dataset] that has {_REQUIRED_KEYS}", in_file(path)
        )
    return bounded.text(path, _MOST_BYTES)


def _dataset(fields: Fields, appearance: Look) -> Dataset:
    return Dataset(
        title=fields.text("title"),
        description=fields.text("description"),
        homepage=fields.homepage("homepage"),
        version=fields.text("version"),
        issued=fields.date("issued"),
        modified=fields.date("modified"),
        licence=fields.choice("licence", LICENCES),
        languages=fields.choices("languages", LANGUAGES) or ("en",),
        creators=tuple(_agent(some) for some in fields.tables("creators")),
        publisher=_agent_or_none(fields, "publisher"),
        contact=_agent_or_none(fields, "contact"),
        keywords=fields.texts("keywords"),
        themes=fields.choices("themes", THEMES),
        start=fields.date_or_none("start"),
        end=fields.date_or_none("end"),
        frequency=fields.choice_or_none("frequency", FREQUENCIES),
        access_rights=fields.choice_or_none("access-rights", ACCESS_RIGHTS),
        availability=fields.choice_or_none("availability", AVAILABILITIES),
        version_notes=fields.text_or_none("version-notes"),
        doi=fields.text_or_none("doi", _DOI),
        repository=fields.url_or_none("repository"),
        lod_domain=fields.choice_or_none("lod-domain", LOD_DOMAINS),
        maintainers=fields.texts("maintainers", _GITHUB_USER),
        service=_service(fields),
        look=appearance,
    )


def _agent_or_none(fields: Fields, name: str) -> Agent | None:
    found = fields.table_or_none(name)
    return None if found is None else _agent(found)


def _agent(fields: Fields) -> Agent:
    agent = Agent(
        name=fields.text("name"),
        url=fields.url_or_none("url"),
        email=fields.email_or_none("email"),
        type=fields.choice_or_none("type", PUBLISHER_TYPES),
        orcid=fields.text_or_none("orcid", _ORCID),
    )
    fields.close_part()
    return agent


def _service(fields: Fields) -> Service | None:
    found = fields.table_or_none("endpoint")
    if found is None:
        return None
    service = Service(
        url=found.url("url"), title=found.text("title"), description=found.text("description")
    )
    found.close_part()
    return service
