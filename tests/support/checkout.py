"""Paths of the checkout that the tests belong to."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"

INCIDENTS = ROOT / "data" / "incidents"
"""The folder of the corpus."""

SAMPLE_PAGES = [
    INCIDENTS / name
    for name in tomllib.loads((ROOT / "data" / "samples.toml").read_text(encoding="utf-8"))["pages"]
]
"""The sample pages, a part of the corpus whose number does not change."""
