"""For any shapes and any graph, privkg has the results of pySHACL on all targets."""

import contextlib
import logging
import os
import tempfile
from pathlib import Path

import pytest
import rdflib
from hypothesis import assume, event, given, settings

import shacl_engines
from privkg.check.shapes import validate
from privkg.check.shapes.shapes import Shapes
from privkg.store.graph import Quads
from shacl_engines import ResultKey
from shacl_strategies import data_graphs, shapes_graphs

EXAMPLES = int(os.environ.get("PRIVKG_EXAMPLES", "250"))


def stored(text: str) -> Quads:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.ttl"
        path.write_text(text, encoding="utf-8")
        return shacl_engines.data_of(path)


def shapes_of(text: str) -> Shapes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shapes.ttl"
        path.write_text(text, encoding="utf-8")
        return shacl_engines.shapes_of(path)


def reference(shapes: str, quads: Quads) -> list[ResultKey] | None:
    """Return pySHACL's results on a copy of the graph, or None if it rejects the shapes."""
    data = rdflib.Graph()
    for triple in quads.rdflib():
        data.add(triple)
    with contextlib.suppress(Exception):
        return shacl_engines.by_pyshacl(rdflib.Graph().parse(data=shapes, format="turtle"), data)
    return None


@pytest.mark.filterwarnings("ignore")
class TestValidate:
    @settings(max_examples=EXAMPLES)
    @given(shapes_graphs(), data_graphs())
    def test_finds_what_pyshacl_finds(self, shapes: str, data: str) -> None:
        """
        The screen neither loses nor adds a result.
        """
        logging.disable(logging.CRITICAL)
        quads = stored(data)
        expected = reference(shapes, quads)
        assume(expected is not None)
        report = validate(shapes_of(shapes), quads)
        event("screened" if report.screened and not report.unscreened else "not screened as a whole")
        event("results" if expected else "no results")

        assert expected == shacl_engines.by_privkg(report)
