"""What has changed between two graphs, told: in Markdown for people, in JSON for programs."""

import json
from dataclasses import asdict

from privkg.answers import printable
from privkg.changes import Changes

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})


def to_markdown(changes: Changes) -> str:
    """Return changes as Markdown: a sentence that counts, then a list for each incident."""
    lines = [f"{_counted(changes)}.\n"]
    lines += [f"- added: {_text(title)} (`{slug}`)\n" for slug, title in changes.added.items()]
    lines += [f"- removed: {_text(title)} (`{slug}`)\n" for slug, title in changes.removed.items()]
    for slug, (title, within) in changes.changed.items():
        lines.append(f"- {_text(title)} (`{slug}`):\n")
        lines += [f"  - `{'+' if c.is_added else '-'}` {_text(c.words)}\n" for c in within]
    return "".join([lines[0], *(["\n"] if len(lines) > 1 else []), *lines[1:]])


def to_json(changes: Changes) -> str:
    """Return changes as JSON, in one order."""
    return json.dumps(asdict(changes), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _counted(changes: Changes) -> str:
    counts = [
        (len(changes.added), "added"),
        (len(changes.removed), "removed"),
        (len(changes.changed), "changed"),
    ]
    told = [f"{_incidents(count)} {what}" for count, what in counts if count]
    return ", ".join(told) or "No incident has changed"


def _incidents(count: int) -> str:
    return "1 incident" if count == 1 else f"{count} incidents"


def _text(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return " ".join(printable(text).split()).translate(_MARKS)
