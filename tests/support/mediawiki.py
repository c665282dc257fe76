"""Runs a MediaWiki on loopback: the packaged program, with a database and settings of its own."""

import os
import secrets
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import programs
from ports import free_port

SERVER = "https://wiki.example.org"
"""The address that the wiki believes to have: it is in its pages, and no request goes there."""

SKINS = ("vector", "vector-2022", "monobook")
_TREE = Path("/usr/share/mediawiki")  # its settings are not used: MW_CONFIG_FILE names others
_HOW = "install mediawiki, php-cli, php-sqlite3, php-xml, php-mbstring and php-intl"
_USER = "Admin"
_SETTINGS = """
$wgServer = "{server}";
$wgArticlePath = "/$1";
$wgEnableCanonicalServerLink = true;
$wgJobRunRate = 0;
"""


class Wiki:
    """A running wiki: `edit` writes a page, the other methods return what a reader can save."""

    def __init__(self, origin: str, settings: Path) -> None:
        self._origin, self._settings = origin, settings

    def edit(self, title: str, text: str) -> None:
        """Write the text of a page."""
        _maintain(self._settings, "edit.php", "--user", _USER, title, text=text)

    def html(self, title: str, skin: str) -> bytes:
        """Return a page as a browser gets it."""
        return self._get("index.php", title=title, useskin=skin)

    def raw(self, title: str) -> bytes:
        """Return the wikitext of a page."""
        return self._get("index.php", title=title, action="raw")

    def export(self, title: str) -> bytes:
        """Return the XML of `Special:Export`."""
        return self._get("index.php", title="Special:Export", pages=title, curonly="1")

    def revisions(self, version: int, title: str) -> bytes:
        """Return the answer of the API with the wikitext of a page."""
        wanted = {"prop": "revisions|info", "inprop": "url", "rvslots": "main", "rvprop": "content"}
        return self._api(version, action="query", titles=title, **wanted)

    def parsed(self, version: int, title: str) -> bytes:
        """Return the answer of the API with the HTML of a page."""
        return self._api(version, action="parse", page=title)

    def is_running(self) -> bool:
        """Return whether the wiki answers a request."""
        with suppress(OSError):
            return bool(self._api(2, action="query", meta="siteinfo"))
        return False

    def _api(self, version: int, **parameters: str) -> bytes:
        return self._get("api.php", format="json", formatversion=str(version), **parameters)

    def _get(self, script: str, **parameters: str) -> bytes:
        return _get(f"{self._origin}/{script}?{urllib.parse.urlencode(parameters)}")


@contextmanager
def serving(folder: Path) -> Iterator[Wiki]:
    """Install a wiki in a folder and serve it; skip the test with a reason if MediaWiki is missing."""
    php = programs.program("php", _HOW)
    programs.need(_TREE.is_dir(), "MediaWiki", _HOW)
    settings = _installed(folder)
    port = free_port()
    with (folder / "php.log").open("wb") as log:
        server = subprocess.Popen(
            [php, "-S", f"127.0.0.1:{port}", "-t", str(_TREE)],
            env=_environment(settings),
            stdout=log,
            stderr=log,
        )
        try:
            wiki = Wiki(f"http://127.0.0.1:{port}", settings)
            _wait(server, wiki)
            yield wiki
        finally:
            server.terminate()
            server.wait(timeout=20)


def _maintain(settings: Path, script: str, *arguments: str, text: str = "") -> None:
    """Run one of MediaWiki's maintenance scripts."""
    done = subprocess.run(
        ["php", str(_TREE / "maintenance" / script), *arguments],
        env=_environment(settings),
        input=text,
        encoding="utf-8",
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{script} ended with {done.returncode}: {done.stdout}{done.stderr}")


def _installed(folder: Path) -> Path:
    """Install a wiki on SQLite in a folder, and return its settings."""
    settings, database = folder / "LocalSettings.php", folder / "database"
    database.mkdir()
    choices = {
        "confpath": folder,
        "dbtype": "sqlite",
        "dbpath": database,
        "dbname": "wiki",
        "server": SERVER,
        "scriptpath": "",
        "pass": secrets.token_hex(),
        "skins": "Vector,MonoBook",
        "extensions": "Cite,ParserFunctions",
    }
    options = (f"--{name}={value}" for name, value in choices.items())
    _maintain(settings, "install.php", *options, "Example Wiki", _USER)
    with settings.open("a", encoding="utf-8") as file:
        file.write(_SETTINGS.format(server=SERVER))
    return settings


def _environment(settings: Path) -> dict[str, str]:
    return {**os.environ, "MW_CONFIG_FILE": str(settings)}


def _wait(server: subprocess.Popen[bytes], wiki: Wiki) -> None:
    """Wait until the wiki answers a request."""
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        if wiki.is_running():
            return
        time.sleep(0.05)
    raise RuntimeError(f"MediaWiki does not answer; php -S ended with {server.poll()}")


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        content: bytes = answer.read()
        return content
