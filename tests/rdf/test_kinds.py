"""The table of kinds of resources, and the modules that use it."""

import re

from checkout import ROOT
from privkg.link.kinds import KINDS
from privkg.publish.site import lists
from privkg.rdf.kinds import RECORDED, Kind

_KINDS = re.compile(
    r"""["'](?:actor|group)["'], ["'](?:group|place)["']|(?:actor|group)[|](?:group|place)"""
)


class TestKinds:
    def test_all_but_pages_are_listed(self) -> None:
        """
        Each kind of resources has a list on the site, except pages, which incidents name.
        """
        assert set(Kind) - {Kind.PAGE} == lists.LISTS.keys()

    def test_all_that_is_linked_is_a_kind_or_a_concept(self) -> None:
        """
        Links are proposed for kinds of resources, and for laws and concepts.
        """
        assert {Kind.ACTOR, Kind.PLACE, Kind.INCIDENT, "law", "concept"} == set(KINDS)

    def test_are_in_one_table(self) -> None:
        """
        No other module lists the kinds of resources that records describe.
        """
        assert all(_KINDS.search(text) for text in ('("actor", "group")', "group|place"))
        found = {
            path.name: _KINDS.findall(path.read_text(encoding="utf-8"))
            for path in (ROOT / "src").rglob("*.py")
        }

        assert {} == {name: lines for name, lines in found.items() if lines}
        assert [Kind.ACTOR, Kind.GROUP, Kind.PLACE] == list(RECORDED)
