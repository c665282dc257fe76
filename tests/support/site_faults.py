"""What is wrong with a page of a published folder in a browser: each function returns its faults."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import programs
from privkg.core.text import printable

_AXE = "async (source) => { (0, eval)(source); return (await axe.run()).violations; }"
_FACTS = """() => Array.from(document.querySelectorAll("#page [id^=e]"), (anchor) => {
  const line = anchor.closest("p"), range = document.createRange();
  range.setStartBefore(anchor);
  range.setEndAfter(line.lastChild);
  const rest = range.cloneContents();
  for (const each of rest.querySelectorAll(".key, .no, .chip")) each.remove();
  const tags = Array.from(line.querySelectorAll(".chip"), (tag) => tag.textContent);
  return [anchor.id, rest.textContent, tags];
})"""
_MARKS = """() => Array.from(document.querySelectorAll("#page mark > .badge"), (badge) => {
  const row = badge.dataset.n, line = badge.closest("p");
  const isOf = (node) => node.matches?.("mark") && node.dataset.f.split(" ").includes(row);
  const begins = (node) => node.querySelector(`.badge[data-n="${row}"]`);
  let words = "", node = badge.parentElement;
  do {
    words += node.textContent;
    node = node.nextSibling;
  } while (node && !node.textContent || node && isOf(node) && !begins(node));
  return ["v" + row, words, Array.from(line.querySelectorAll(".chip"), (tag) => tag.textContent)];
})"""
_LABELS = """() => Array.from(document.querySelectorAll("svg"), (picture) =>
  Array.from(picture.querySelectorAll("text"), (label) => [label, label.getBoundingClientRect()])
    .filter(([, box]) => box.width)
    .map(([label, box]) => [label.textContent, box.left, box.top, box.right, box.bottom]))"""
_CUT = """() => Array.from(document.querySelectorAll("svg text")).filter((label) => {
  const box = label.getBoundingClientRect(), frame = label.closest("svg").getBoundingClientRect();
  return box.width && (box.left < frame.left - 1 || frame.right + 1 < box.right);
}).map((label) => label.textContent)"""
_UNSAID = """() => Array.from(document.querySelectorAll(".wide:has(> .matrix, > svg)"))
  .filter((part) => part.clientWidth && part.clientWidth < part.scrollWidth - 1)
  .filter((part) => !part.previousElementSibling?.matches(".sideways")
    || !part.previousElementSibling.checkVisibility())
  .map((part) => part.getAttribute("aria-label"))"""
_FIGURES = """() => Array.from(document.querySelectorAll("figure.years:has(table)"), (figure) => {
  const texts = (selector) => Array.from(figure.querySelectorAll(selector), (each) => each.textContent);
  const marks = {};
  for (const mark of figure.querySelectorAll("svg circle"))
    marks[mark.getAttribute("cx")] = (marks[mark.getAttribute("cx")] ?? 0) + 1;
  return {
    ticks: texts("svg text.tick"),
    drawn: [...texts("svg text:not(.tick)"), ...Object.values(marks).map(String)],
    told: texts("td.number"),
  };
})"""
_LAYERS = """() => Array.from(document.querySelectorAll("figure.layers"), (figure) => ({
  drawn: Array.from(figure.querySelectorAll("svg .name > title"), (name) => name.textContent).sort(),
  told: Array.from(figure.querySelectorAll("tr:has(td)"), (row) =>
    [row.querySelector("th"), row.querySelector("td.number")].map((cell) => cell.textContent))
    .map(([name, number]) => `${name}, ${number} act${number === "1" ? "" : "s"}`).sort(),
}))"""
_IS_IN_SIGHT = """() => {
  if (!location.hash) return true;
  const {top} = document.querySelector(":target").getBoundingClientRect();
  return 0 <= Math.ceil(top) && top < innerHeight;
}"""
_OUTLINE = """() => {
  const {outlineStyle, outlineWidth} = getComputedStyle(document.activeElement);
  return [outlineStyle, parseFloat(outlineWidth)];
}"""
_MAPS = """() => Array.from(document.querySelectorAll(".pair:has(.map)"), (pair) => ({
  drawn: Array.from(pair.querySelectorAll(".map a"), (ring) => ring.getAttribute("aria-label")),
  named: pair.querySelector("figcaption").textContent,
  told: Array.from(pair.querySelectorAll("tr:has(a):has(td:not(:empty))"), (row) =>
    [row.querySelector("th").textContent, row.querySelector("td").textContent]),
}))"""
_TOLERANCE = 1
"""The pixels by which boxes of labels may meet: a box is higher than its letters."""


def accessibility(page: Any) -> list[str]:
    """Return the findings of axe-core, which needs script, that are moderate, serious or critical."""
    axe = programs.node_module("axe-core") / "axe.min.js"
    return [
        f"{fault['id']}: {json.dumps(fault['nodes'][0]['html'])}"
        for fault in page.evaluate(_AXE, axe.read_text(encoding="utf-8"))
        if fault["impact"] != "minor"
    ]


def sideways(page: Any, width: int) -> list[str]:
    """Return whether a page scrolls sideways in a window of a width."""
    size = page.viewport_size
    page.set_viewport_size(size | {"width": width})
    needed = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(size)
    return [f"{needed} pixels wide in a window of {width}"] if needed > width else []


def out_of_sight(page: Any) -> list[str]:
    """Return whether the place that the address leads to is outside the window."""
    return ["its anchor is out of sight"] if not page.evaluate(_IS_IN_SIGHT) else []


def focus(page: Any) -> list[str]:
    """Return whether the focused element does not show that it has the focus."""
    style, width = page.evaluate(_OUTLINE)
    return ["the focus is not shown"] if style == "none" or not width else []


def pictures(page: Any) -> list[str]:
    """Return labels that meet or are cut, ticks with other than digits, numbers not in the table.

    A picture that scrolls without a sentence that mentions it is a fault too.
    """
    met = [
        f"labels meet: {one[0]!r} and {other[0]!r}"
        for labels in page.evaluate(_LABELS)
        for number, one in enumerate(labels)
        for other in labels[:number]
        if _meet(one[1:], other[1:])
    ]
    cut = [f"label is cut: {label!r}" for label in page.evaluate(_CUT)]
    unsaid = [f"scrolls without a word of it: {name}" for name in page.evaluate(_UNSAID)]
    figures, layers = page.evaluate(_FIGURES), page.evaluate(_LAYERS)
    uneven = [f"tick {tick!r}" for each in figures for tick in each["ticks"] if not tick.isdecimal()]
    untrue = [
        f"drawn {each['drawn']}, in the table {each['told']}"
        for each in (*figures, *layers)
        if each["drawn"] != each["told"]
    ]
    unlike = [
        f"not on the map: {country} {number}"
        for each in page.evaluate(_MAPS)
        for country, number in each["told"]
        if f"{country}: {number}" not in each["drawn"] and f"{country} {number}" not in each["named"]
    ]
    return [*met, *cut, *unsaid, *uneven, *untrue, *unlike]


def marks(page: Any, facts: Mapping[str, str], rows: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the facts and rows of an incident whose words are marked elsewhere than where they are.

    Args:
        page: the page of the incident.
        facts: the words of each claim in the text that was read, by the claim's anchor.
        rows: the words that each row rests on, by the row's anchor.
    """
    found = page.evaluate(_FACTS)
    lacking = rows.keys() - {row for row, *_ in page.evaluate(_MARKS)}
    wrong = [anchor for anchor, rest, tags in found if not _begins(rest, facts[anchor], tags)]
    unlike = [
        f"{row} marks {words!r}"
        for row, words, tags in page.evaluate(_MARKS)
        if not any(_is_whole(words, each, tags) for each in rows[row])
    ]
    return [*(f"{anchor} is not at its words" for anchor in wrong), *sorted(lacking), *unlike]


def _meet(one: Iterable[float], other: Iterable[float]) -> bool:
    left, top, right, bottom = one
    other_left, other_top, other_right, other_bottom = other
    across = min(right, other_right) - max(left, other_left)
    down = min(bottom, other_bottom) - max(top, other_top)
    return min(across, down) > _TOLERANCE


def _begins(shown: str, fact: str, tags: Iterable[str]) -> bool:
    """Return whether the rest of a line begins with the first line of a fact."""
    words = _first_line(fact)
    return shown.startswith(words) or _is_whole(shown.rstrip(), fact, tags)


def _is_whole(shown: str, fact: str, tags: Iterable[str]) -> bool:
    """Return whether words are the first line of a fact, without the harms that it is marked with."""
    words = _first_line(fact)
    names = "|".join(re.escape(tag) for tag in tags) or "$"
    left_out = words.removeprefix(shown)
    return words.startswith(shown) and bool(
        re.fullmatch(rf"(?:{names}|[\s.,;])*", left_out, re.IGNORECASE)
    )


def _first_line(fact: str) -> str:
    return printable(fact.partition("\n")[0])
