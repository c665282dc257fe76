"""Measure the search of a published folder in a browser: `python -m bench.searching [COUNT [GRAPH]]`.

COUNT is a number of generated incidents (default 10,000), from which a graph is built, or GRAPH names a
graph that has been built from them. The files that the search page needs are written, and served
uncompressed on loopback. Chromium opens the page with an empty cache and again with a warm one, without
a limit and with the profile "Fast 4G" of its developer tools and a processor that is four times slower.
A query is typed with a key every 100 ms, pasted, or part of the address.

Printed are medians of the time until a hit is in a frame: since the last key, or, of an address, since
it was requested; the time until all hits and counts are there; and requests and kB since the first key.
"""

import functools
import os
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench import pages, skewed_pages, usage
from bench.publishing import CONFIG
from privkg.publish.metadata import dataset
from privkg.publish.site import appearance
from privkg.publish.site.contents import Contents
from privkg.store.graph import open_graph

_QUERIES = {"rare": "7349", "common": "photographs", "two words": "nairobi disclosure"}
_RUNS = 3
_MILLISECONDS_A_KEY = 100
_MILLISECONDS_BETWEEN_LOOKS = 500
_GOAL = 200
_FAST_4G: Mapping[str, object] = {
    "offline": False,
    "latency": 165,
    "downloadThroughput": 9_000_000 / 8 * 0.9,
    "uploadThroughput": 1_500_000 / 8 * 0.9,
}
_PROFILES = {"no limit": (None, 1), "Fast 4G, processor / 4": (_FAST_4G, 4)}
_SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
_WATCH = """
window.measured = {last: 0, hit: null, all: null};
addEventListener("input", ({timeStamp: last}) => { measured = {last, hit: null, all: null}; }, true);
addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  if (measured.hit !== null || !document.querySelector("#hits .hit")) return;
  const mine = measured;
  requestAnimationFrame(() => setTimeout(() => { mine.hit ??= performance.now() - mine.last; }));
}).observe(document.getElementById("hits"), {childList: true}));
addEventListener("DOMContentLoaded", () => new MutationObserver(([{target}]) => {
  measured.all = target.getAttribute("aria-busy") === "false" ? performance.now() - measured.last : null;
}).observe(document.getElementById("hits"), {attributeFilter: ["aria-busy"]}));
"""
_IS_SETTLED = "() => measured.hit !== null && measured.all !== null && [measured.hit, measured.all]"


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        """Let the browser keep a file for ten minutes, as hosts of static sites do."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # the base class's name
        """Log nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What a search took: milliseconds until the first hit and until everything, requests, and kB."""

    hit: float
    all: float
    requests: int
    kilobytes: float


class _Traffic:
    """Counts requests that are answered over the network, and their bytes."""

    def __init__(self, session: CDPSession) -> None:
        self._cached, self.requests, self.bytes = set[object](), 0, 0.0
        session.send("Network.enable")
        session.on("Network.requestServedFromCache", lambda event: self._cached.add(event["requestId"]))
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)

    def _received(self, event: dict[str, dict[str, object]]) -> None:
        if event["response"].get("fromDiskCache"):
            self._cached.add(event["requestId"])

    def _finished(self, event: dict[str, float]) -> None:
        if event["requestId"] not in self._cached:
            self.requests += 1
            self.bytes += event["encodedDataLength"]


def main() -> None:
    """Write what the search page needs, and print a table of what searches take."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph = Path(sys.argv[2]) if len(sys.argv) > 2 else _build(folder, count)
        _write(folder / "out", graph, folder / "privkg.toml")
        print("| profile | cache | query | way | first hit | all | requests | kB |")
        print("|---|---|---|---|--:|--:|--:|--:|")
        with _served(folder / "out") as address, sync_playwright() as playwright:
            program = shutil.which(os.environ.get("PRIVKG_CHROMIUM", "chromium"))
            browser = playwright.chromium.launch(executable_path=program, args=list(_SWITCHES))
            for profile in _PROFILES:
                for kind, query in _QUERIES.items():
                    for way in ("typed", "pasted", "address"):
                        _print(browser, profile, kind, query, way, address)
            browser.close()
    print(f"goal: the first hit within {_GOAL} ms")


def _build(folder: Path, count: int) -> Path:
    pages.write(folder / "pages", count, skewed_pages.page)
    command = (sys.executable, "-m", "privkg", "build", "pages", "--graph", "graph", "--quiet")
    usage.run(command, folder)
    return folder / "graph"


def _write(out: Path, graph: Path, config: Path) -> None:
    """Write the search page, and the files that it needs, as publishing does."""
    config.write_text(CONFIG, encoding="utf-8")
    described = dataset.read(config)
    assets = appearance.assets(described.look)
    found = ((file.path, file.make()) for file in Contents(open_graph(graph), described).search())
    for path, content in (*assets.items(), *found):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Yield the address of a folder, which is served in other threads while the block runs."""
    handler = functools.partial(_Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/search.html"
        server.shutdown()


def _print(browser: Browser, profile: str, kind: str, query: str, way: str, address: str) -> None:
    """Print the medians of several runs, each with an empty cache and then with a warm one."""
    taken: dict[str, list[_Taken]] = {"empty": [], "warm": []}
    for _ in range(_RUNS):
        context = browser.new_context()
        context.add_init_script(_WATCH)
        for some in taken.values():
            some.append(_taken(context, profile, query, way, address))
        context.close()
    for cache, some in taken.items():
        hit, everything = (
            statistics.median(values)
            for values in ([one.hit for one in some], [one.all for one in some])
        )
        requests = statistics.median(one.requests for one in some)
        size = statistics.median(one.kilobytes for one in some)
        cells = profile, cache, kind, way, f"{hit:,.0f} ms", f"{everything:,.0f} ms"
        print(f"| {' | '.join((*cells, f'{requests:.0f}', f'{size:,.0f}'))} |", flush=True)


def _taken(context: BrowserContext, profile: str, query: str, way: str, address: str) -> _Taken:
    page = context.new_page()
    session = context.new_cdp_session(page)
    traffic = _Traffic(session)
    network, slower = _PROFILES[profile]
    if network:
        session.send("Network.emulateNetworkConditions", dict(network))
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    if way == "address":
        page.goto(f"{address}?{urlencode({'q': query})}")
        requests, size = 0, 0.0
    else:
        page.goto(address, wait_until="networkidle")
        requests, size = traffic.requests, traffic.bytes
        _enter(page, query, way)
    while not (times := page.evaluate(_IS_SETTLED)):
        page.wait_for_timeout(_MILLISECONDS_BETWEEN_LOOKS)
    hit, everything = times
    page.close()
    return _Taken(
        hit=hit,
        all=everything,
        requests=traffic.requests - requests,
        kilobytes=(traffic.bytes - size) / 1000,
    )


def _enter(page: Page, query: str, way: str) -> None:
    page.focus("#words")
    page.wait_for_timeout(_MILLISECONDS_BETWEEN_LOOKS)
    if way == "typed":
        page.keyboard.type(query, delay=_MILLISECONDS_A_KEY)
    else:
        page.keyboard.insert_text(query)


if __name__ == "__main__":
    main()
