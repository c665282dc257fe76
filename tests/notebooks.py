"""Runs a notebook's cells as a notebook would, and returns what each shows."""

import ast
import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def read(path: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook."""
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


def outputs(cells: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield the outputs of each cell of code, run one after the other in one namespace."""
    namespace: dict[str, Any] = {}
    for number, cell in enumerate((c for c in cells if c["cell_type"] == "code"), start=1):
        yield list(_outputs("".join(cell["source"]), namespace, number))


def _outputs(source: str, namespace: dict[str, Any], number: int) -> Iterator[dict[str, Any]]:
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(ast.Module(body, []), "cell", "exec"), namespace)
        shown = (
            eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)
            if isinstance(last, ast.Expr)
            else None
        )
    if printed.getvalue():
        text = printed.getvalue().splitlines(keepends=True)
        yield {"name": "stdout", "output_type": "stream", "text": text}
    if shown is not None:
        yield {
            "data": _forms(shown),
            "execution_count": number,
            "metadata": {},
            "output_type": "execute_result",
        }


def _forms(shown: object) -> dict[str, list[str]]:
    forms = {"text/plain": repr(shown).splitlines(keepends=True)}
    rich = getattr(shown, "_repr_html_", None)
    return ({"text/html": rich().splitlines(keepends=True)} if rich else {}) | forms
