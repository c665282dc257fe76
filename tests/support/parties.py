"""A page whose parties act, receive, decide and claim, for tests of which ones are actors."""

from pathlib import Path

from builders import page_text, row_text
from privkg import build
from privkg.store.graph import Graph, open_graph

ACTORS = {"alpha", "beta", "idle-stated"}
"""Who acts on the page, or is stated as an actor."""
OTHERS = {"receiver", "court", "ministry"}
"""Who only receives or decides there."""


def page() -> str:
    """Return the page, on which Beta acts and receives, and the ministry receives and decides."""
    rows = (
        row_text(
            Threat="Alpha selling lists", Status="Denied by Alpha", Recipient="Receiver; Beta; Ministry"
        ),
        row_text(Threat="Beta selling lists", According_to="Rights activists"),
        row_text(Threat="Beta selling lists again", According_to="Court"),
    )
    text = page_text(Threat_Actors="\n- Alpha\n- Beta\n- Idle stated", rows=rows)
    decisions = "Decision: Fine\nBody: Court; Ministry\nDate: May 2021\nAbout: 1"
    return text.replace("Laws and Regulations", f"Decisions\n\n{decisions}\n\nLaws and Regulations", 1)


def graph(folder: Path) -> Graph:
    """Return the graph of the page, built in a folder."""
    (folder / "page.txt").write_text(page(), encoding="utf-8")
    build.build([folder / "page.txt"], folder / "graph")
    return open_graph(folder / "graph")
