"""Write the reference pages from the files that they describe; `--check` only compares."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import alignments
import click
import corpus
import gallery
import glossary
import model
import unexpected

import privkg.cli
from privkg.check import rulebook
from privkg.cli import VERBS
from privkg.core import resources
from privkg.core.model import Rule
from privkg.export.formats import FORMATS
from privkg.query.questions import load, names
from privkg.rdf.schemes import schemes
from privkg.rdf.terms import Term, iri_text, shorten, term
from privkg.reference import concepts
from privkg.store import rdf

REFERENCE = Path(__file__).parent / "reference"
EXPLANATION = REFERENCE.parent / "explanation"
HELP = Path(privkg.cli.__file__).parent / "help.txt"
CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"
_UNRELEASED, _RELEASES = "<!-- unreleased -->\n", "<!-- releases -->\n"
_NOTE = "<!-- Written by `make docs` from the files it describes; change those. -->\n\n"
_FINDINGS = """# Findings

What `privkg check` and `privkg build` report, as `file:line:column weight code name message`.
An error is a Violation and sets the exit code to 1; a warning or a note never does.

Rules PK001 to PK099 are SHACL shapes, one file each in `shapes/`, with the name of the rule.
Rules from PK100 on are checked while a page is read. A code is never reused for another rule.

