"""Licences: files published by others are declared separately, with their copyright holders."""

import re
import tomllib
from fnmatch import fnmatch

from checkout import ROOT

OURS = "2026 The privkg authors"
# Folders of extracts only.
FOLDERS = ("ontology/labels", "tests/vocabularies")
# Lists of IRIs without text, for which no statement of a licence was found.
ONLY_IRIS = {"bibo.txt", "vann.txt", "veris-1.3.6.txt"}
ANNOTATIONS = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]


def holders(name: str) -> str:
    """Return the copyright holders of a file; the last annotation that matches it counts."""
    found = ""
    for annotation in ANNOTATIONS:
        paths = annotation["path"]
        if any(fnmatch(name, path) for path in ([paths] if isinstance(paths, str) else paths)):
            found = str(annotation["SPDX-FileCopyrightText"])
    return found


class TestExtracts:
    def test_each_extract_names_its_copyright_holder(self) -> None:
        """
        Each file in a folder of extracts is declared with its own copyright holder.
        """
        files = [path for folder in FOLDERS for path in (ROOT / folder).iterdir()]

        assert [] == [
            path.name
            for path in files
            if path.name not in ONLY_IRIS and holders(path.relative_to(ROOT).as_posix()) == OURS
        ]

    def test_lists_without_a_licence_hold_iris_only(self) -> None:
        """
        A list for which no licence was found holds comments and IRIs, and no text of the vocabulary.
        """
        folder = ROOT / "tests" / "vocabularies"
        lines = {line for name in ONLY_IRIS for line in (folder / name).read_text("utf-8").splitlines()}

        assert [] == sorted(line for line in lines if not re.fullmatch(r"#.*|https?://\S+", line))
