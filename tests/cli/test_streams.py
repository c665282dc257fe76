"""Streams that end, fill up or are closed, and keys that stop: never a traceback, always a code."""

import csv
import errno
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commands import PROGRAM, process, run

QUESTION = "actors-linked-to-harms"
ALL = "SELECT * { ?s ?p ?o }"
full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")


def shell(redirection: str, *arguments: str | Path, graph: Path) -> subprocess.CompletedProcess[str]:
    """Return what privkg does with its streams redirected by a shell."""
    command = ["sh", "-c", f'"$@" {redirection}', "sh", *PROGRAM, *map(str, arguments)]
    environment = {**os.environ, "PRIVKG_GRAPH": str(graph)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


class TestArguments:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("query", "\u202e\x1b"),
            ("check", "--\u202e\x1b"),
            ("--\u202e\x1b",),
            ("check", "--jobs", "\u202e\x1b"),
            ("ask", "incidents-by-year", "--\u202e\x1b"),
            ("export", "x", "--format", "\u202e\x1b"),
        ],
    )
    def test_control_characters_of_arguments_are_escaped(self, arguments: tuple[str, ...]) -> None:
        """
        Control characters of an argument are written out in the message about it.
        """
        result = run(*arguments)

        assert 2 == result.code
        assert "\\u202e" in result.stderr
        assert not {"\u202e", "\x1b"} & set(result.stderr)

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
    def test_a_query_without_end_is_refused(self, tmp_path: Path) -> None:
        """
        Of a file no more is read than a query may have.
        """
        result = run("query", "/dev/zero", "--graph", tmp_path)

        assert 3 == result.code
        assert "more than 1000000 characters" in result.stderr


class TestHelp:
    @pytest.mark.parametrize("argument", ["--help", "-h"])
    def test_the_prepared_help_is_the_generated_one(self, tmp_path: Path, argument: str) -> None:
        """
        The prepared help text is byte for byte what Click generates.
        """
        at_once = process(argument, graph=tmp_path)
        the_long_way = process(argument, graph=tmp_path, COLUMNS="80")

        assert the_long_way == at_once
        assert 0 == at_once.code

    def test_a_narrow_terminal_gets_narrow_lines(self, tmp_path: Path) -> None:
        """
        On a terminal of another width, help is generated.
        """
        result = process("--help", graph=tmp_path, COLUMNS="60")

        assert 60 > max(map(len, result.stdout.splitlines()))


