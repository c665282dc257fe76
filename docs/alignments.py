"""The page of the alignments: how each match was made, how far two readings agree, and the decisions."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

READINGS = Path(__file__).parent.parent / "ontology" / "alignments" / "readings.tsv"
Reading = dict[str, str]
_HEAD = """# Alignments

Matches of privkg's concepts with terms of other vocabularies are in `ontology/alignments/`, one file
for each vocabulary. Each match has an axiom with its kind, a sentence with the reason, and
`sssom:mapping_justification`; none was made by a tool.

## Two readings

The maintainers assessed the matches twice, the second time without seeing the first results.

| reading | when | how |
|---|---|---|
| first | 23 November 2026 | match by match; \
corrected on 26 November 2026, before the two were compared, against the texts of the vocabularies |
| second | 26 November 2026 | \
only the pair, with our definition and theirs, looked up where the vocabulary publishes it |

The second reading chose one of exact, close, broad, narrow, related and none. It covers the matches with
DPV 2.3, LINDDUN, NIST's catalogue of problems and VERIS; everyday words, laws, roles and the wiki's own
terms are not in it. A match with the same result in both was kept; where they differ,
the definitions decided. Nobody outside of the project has reviewed them.

Agreement is the share read alike; Cohen's kappa sets aside what chance alone would give. *Close and
exact as one* counts these two kinds as the same: no match is exact, because such matches
spread from one vocabulary to the next.

| alignment | matches | alike | agreement | kappa | close and exact as one: agreement | kappa |
|---|---|---|---|---|---|---|
"""
_TABLE = """
## Where the readings differ

`broad` means that their term is broader than our concept, `none` that there is no match; it was removed.

| our concept | their term | first | second | decided | why |
|---|---|---|---|---|---|
"""
_SHORT = {
    "https://w3id.org/dpv/legal/eu/gdpr#": "eu-gdpr:",
    "https://w3id.org/dpv/rights/eu#": "eu-rights:",
    "https://w3id.org/dpv/risk#": "risk:",
    "https://w3id.org/dpv/sector/law#": "sector-law:",
    "https://w3id.org/dpv/ai#": "ai:",
    "https://w3id.org/dpv#": "dpv:",
    "https://w3id.org/privkg/alignment/linddun#": "linddun:",
    "https://w3id.org/privkg/alignment/nist-pram#": "nist:",
    "https://veriscommunity.net/attack-flow#": "veris:",
}


def page() -> Iterator[str]:
    """Yield the page."""
    with READINGS.open(encoding="utf-8", newline="") as file:
        readings = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    yield _HEAD
    for name in sorted({each["file"] for each in readings}):
        yield _numbers(name, [each for each in readings if each["file"] == name])
    yield _numbers("all", readings)
    differing = [each for each in readings if each["first"] != each["second"]]
    alike_but_exact = [
        each for each in differing if {each["first"], each["second"]} == {"close", "exact"}
    ]
    yield _TABLE
    yield from (_difference(each) for each in differing if each not in alike_but_exact)
    names = ", ".join(f"`{each['subject']}`–`{_short(each['object'])}`" for each in alike_but_exact)
    yield f"\nRead as close and as exact, and kept as close: {names}.\n"


def _numbers(name: str, readings: Sequence[Reading]) -> str:
    pairs = [(each["first"], each["second"]) for each in readings]
    as_one = [(_as_one(first), _as_one(second)) for first, second in pairs]
    alike = sum(first == second for first, second in pairs)
    cells = (name, len(pairs), alike, *_agreement(pairs), *_agreement(as_one))
    return f"| {' | '.join(map(str, cells))} |\n"


def _as_one(kind: str) -> str:
    return "close" if kind == "exact" else kind


def _agreement(pairs: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return the share of pairs that are alike, and Cohen's kappa."""
    observed = sum(first == second for first, second in pairs) / len(pairs)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    chance = sum(firsts[kind] * seconds[kind] for kind in firsts) / len(pairs) ** 2
    return f"{observed:.2f}", f"{(observed - chance) / (1 - chance):.2f}"


def _difference(each: Reading) -> str:
    names = (f"`{each['subject']}`", f"`{_short(each['object'])}`")
    return (
        f"| {' | '.join((*names, each['first'], each['second'], each['decision'], each['reason']))} |\n"
    )


def _short(address: str) -> str:
    return next(
        (short + address[len(full) :] for full, short in _SHORT.items() if address.startswith(full)),
        address,
    )
