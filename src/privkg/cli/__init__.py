"""The command line: arguments in, one library call, text out. Errors become exit codes here only."""

import importlib
import os
import sys
from typing import Any

import click

import privkg.cli
from privkg import __version__, registry
from privkg.errors import FailureError, InputError, PrivkgError, UsageError

_EXIT_CODES: tuple[tuple[type[PrivkgError], int], ...] = (
    (InputError, 1),
    (UsageError, 2),
    (FailureError, 3),
)


class Verbs(click.Group):
    """The verbs of `cli/`, each imported when it is used or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the verbs, sorted."""
        return registry.names(privkg.cli)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb, or None if there is no such one."""
        if cmd_name not in registry.names(privkg.cli):
            return None
        command: click.Command = importlib.import_module(f"privkg.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; what privkg raises on purpose becomes one line and an exit code."""
        try:
            return super().invoke(ctx)
        except PrivkgError as error:
            click.echo(f"privkg: {error}", err=True)
            ctx.exit(next(code for kind, code in _EXIT_CODES if isinstance(error, kind)))
        except BrokenPipeError:
            # The reader has gone, as with `| head`; nothing is left to say, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="privkg")
def _group() -> None:
    """Turn pages about privacy incidents into a knowledge graph, and ask it.

    Every answer leads back to the sentence it rests on; every fault points at its line.
    """


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    _group(prog_name="privkg")
