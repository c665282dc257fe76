"""Measures the reader of exports: against bare iterparse on the same file, and its memory on 500 MB."""

import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from privkg.sources import mediawiki_export

_HEAD = "<mediawiki><siteinfo><base>https://wiki.example.org/wiki/Main_Page</base></siteinfo>\n"
_PAGE = (
    "<page><title>{title}</title><ns>{ns}</ns><id>1</id><revision><id>1</id>"
    "<timestamp>2021-05-02T10:00:00Z</timestamp><contributor><username>A</username></contributor>"
    '<model>wikitext</model><format>text/x-wiki</format><text bytes="{size}">{text}</text>'
    "<sha1>a</sha1></revision></page>\n"
)
_INCIDENT = (
    "{{Incident\n| location = Oslo, Norway\n| date = 2020\n| solove harm = Surveillance\n}}\n"
    "== Breakdown ==\n'''Harm:''' Surveillance\n\n== Description ==\n"
    + 'It was so, as the "report" <ref>page 3</ref> has it.\n'
    * 80
)
_OTHER = "Nothing of interest, but [[links]] & markup.\n" * 100
_PEAK = """
import resource, sys
from collections import deque
from pathlib import Path
from privkg.sources import mediawiki_export

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
deque(mediawiki_export.texts(Path(sys.argv[1])), maxlen=0)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(after // 1024, (after - before) // 1024)
"""


def measure(megabytes: int = 40, most: int = 500) -> None:
    """Print the ratios for exports of other pages and of incidents, and the memory of a large one."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "export.xml"
        for what, share in (("other pages", 100), ("incidents", 1)):
            write(path, megabytes, share)
            ours = _taken(lambda: deque(mediawiki_export.texts(path), maxlen=0))
            bare = _taken(lambda: _iterate(path))
            ratio = ours[1] / bare[1]
            print(
                f"export of {what}, {megabytes} MB: CPU {ours[1]:.2f} s / iterparse {bare[1]:.2f} s ="
                f" {ratio:.2f} (wall {ours[0]:.2f} s / {bare[0]:.2f} s)   goal <= 2",
                flush=True,
            )
        write(path, most, 10)
        done = subprocess.run(
            [sys.executable, "-c", _PEAK, str(path)], capture_output=True, text=True, check=True
        )
        peak, more = done.stdout.split()
        print(f"export of {most} MB: peak {peak} MB, {more} MB of it for reading   goal <= 200 MB")


def write(path: Path, megabytes: int, share: int) -> None:
    """Write an export of so many megabytes, in which one in `share` pages is of an incident."""
    other, incident = escape(_OTHER), escape(_INCIDENT)
    with path.open("w", encoding="utf-8") as file:
        size = file.write(_HEAD)
        number = 0
        while size < megabytes * 1_000_000:
            text = other if number % share else incident
            size += file.write(_PAGE.format(title=f"Page {number}", ns=0, size=len(text), text=text))
            number += 1
        file.write("</mediawiki>\n")


def _iterate(path: Path) -> None:
    root = None
    for event, element in ET.iterparse(path, events=("start", "end")):
        if root is None:
            root = element
        if event == "end" and element.tag == "page":
            root.clear()


def _taken(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of wall time and of CPU, the best of three."""
    taken = []
    for _ in range(3):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        taken.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = min(taken)
    return wall, cpu
