"""9 · The command line: arguments in, one library call, text out. Only this module sets exit codes."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TextIO

import click

from privkg.core.errors import FailureError, InputError, PrivkgError, UsageError
from privkg.core.registry import Registry
from privkg.core.version import __version__

_EXIT_CODES: tuple[tuple[type[PrivkgError], int], ...] = (
    (InputError, 1),
    (UsageError, 2),
    (FailureError, 3),
)


class Verb(Protocol):
    """A module of this package that defines a command."""

    @property
    def command(self) -> click.Command:
        """The Click command of the verb."""


VERBS: Registry[Verb] = Registry(__name__, "command")


class Verbs(click.Group):
    """The commands of `cli/`, each imported only when it is run or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, sorted."""
        return VERBS.names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return a command by its name.

        Raises:
            UnknownNameError: there is no command of this name.
        """
        return VERBS.load(cmd_name).command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the options before the command's name; a mistake in them is reported like any other."""
        with _one_voice(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error that privkg raises becomes one line and an exit code."""
        try:
            with _one_voice(ctx):
                return super().invoke(ctx)
        except PrivkgError as error:
            _report(str(error))
            ctx.exit(next(code for kind, code in _EXIT_CODES if isinstance(error, kind)))
        except BrokenPipeError:
            _discard(sys.stdout)  # the reader has closed the pipe, as `| head` does
            ctx.exit(0)
        except OSError as error:  # such as a full disk under standard output
            _discard(sys.stdout)
            place = f"{error.filename}: " if error.filename else ""
            _report(f"{place}{error.strerror or error}")
            ctx.exit(3)


@click.group("privkg", cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="privkg")
def group() -> None:
    """Turn pages about privacy incidents into a knowledge graph, and query it.

    Every answer leads back to the sentences that support it; every finding has its file and line.
    """


def main() -> None:
    """Run the command line."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # the caller has closed it, as `>&-` does
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115, PTH123  # kept until the end
        if hasattr(getattr(sys, name), "reconfigure"):
            getattr(sys, name).reconfigure(errors="backslashreplace")
    group(prog_name="privkg")


@contextmanager
def _one_voice(ctx: click.Context) -> Iterator[None]:
    """Report a usage error of Click as privkg reports its own errors."""
    try:
        yield
    except click.UsageError as error:
        from privkg.cli import _usage

        _report(_usage.message(error))
        ctx.exit(error.exit_code)


def _report(message: str) -> None:
    """Print an error on standard error, its control characters escaped."""
    from privkg.core.text import printable

    try:
        click.echo(f"privkg: {printable(message)}", err=True)
        sys.stderr.flush()
    except OSError:  # standard error is full or closed too; only the exit code is left
        _discard(sys.stderr)


def _discard(stream: TextIO) -> None:
    """Redirect a stream to the null device, so that the interpreter can flush it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
