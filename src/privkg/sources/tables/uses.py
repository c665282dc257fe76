"""Proposes a use for each column of an unknown table, by the words of its header and its values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from privkg.core import names
from privkg.core.text import quoted
from privkg.reference import concepts
from privkg.reference.vocabulary import Vocabulary
from privkg.sources.tables.columns import MOST_WORDS, Sample

CODE = "code"
"""The use of a column as a list of the register's own codes; the other uses are fields of incidents."""
_KEYS = frozenset({"id", "identifier", "key", "no", "nr", "number", "code", "ref", "reference", "uuid"})
_SHARE_OF_KEYS = 0.9
"""How many of the records have a value of their own in a column named as a key."""
_FEWEST_TERMS = 3
_SHARE_OF_TERMS = 0.5
"""If the header does not name the use: how many of the words, and which share, are terms."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of values.

    Attributes:
        noun: what they are; empty if they are any words.
        fits: a function that returns whether the values of a column are of this kind.
        is_single: whether a use is of one column of this kind only.
        separators: what may separate several of them in a cell.
    """

    noun: str
    fits: Callable[[Sample], bool]
    is_single: bool = True
    separators: tuple[str, ...] = ()


def _are_links(column: Sample) -> bool:
    return column.are_addresses and not column.are_pictures


def _are_texts(column: Sample) -> bool:
    return column.is_text and column.are_long


def _are_words(column: Sample) -> bool:
    return column.is_text and not column.are_long


def _are_titles(column: Sample) -> bool:
    return _are_words(column) and not column.recurs


_DATES = _Kind("dates", lambda column: column.are_dates)
_NUMBERS = _Kind("numbers", lambda column: column.are_numbers)
_TEXTS = _Kind("long texts", _are_texts)
_TITLES = _Kind("short texts, most of them different", _are_titles)
_LINKS = _Kind("web addresses", _are_links, is_single=False, separators=(";", "|", "\n", ",", " "))
_WORDS = _Kind("", _are_words, is_single=False, separators=(";", "|", "\n", ","))
_NAMES = _Kind(
    "", _are_words, is_single=False, separators=(";", "|", "\n")
)  # which may have commas in them
_PHRASES = _Kind("", _are_words, is_single=False)


@dataclass(frozen=True, slots=True)
class _Use:
    """A use of columns.

    Attributes:
        name: the field of incidents.
        words: words of headers that name it, the best first.
        kind: the kind of values that can be of it.
        terms: the terms that its words are looked up in, if a table of values may have them.
    """

    name: str
    words: tuple[str, ...]
    kind: _Kind
    terms: Callable[[], Vocabulary] | None = None

    def named_by(self, column: Sample) -> str:
        """Return the word of a header that names the use; empty if none does."""
        return next((word for word in self.words if word in column.words), "")

    def words_of(self, column: Sample) -> frozenset[str]:
        """Return the words in the cells of a column of this use."""
        return frozenset(column.parts(column.separator(self.kind.separators)))

    def proposal(self, column: Sample, why: str) -> "Proposal":
        """Return this use as that of a column, with the reason."""
        is_table = self.terms and 0 < len(self.words_of(column)) <= MOST_WORDS
        return Proposal(
            column=column,
            use=self.name,
            why=why,
            separator=column.separator(self.kind.separators),
            terms=self.terms() if self.terms and is_table else None,
        )


