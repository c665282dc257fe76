"""Digests of what pages are made from: whatever changes, equal digests mean equal files."""

import dataclasses
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import PREFIX_LINES, page_text, row_text
from changes import SLOW, Step, Written, steps
from checkout import INCIDENTS, ROOT
from noticed import notice
from privkg import build
from privkg.publish.metadata import dataset
from privkg.publish.site import inputs, rendering
from privkg.publish.site.contents import Contents
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import Term
from privkg.store.graph import open_graph

CHANGES = 3
"""The number of changes of the corpus, one after the other."""

Pages = Mapping[Term, tuple[str, Mapping[str, bytes | str]]]
"""The digest of each resource, and its files."""


def pages(graph: Path, **described: str) -> Pages:
    """Return the digest and the files of each resource of a graph; the dataset may be described so."""
    own = dataclasses.replace(dataset.read(ROOT / "privkg.toml"), **described)  # type: ignore[arg-type]
    contents = Contents(open_graph(graph), own)
    found = {}
    for things, is_withdrawn in (
        *((some, False) for some in contents.of_kinds.values()),
        (contents.withdrawn, True),
    ):
        for thing in things:
            digest = contents.made_from(thing, is_withdrawn=is_withdrawn)
            files = contents.of(thing, is_withdrawn=is_withdrawn)
            found[thing] = digest, {file.path: file.make() for file in files}
    return found


def wrong(before: Pages, after: Pages) -> list[str]:
    """Return the files of resources with equal digests that differ."""
    return [
        f"{path} of {thing}"
        for thing in before.keys() & after.keys()
        if before[thing][0] == after[thing][0]
        for path in before[thing][1].keys() | after[thing][1].keys()
        if before[thing][1].get(path) != after[thing][1].get(path)
    ]


def kept(before: Pages, after: Pages) -> set[str]:
    """Return the last parts of the IRIs of the resources whose digests are equal."""
    both = before.keys() & after.keys()
    return {thing.rpartition("/")[2][:-1] for thing in both if before[thing][0] == after[thing][0]}


def written(folder: Path, texts: Mapping[str, str], records: str = "", notices: str = "") -> Pages:
    """Return the digests and files of the resources of a graph, after writing some of its pages.

    Args:
        folder: the folder of its pages, and of everything else.
        texts: the pages, by name.
        records: authority records in Turtle.
        notices: notices in Turtle.
    """
    for name in ("pages/notices", "records"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / "pages" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "records" / "own.ttl").write_text(PREFIX_LINES + records, encoding="utf-8")
    (folder / "pages" / "notices" / "own.ttl").write_text(PREFIX_LINES + notices, encoding="utf-8")
    build.build(
        [folder / "pages"],
        folder / "graph",
        authority_folders=[folder / "records"],
        is_incremental=False,
    )
    return pages(folder / "graph")


