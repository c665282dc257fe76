"""One version: files that state that of privkg, its ontology or its dataset match the package."""

import re
import tomllib
from collections.abc import Iterator

import yaml

import privkg
from checkout import ROOT

_INFO = re.compile(
    r"owl:versionInfo \"([^\"]*)\"|owl:versionIRI <[^>]*/([^/>]+)>|, version (\d[^ ]*) \("
)
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
DATASET = tomllib.loads((ROOT / "privkg.toml").read_text(encoding="utf-8"))["dataset"]


def stated() -> Iterator[tuple[str, str]]:
    """Yield each file that states a version, with the version."""
    yield "CITATION.cff", CITATION["version"]
    yield "privkg.toml", DATASET["version"]
    for path in sorted((ROOT / "ontology").rglob("*.ttl")):
        for match in _INFO.finditer(path.read_text(encoding="utf-8")):
            yield path.name, next(filter(None, match.groups()))


class TestVersion:
    def test_is_the_same_everywhere(self) -> None:
        """
        Each file that states a version states that of the package.
        """
        found = list(stated())

        assert {"CITATION.cff", "privkg.toml", "privkg.ttl", "solove.ttl"} <= {name for name, _ in found}
        assert [] == [each for each in found if each[1] != privkg.__version__]

    def test_the_day_of_release_is_the_same(self) -> None:
        """
        The citation file and the description of the dataset name the same day.
        """
        assert CITATION["date-released"] == DATASET["issued"].isoformat()