_USES = (
    _Use("last_checked", ("checked", "accessed", "retrieved"), _DATES),
    _Use("reported", ("reported", "disclosed", "notified", "announced", "published"), _DATES),
    _Use("date", ("date", "occurred", "when", "happened", "start", "day", "time", "year"), _DATES),
    _Use("sources", ("source", "sources", "link", "links", "url", "urls", "references"), _LINKS),
    _Use("people_affected", ("affected", "individuals", "people", "persons", "victims"), _NUMBERS),
    _Use("description", ("description", "details", "narrative", "story", "text", "summary"), _TEXTS),
    _Use("lead", ("summary", "abstract", "overview", "synopsis", "description"), _TEXTS),
    _Use("title", ("title", "headline", "name", "incident", "case", "event", "breach"), _TITLES),
    _Use("harms", ("harm", "harms", "violation", "violations"), _WORDS, concepts.harms),
    _Use("information", ("information", "data"), _WORDS, concepts.information),
    _Use(
        "locations",
        ("country", "countries", "location", "locations", "place", "where", "city", "jurisdiction"),
        _NAMES,
    ),
    _Use("technologies", ("technology", "technologies"), _WORDS),
    _Use("laws", ("law", "laws", "legislation", "regulation", "regulations", "statute"), _NAMES),
    _Use("outcome", ("outcome", "penalty", "fine", "sanction", "settlement"), _PHRASES),
    _Use("affected", ("affected", "victim", "victims", "harmed", "group", "groups"), _NAMES),
    _Use(
        "actors",
        (
            *("actor", "actors", "organisation", "organization", "company", "entity", "agency", "who"),
            *("controller", "deployer", "developer", "operator", "perpetrator", "provider", "vendor"),
        ),
        _NAMES,
    ),
)
"""The uses by the words of headers; the first that the header names and the values fit is proposed."""
_OF_TERMS = (
    *(use for use in _USES if use.terms),
    _Use("tangible_harms", (), _WORDS, concepts.consequences),
)
_OF_CODES = _Use(CODE, (), _WORDS)
_BY_NAME = {use.name: use for use in (*_USES, *_OF_TERMS, _OF_CODES)}


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The proposed use of a column.

    Attributes:
        column: the column.
        use: a field of incidents, or `CODE`; empty if none is proposed.
        why: the reason.
        separator: what separates several values in a cell; empty if a cell is one value.
        terms: the terms that a table of values is to have; None if there is no such table.
    """

    column: Sample
    use: str
    why: str
    separator: str = ""
    terms: Vocabulary | None = None

    @property
    def without_term(self) -> int:
        """The number of words that are to be in a table of values, and are not the label of a term."""
        if self.terms is None:
            return 0
        words = {names.key(word): word for word in self.column.parts(self.separator)}
        return sum(1 for word in words.values() if not self.terms.find(word))


def propose(columns: Sequence[Sample]) -> list[Proposal]:
    """Return a proposal for each column, in their order."""
    found, by_use = dict[str, Proposal](), dict[str, str]()
    for way in (_by_header, _by_terms, _by_values):
        for one in way([column for column in columns if column.name and column.name not in found]):
            is_taken = one.use in by_use and _BY_NAME[one.use].kind.is_single
            if one.column.name not in found and not is_taken:
                found[one.column.name] = one
                by_use[one.use] = one.column.name
    return [found.get(column.name) or _without_use(column, by_use) for column in columns]


def key_of(columns: Sequence[Sample]) -> Sample | None:
    """Return the column that identifies a record: of several that can, that of the shortest values.

    It has another value in each record; or its header is "ID" or the like, and few records lack a value
    or have that of another. None if there is no such column.
    """
    able = [one for one in columns if one.name and one.is_short and _distinct(one) >= _least(one)]
    return min(able, key=lambda one: (not _is_named_key(one), sum(map(len, one.values))), default=None)


def _distinct(column: Sample) -> float:
    """Return the share of the records that have a value of their own, if each has at most one."""
    is_one = len(column.values) <= column.records
    return len(column.distinct) / column.records if is_one and column.records else 0.0


def _least(column: Sample) -> float:
    return _SHARE_OF_KEYS if _is_named_key(column) else 1.0


def _is_named_key(column: Sample) -> bool:
    return not _KEYS.isdisjoint(column.words)


def _by_header(columns: Sequence[Sample]) -> Iterator[Proposal]:
    """Yield the uses that the headers name, for each use the column with its best word first."""
    for use in _USES:
        named = [column for column in columns if use.named_by(column) and use.kind.fits(column)]
        for column in sorted(named, key=lambda one: use.words.index(use.named_by(one))):
            are = f", and the values are {use.kind.noun}" if use.kind.noun else ""
            yield use.proposal(column, f"the header has {quoted(use.named_by(column))}{are}")


def _by_terms(columns: Sequence[Sample]) -> Iterator[Proposal]:
    """Yield the uses of columns whose words are terms of a vocabulary."""
    for use in _OF_TERMS:
        for column in filter(use.kind.fits, columns):
            proposed = use.proposal(column, "")
            number = len(use.words_of(column))
            known = number - proposed.without_term if proposed.terms else 0
            if known >= max(_FEWEST_TERMS, _SHARE_OF_TERMS * number):
                why = f"{known} of {number} words are terms of {use.name}"
                yield replace(proposed, why=why)


def _by_values(columns: Sequence[Sample]) -> Iterator[Proposal]:
    """Yield the uses that the values alone suggest, of texts the longest first."""
    for column in sorted(columns, key=lambda one: -sum(map(len, one.values))):
        if _LINKS.fits(column):
            yield _BY_NAME["sources"].proposal(column, "the values are web addresses")
        elif _DATES.fits(column) and not column.are_numbers:
            yield _BY_NAME["date"].proposal(column, "the values are dates")
        elif _TEXTS.fits(column):
            yield _BY_NAME["description"].proposal(column, "the values are the longest texts")
        elif _WORDS.fits(column) and column.is_code_list(column.separator(_WORDS.separators)):
            yield _OF_CODES.proposal(column, "a few words that recur: codes of the register")
        elif _TITLES.fits(column) and column.have_spaces:
            yield _BY_NAME["title"].proposal(column, f"the values are {_TITLES.noun}")


def _without_use(column: Sample, by_use: Mapping[str, str]) -> Proposal:
    """Return the proposal of no use, with the reason."""
    date, description = (quoted(by_use.get(use, "")) for use in ("date", "description"))
    reasons = (
        (not column.name, "the header does not name it; write a name there to use it"),
        (not column.values, "no value in the records that were read"),
        (column.are_truths, "true or false; conditions (keep, skip) may use it"),
        (column.are_pictures, "addresses of pictures"),
        (column.are_numbers, "numbers"),
        (column.are_dates, f"dates, but the date is in {date}"),
        (not column.is_text, "JSON in cells, and not lists of strings"),
        (column.are_long, f"long texts, but the description is in {description}"),
    )
    why = next((why for holds, why in reasons if holds), "neither header nor values suggest a use")
    return Proposal(column=column, use="", why=why)
