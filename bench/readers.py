"""Compare the readers of marked-up pages with bare parsers: `python -m bench.readers [COUNT]`.

The same pages are written in each form; times are in CPU seconds.
"""

import html
import html.parser
import sys
import time
from collections.abc import Callable, Iterable

import mwparserfromhell
import turbohtml
import yaml
from markdown_it import MarkdownIt

from bench import pages
from privkg import sources
from privkg.core import documents
from privkg.core.model import Document, Incident
from privkg.sources._grammar.page_fields import SECTIONS
from privkg.sources.wikitext.walk import Walk

_TIMES = 3
_HEADINGS = {heading for every in SECTIONS.values() for heading in every}


def measure(count: int = 100) -> None:
    """Print the ratios of reading `count` pages in each form to parsing them."""
    plain = [pages.page(number) for number in range(1, count + 1)]
    read = [one for text in plain for one in sources.writable(".txt").read(_document(text, ".txt"))]
    wikitext, markdown = (_written(read, suffix) for suffix in (".wiki", ".md"))
    bare = _seconds(mwparserfromhell.parse, wikitext)
    rendering = _seconds(lambda text: Walk(text).render(), wikitext)
    _report("wikitext, rendering / mwparserfromhell", rendering, bare, "<= 2")
    _report("wikitext, read / mwparserfromhell", _reading(wikitext, "wikitext", ".wiki"), bare, "<= 2")
    _report("Markdown, read / yaml + MarkdownIt", *_of_markdown(markdown), "<= 2")
    marked = [_as_html(text) for text in plain]
    ours = _reading(marked, "mediawiki_html", ".html")
    _report("HTML, read / turbohtml.parse", ours, _seconds(turbohtml.parse, marked), "-")
    _report("HTML, read / html.parser", ours, _seconds(_feed, marked), "-")


def _document(text: str, suffix: str) -> Document:
    return documents.decode(text.encode(), f"Page_one{suffix}")


def _written(read: Iterable[Incident], suffix: str) -> list[str]:
    form = sources.writable(suffix)
    return [form.write(one) for one in read]


def _of_markdown(texts: list[str]) -> tuple[float, float]:
    def bare(text: str) -> None:
        _, front, body = text.split("---\n", 2)
        yaml.load(front, Loader=yaml.CBaseLoader)  # the loader makes texts only
        MarkdownIt().parse(body)

    return _reading(texts, "markdown", ".md"), _seconds(bare, texts)


def _reading(texts: list[str], form: str, suffix: str) -> float:
    reader = sources.formats()[form]
    return _seconds(lambda text: list(reader.read(_document(text, suffix))), texts)


def _seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Return the least CPU time of several runs over all texts."""
    taken = []
    for _ in range(_TIMES):
        start = time.process_time()
        for text in texts:
            work(text)
        taken.append(time.process_time() - start)
    return min(taken)


def _feed(text: str) -> None:
    parser = html.parser.HTMLParser()
    parser.feed(text)
    parser.close()


def _as_html(text: str) -> str:
    """Return a page in plain text as a wiki shows it in HTML."""
    title, *blocks = text.strip().split("\n\n")
    shown = (
        f"<h2>{html.escape(one)}</h2>"
        if one in _HEADINGS
        else f"<p>{html.escape(one).replace(chr(10), '<br>')}</p>"
        for one in blocks
    )
    head, *lines = title.split("\n")
    infobox = f"<p>{html.escape(chr(10).join(lines)).replace(chr(10), '<br>')}</p>"
    content = "".join((infobox, *shown))
    return f'<h1 id="firstHeading">{html.escape(head)}</h1><div class="mw-parser-output">{content}</div>'


def _report(what: str, ours: float, theirs: float, goal: str) -> None:
    print(
        f"{what:40} {ours:7.3f} / {theirs:7.3f} s CPU = {ours / theirs:6.2f}   goal {goal}", flush=True
    )


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
