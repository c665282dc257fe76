"""A real MediaWiki: whatever is saved of a page there has the facts of its wikitext."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path

import pytest

import mediawiki
from checkout import SAMPLE_PAGES
from mediawiki import Wiki
from privkg import build, sources
from privkg.build import read
from privkg.build.find import File
from privkg.build.pages import LiftedPage
from privkg.core.content import differences
from privkg.core.model import Incident

pytestmark = pytest.mark.long(part="wiki")

Saved = Mapping[str, Mapping[str, Path]]
"""The saved files of each page, by title and form."""

DATA = Path(__file__).parent / "wiki"
TEMPLATES = {
    "Template:Incident": "template-incident.wiki",
    "Template:Row": "template-row.wiki",
    "Template:Decision": "template-decision.wiki",
}
INVENTED = {
    "Library Cards Reused for Adverts": "library-cards.wiki",
    "Parcels Opened": "parcels-opened.wiki",
}
RAW = "raw.wiki"
FORMS: Mapping[str, Callable[[Wiki, str], bytes]] = {
    RAW: Wiki.raw,
    "vector.html": lambda wiki, title: wiki.html(title, "vector"),
    "vector-2022.html": lambda wiki, title: wiki.html(title, "vector-2022"),
    "monobook.html": lambda wiki, title: wiki.html(title, "monobook"),
    "newer.html": lambda wiki, title: _newer(wiki.html(title, "vector-2022")),
    "export.xml": Wiki.export,
    "revisions-1.json": lambda wiki, title: wiki.revisions(1, title),
    "revisions-2.json": lambda wiki, title: wiki.revisions(2, title),
    "parse-1.json": lambda wiki, title: wiki.parsed(1, title),
    "parse-2.json": lambda wiki, title: wiki.parsed(2, title),
}
_AS_SHOWN = {
    r'<sup [^>]*class="reference".*?</sup>': "",
    r'<span class="mw-editsection">.*?</span></span>': "",
    r'<a [^>]*class="external text" href="([^"]*)">': r"\1 ",
    r'<a [^>]*class="external autonumber" href="([^"]*)">.*?</a>': r"\1",
    r"<br />": " ",
}
_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(rb'<h(\d)><span class="mw-headline" id="([^"]*)">(.*?)</span>(<span .*)</h\1>')


@pytest.fixture(scope="module")
def texts() -> Mapping[str, Incident]:
    """The incidents of the sample pages by title, read from plain text."""
    return {incident.title: incident for file in SAMPLE_PAGES for incident in read.incidents(File(file))}


@pytest.fixture(scope="module")
def wiki(texts: Mapping[str, Incident], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiki]:
    """A wiki with the invented pages and the corpus."""
    with mediawiki.serving(tmp_path_factory.mktemp("mediawiki")) as running:
        for title, name in (TEMPLATES | INVENTED).items():
            running.edit(title, (DATA / name).read_text(encoding="utf-8"))
        for title, incident in texts.items():
            running.edit(title, sources.writable(".wiki").write(incident))
        yield running


@pytest.fixture(scope="module")
def saved(wiki: Wiki, texts: Mapping[str, Incident], tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """The pages of the wiki in all forms, each page in a folder with its title as name."""
    folder = tmp_path_factory.mktemp("saved")
    return {title: _save(wiki, title, folder / title) for title in (*INVENTED, *texts)}


@pytest.mark.parametrize("form", [form for form in FORMS if form != RAW])
class TestForms:
    def test_facts(self, saved: Saved, form: str) -> None:
        """
        A page in any form has the facts of its wikitext.
        """
        facts = {title: set(_page(files[form]).facts) for title, files in saved.items()}

        assert {title: set(_page(files[RAW]).facts) for title, files in saved.items()} == facts

    def test_content(self, saved: Saved, form: str) -> None:
        """
        A page in any form has the fields, rows, decisions and sources of its wikitext.
        """
        others = {
            title: _differences(_incident(files[RAW]), _incident(files[form]))
            for title, files in saved.items()
        }

        assert dict.fromkeys(saved, ()) == others

    def test_findings(self, saved: Saved, form: str) -> None:
        """
        Nothing is found in a form of a page that is not found in its wikitext, and the reverse.
        """
        found = {title: _findings(files[form]) for title, files in saved.items()}

        assert {title: _findings(files[RAW]) for title, files in saved.items()} == found


@pytest.mark.parametrize("form", [form for form in FORMS if form.endswith(".html")])
def test_quotes(saved: Saved, form: str) -> None:
    """
    The words of the HTML at the place of a claim are those of its quote.
    """
    pages = [_page(files[form]) for files in saved.values()]
    claims = [(page.page.text, claim.passage) for page in pages for claim in page.claims]

    shown = [_shown(text[one.span.start : one.span.end]) for text, one in claims]

    assert len(claims) > 500
    assert [_words(one.quote) for _, one in claims] == shown


def test_plain_text(saved: Saved, texts: Mapping[str, Incident]) -> None:
    """
    A page of the corpus in wikitext has the content of its plain text.
    """
    others = {
        title: _differences(incident, _incident(saved[title][RAW])) for title, incident in texts.items()
    }

    assert dict.fromkeys(texts, ()) == others


def test_build(saved: Saved, tmp_path: Path) -> None:
    """
    A build of all forms has one incident for each page; the other files are duplicates of it.
    """
    files = [file for forms in saved.values() for file in forms.values()]

    report = build.build(files, tmp_path / "graph")

    count = len(saved)
    counts = f"{count} accepted + {len(files) - count} duplicate + 0 left out + 0 rejected"
    assert f"read {len(files)} = {counts}" == str(report.draft.counts())


def _save(wiki: Wiki, title: str, folder: Path) -> Mapping[str, Path]:
    folder.mkdir()
    for form, get in FORMS.items():
        (folder / form).write_bytes(get(wiki, title))
    # Wikitext does not hold its title; a file of this name has it.
    raw = (folder / RAW).rename(folder / f"{title}.wiki")
    return {form: folder / form for form in FORMS} | {RAW: raw}


def _newer(page: bytes) -> bytes:
    """Return a page with headings and content as MediaWiki writes them from version 1.43 on.

    Source: includes/OutputTransform/Stages/HandleSectionLinks.php of MediaWiki.
    """
    heading = rb'<div class="mw-heading mw-heading\1"><h\1 id="\2">\3</h\1>\4</div>'
    page, count = _HEADING.subn(heading, page)
    assert count
    old, new = (
        b'<div class="mw-parser-output">',
        b'<div class="mw-content-ltr mw-parser-output" lang="en">',
    )
    return page.replace(old, new).replace(
        b"<mw:tocplace></mw:tocplace>", b'<meta property="mw:PageProp/toc" />'
    )


def _page(file: Path) -> LiftedPage:
    (page,) = read.read(File(file), read.ReadOptions())
    assert isinstance(page, LiftedPage), page
    return page


def _incident(file: Path) -> Incident:
    (incident,) = read.incidents(File(file))
    return incident


def _differences(one: Incident, other: Incident) -> tuple[str, ...]:
    """Return the attributes that differ; wikitext and plain text need not state the page's address."""
    return tuple(name for name in differences(one, other) if name != "address")


def _findings(file: Path) -> list[tuple[str, str]]:
    return sorted((finding.rule.code, finding.message) for finding in _page(file).findings)


def _shown(markup: str) -> list[str]:
    """Return the words of HTML, without what is not the page's, and with the addresses of links."""
    for pattern, replacement in _AS_SHOWN.items():
        markup = re.sub(pattern, replacement, markup)
    return _words(unescape(_TAG.sub("", markup)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
