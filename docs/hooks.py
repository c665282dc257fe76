"""MkDocs hooks: add the repository files that pages link to, and remove foreign requests."""

import os.path
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
_ELSEWHERE = "files"
"""The folder of the site for files from outside of `docs/`."""
_LINK = re.compile(r"(\]\()(?!\w+:|[#</])([^)#\s]+)((?:#[^)\s]*)?\))")
_CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
# The theme's script may load a diagram library, a polyfill for old browsers and the number of a
# repository's stars (of GitHub, or of any GitLab server); the site uses none of these.
_HOSTS = re.compile(r"https://(?:unpkg\.com|api\.github\.com|\$\{\w+\})/")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the repository files outside of `docs/` that pages link to, and those that they link to."""
    pages = [file for file in files if file.is_documentation_page()]
    named = {uri.removeprefix(f"{_ELSEWHERE}/") for uri in _in_navigation(config.nav)}
    while named or pages:
        absent = sorted(name for name in named if not files.get_file_from_path(_uri(name)))
        added = [File.generated(config, _uri(name), abs_src_path=str(ROOT / name)) for name in absent]
        for file in added:
            files.append(file)
        pages += [file for file in added if file.is_documentation_page()]
        named = {name for page in pages for name in _links(page) if _is_outside(name)}
        pages = []
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Return the text of a page, its links to repository files leading to the copies in the site."""
    origin, own = _origin(page.file), PurePosixPath(page.file.src_uri).parent

    def moved(link: re.Match[str]) -> str:
        name = _resolved(origin, link[2])
        if page.file.src_uri.startswith(f"{_ELSEWHERE}/") or _is_outside(name):
            return f"{link[1]}{os.path.relpath(_uri(name), own)}{link[3]}"
        return link[0]

    return _outside_of_code(markdown, moved)


def on_post_build(config: MkDocsConfig) -> None:
    """Remove the foreign hosts from the theme's scripts."""
    for script in Path(config.site_dir).glob("assets/javascripts/**/*.js"):
        text = script.read_text(encoding="utf-8")
        script.write_text(_HOSTS.sub("", text), encoding="utf-8", newline="\n")


def _outside_of_code(markdown: str, moved: Callable[[re.Match[str]], str]) -> str:
    parts, end = [], 0
    for code in _CODE.finditer(markdown):
        parts += [_LINK.sub(moved, markdown[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*parts, _LINK.sub(moved, markdown[end:])])


def _links(page: File) -> set[str]:
    """Return the repository paths that the links of a page lead to."""
    text = _CODE.sub("", page.content_string)
    return {_resolved(_origin(page), link[2]) for link in _LINK.finditer(text)}


def _origin(file: File) -> str:
    """Return the path of a file of the site in the repository."""
    uri = file.src_uri
    return uri.removeprefix(f"{_ELSEWHERE}/") if uri.startswith(f"{_ELSEWHERE}/") else f"docs/{uri}"


def _uri(name: str) -> str:
    """Return the path in the site of a file of the repository."""
    return name.removeprefix("docs/") if name.startswith("docs/") else f"{_ELSEWHERE}/{name}"


def _resolved(origin: str, link: str) -> str:
    return os.path.normpath(str(PurePosixPath(origin).parent / link)).replace(os.sep, "/")


def _is_outside(name: str) -> bool:
    """Return whether a path is of a file of the repository outside of `docs/`."""
    return not name.startswith(("docs/", "../")) and (ROOT / name).is_file()


def _in_navigation(entry: object) -> Iterator[str]:
    """Yield the files from outside of `docs/` that the navigation names."""
    if isinstance(entry, str) and entry.startswith(f"{_ELSEWHERE}/"):
        yield entry
    elif isinstance(entry, dict | list):
        for inner in entry.values() if isinstance(entry, dict) else entry:
            yield from _in_navigation(inner)
