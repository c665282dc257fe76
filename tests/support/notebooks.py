"""Runs the cells of a notebook as Jupyter does, and returns their outputs."""

import ast
import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from privkg import build


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


def refresh(path: Path) -> None:
    """Run a notebook in the current folder and write the outputs of its cells into it."""
    content = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    for number, (cell, shown) in enumerate(zip(code, outputs(code), strict=True), start=1):
        cell |= {"execution_count": number, "outputs": shown}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Refresh the notebooks named as arguments, with a graph of `data/` built in a temporary folder."""
    paths = [Path(name).resolve() for name in sys.argv[1:]]
    pages = Path("data").resolve()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(pages, Path(folder) / "data")
        os.chdir(folder)
        build.build([Path("data")], Path(".privkg"))
        for path in paths:
            refresh(path)
        os.chdir(pages)


if __name__ == "__main__":
    main()
