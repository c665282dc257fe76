"""Licences: the name of each, and whether it requires to share alike."""

import itertools

import pytest

from privkg.publish.metadata.dataset import LICENCES
from privkg.reference import licences
from privkg.reference.licences import Condition

SHARE_ALIKE, NON_COMMERCIAL, NO_DERIVATIVES = Condition
CC = "https://creativecommons.org"


class TestNames:
    @pytest.mark.parametrize(
        ("address", "name", "conditions"),
        [
            (f"{CC}/licenses/by-sa/4.0/", "CC BY-SA 4.0", (SHARE_ALIKE,)),
            (f"{CC}/licenses/by-sa/4.0", "CC BY-SA 4.0", (SHARE_ALIKE,)),
            (f"{CC}/licenses/by-sa/4.0/legalcode.de", "CC BY-SA 4.0", (SHARE_ALIKE,)),
            (f"{CC}/licenses/by-sa/2.0/legalcode", "CC BY-SA 2.0", (SHARE_ALIKE,)),
            ("http://creativecommons.org/licenses/by-sa/3.0/de/", "CC BY-SA 3.0 DE", (SHARE_ALIKE,)),
            (f"{CC}/licenses/by-sa/3.0/igo/deed.en", "CC BY-SA 3.0 IGO", (SHARE_ALIKE,)),
            (f"{CC}/licenses/sa/1.0/", "CC SA 1.0", (SHARE_ALIKE,)),
            (f"{CC}/licenses/by-nd-nc/1.0/", "CC BY-ND-NC 1.0", (NON_COMMERCIAL, NO_DERIVATIVES)),
            (f"{CC}/licenses/by-nc-sa/4.0/", "CC BY-NC-SA 4.0", (SHARE_ALIKE, NON_COMMERCIAL)),
            (f"{CC}/licenses/by/4.0/", "CC BY 4.0", ()),
            (f"{CC}/publicdomain/zero/1.0/", "CC0 1.0", ()),
            (f"{CC}/publicdomain/mark/1.0/deed.en", "Public Domain Mark 1.0", ()),
            ("https://opendatacommons.org/licenses/odbl/1-0/", "ODbL 1.0", (SHARE_ALIKE,)),
            ("http://www.opendatacommons.org/licenses/odbl/", "ODbL 1.0", (SHARE_ALIKE,)),
            ("https://opendatacommons.org/licenses/by/1-0/", "ODC-By 1.0", ()),
            ("https://opendatacommons.org/licenses/pddl/1-0/", "PDDL 1.0", ()),
            ("https://spdx.org/licenses/CC-BY-SA-4.0.html", "CC BY-SA 4.0", (SHARE_ALIKE,)),
            ("http://spdx.org/licenses/CC-BY-SA-3.0-DE", "CC BY-SA 3.0 DE", (SHARE_ALIKE,)),
            ("https://spdx.org/licenses/ODbL-1.0.html", "ODbL 1.0", (SHARE_ALIKE,)),
            ("https://spdx.org/licenses/CC0-1.0.html", "CC0 1.0", ()),
        ],
    )
    def test_are_those_of_the_address(
        self, address: str, name: str, conditions: tuple[Condition, ...]
    ) -> None:
        """
        Each form of a known licence's address has its name and conditions.
        """
        found = licences.find(address)

        assert (address, name, conditions) == (found.address, found.name, found.conditions)

    @pytest.mark.parametrize(
        "address",
        [
            "https://example.org/licenses/by-sa/4.0/",
            f"{CC}/licenses/by-sa/",
            f"{CC}/licenses/by-xx/4.0/",
            f"{CC}.example.org/licenses/by/4.0/",
        ],
    )
    def test_of_others_are_their_addresses(self, address: str) -> None:
        """
        A licence that is not in the tables is named by its address, and its conditions are not known.
        """
        found = licences.find(address)

        assert (address, None, False) == (str(found), found.conditions, found.is_share_alike)

    def test_of_datasets_are_known(self) -> None:
        """
        Each licence that a dataset may have is known, by its SPDX identifier in plain words.
        """
        names = {
            licences.find(address).name.replace(" ", "-"): spdx for spdx, address in LICENCES.items()
        }

        assert {spdx: spdx for spdx in LICENCES} == names


class TestShareAlike:
    def test_is_each_creative_commons_licence_with_the_element(self) -> None:
        """
        Any version and port of a licence of Creative Commons is share-alike if it has the element "sa".
        """
        sets = [
            ("by", *some)
            for size in range(3)
            for some in itertools.permutations(("sa", "nc", "nd"), size)
        ]
        versions = ("1.0", "2.0", "2.1", "2.5", "3.0", "4.0")
        ports = ("", "at/", "de/", "igo/", "scotland/")
        found = {
            elements: {
                licences.find(f"{CC}/licenses/{'-'.join(elements)}/{version}/{port}").is_share_alike
                for version in versions
                for port in ports
            }
            for elements in sets
        }

        assert {elements: {"sa" in elements} for elements in sets} == found