@settings(SLOW, max_examples=6)
@given(st.lists(st.lists(steps, min_size=1, max_size=3), min_size=2, max_size=4))
def test_files_with_equal_digests_are_equal(sequence: list[list[Step]]) -> None:
    """
    Whatever is added, changed, renamed, removed or withdrawn, no file of an equal digest has changed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder, before = Path(name, "pages"), dict[Term, tuple[str, Mapping[str, bytes | str]]]()
        folder.mkdir()
        Written("always.txt", page_text("A page that is always there"))(folder)
        for group in sequence:
            for step in group:
                step(folder)
            build.build([folder], Path(name, "graph"), is_incremental=False)
            after = pages(Path(name, "graph"))
            assert [] == wrong(before, after)
            before = dict(after)


def exchanged(lines: list[str], others: list[str], chance: random.Random) -> list[str]:
    """Return the lines of a page with one of another page in the place of one of the same field."""
    fields = [number for number, line in enumerate(lines) if ":" in line or line.startswith("Location")]
    number = chance.choice(fields)
    field = lines[number].partition(":")[0].partition(" ")[0]
    same = [line for line in others if line.startswith(field)] or [f"{field}: Moscow, Russia"]
    return [*lines[:number], chance.choice(same), *lines[number + 1 :]]


def removed(lines: list[str], _: list[str], chance: random.Random) -> list[str]:
    """Return the lines of a page without one of them."""
    number = chance.randrange(2, len(lines))
    return [*lines[:number], *lines[number + 1 :]]


def doubled(lines: list[str], others: list[str], chance: random.Random) -> list[str]:
    """Return the lines of a page with a line of another page among them."""
    number = chance.randrange(2, len(lines))
    return [*lines[:number], chance.choice(others), *lines[number:]]


KINDS: tuple[Callable[[list[str], list[str], random.Random], list[str]], ...] = (
    exchanged,
    exchanged,
    removed,
    doubled,
)


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(n, marks=pytest.mark.long(part="cases")) for n in range(1, 12))]
)
def test_changes_of_the_corpus(seed: int, tmp_path: Path) -> None:
    """
    However lines of the corpus are exchanged, removed or added, no file of an equal digest has changed.
    """
    chance = random.Random(seed)
    shutil.copytree(INCIDENTS, tmp_path / "pages")
    paths = sorted((tmp_path / "pages").rglob("*.txt"))
    build.build([tmp_path / "pages"], tmp_path / "graph")
    before = pages(tmp_path / "graph")
    for _ in range(CHANGES):
        changed, other = chance.sample(paths, 2)
        lines, others = (path.read_text(encoding="utf-8").splitlines() for path in (changed, other))
        text = "\n".join(chance.choice(KINDS)(lines, others, chance))
        time.sleep(0.02)  # a file that has just been changed is read again
        changed.write_text(text + "\n", encoding="utf-8")
        build.build([tmp_path / "pages"], tmp_path / "graph")
        after = pages(tmp_path / "graph")
        assert [] == wrong(before, after)
        before = after


def test_an_act_concerns_those_whom_it_names(tmp_path: Path) -> None:
    """
    With the words of an act, the digests of its incident, actor and group change, and no others.
    """
    texts = {
        "letters": page_text("Letters opened", Location="Oslo, Norway"),
        "cameras": page_text(
            "Cameras for sale",
            rows=(row_text(Threat="Example Club filming them", At_Risk_group="Pupils in Oslo"),),
            Threat_Actors="Example Club",
            Affected="Pupils in Oslo",
            sources="https://example.org/cameras",
        ),
    }
    before = written(tmp_path, texts)
    after = written(tmp_path, {"letters": texts["letters"].replace("watching people", "looking on")})

    assert before.keys() == after.keys()
    assert {"cameras-for-sale", "example-club", "pupils-in-oslo", "moscow-russia"} <= kept(before, after)
    assert not {"letters-opened", "example-agency", "people-in-moscow"} & kept(before, after)


def test_a_line_concerns_its_incident_alone(tmp_path: Path) -> None:
    """
    If only the lines of passages change, so does the digest of their incident, and no other.
    """
    text = page_text("Letters opened")
    before = written(tmp_path, {"letters": text})
    after = written(tmp_path, {"letters": text.replace("Description\n", "\nDescription\n")})

    names = {thing.rpartition("/")[2][:-1] for thing in before}
    assert names - kept(before, after) == {"letters-opened"}


def test_a_name_concerns_what_leads_to_it(tmp_path: Path) -> None:
    """
    With the name of an organisation change the digests of its units, and of incidents that name one.
    """
    records = (
        f'{DEFAULT.actor("Example Agency")} a pk:Company ; skos:prefLabel "Example Agency"@en ;'
        f" org:unitOf {DEFAULT.actor('Example State')} .\n"
        f'{DEFAULT.actor("Example State")} a pk:Company ; skos:prefLabel "Example State"@en .\n'
    )
    texts = {
        "letters": page_text("Letters opened"),
        "cameras": page_text(
            "Cameras for sale",
            rows=(row_text(Threat="Example Club filming them", At_Risk_group="Pupils in Oslo"),),
            Threat_Actors="Example Club",
            Affected="Pupils in Oslo",
            Location="Oslo, Norway",
        ),
    }
    before = written(tmp_path, texts, records)
    after = written(tmp_path, texts, records.replace('"Example State"', '"State of Example"'))

    assert {"cameras-for-sale", "example-club"} <= kept(before, after)
    assert not {"letters-opened", "example-agency", "example-state"} & kept(before, after)


def test_a_notice_concerns_its_incident(tmp_path: Path) -> None:
    """
    With a notice about an incident its digest changes, and no other.
    """
    texts = {"letters": page_text("Letters opened"), "cameras": page_text("Cameras for sale")}
    before = written(tmp_path, texts)
    one = notice("one", "Correction", DEFAULT.incident("letters-opened"))
    after = written(tmp_path, texts, notices=one)

    names = {thing.rpartition("/")[2][:-1] for thing in before}
    assert names - kept(before, after) == {"letters-opened"}


def test_another_description_changes_all(tmp_path: Path) -> None:
    """
    With another version or title of the dataset, which each page shows, no digest is the same.
    """
    before = written(tmp_path, {"letters": page_text("Letters opened")})
    graph = tmp_path / "graph"

    assert set() == kept(before, pages(graph, version="9.9.9"))
    assert set() == kept(before, pages(graph, title="Another dataset"))


def test_the_code_is_what_makes_pages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """
    The hash of the code changes with a template, and with the version of a library.
    """
    (tmp_path / "page.html").write_text("{{ page }}", encoding="utf-8")
    known = {inputs._installed.__wrapped__()}
    with monkeypatch.context() as changed:
        changed.setattr(rendering, "templates", lambda: [tmp_path / "page.html"])
        known.add(inputs._installed.__wrapped__())
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"{name} 99")
    known.add(inputs._installed.__wrapped__())

    assert 3 == len(known)


def test_other_code_changes_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    With another version of a library, no digest is the same.
    """
    texts = {"letters": page_text("Letters opened")}
    before = written(tmp_path, texts)
    monkeypatch.setattr("privkg.publish.site.inputs._installed", lambda: "another")

    assert set() == kept(before, written(tmp_path, texts))
