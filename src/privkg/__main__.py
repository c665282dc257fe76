"""Run `privkg`, by its script or as `python -m privkg`."""

import os
import sys

_WIDTH = 80
"""Columns of the stored help, and the most that help is formatted for."""


def main() -> None:
    """Run the command line; `privkg --help` is printed before anything else is imported."""
    if sys.argv[1:] not in (["--help"], ["-h"]) or not _printed_stored_help():
        from privkg.core import stopping

        stopping.run(_run)


def _run() -> None:
    from privkg import cli

    cli.main()


def _printed_stored_help() -> bool:
    """Print the stored help if it fits the terminal; return whether it was printed."""
    try:
        if "COLUMNS" in os.environ or (
            sys.stdout.isatty() and os.get_terminal_size(sys.stdout.fileno()).columns < _WIDTH
        ):
            return False
        with open(os.path.join(os.path.dirname(__file__), "cli", "help.txt"), encoding="ascii") as file:  # noqa: PTH118, PTH120, PTH123  # pathlib takes as long as Python itself
            sys.stdout.write(file.read())
        sys.stdout.flush()
    except (AttributeError, OSError):  # no stream, or a closed or full one: Click reports it
        return False
    return True


if __name__ == "__main__":
    main()
