"""Where a path leads."""

import os
from pathlib import Path


def real(path: Path) -> Path:
    """Return an absolute path without links; a loop of links is left as it is, for who opens it."""
    return Path(os.path.realpath(path))  # Python 3.12's `resolve` raises at a loop
