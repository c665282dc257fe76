"""RDFC-1.0 hashes are those of rdf-canonize, an independent implementation."""

import hashlib
import subprocess
from pathlib import Path

import programs
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import iri_text
from privkg.store import hashes
from privkg.store.graph import Graph

HERE = Path(__file__).resolve().parent


def canonical_hash(quads: bytes) -> str:
    """Return the hash of rdf-canonize, for the lines in reverse order."""
    programs.node_module("rdf-canonize")
    reversed_lines = b"".join(reversed(quads.splitlines(keepends=True)))
    command = ["node", str(HERE / "canonize.mjs")]
    done = subprocess.run(command, input=reversed_lines, capture_output=True, check=True)
    return hashlib.sha256(done.stdout).hexdigest()


class TestCanonize:
    def test_agrees_on_a_dataset(self, corpus: Graph) -> None:
        """
        The hash of all quads of the corpus is the same.
        """
        quads = b"".join(corpus.texts(corpus.manifest.graphs))

        assert canonical_hash(quads) == hashes.of_dataset(corpus)

    def test_agrees_on_each_incident(self, corpus: Graph) -> None:
        """
        The hash of each incident of the corpus is the same.
        """
        slugs = [page.incident for page in corpus.manifest.pages]
        names = {
            slug: [iri_text(of(slug)) for of in (DEFAULT.graph, DEFAULT.prov_graph)] for slug in slugs
        }

        assert {slug: canonical_hash(b"".join(corpus.texts(names[slug]))) for slug in slugs} == {
            each.slug: each.quads for each in hashes.of_incidents(corpus)
        }
