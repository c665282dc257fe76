"""Results of the shapes of decisions, roles, chains and dates are located at the words of the page."""

from pathlib import Path

import pytest

from builders import decision_text, document, page_text, row_text
from privkg.build import check
from privkg.core import documents

HERE = "⟦"
"""Marks the words of a page at which the finding is expected."""


def decided(*blocks: str, **fields: str) -> str:
    return page_text(decisions="\n\n".join(blocks), **fields)  # type: ignore[arg-type]


def rows(*fields: dict[str, str], **others: str) -> str:
    return page_text(rows=tuple(row_text(**each) for each in fields), **others)


FINE = decision_text(About="1")
PAGES = {
    "PK077": decided(decision_text(Decision="").replace("Decision:", f"{HERE}Decision:")),
    "PK078": decided(decision_text(Body=None).replace("Decision:", f"{HERE}Decision:")),
    "PK079": rows(
        {"Threat": "Judging Company watching people"},
        Threat_Actors="Judging Company",
        decisions=decision_text(Body=f"{HERE}Judging Company"),
    ),
    "PK080": decided(decision_text(Date=None).replace("Decision:", f"{HERE}Decision:")),
    "PK081": decided(decision_text(Amount=f"{HERE}500,000")),
    "PK082": decided(decision_text(Amount=f"{HERE}0 GBP")),
    "PK083": decided(decision_text(Date=f"{HERE}October 2020")),
    "PK084": rows({"Status": f"{HERE}Established"}),
    "PK085": rows(
        {"Status": f"{HERE}Established"},
        decisions=f"{FINE}\n\n{decision_text(Decision='Reduction', Amends='1')}",
    ),
    "PK086": rows({"Follows from": f"{HERE}2"}, {"Follows from": "1"}),
    "PK089": rows({"Information": f"Location, {HERE}Contact"}),
    "PK090": rows({"Role": f"Seller, {HERE}Bystander"}),
    "PK091": rows({"Recipient": f"{HERE}Example Agency"}),
    "PK092": rows({"Status": f"{HERE}Settled"}),
    "PK093": decided(
        decision_text(Date=f"{HERE}24 October 2021"),
        decision_text(Decision="Investigation", Date="2022", Appeal_of="1"),
        **{"Last checked": "2023"},
    ),
    "PK094": page_text(Reported=f"{HERE}October 2020"),
    "PK032": rows(
        {"Threat": f"Example Agency writing to {HERE}a@example.org", "Passage": "in the open"},
    ),
    "PK421": decided(decision_text(Date=f"{HERE}next week")),
    "PK422": decided(decision_text(About=f"1, {HERE}2")),
    "PK423": rows({"Follows from": f"{HERE}letters-opened/v1"}),
    "PK424": rows({"Source": f"{HERE}2"}),
    "PK425": rows({"Passage": f"{HERE}It happened in secret"}),
    "PK426": decided(decision_text(Amount=f"{HERE}many GBP")),
    "PK427": decided(decision_text(Amount=f"{HERE}$500,000")),
    "PK428": decided(decision_text(Amends=f"{HERE}1")),
}
"""By code, a page that breaks the rule. PK032: an act also rests on words of the Description."""
UNREACHABLE = {"PK087", "PK088"}
"""Rules that no page can break, since its numbers lead to earlier decisions and to its own rows only."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, int, int]]:
    """The findings of all pages in one check: file, code, line and column."""
    folder = tmp_path_factory.mktemp("located")
    for code, page in PAGES.items():
        titled = page.replace("Cameras for sale in an example", f"Cameras for sale in {code}", 1)
        (folder / f"{code}.txt").write_text(titled.replace(HERE, ""), encoding="utf-8")
    return {
        (Path(each.place.path).stem, each.rule.code, each.place.line, each.place.column)
        for each in check.check([folder]).findings
    }


@pytest.mark.parametrize("code", PAGES)
def test_a_finding_points_at_the_words(found: set[tuple[str, str, int, int]], code: str) -> None:
    """
    A broken rule is reported at the words that break it.
    """
    text = PAGES[code]
    wanted = documents.position(document(text).line_starts, text.index(HERE))

    assert wanted in [
        (line, column) for file, rule, line, column in found if (file, rule) == (code, code)
    ]


def test_every_rule_of_version_2_has_a_page() -> None:
    """
    Each shape from PK077 to PK094, and each rule of lifting, is broken by a page here.
    """
    wanted = {f"PK{number:03}" for number in (*range(77, 95), *range(421, 429))}

    assert wanted - UNREACHABLE == set(PAGES) - {"PK032"}