class TestClosedPipe:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["query", "-e", ALL],
            ["query", "-e", ALL, "--format", "table"],
            ["query", "-e", "CONSTRUCT WHERE { ?s ?p ?o }"],
            ["ask", QUESTION],
            ["ask", QUESTION, "--format", "table", "--evidence"],
            ["show", "cameras"],
            ["new", "Letters opened"],
        ],
    )
    def test_a_closed_pipe_ends_quietly(self, graph: Path, arguments: list[str]) -> None:
        """
        A pipe that its reader closes, as `head` does, is not an error.
        """
        environment = {**os.environ, "PRIVKG_GRAPH": str(graph)}
        with subprocess.Popen(
            [*PROGRAM, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as command:
            assert command.stdout and command.stderr
            command.stdout.close()
            result = command.stderr.read().decode()

        notices = ("acts?", " rows", "once per build")
        assert 0 == command.returncode
        assert [] == [line for line in result.splitlines() if not line.endswith(notices)]


class TestFull:
    @full_device
    @pytest.mark.parametrize(
        "arguments", [["query", "-e", ALL], ["ask", QUESTION, "--format", "table"], ["show", "cameras"]]
    )
    def test_a_full_disk_is_an_error(self, graph: Path, arguments: list[str]) -> None:
        """
        An answer that cannot be written ends with code 3 and the reason.
        """
        done = shell(">/dev/full", *arguments, graph=graph)

        assert (3, f"privkg: {os.strerror(errno.ENOSPC)}") == (
            done.returncode,
            done.stderr.splitlines()[-1],
        )

    @full_device
    def test_nowhere_to_complain(self, graph: Path) -> None:
        """
        The exit code is right even if the message cannot be written.
        """
        assert 3 == shell("2>/dev/full", "ask", QUESTION, graph=graph / "nowhere").returncode


class TestClosed:
    @pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-"])
    def test_a_closed_stream_is_no_accident(self, graph: Path, redirection: str) -> None:
        """
        A stream that the caller closed swallows what would go there.
        """
        done = shell(redirection, "ask", QUESTION, "--format", "table", graph=graph)

        assert 0 == done.returncode
        assert "Traceback" not in done.stderr


def _rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV answer by the names of their columns."""
    return list(csv.DictReader(io.StringIO(text)))


def heed_ctrl_c() -> None:
    """Let a process be stopped, though who started the tests may have them ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_until_asleep(process: int) -> None:
    """Wait until a process waits for input.

    Python runs handlers of signals between instructions, so a signal that comes just before a read
    is handled when the read returns, which here it never does.
    """
    while Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "S":
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
class TestStopped:
    def test_ctrl_c_ends_with_a_word(self, graph: Path, tmp_path: Path) -> None:
        """
        An interrupted command prints so, and ends with the code that a shell expects.
        """
        question = tmp_path / "question.rq"
        os.mkfifo(question)
        command = [*PROGRAM, "query", str(question), "--graph", str(graph)]
        with (
            subprocess.Popen(
                command, stderr=subprocess.PIPE, text=True, preexec_fn=heed_ctrl_c
            ) as waiting,
            question.open("w"),  # returns once the command has opened the other end
        ):
            wait_until_asleep(waiting.pid)
            waiting.send_signal(signal.SIGINT)
            result = waiting.communicate(timeout=60)[1]

        assert (130, "privkg: interrupted\n") == (waiting.returncode, result)


class TestPipes:
    def test_a_query_in_a_pipe_is_csv(self, graph: Path) -> None:
        """
        A piped answer of `query` is the CSV of SPARQL 1.1, and nothing is on standard error.
        """
        result = process("query", "-e", "SELECT ('a' AS ?x) (1 AS ?y) {}", graph=graph)

        assert (0, "x,y\na,1\n", "") == (result.code, result.stdout, result.stderr)

    def test_a_question_in_a_pipe_is_csv_with_labels_first(self, graph: Path) -> None:
        """
        A piped answer of `ask` has labels before the IRIs they name; --format csv keeps the order.
        """
        names = "actor,actorLabel,harm,harmLabel,status,attributedTo,incident,title,rowIndex,act,source"
        labels = "actorLabel,harmLabel,status,attributedTo,title,rowIndex,act,source,actor,harm,incident"
        piped = process("ask", QUESTION, graph=graph).stdout
        chosen = process("ask", QUESTION, "--format", "csv", graph=graph).stdout

        assert [labels, names] == [text.split("\n")[0] for text in (piped, chosen)]
        assert _rows(piped) == _rows(chosen)

    def test_any_encoding_will_do(self, graph: Path) -> None:
        """
        Characters that a locale's encoding lacks are escaped.
        """
        result = process("show", "letters", graph=graph, PYTHONIOENCODING="ascii")

        assert (0, "") == (result.code, result.stderr)


class TestVerbs:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["biuld"], 'privkg: unknown command "biuld"; did you mean "build"?\n'),
            (["xyz"], 'privkg: unknown command "xyz"; known: ask, build, '),
            (["check", "--strikt"], 'privkg: unknown option "--strikt"; see `privkg check --help`\n'),
            (["--grap"], 'privkg: unknown option "--grap"; see `privkg --help`\n'),
            (["build", "--strikt"], 'privkg: unknown option "--strikt"; did you mean "--strict"?\n'),
            (["show"], "privkg: missing argument INCIDENT-or-IRI; see `privkg show --help`\n"),
            (["new"], "privkg: missing argument TITLE; see `privkg new --help`\n"),
            (
                ["build", "-j", "two"],
                'privkg: invalid value for --jobs / "-j": "two" is not a whole number; see ',
            ),
            (
                ["query", "--timeout", "1 m"],
                'privkg: invalid value for --timeout: "1 m" is not a number; see ',
            ),
        ],
    )
    def test_a_mistake_ends_with_2(self, arguments: list[str], words: str) -> None:
        """
        A usage error is one line with the mistake and advice.
        """
        result = run(*arguments)

        assert (2, "") == (result.code, result.stdout)
        assert words in result.stderr

    @pytest.mark.parametrize("verb", [[], ["build"], ["ask"], ["ask", QUESTION], ["show"], ["new"]])
    def test_each_verb_explains_itself(self, verb: list[str]) -> None:
        """
        --help is printed on standard output, with code 0.
        """
        result = run(*verb, "--help")

        assert (0, "") == (result.code, result.stderr)
        assert result.stdout.startswith("Usage: ")
