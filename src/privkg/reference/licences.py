"""Licences of data: the name of each, and what it requires of those who share the data.

Sources: the elements of the Creative Commons licences, https://creativecommons.org/share-your-work/cclicenses/
(versions, ports and addresses: https://creativecommons.org/licenses/list.en); the Open Data Commons
licences, https://opendatacommons.org/licenses/ (sections 4.2 and 4.4 of the ODbL 1.0, section 4.2 of the
ODC-By 1.0); identifiers, https://spdx.org/licenses/.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Condition(StrEnum):
    """A condition of a licence on sharing; the value is its usual name."""

    SHARE_ALIKE = "share-alike"
    NON_COMMERCIAL = "non-commercial"
    NO_DERIVATIVES = "no derivatives"

    @property
    def words(self) -> str:
        """What the condition requires, as an instruction."""
        return {
            Condition.SHARE_ALIKE: "share what you make of them under this licence",
            Condition.NON_COMMERCIAL: "do not use them for commercial purposes",
            Condition.NO_DERIVATIVES: "do not share what you make of them",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence.

    Attributes:
        address: its web address.
        name: its usual short name; of one that is not in the table, the address.
        conditions: its conditions, in the order of `Condition`; None if they are not known.
    """

    address: str
    name: str
    conditions: tuple[Condition, ...] | None

    @property
    def is_share_alike(self) -> bool:
        """Return whether what is made of the data must be shared under this licence."""
        return Condition.SHARE_ALIKE in (self.conditions or ())

    @property
    def is_public_domain(self) -> bool:
        """Return whether it is a dedication to the public domain, or a mark of it."""
        return self.name.startswith(_PUBLIC_DOMAIN)

    def __str__(self) -> str:
        """Return the name and the address."""
        return self.name if self.name == self.address else f"{self.name}, {self.address}"


_ELEMENTS = {
    "sa": Condition.SHARE_ALIKE,
    "nc": Condition.NON_COMMERCIAL,
    "nd": Condition.NO_DERIVATIVES,
}
"""The conditions of Creative Commons, by their element in the address of a licence."""
_ODC = {
    "odbl": ("ODbL 1.0", (Condition.SHARE_ALIKE,)),
    "odc-by": ("ODC-By 1.0", ()),
    "pddl": ("PDDL 1.0", ()),
}
"""The licences of Open Data Commons: names and conditions."""
_PUBLIC_DOMAIN = ("CC0 ", "PDDL ", "Public Domain Mark ")
_CC = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/licenses/((?:by|sa|nc|nd)(?:-(?:sa|nc|nd))*)/(\d\.\d)"
    r"(?:/((?!deed|legalcode)[a-z]+))?(?:/(?:deed|legalcode)[^?#]*)?/?"
)
_CC_PUBLIC = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/publicdomain/(zero|mark)/(\d\.\d)(?:/[^?#]*)?"
)
_CC_SPDX = re.compile(
    r"https?://spdx\.org/licenses/CC-((?:BY|SA|NC|ND)(?:-(?:SA|NC|ND))*)-(\d\.\d)(?:-([A-Z]+))?(?:\.\w+)?"
)
_CC0_SPDX = re.compile(r"https?://spdx\.org/licenses/CC0-(\d\.\d)(?:\.\w+)?")
_ODC_WEB = re.compile(
    r"https?://(?:www\.)?opendatacommons\.org/licenses/(odbl|by|pddl)(?:/(?:1-0|1\.0)(?:/[^?#]*)?)?/?"
)
_ODC_SPDX = re.compile(r"https?://spdx\.org/licenses/(ODbL|ODC-By|PDDL)-1\.0(?:\.\w+)?")
_PUBLIC = {"zero": "CC0", "mark": "Public Domain Mark"}


def find(address: str) -> Licence:
    """Return the licence at a web address, with its conditions if it is in the tables."""
    name, conditions = _named(address) or (address, None)
    return Licence(address=address, name=name, conditions=conditions)


def _named(address: str) -> tuple[str, tuple[Condition, ...]] | None:
    """Return the name and the conditions of a known licence; None of another."""
    if found := _CC.fullmatch(address) or _CC_SPDX.fullmatch(address):
        return _creative_commons(*found.groups(default=""))
    if found := _CC_PUBLIC.fullmatch(address):
        return f"{_PUBLIC[found[1]]} {found[2]}", ()
    if found := _CC0_SPDX.fullmatch(address):
        return f"CC0 {found[1]}", ()
    if found := _ODC_WEB.fullmatch(address) or _ODC_SPDX.fullmatch(address):
        name = found[1].lower()
        return _ODC["odc-by" if name == "by" else name]
    return None


def _creative_commons(elements: str, version: str, port: str) -> tuple[str, tuple[Condition, ...]]:
    parts = elements.lower().split("-")
    name = " ".join(filter(None, ("CC", elements.upper(), version, port.upper())))
    return name, tuple(condition for part, condition in _ELEMENTS.items() if part in parts)
