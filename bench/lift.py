"""Write the facts of a file of records as N-Triples: `python -m bench.lift FILE OUTPUT`.

It does what a mapping engine does and no more: no evidence, no findings, no search for names of persons.
"""

import sys
from pathlib import Path

from privkg.build import lifting, read
from privkg.build.find import File
from privkg.build.lifting import shared_nodes
from privkg.build.lifting.shared_nodes import Mention
from privkg.reference import authority


def write(path: Path, output: Path) -> None:
    """Write the facts of a file's incidents and of the resources that they share."""
    known, mentions = authority.load(), list[Mention]()
    with output.open("w", encoding="utf-8") as file:
        for incident in read.incidents(File(path, is_named=False)):
            slug = incident.record.name if incident.record else incident.title
            lifted = lifting.lift(incident, slug, known)
            mentions += lifted.mentions
            file.writelines({f"{s} {p} {o} .\n" for s, p, o in lifted.facts})
        file.writelines(f"{s} {p} {o} .\n" for s, p, o in shared_nodes.to_triples(mentions, known))


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
