"""Write the facts of a file of records as N-Triples: `python -m bench.lift FILE OUTPUT`.

It does what a mapping engine does and no more: no evidence, no findings, no search for names of persons.
"""

import sys
from pathlib import Path

from privkg.build import lifting, read
from privkg.build.database import Database
from privkg.build.find import File
from privkg.build.mentions import MentionTable
from privkg.reference import authority


def write(path: Path, output: Path) -> None:
    """Write the facts of a file's incidents and of the resources that they share."""
    known = authority.load()
    mentions = MentionTable(Database(), known)
    with output.open("w", encoding="utf-8") as file:
        for number, incident in enumerate(read.incidents(File(path, is_named=False))):
            slug = incident.record.name if incident.record else incident.title
            lifted = lifting.lift(incident, slug, known)
            mentions.add(f"{number:064x}", lifted.mentions)
            file.writelines({f"{s} {p} {o} .\n" for s, p, o in lifted.facts})
        mentions.finish()
        file.writelines(f"{s} {p} {o} .\n" for s, p, o in mentions.triples())


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
