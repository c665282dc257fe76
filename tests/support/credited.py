"""A graph of records of two registers under different licences, and of a page; all is invented."""

import csv
import json
from pathlib import Path

from builders import page_text
from privkg import build
from privkg.store.graph import Graph, open_graph

SHARE_ALIKE = "https://creativecommons.org/licenses/by-sa/4.0/"
ATTRIBUTION = "https://creativecommons.org/licenses/by/4.0/"
AIAAIC, HIBP = "AIAAIC Repository", "Have I Been Pwned"
RECORD = "aiaaic1"
"""The slug of a record of AIAAIC."""
_HEAD = (
    ["Incidents"],
    [
        *("AIAAIC ID#", "Headline", "Occurred", "Deployer", "Developer", "System name", "Technology"),
        *("Purpose", "News trigger (taxonomy)", "Ethical issue (taxonomy)", "Impacted area", ""),
        *("External harm (taxonomy)", "", "", "Consequence (taxonomy)", "Response (taxonomy)"),
        *("Summary/links", ""),
    ],
    [*[""] * 10, "Jurisdiction", "Sector", "Individual", "Societal ", "Environmental", *[""] * 4],
)
_BREACH = {
    "Name": "ExampleMail",
    "Title": "Example Mail",
    "Domain": "mail.example.org",
    "BreachDate": "2020-01-02",
    "AddedDate": "2020-02-03T00:00:00Z",
    "ModifiedDate": "2020-02-03T00:00:00Z",
    "PwnCount": 1000,
    "Description": "Addresses of <em>Example Mail</em> came to others.",
    "LogoPath": "https://example.org/logo.png",
    "DataClasses": ["Email addresses"],
    "IsVerified": True,
    "IsFabricated": False,
    "IsSensitive": False,
    "IsRetired": False,
    "IsSpamList": False,
    "IsMalware": False,
    "IsSubscriptionFree": False,
    "IsStealerLog": False,
}


def write_pages(folder: Path) -> None:
    """Write two records in the form of AIAAIC, one in that of HIBP, and a page into a folder."""
    with (folder / "aiaaic.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*_HEAD, _aiaaic(1, "Example cameras"), _aiaaic(2, "Example faces")])
    (folder / "hibp.json").write_text(json.dumps([_BREACH]), encoding="utf-8")
    (folder / "page.txt").write_text(page_text("Letters opened"), encoding="utf-8")


def graph_of(folder: Path) -> Graph:
    """Build the graph of the pages in `folder / "graph"`; return it."""
    pages = folder / "pages"
    pages.mkdir()
    write_pages(pages)
    build.build([pages], folder / "graph")
    return open_graph(folder / "graph")


def _aiaaic(number: int, title: str) -> list[str]:
    known = {
        0: f"AIAAIC{number}",
        1: title,
        2: "2020",
        3: "Example City",
        9: "Privacy/surveillance",
        10: "UK",
        17: f"https://www.aiaaic.org/aiaaic-repository/example-{number}",
    }
    return [known.get(column, "") for column in range(19)]
