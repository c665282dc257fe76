"""Finds retired words in the project's prose: `python tests/support/words.py PATH…` lists them."""

import ast
import io
import json
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import exception_lists
from checkout import ROOT

EXCEPTIONS = ROOT / "tests" / "words" / "exceptions.tsv"

# Words and phrases of an idiom that a reader would have to translate, and what to write instead.
RETIRED = {
    r"sa(?:id|y|ys|ying)": "state, report, print, return",
    r"t(?:old|ell|ells|elling)": "describe, report, distinguish",
    r"st(?:and|ands|ood)": "be in, be located at, occur",
    r"ask(?:s|ed|ing)": "query, request, require, take a parameter",
    r"gives": "return, yield, print, have",
    r"gone": "removed, missing",
    r"beside": "next to, in addition to, with",
    r"anew": "again",
    r"mend(?:s|ed|ing|er)?": "fix",
    r"made whole": "repaired, completed",
    r"dossiers?": "evidence",
    r"borrow(?:s|ed|ing)?": "fetch",
    r"speaks? of": "describe, mention, be about",
    r"of one's own": "own, separate",
    r"without a word": "silently",
    r"known here": "known",
    r"(?<!there )(?:is|are) no (?!longer|more|less)[a-z]+": "is not a",
    r"nothing any more": "nothing that exists",
    r"is what it is": "match",
    r"in place of it": "instead",
    r"aloud": "(skip) with a reason",
}
# Parts of names, between underscores or capitals, that belong to the same idiom.
NAME_PARTS = re.compile(
    r"(?:said|says|told|tells|stands|stood|asked|asks|gone|beside|anew|mend(?:ed|s|ing)?"
    r"|dossier|borrow(?:ed|ing)?)",
    re.IGNORECASE,
)

_RETIRED = re.compile("|".join(rf"\b(?:{word})\b" for word in RETIRED), re.IGNORECASE)
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`|\]\([^)\n]*\)")  # and the targets of links
_GENERATED = "<!-- Written by `make docs`"
_RDF_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A retired word at a line of a file; `text` is the line, stripped."""

    path: str
    line: int
    word: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.word}: {self.text}"


def files() -> list[Path]:
    """Return the files whose prose is the project's own, generated pages left out."""
    patterns = [
        "src/**/*.py",
        "src/**/*.html",
        "src/**/*.txt",
        "tests/**/*.py",
        "bench/**/*.py",
        "docs/**/*.py",
        "docs/**/*.md",
        "docs/**/*.ipynb",
        "ontology/**/*.ttl",
        "shapes/*.ttl",
        "queries/*.rq",
        "data/README.md",
        "data/**/*.ttl",
        "changelog.d/*.md",
        ".github/**/*.md",
        ".github/**/*.yml",
        "*.md",
        "Makefile",
        "pyproject.toml",
        ".ci/run",
        "requirements/*.in",
    ]
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path for path in found if _is_ours(path))


def occurrences(path: Path) -> Iterator[Occurrence]:
    """Yield the retired words in the prose of a file, in the order of its lines."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    name = path.relative_to(ROOT).as_posix()
    for number, word in sorted(set(_READERS.get(path.suffix, _text)(text, path))):
        yield Occurrence(path=name, line=number, word=word, text=lines[number - 1].strip())


def exceptions() -> list[tuple[str, str, str]]:
    """Return the exceptions: path, a part of the line, and the reason."""
    return exception_lists.read(EXCEPTIONS)


def _is_ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    is_generated = path.suffix == ".md" and path.read_text(encoding="utf-8").startswith(_GENERATED)
    return "node_modules" not in parts and "site" not in parts[:2] and not is_generated


def _text(text: str, _path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        for match in _RETIRED.finditer(line):
            yield number, match[0]


def _markdown(text: str, path: Path) -> Iterator[tuple[int, str]]:
    """Find words outside of code, as the words of code and of its output are checked at their source."""
    blanked = _FENCE.sub(lambda block: "\n" * block[0].count("\n"), text)
    yield from _text(_CODE.sub("``", blanked), path)


def _notebook(text: str, _path: Path) -> Iterator[tuple[int, str]]:
    prose = "".join(
        "".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"
    )
    for match in _RETIRED.finditer(prose):
        number = next(n for n, line in enumerate(text.splitlines(), 1) if match[0] in line)
        yield number, match[0]


def _rdf(text: str, _path: Path) -> Iterator[tuple[int, str]]:
    """Find words in comments and literals."""
    for number, line in enumerate(text.splitlines(), 1):
        is_comment = line.lstrip().startswith("#")
        prose = line if is_comment else " ".join(_RDF_LITERAL.findall(line))
        for match in _RETIRED.finditer(prose):
            yield number, match[0]


def _python(text: str, path: Path) -> Iterator[tuple[int, str]]:
    """Find words in comments, docstrings, names, and, outside of tests, in all strings."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield from ((token.start[0], match[0]) for match in _RETIRED.finditer(token.string))
    tree = ast.parse(text)
    is_test = "tests" in path.relative_to(ROOT).parts
    for constant in _docstrings(tree) if is_test else _strings(tree):
        yield from _constant(constant, text)
    for number, name in _names(tree):
        if any(NAME_PARTS.fullmatch(part) for part in _PARTS.findall(name)):
            yield number, name


def _strings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def _constant(node: ast.Constant, text: str) -> Iterator[tuple[int, str]]:
    """Find words in a string; a phrase broken between two lines is at its first line."""
    lines = text.splitlines()[node.lineno - 1 : node.end_lineno]
    for match in _RETIRED.finditer(" ".join(str(node.value).split())):
        at = [number for number, line in enumerate(lines, node.lineno) if match[0] in line]
        yield from ((number, match[0]) for number in at or [node.lineno])


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, kinds) and node.body and isinstance(node.body[0], ast.Expr):
            value = node.body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value


def _names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the names that a module defines, each with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id


_READERS = {
    ".py": _python,
    ".md": _markdown,
    ".ipynb": _notebook,
    ".ttl": _rdf,
    ".rq": _text,
}


def main() -> None:
    """Print the retired words below the paths that are named, exceptions left out."""
    allowed = exceptions()
    below = [Path(argument).resolve() for argument in sys.argv[1:]] or [ROOT]
    for path in files():
        if any(path.is_relative_to(folder) for folder in below):
            for each in occurrences(path):
                if not any(each.path == file and part in each.text for file, part, _ in allowed):
                    sys.stdout.write(f"{each}\n")


if __name__ == "__main__":
    main()
