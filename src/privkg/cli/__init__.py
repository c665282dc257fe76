"""9 · The command line: arguments in, one library call, text out. Errors become exit codes here only."""

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
    """A verb: a module of this package."""

    @property
    def command(self) -> click.Command:
        """The command that the verb runs."""


VERBS: Registry[Verb] = Registry(__name__, "command")


class Verbs(click.Group):
    """The verbs of `cli/`, each imported when it is used or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the verbs, sorted."""
        return VERBS.names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return a verb.

        Raises:
            UnknownNameError: there is no such one.
        """
        return VERBS.load(cmd_name).command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the verb; what is wrong there cannot steer the terminal either."""
        with _harmless():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; what privkg raises on purpose becomes one line and an exit code."""
        try:
            with _harmless():
                return super().invoke(ctx)
        except PrivkgError as error:
            _say(str(error))
            ctx.exit(next(code for kind, code in _EXIT_CODES if isinstance(error, kind)))
        except BrokenPipeError:
            _drop(sys.stdout)  # the reader has gone, as with `| head`; nothing is left to say
            ctx.exit(0)
        except OSError as error:  # such as a full disk under standard output
            _drop(sys.stdout)
            place = f"{error.filename}: " if error.filename else ""
            _say(f"{place}{error.strerror or error}")
            ctx.exit(3)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="privkg")
def group() -> None:
    """Turn pages about privacy incidents into a knowledge graph, and ask it.

    Every answer leads back to the sentence it rests on; every fault points at its line.
    """


def main() -> None:
    """Run the command line."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # the caller closed it, as with `>&-`
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115, PTH123  # kept until the end
        if hasattr(getattr(sys, name), "reconfigure"):
            getattr(sys, name).reconfigure(errors="backslashreplace")
    group(prog_name="privkg")


@contextmanager
def _harmless() -> Iterator[None]:
    """Write out the control characters of arguments in what is wrong with them."""
    try:
        yield
    except click.ClickException as error:
        from privkg.core.text import printable

        vars(error)["message"] = printable(error.message)  # of which click says that it is final
        raise


def _say(words: str) -> None:
    """Say on standard error why nothing more comes; what a page holds cannot steer the terminal."""
    from privkg.core.text import printable

    try:
        click.echo(f"privkg: {printable(words)}", err=True)
        sys.stderr.flush()
    except OSError:  # nobody can be told that nobody can be told
        _drop(sys.stderr)


def _drop(stream: TextIO) -> None:
    """Send what is still to be written nowhere, so that the interpreter does not fail on it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
