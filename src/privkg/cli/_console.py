"""Text for a terminal: tables and pages. It imports rich, so it is imported inside commands only."""

import os
import shutil
import sys
import textwrap
from collections.abc import Sequence

import click
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from privkg.core import bounded
from privkg.core.text import on_one_line
from privkg.query.results import BELOW, Answer, heading, text_of

_WIDEST = 10_000
_WIDTH_OF_PIPED_TABLES = 1_000
"""Columns of a table in a pipe: each of its lines is as long as the longest, up to this width."""
_INDENT = 2
_GAP = "  "
_LEAST_OF_A_COLUMN = 3
"""Characters that a column needs: one of its text, and the space around it."""


class _Pipe(Console):
    """A console whose reader may close the pipe; the command line handles it."""

    def on_broken_pipe(self) -> None:
        """Raise the error again; rich would end the process with code 1."""
        raise BrokenPipeError


def console(*, is_error: bool = False) -> Console:
    """Return a console on standard output, or on standard error.

    It respects the width of the terminal, COLUMNS and NO_COLOR. In a pipe, lines are folded only if
    COLUMNS is set, so that other programs find whole values in them.
    """
    stream = sys.stderr if is_error else sys.stdout
    # In a pipe, COLUMNS applies, not the width of a terminal on another stream.
    columns = os.environ.get("COLUMNS", "")
    known = min(bounded.whole_number(columns) or 0, _WIDEST)
    width = min(shutil.get_terminal_size().columns, _WIDEST) if stream.isatty() else known
    # rich would convert these to numbers without a check, and fail.
    environ = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    return _Pipe(
        stderr=is_error,
        width=width or _WIDTH_OF_PIPED_TABLES,
        highlight=False,
        soft_wrap=not width,
        _environ=environ,
    )


def print_rows(out: Console, rows: Sequence[Sequence[str]], styles: Sequence[str]) -> None:
    """Print indented rows of cells below each other, with a style for each column.

    The last column is folded to the width of the console, if that folds lines.
    """
    if not rows:
        return
    if out.soft_wrap:
        _print_lines(out, rows, styles)
        return
    table = Table.grid(padding=(0, len(_GAP), 0, 0))
    for style in styles[:-1]:
        table.add_column(style=style, no_wrap=True)
    table.add_column(style=styles[-1], overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    out.print(Padding(table, (0, 0, 0, _INDENT)))


def print_table(answer: Answer) -> None:
    """Print an answer as a table, with the columns that are too long for a table below it.

    An answer with more columns than fit next to each other has a line for each value. A long answer is
    paged by the pager of the environment, if input and output are a terminal.
    """
    out = console()
    text = _stacked(answer) if _is_too_wide(answer, out.width) else _drawn(out, answer)
    height = shutil.get_terminal_size().lines
    if sys.stdin.isatty() and sys.stdout.isatty() and text.count("\n") > height:
        os.environ.setdefault("LESS", "FRX")
        click.echo_via_pager(text, color=not out.no_color)
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def _print_lines(out: Console, rows: Sequence[Sequence[str]], styles: Sequence[str]) -> None:
    widths = [max(map(cell_len, column)) for column in list(zip(*rows, strict=True))[:-1]]
    indent = " " * (_INDENT + sum(width + len(_GAP) for width in widths))
    for *cells, last in rows:
        line = Text(" " * _INDENT)
        for cell, width, style in zip(cells, widths, styles, strict=False):
            line.append(cell, style).append(" " * (width - cell_len(cell)) + _GAP)
        out.print(line.append(textwrap.indent(last, indent).lstrip(), styles[-1]))


def _is_too_wide(answer: Answer, width: int) -> bool:
    return len(answer.shown().columns) * _LEAST_OF_A_COLUMN > width


def _stacked(answer: Answer) -> str:
    """Return a line for each value of each row; an unbound variable has no line."""
    lines = list[str]()
    for number, row in enumerate(answer.filled().rows, start=1):
        bound = [name for name in answer.columns if name in row]
        lines += [f"#{number}", *(f"{name}: {on_one_line(text_of(row[name]))}" for name in bound)]
    return "".join(f"{line}\n" for line in lines)


def _drawn(out: Console, answer: Answer) -> str:
    with out.capture() as captured:
        _table(out, answer)
    if not out.soft_wrap:
        return captured.get()
    # rich fills each line with spaces up to the width, which in a pipe is that of the longest line.
    return "\n".join(line.rstrip() for line in captured.get().split("\n"))


def _table(out: Console, answer: Answer) -> None:
    shown = answer.shown()
    below = [name for name in BELOW if name in answer.columns]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    if below:
        table.add_column("#", justify="right", style="dim")
    for name in shown.columns:
        table.add_column(
            heading(name), overflow="fold", justify="right" if shown.is_number(name) else "left"
        )
    for number, cells in enumerate(shown.texts(), start=1):
        table.add_row(*([str(number)] if below else []), *(Text(cell) for cell in cells))
    out.print(table)
    for number, row in enumerate(answer.rows if below else (), start=1):
        out.print(Text(f"#{number}", style="dim"))
        for name in below:
            for line in text_of(row.get(name)).split("\n" if name == "evidence" else " "):
                out.print(Padding(Text(line), (0, 0, 0, 3)))
