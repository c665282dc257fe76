"""What has changed between two graphs, told: in Markdown for people, in JSON for programs.

What is gone is told as the notice that has to be given.
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
    """Return changes as Markdown: a sentence that counts, then a list for each incident."""
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
    """Return changes as JSON, in one order."""
    return json.dumps(asdict(changes), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def to_notice(changes: Changes, base: Base) -> str:
    """Return the notice, as Turtle to be filled in, that tells the end of all that is gone."""
    things = " ,\n        ".join(f"<{address}>" for address in changes.gone)
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
        if changes.gone
        else []
    )


def _counted(changes: Changes) -> str:
    counts = [
        (len(changes.added), "incident", "added"),
        (len(changes.removed), "incident", "removed"),
        (len(changes.changed), "incident", "changed"),
        (len(changes.things), "other thing", "changed"),
        (len(changes.notices), "notice", "given"),
    ]
    told = [f"{counted(count, what)} {became}" for count, what, became in counts if count]
    return ", ".join(told) or "No incident has changed"


def _text(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return " ".join(printable(text).split()).translate(_MARKS)
