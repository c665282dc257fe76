"""Licences: files published by others are declared separately, with their copyright holders."""

import re
import tomllib
from fnmatch import fnmatch

from checkout import ROOT

OURS = "2026 The privkg authors"
# Folders of extracts only.
FOLDERS = ("data/names/given", "data/names/surnames", "ontology/labels", "tests/vocabularies")
# Lists of IRIs without text, for which no statement of a licence was found.
ONLY_IRIS = {"bibo.txt", "vann.txt", "veris-1.3.6.txt"}
ANNOTATIONS = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]


def holders(name: str) -> str:
    """Return the copyright holders of a file."""
    return declared(name, "SPDX-FileCopyrightText")


def licence_of(name: str) -> str:
    """Return the SPDX identifier of the licence of a file."""
    return declared(name, "SPDX-License-Identifier")


def declared(name: str, key: str) -> str:
    """Return what REUSE.toml declares for a file; the last annotation that matches it counts."""
    found = ""
    for annotation in ANNOTATIONS:
        paths = annotation["path"]
        if any(fnmatch(name, path) for path in ([paths] if isinstance(paths, str) else paths)):
            found = str(annotation[key])
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

    def test_the_labels_of_dpv_name_their_licence(self) -> None:
        """
        The head of the labels of DPV names the licence that REUSE.toml declares for them.
        """
        head = (ROOT / "ontology/labels/dpv.ttl").read_text(encoding="utf-8").partition("\nPREFIX")[0]
        licence = (ROOT / "LICENSES" / f"{licence_of('ontology/labels/dpv.ttl')}.txt").read_text("utf-8")
        name, address = licence.splitlines()[0], re.findall(r"This version: (\S+)", licence)[0]

        assert f"published under the {name},\n# {address}," in head
