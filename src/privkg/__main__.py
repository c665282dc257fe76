"""Run `privkg`, by its script or as `python -m privkg`."""

import os
import sys

_WIDTH = 80
"""The widest that help is set, and for which it stands ready."""


def main() -> None:
    """Run the command line; `privkg --help` is said before anything is imported."""
    if sys.argv[1:] not in (["--help"], ["-h"]) or not _said_at_once():
        from privkg.core import stopping

        stopping.run(_run)


def _run() -> None:
    from privkg import cli

    cli.main()


def _said_at_once() -> bool:
    """Return whether the help that stands ready fits, and was said."""
    try:
        if "COLUMNS" in os.environ or (
            sys.stdout.isatty() and os.get_terminal_size(sys.stdout.fileno()).columns < _WIDTH
        ):
            return False
        with open(os.path.join(os.path.dirname(__file__), "cli", "help.txt"), encoding="ascii") as file:  # noqa: PTH118, PTH120, PTH123  # pathlib takes as long as Python itself
            sys.stdout.write(file.read())
        sys.stdout.flush()
    except (AttributeError, OSError):  # no stream, or one that is closed or full: the long way tells
        return False
    return True


if __name__ == "__main__":
    main()
