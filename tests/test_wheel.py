"""The installed wheel is self-contained: it has ontology, questions, records and sample pages."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from checkout import ROOT, SAMPLE_PAGES


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from the source distribution, as published on an index."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the unpacked wheel, before the checkout on the path."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def privkg(site: Path, folder: Path, *arguments: str) -> str:
    environment = {"PATH": os.defpath, "PYTHONPATH": str(site), "HOME": str(folder)}
    command = [sys.executable, "-m", "privkg", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


class TestWheel:
    def test_is_what_runs(self, site: Path, tmp_path: Path) -> None:
        """
        The package that runs is the unpacked one, not the checkout.
        """
        environment = {"PYTHONPATH": str(site)}
        script = "import privkg; print(privkg.__file__)"
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

        assert str(site / "privkg" / "__init__.py") == done.stdout.strip()

    def test_answers_the_headline_question_from_an_empty_folder(
        self, site: Path, tmp_path: Path
    ) -> None:
        """
        Installed privkg builds a graph and answers from a folder outside of the checkout.
        """
        privkg(site, tmp_path, "build", *map(str, SAMPLE_PAGES))
        options = "--actor-type MunicipalITDepartment --harm SecondaryUse --harm Disclosure --format csv"

        answer = privkg(site, tmp_path, "ask", "actors-linked-to-harms", *options.split())

        assert 3 == len(answer.splitlines())

    def test_query_runs_in_its_own_process(self, site: Path, tmp_path: Path) -> None:
        """
        The process that answers a query finds the installed package.
        """
        privkg(site, tmp_path, "build", *map(str, SAMPLE_PAGES))

        assert "true\n" == privkg(site, tmp_path, "query", "-e", "ASK { ?s ?p ?o }", "--format", "csv")

    def test_starts_a_project(self, site: Path, tmp_path: Path) -> None:
        """
        Installed privkg writes the sample pages and builds them.
        """
        privkg(site, tmp_path, "init", ".")
        privkg(site, tmp_path, "build")
        count = "SELECT (COUNT(*) AS ?n) { ?incident a pk:Incident }"

        assert "n\n6\n" == privkg(site, tmp_path, "query", "-e", count, "--format", "csv")

    def test_ships_the_data_that_commands_read(self, site: Path) -> None:
        """
        Authority records, pages, links and tables ship, without what describes them.
        """
        data = site / "privkg" / "_assets" / "data"

        assert {"authority", "incidents", "links", "names", "samples.toml", "sources"} == {
            path.name for path in data.iterdir()
        }
        assert (data / "sources" / "hibp").is_dir()

    def test_carries_its_types(self, wheel: Path, tmp_path: Path) -> None:
        """
        A type checker reads the annotations of the installed package.
        """
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "env"], check=True)
        python = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
        ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
        purelib = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True).stdout
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(purelib.strip())
        (tmp_path / "user.py").write_text("import privkg\n\nprivkg.open(1)\n", encoding="utf-8")

        command = [sys.executable, "-m", "mypy", "--python-executable", str(python), "user.py"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

        assert 'user.py:3: error: Argument 1 to "open" has incompatible type "int"' in done.stdout
