"""Reports of the differences between two graphs: Markdown for people, JSON for programs.

The third format is a draft notice in Turtle, for IRIs that were removed without a notice.
"""

import json
from dataclasses import asdict

from privkg.core.text import counted, printable
from privkg.publish.versions.diff import Changes
from privkg.rdf.iris import Base
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import PREFIXES, iri_text

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})


def to_markdown(changes: Changes) -> str:
    """Return changes as Markdown: a sentence with counts, then a list for each incident."""
    lines = [f"- added: {_text(title)} (`{slug}`)\n" for slug, title in changes.added.items()]
    lines += [f"- removed: {_text(title)} (`{slug}`)\n" for slug, title in changes.removed.items()]
    for key, (title, within) in (*changes.changed.items(), *changes.things.items()):
        lines.append(f"- {_text(title)} (`{key}`):\n")
        lines += [f"  - `{'+' if c.is_added else '-'}` {_text(c.words)}\n" for c in within]
    for notice in changes.notices:
        reason = f"{notice.kind.words}, {notice.date}: {notice.title} ({notice.reason})"
        lines.append(f"- {_text(reason)}\n")
        moved = f", now `{iri_text(notice.replacement)}`" if notice.replacement else ""
        lines += [f"  - `{iri_text(thing)}`{moved}\n" for thing in notice.concerns]
    return "".join([f"{_counted(changes)}.\n", *(["\n"] if lines else []), *lines])


def to_json(changes: Changes) -> str:
    """Return changes as JSON, sorted."""
    content = asdict(changes)
    content["gone"] = content.pop("removed_without_notice")  # the documented key
    return json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def to_notice(changes: Changes, base: Base) -> str:
    """Return a draft notice in Turtle for the IRIs removed without one; empty if there are none."""
    things = " ,\n        ".join(f"<{address}>" for address in changes.removed_without_notice)
    return "".join(
        [
            *(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dcterms", "pk", "xsd")),
            f"\n<{base.things}{Kind.NOTICE}/YYYY-MM-DD>\n",
            "    a pk:Withdrawal ;\n",
            '    dcterms:title ""@en ; # what was withdrawn\n',
            '    pk:reason ""@en ; # why\n',
            '    dcterms:date "YYYY-MM-DD"^^xsd:date ;\n',
            f"    pk:concerns {things} ;\n.\n",
        ]
        if changes.removed_without_notice
        else []
    )


def _counted(changes: Changes) -> str:
    counts = [
        (len(changes.added), "incident", "added"),
        (len(changes.removed), "incident", "removed"),
        (len(changes.changed), "incident", "changed"),
        (len(changes.things), "other resource", "changed"),
        (len(changes.notices), "notice", "added"),
    ]
    parts = [f"{counted(count, noun)} {verb}" for count, noun, verb in counts if count]
    return ", ".join(parts) or "No incident has changed"


def _text(text: str) -> str:
    """Return text on one line, with the special characters of Markdown escaped."""
    return " ".join(printable(text).split()).translate(_MARKS)