| code | rule | weight | what must be true |
|---|---|---|---|
"""
_LABEL, _DEFINITION = term("skos:prefLabel"), term("skos:definition")
_BROADER, _SUPER = term("skos:broader"), term("rdfs:subClassOf")


def commands() -> Iterator[str]:
    """Yield the page of all commands, with the text of `--help`."""
    yield "# Commands\n\nExit codes: 0 done · 1 an input cannot be read, or a"
    yield " Violation was found · 2 wrong usage · 3 privkg failed"
    yield " · 130 ended by Ctrl-C · 143 ended by SIGTERM.\n"
    yield "\nOn a terminal, `build`, `check`, `export`, `link`, `publish` and `push` show each step with"
    yield " its count, rate and remaining time, and at the end how long they took; in a pipe and with"
    yield " `--quiet` they show neither.\nThe last line of a command that Ctrl-C or SIGTERM ended"
    yield " reports what it leaves, such as"
    yield " `privkg: interrupted; the graph built before is unchanged`.\n"
    group = click.Group("privkg")
    context = click.Context(group, info_name="privkg", terminal_width=100, max_content_width=100)
    for name, verb in VERBS.all().items():
        command = verb.command
        yield from _help(command, click.Context(command, info_name=name, parent=context))


def help_text() -> str:
    """Return the text of `privkg --help` on a terminal of 80 columns, which the package carries."""
    context = privkg.cli.group.make_context("privkg", [], resilient_parsing=True, terminal_width=78)
    return privkg.cli.group.get_help(context) + "\n"


def _help(command: click.Command, context: click.Context) -> Iterator[str]:
    context.terminal_width = 100
    yield f"\n## {context.command_path}\n\n```text\n{command.get_help(context).strip()}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner:
                yield from _help(inner, click.Context(inner, info_name=name, parent=context))


def findings() -> Iterator[str]:
    """Yield the page that lists all rules."""
    yield _FINDINGS
    for code, rule in rulebook.load().items():
        yield f"| [{code}](rules/{code}.md) | {rule.name} | {rule.severity.value} | {rule.claim} |\n"


def _rule(rule: Rule) -> Iterator[str]:
    """Yield the page of one rule, with the text of `privkg check --explain`."""
    title, text = rulebook.explain(rule.code).split("\n\n", 1)
    yield f"# {title}\n\n{text}"
    if (resources.folder("shapes") / f"{rule.name}.ttl").is_file():
        yield f"\nThe rule as SHACL: [shapes/{rule.name}.ttl](../../../shapes/{rule.name}.ttl)\n"


def rule_pages() -> dict[str, Callable[[], Iterator[str]]]:
    """Return the writer of the page of each rule, by the name of the page."""
    return {f"rules/{code}": partial(_rule, rule) for code, rule in rulebook.load().items()}


def questions() -> Iterator[str]:
    """Yield the page of the canned questions."""
    yield "# Questions\n\nEach question is a file in `queries/`; `privkg ask NAME --help` prints the"
    yield " same explanation. The [gallery](gallery.md) shows the answers.\n"
    for name in names():
        question = load(name)
        yield f"\n## {name}\n\n{question.summary}\n\n{question.description.strip()}\n\n"
        example = f"privkg ask {name} {question.example}".rstrip()
        yield f"Example: `{example}`\n\n| parameter | meaning |\n|---|---|\n"
        for parameter in question.parameters:
            yield f"| `--{parameter.name}` | {parameter.meaning} |\n"
        yield "\n| column | meaning |\n|---|---|\n"
        for column, meaning in question.columns.items():
            yield f"| `{column}` | {meaning} |\n"


def vocabulary() -> Iterator[str]:
    """Yield the page of all terms of the ontology, by namespace."""
    yield "# Vocabulary\n\nThe IRIs below `https://w3id.org/privkg/` do not resolve until they are"
    yield " registered.\n"
    about: dict[Term, dict[Term, list[Term]]] = {}
    for subject, predicate, value in concepts.triples():
        about.setdefault(subject, {}).setdefault(predicate, []).append(value)
    for prefix in ("pk", *(scheme.prefix for scheme in schemes())):
        yield f"\n## {prefix}\n\n| term | label | below | definition |\n|---|---|---|---|\n"
        terms = sorted(t for t in about if shorten(iri_text(t)).startswith(f"{prefix}:"))
        for each in terms:
            yield _term_row(each, about[each])


def _term_row(each: Term, about: dict[Term, list[Term]]) -> str:
    above = [shorten(iri_text(t)) for t in sorted((*about.get(_BROADER, ()), *about.get(_SUPER, ())))]
    texts = [rdf.literal_text(about[p][0]) if p in about else "" for p in (_LABEL, _DEFINITION)]
    return f"| `{shorten(iri_text(each))}` | {texts[0]} | {', '.join(above)} | {texts[1]} |\n"


def formats() -> Iterator[str]:
    """Yield the page of the formats of exports."""
    yield "# Formats of exports\n\n`privkg export` writes these:"
    yield " [how to export a graph](../how-to/export-a-graph.md).\n\n"
    yield "| `--format` | name | file | media type | carries | for |\n|---|---|---|---|---|---|\n"
    for name, found in FORMATS.all().items():
        each = found.FORMAT
        files = f"`{each.suffix}`" + (", several in a folder" if each.is_folder else "")
        cells = (f"`{name}`", each.name, files, f"`{each.media_type}`", each.words, each.purpose)
        yield f"| {' | '.join(cells)} |\n"
    yield "\n## Licence and credit\n\n"
    yield "Each format has the licence and the credit of the records of registers:\n\n"
    yield "| `--format` | licence and credit |\n|---|---|\n"
    yield from (f"| `{name}` | {found.FORMAT.credit} |\n" for name, found in FORMATS.all().items())


PAGES = {
    "alignments": alignments.page,
    "commands": commands,
    "findings": findings,
    "formats": formats,
    "glossary": glossary.page,
    "questions": questions,
    "vocabulary": vocabulary,
}


def changelog() -> str:
    """Return the changelog with the fragments of `changelog.d` as its section Unreleased."""
    command = [sys.executable, "-m", "towncrier", "build", "--draft"]
    command += ["--version", "Unreleased", "--date", "2000-01-01"]  # a draft has no date; cut below
    root, text = CHANGELOG.parent, CHANGELOG.read_text(encoding="utf-8")
    draft = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout  # noqa: S603
    _, _, entries = draft.partition("## [Unreleased] - 2000-01-01\n")
    head, _, rest = text.partition(_UNRELEASED)
    _, _, releases = rest.partition(_RELEASES)
    return f"{head}{_UNRELEASED}## [Unreleased]\n{entries.rstrip()}\n\n{_RELEASES}{releases}"


def main() -> int:
    """Write the pages, or with `--check` return 1 if one is out of date."""
    reference = {name: "".join(page()) for name, page in (PAGES | rule_pages()).items()}
    # After the commands' help: a command that has run shows the option --help in another way.
    with corpus.built() as graph:
        reference["gallery"] = "".join(gallery.page(graph))
        explanation = unexpected.files(graph)
    explanation |= {"model.md": "".join(model.page()), model.NAME: model.svg()}
    texts = {REFERENCE / f"{name}.md": _trimmed(_NOTE + text) for name, text in reference.items()}
    texts |= {EXPLANATION / name: text for name, text in explanation.items()}
    return _compare_or_write(texts | {HELP: help_text(), CHANGELOG: changelog()})


def _trimmed(text: str) -> str:
    return re.sub(r"[ \t]+\n", "\n", text)


def _compare_or_write(texts: dict[Path, str]) -> int:
    stale = []
    for path, text in texts.items():
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
    stale += [path.name for path in (REFERENCE / "rules").glob("*.md") if path not in texts]
    if stale:
        sys.stderr.write(f"generated files are out of date: {', '.join(stale)}; run `make docs`\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
