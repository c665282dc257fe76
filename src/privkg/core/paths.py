"""Resolution of paths."""

import os
from pathlib import Path


def real(path: Path) -> Path:
    """Return an absolute path with links resolved; a loop is not resolved, and `open` reports it."""
    return Path(os.path.realpath(path))  # Python 3.12's `resolve` raises at a loop
