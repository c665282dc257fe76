"""Pages of a wiki as files that hold many: exports, and answers of the API. All is invented."""

import bz2
import gzip
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from privkg.sources import Excluded, Member, Refused, Remark, Text

BASE = "https://wiki.example.org/wiki/Main_Page"
LETTERS = """{{Incident
| short title = Letters opened
| location = Moscow, Russia
| date = November 2020
| solove harm = Surveillance
| information = Location
| threat actors = Example Agency
| affected = People in Moscow
| high risk groups =
| tangible harms =
}}
Letters were opened in the post office.

== Description ==
It was done for years.

== Breakdown ==
'''Threat:''' Example Agency opening letters<br />
'''At-Risk group:''' People in Moscow<br />
'''Harm:''' Surveillance<br />
'''Secondary Consequences:''' not known

== Laws and Regulations ==

== Sources ==
* https://example.org/story
"""
"""The wikitext of an incident."""
CAMERAS = LETTERS.replace("Letters", "Cameras").replace("letters", "cameras")
TALK = "in a namespace without incidents, such as talk, user, file or template"
"""The reason for which pages in most namespaces are left out."""
COMPRESSIONS: Mapping[str, Callable[[bytes], bytes]] = {
    ".xml": bytes,
    ".xml.gz": gzip.compress,
    ".xml.bz2": bz2.compress,
}
"""How an export is written, by the suffix of its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A revision of a page; without text it was deleted."""

    text: str | None = LETTERS
    timestamp: str = "2021-05-02T10:00:00Z"
    number: int = 11
    model: str = "wikitext"


@dataclass(frozen=True, slots=True, kw_only=True)
class WikiPage:
    """A page of a wiki and its revisions, in the order in which a file lists them."""

    title: str = "Letters opened"
    revisions: tuple[Revision, ...] = (Revision(),)
    namespace: int = 0
    redirect: str = ""


def page(title: str = "Letters opened", text: str | None = LETTERS, **known: Any) -> WikiPage:
    """Return a page with one revision."""
    return WikiPage(title=title, revisions=(Revision(text=text),), **known)


def as_export(
    pages: Iterable[WikiPage], version: str = "0.11", base: str = BASE, tail: str = "</mediawiki>\n"
) -> str:
    """Return pages as Special:Export writes them."""
    return f"{export_head(version, base)}{''.join(as_element(one, version) for one in pages)}{tail}"


def export_head(version: str = "0.11", base: str = BASE) -> str:
    """Return the beginning of an export, up to its first page."""
    names = {-2: "Media", -1: "Special", 0: "", 1: "Talk", 2: "User", 10: "Template", 3000: "Incident"}
    listed = "".join(
        f'      <namespace key="{key}" case="first-letter">{name}</namespace>\n'
        for key, name in names.items()
    )
    return (
        f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-{version}/" version="{version}"'
        ' xml:lang="en">\n  <siteinfo>\n    <sitename>Example</sitename>\n'
        f"    <base>{escape(base)}</base>\n    <generator>MediaWiki 1.39.17</generator>\n"
        f"    <namespaces>\n{listed}    </namespaces>\n  </siteinfo>\n"
    )


def as_element(page: WikiPage, version: str = "0.11") -> str:
    """Return a page as an element of an export; exports before 0.6 do not state its namespace."""
    is_old = tuple(map(int, version.split("."))) < (0, 6)
    namespace = "" if is_old else f"    <ns>{page.namespace}</ns>\n"
    redirect = f"    <redirect title={quoteattr(page.redirect)} />\n" if page.redirect else ""
    revisions = "".join(map(_revision, page.revisions))
    return (
        f"  <page>\n    <title>{escape(page.title)}</title>\n{namespace}    <id>1</id>\n{redirect}"
        f"{revisions}  </page>\n"
    )


def _revision(one: Revision) -> str:
    size = len((one.text or "").encode())
    text = (
        '      <text bytes="9" deleted="deleted" />\n'
        if one.text is None
        else f'      <text bytes="{size}" xml:space="preserve">{escape(one.text)}</text>\n'
    )
    return (
        f"    <revision>\n      <id>{one.number}</id>\n      <timestamp>{one.timestamp}</timestamp>\n"
        "      <contributor>\n        <username>Editor</username>\n        <id>1</id>\n"
        f"      </contributor>\n      <model>{one.model}</model>\n      <format>text/x-wiki</format>\n"
        f"{text}      <sha1>phoiac9h4m842xq45sp7s6u21eteeq1</sha1>\n    </revision>\n"
    )


def as_api(
    pages: Sequence[WikiPage],
    version: int = 2,
    *,
    has_slots: bool = True,
    has_address: bool = True,
    **others: Any,
) -> str:
    """Return pages as the API answers `action=query&prop=revisions`, in a version of its format."""
    listed = [
        _api_page(one, number, version, has_slots=has_slots, has_address=has_address)
        for number, one in enumerate(pages, start=1)
    ]
    named = {str(one["pageid"]): one for one in listed}
    answer = {"batchcomplete": True if version > 1 else ""} | others
    return json.dumps(answer | {"query": {"pages": listed if version > 1 else named}})


def _api_page(
    one: WikiPage, number: int, version: int, *, has_slots: bool, has_address: bool
) -> Mapping[str, Any]:
    flag = True if version > 1 else ""
    address = {"fullurl": f"https://wiki.example.org/wiki/{one.title.replace(' ', '_')}"}
    return {
        "pageid": number,
        "ns": one.namespace,
        "title": one.title,
        **(address if has_address else {}),
        **({"redirect": flag} if one.redirect else {}),
        "revisions": [_api_revision(each, version, flag, has_slots) for each in one.revisions],
    }


def _api_revision(one: Revision, version: int, flag: bool | str, has_slots: bool) -> Mapping[str, Any]:
    known = {"contentmodel": one.model, "contentformat": "text/x-wiki"}
    name = "content" if version > 1 else "*"
    slot = known | ({name: one.text} if one.text is not None else {"texthidden": flag})
    parts = {"slots": {"main": slot}} if has_slots else slot
    return {"revid": one.number, "timestamp": one.timestamp} | parts


def as_parse(page: WikiPage, html: str, version: int = 2, **others: Any) -> str:
    """Return a page as the API answers `action=parse`."""
    text = html if version > 1 else {"*": html}
    return json.dumps({"parse": {"title": page.title, "pageid": 1, "text": text} | others})


def shown(member: Member) -> tuple[str, str]:
    """Return the key of a member with its text or reason."""
    match member:
        case Text():
            return member.document.key, member.document.text
        case Excluded():
            return member.key, member.why
        case Refused():
            return member.key, str(member.error)
        case Remark():
            return "", member.words


def described(member: Member) -> dict[str, object]:
    """Return a member as the JSON of a sample has it."""
    if not isinstance(member, Text):
        return dict(zip(("key", "why"), shown(member), strict=True))
    document = member.document
    return {
        "key": document.key,
        "source": member.source,
        "address": document.address,
        "at": list(document.at),
        "sha256": document.sha256,
    }


def write(folder: Path, content: str | bytes, name: str = "export.xml") -> Path:
    """Return a new file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def place_of(content: str, words: str) -> tuple[int, int]:
    """Return line and column of the first occurrence of some words."""
    start = content.index(words)
    return content.count("\n", 0, start) + 1, start - content.rfind("\n", 0, start)
