"""Three answers from the corpus that were not expected, each with its question, chart and caveats."""

from collections.abc import Iterator
from dataclasses import dataclass

import corpus

NAME = "unexpected.md"
_FIRST_TWO = {"disclosure", "exclusion"}
_HEAD = """# Three answers that were not expected

<!-- Written by `make docs` from the corpus; change that, or docs/unexpected.py. -->

Each is an answer from the pages of [the corpus](../../data/README.md), which has its
[gaps and biases](../../data/README.md#gaps-and-biases): counts are of what was written down, and compare
parts of this corpus with each other.
To get an answer and its chart, build the corpus first: `privkg build data/incidents`.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer: its question, what it shows, why it may be so, and what its chart draws."""

    question: str
    title: str
    shows: str
    caveats: str
    drawn: str

    @property
    def chart(self) -> str:
        """The name of the file with its chart."""
        return f"{self.question}.svg"


def files(graph: str) -> dict[str, str]:
    """Return the page and its charts, by the names of their files, of the graph in a folder.

    Raises:
        RuntimeError: an answer no longer shows what its title states.
    """
    answers = [_exclusion(graph), _consequences(graph), _decisions(graph)]
    charts = {answer.chart: corpus.chart(graph, answer.question) for answer in answers}
    return {NAME: _HEAD + "".join("".join(_section(answer)) for answer in answers)} | charts


def _section(answer: Answer) -> Iterator[str]:
    yield f"\n## {answer.title}\n\n{answer.shows}\n\n"
    yield f"```sh\nprivkg ask {answer.question} --chart {answer.chart}\n```\n\n"
    yield f"![{answer.drawn}]({answer.chart})\n\n{answer.caveats}\n"


def _exclusion(graph: str) -> Answer:
    counts = {row["harmLabel"]: row["incidents"] for row in corpus.rows(graph, "incidents-by-harm")}
    pairs = corpus.rows(graph, "harms-occurring-together")
    both = [row for row in pairs if {row["harmLabel"], row["otherHarmLabel"]} == _FIRST_TWO]
    _require(set(list(counts)[:2]) == _FIRST_TWO, "exclusion is one of the two most frequent harms")
    others = ", ".join(f"{label} in {counts[label]}" for label in list(counts)[2:5])
    return Answer(
        question="incidents-by-harm",
        title="Not knowing is nearly as frequent as disclosure",
        shows=f"Exclusion is in {counts['exclusion']} of {_incidents()} incidents, disclosure in"
        f" {counts['disclosure']}, {others}. By `harms-occurring-together`,"
        f" {both[0]['incidents']} incidents have both exclusion and disclosure.",
        caveats="By the coding guide, a leak or a purpose of which people were not informed is"
        " exclusion. Laws demand that people be informed, so that authorities look for it, and incidents"
        " with a decision were preferred. An incident counts once for a harm, whatever its status.",
        drawn="How many incidents have each harm",
    )


def _consequences(graph: str) -> Answer:
    rows = corpus.rows(graph, "consequences-known-by-harm")
    unknown = [row for row in rows if row["known"] == "0"]
    _require(bool(unknown), "there are harms without a known consequence")
    first = " and ".join(f"{row['known']} of {row['rows']} of {row['harmLabel']}" for row in rows[:2])
    return Answer(
        question="consequences-known-by-harm",
        title="For many harms, no consequence is known",
        shows=f"A consequence is known for {_total(rows, 'known')} of {_total(rows, 'rows')} rows: for"
        f" {first}, but for none of {_total(unknown, 'rows')} rows of {len(unknown)} harms:"
        f" {', '.join(row['harmLabel'] for row in unknown)}.",
        caveats="Not known is not none: reports state who was pressed or wrongly stopped, and seldom"
        " what became of people whose facts lay open. Most copies of sources end early, and some"
        " harms have few rows.",
        drawn="The percentage of rows of each harm that name a consequence",
    )


def _decisions(graph: str) -> Answer:
    rows = [row for row in corpus.rows(graph, "times-to-decision") if row["becameKnown"]]
    waits = [int(row["yearsToDecision"]) - int(row["yearsToKnown"]) for row in rows]
    soon = sum(wait <= 1 for wait in waits)
    longer = sum(int(row["yearsToKnown"]) > wait for row, wait in zip(rows, waits, strict=True))
    _require(2 * soon > len(rows), "most first decisions follow in the year after an act became known")
    return Answer(
        question="times-to-decision",
        title="Once an act is known, a decision follows soon",
        shows=f"In {soon} of the {len(rows)} incidents with a dated decision, the first was in the year"
        f" in which the act became known or in the next. In {longer}, more years passed before it was"
        " known than from then to the decision.",
        caveats="Incidents whose end is documented were preferred, and those without a decision are not"
        " among them. Years are differences of calendar years, `yearsToDecision` less `yearsToKnown`;"
        " the first decision is often not the last. The chart has the years since an incident began, so"
        " that its longest bars are acts that stayed secret for long.",
        drawn="The years from the beginning of each incident to its first decision",
    )


def _incidents() -> int:
    return len(list(corpus.PAGES.glob("*.txt")))


def _total(rows: list[dict[str, str]], column: str) -> int:
    return sum(int(row[column]) for row in rows)


def _require(is_shown: bool, claim: str) -> None:
    if not is_shown:
        raise RuntimeError(
            f"docs/unexpected.py: the corpus no longer shows that {claim}; rewrite the page"
        )
