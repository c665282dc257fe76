"""The index is brought up to date: after any changes it has and answers what a new one does."""

import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.core.errors import StoreError, UnknownNameError
from privkg.search import facets
from privkg.search.entries import Entry
from privkg.search.facets import Facet, Value
from privkg.search.find import Found, find
from privkg.search.index import Index, Writer
from privkg.store import seal

SLUGS = ("letters-opened", "cameras", "file-on-all", "leak")
WORDS = ("letter", "Letters", "café", "CAFE", "camera", "post", "x", "AND", "\x02", "中文")
COUNTRIES = (
    Value("Norway", "https://w3id.org/dpv/loc#NO"),
    Value("Peru", "https://w3id.org/dpv/loc#PE"),
)

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
entries = st.builds(
    Entry,
    slug=st.sampled_from(SLUGS),
    titles=st.lists(texts.filter(str.strip), min_size=1, max_size=2).map(tuple),
    names=st.lists(texts.filter(str.strip), max_size=2).map(tuple),
    texts=st.lists(texts.filter(str.strip), max_size=3).map(tuple),
    date=st.sampled_from(("", "2019", "2020-11")),
    values=st.fixed_dictionaries(
        {
            Facet.YEAR: st.sampled_from(("2019", "2020")).map(lambda year: tuple(facets.years([year]))),
            Facet.COUNTRY: st.sets(st.sampled_from(COUNTRIES), min_size=1).map(
                lambda s: tuple(sorted(s))
            ),
        }
    ),
)
changes = st.lists(st.one_of(entries, st.sampled_from(SLUGS)), max_size=8)


def write(folder: Path, changes: Iterable[Entry | str], former: Path | None = None) -> Index:
    """Return the index in a folder after changes: an entry is put, a slug is removed."""
    folder.mkdir()
    writer = Writer(folder, former)
    for change in changes:
        if isinstance(change, Entry):
            writer.put(change)
        else:
            writer.remove(change)
    writer.finish()
    return Index(folder)


def answers(index: Index) -> list[Found]:
    """Return what an index finds by each word, and by each country."""
    by_words = [find(index, word, limit=3) for word in ("", *WORDS)]
    return by_words + [
        find(index, "", {Facet.COUNTRY: [one.label]}) for one in index.members[Facet.COUNTRY]
    ]


def verify(folder: Path) -> None:
    """Check that the words of an index are those of its texts."""
    held = sqlite3.connect(folder / seal.SEARCH)
    held.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
    held.close()


class TestChanges:
    @given(builds=st.lists(changes, min_size=2, max_size=4))
    def test_as_a_new_one(self, builds: list[list[Entry | str]]) -> None:
        """
        After changes in several builds the index is as one that is written at once.
        """
        with tempfile.TemporaryDirectory() as name:
            former: Path | None = None
            expected: dict[str, Entry] = {}
            for number, some in enumerate(builds):
                index = write(Path(name, f"{number}"), some, former)
                former = Path(name, f"{number}")
                for one in some:
                    expected.pop(one if isinstance(one, str) else one.slug, None)
                    expected.update({} if isinstance(one, str) else {one.slug: one})
            fresh = write(Path(name, "fresh"), expected.values())

            assert list(fresh.entries()) == list(index.entries())
            assert answers(fresh) == answers(index)
            verify(Path(name, f"{len(builds) - 1}"))


LETTERS = Entry(
    slug="letters",
    titles=("Letters opened", "Opened"),
    names=("Example Agency",),
    texts=("Letters were read. Cafés too.",),
    date="2019",
    values={Facet.YEAR: (Value("2019", "2019"),), Facet.COUNTRY: COUNTRIES},
)
CAFE = Entry(
    slug="cafe",
    titles=("A café",),
    texts=("Its letters were lost.",),
    date="2020-11",
    values={Facet.YEAR: (Value("2020", "2020"),), Facet.COUNTRY: COUNTRIES[:1]},
)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """An index of two incidents."""
    return write(tmp_path / "index", (LETTERS, CAFE))


def slugs(found: Found) -> list[str]:
    return [hit.slug for hit in found.hits]


class TestFind:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("letter", ["letters", "cafe"]),
            ("CAFE", ["cafe", "letters"]),
            ("letters agency", ["letters"]),
            ("", ["cafe", "letters"]),
            ("***", []),
            ("unknown", []),
        ],
    )
    def test_titles_weigh_most(self, index: Index, text: str, expected: list[str]) -> None:
        """
        All words must match; a match in a title comes first; without words the newest comes first.
        """
        assert expected == slugs(find(index, text))

    @pytest.mark.parametrize(
        ("text", "title", "sentence"),
        [
            ("cafe", "Letters opened", "*Cafés* too."),
            ("agency", "Letters opened", "Example *Agency*"),
            ("opened", "Letters *opened*", ""),
            ("letter", "*Letters* opened", "*Letters* were read."),
        ],
    )
    def test_words_are_marked(self, index: Index, text: str, title: str, sentence: str) -> None:
        """
        A hit has the sentence with the words, or the names that they are in.
        """
        hit = next(hit for hit in find(index, text).hits if hit.slug == "letters")

        assert (title, sentence) == (hit.title.marked("*", "*"), hit.sentence.marked("*", "*"))

    @pytest.mark.parametrize(
        ("chosen", "expected"),
        [
            ({Facet.YEAR: ["2019"]}, ["letters"]),
            ({Facet.YEAR: ["2019", "2020"]}, ["letters", "cafe"]),
            ({Facet.COUNTRY: ["PE"]}, ["letters"]),
            ({Facet.COUNTRY: ["peru"], Facet.YEAR: ["2020"]}, []),
        ],
    )
    def test_values_restrict(
        self, index: Index, chosen: Mapping[Facet, list[str]], expected: list[str]
    ) -> None:
        """
        An incident has one of the chosen values of each facet, which is named by label or code.
        """
        found = find(index, "letters", chosen)

        assert (expected, len(expected)) == (slugs(found), found.total)

    def test_counts_ignore_their_own_facet(self, index: Index) -> None:
        """
        The counts of a facet are those of the other choices, so that another value can be chosen.
        """
        found = find(index, "letters", {Facet.YEAR: ["2019"]}, limit=0)

        assert ((), 1) == (found.hits, found.total)
        assert {"2019": 1, "2020": 1} == {
            one.label: count for one, count in found.counts[Facet.YEAR].items()
        }
        assert {"Norway": 1, "Peru": 1} == {
            one.label: count for one, count in found.counts[Facet.COUNTRY].items()
        }

    def test_an_unknown_value(self, index: Index) -> None:
        """
        A value that no incident has is an error that suggests one.
        """
        with pytest.raises(UnknownNameError, match=r'unknown country "Norwey"; did you mean "Norway"\?'):
            find(index, "", {Facet.COUNTRY: ["Norwey"]})


class TestDamage:
    def test_absent(self, tmp_path: Path) -> None:
        """
        A generation without an index is an error that names the remedy.
        """
        with pytest.raises(StoreError, match="no index of words; build the graph again"):
            Index(tmp_path)

    def test_not_a_database(self, tmp_path: Path) -> None:
        """
        A file that is not a database is an error with its place.
        """
        (tmp_path / seal.SEARCH).write_bytes(b"x" * 5000)

        with pytest.raises(StoreError, match=r"search\.sqlite: damaged \(.*\); build again"):
            find(Index(tmp_path), "word")
