"""The search page: its index, its script in a browser under its policy, and the lists without it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from privkg.core.lettering import typeset
from privkg.core.text import counted
from privkg.publish.site.facets import Order
from privkg.search.facets import Facet
from privkg.search.find import Found, find
from privkg.search.index import Index
from privkg.store.graph import Graph
from sites import chromium, served

QUERIES = (
    "camera",
    "Moscow cameras",
    "SÃO paulo",
    "sao",
    "e-mail",
    "λόγος",
    "po",
    "secondary use",
    "zebra",
    '"NEAR( * ^ <b>',
    "*** --",
)


@pytest.fixture(scope="module")
def index(corpus: Graph) -> Index:
    """The index of the graph that is published."""
    return Index(corpus.generation)


def content(site: Path, kind: str) -> Any:
    """Return the content of the only file of a kind."""
    (file,) = site.glob(f"search/{kind}-*.json")
    return json.loads(file.read_text(encoding="utf-8"))


def part(site: Path, kind: str, name: str) -> Any:
    """Return the content of a file by its hash."""
    return json.loads((site / f"search/{kind}-{name}.json").read_text(encoding="utf-8"))


class TestFiles:
    def test_texts_are_those_of_the_index(self, site: Path, index: Index) -> None:
        """
        The files of texts have all incidents, in the order of their slugs.
        """
        of_all = content(site, "index")
        files = [part(site, "texts", name) for name in of_all["texts"]]

        titles = [title for file in files for _, title, *_ in file]
        assert [entry.title for entry in index.entries()] == titles
        assert of_all["count"] == len(titles)
        assert {len(file) for file in files[:-1]} <= {of_all["each"]}

    def test_words_are_in_order(self, site: Path, index: Index) -> None:
        """
        The files of words have each word of the index once, in order, with its incidents and weights.
        """
        named = content(site, "index")["words"]
        files = [part(site, "words", name) for _, name in named]

        found = [(word, pairs) for file in files for word, pairs in file.items()]
        assert [first for first, _ in named] == [next(iter(file)) for file in files]
        assert [(word, list(weights), list(weights.values())) for word, weights in index.postings()] == [
            (word, list(sums(pairs[::2])), pairs[1::2]) for word, pairs in found
        ]

    def test_orders_have_each_incident_once(self, site: Path) -> None:
        """
        Each order has the number of each incident once; the oldest ones come last in one of them.
        """
        orders = content(site, "orders")
        count = content(site, "index")["count"]

        assert set(Order) == set(orders)
        assert all(sorted(numbers) == list(range(count)) for numbers in orders.values())
        assert orders["newest"][0] == orders["oldest"][-1]

    def test_names_are_hashes(self, site: Path) -> None:
        """
        Each file that the search page reads has a hash in its name.
        """
        names = [path.name for path in (*site.glob("search/*"), *site.glob("assets/*.js"))]

        assert [] == [name for name in names if not re.fullmatch(r"[a-z]+-[0-9a-f]{12}\.js(on)?", name)]


def sums(steps: list[int]) -> Iterator[int]:
    """Yield the numbers that steps lead to."""
    number = 0
    for step in steps:
        number += step
        yield number


class TestLists:
    def test_each_incident_is_in_the_list_of_each_value(self, site: Path, index: Index) -> None:
        """
        The lists of a facet have the incidents that a search for the value finds.
        """
        page = (site / "search.html").read_text(encoding="utf-8")
        counts = find(index, limit=0).counts

        linked = {facet: re.findall(rf'href="(lists/{facet}/[^"]+)"', page) for facet in Facet}
        assert {facet: len(values) for facet, values in counts.items()} == {
            facet: len(links) for facet, links in linked.items()
        }
        for facet, values in counts.items():
            assert sorted(values.values()) == sorted(listed(site / link) for link in linked[facet])

    def test_orders_have_a_list_each(self, site: Path) -> None:
        """
        The lists of all incidents have the same ones, each in its order.
        """
        oldest, by_title = (
            re.findall(
                r'<a href="(\S+/id/incident/\S+)">([^<]+)<', (site / path).read_text(encoding="utf-8")
            )
            for path in ("lists/oldest.html", "lists/title.html")
        )
        named = [name.casefold().replace("’", "'") for _, name in by_title]

        assert sorted(oldest) == sorted(by_title)
        assert oldest != by_title
        assert sorted(named) == named


def listed(path: Path) -> int:
    """Return the number of incidents in a list."""
    return path.read_text(encoding="utf-8").partition('class="facet-list"')[2].count("<li><a href=")


@pytest.mark.long(part="browser")
class TestBrowser:
    def test_finds_what_the_command_finds(self, site: Path, index: Index) -> None:
        """
        Whatever is typed, the page finds the incidents that `privkg search` does, and marks the words.
        """
        with opened(site) as page:
            for query in QUERIES:
                typed(page, query)
                found = find(index, query, limit=20)

                assert summary(found) == page.inner_text("#count"), query
                assert expected(found) == titles(page), query
                assert bool(found.hits) == bool(page.locator("#hits mark").count()), query

    def test_begins_on_the_home_page(self, site: Path, index: Index) -> None:
        """
        The field of the home page leads to the hits, and its policy allows it.
        """
        found = find(index, "secondary use", limit=20)
        with opened(site, start="index.html") as page:
            page.fill("#words", "secondary use")
            page.keyboard.press("Enter")
            page.wait_for_url("**/search.html?q=secondary+use")
            settled(page)

            assert found.hits
            assert (summary(found), expected(found)) == (page.inner_text("#count"), titles(page))

    def test_facets_restrict(self, site: Path, index: Index) -> None:
        """
        A chosen value restricts the hits, and the counts of other facets; its address can be shared.
        """
        found = find(index, "camera", {Facet.HARM: ["Disclosure"]})
        with opened(site) as page:
            typed(page, "camera")
            page.locator("summary", has_text="By harm").click()
            page.get_by_label("disclosure", exact=False).first.check()
            settled(page)
            shared = page.url

            assert (summary(found), expected(found)) == (page.inner_text("#count"), titles(page))
            page.goto("about:blank")
            page.goto(shared)
            settled(page)
            assert (summary(found), expected(found)) == (page.inner_text("#count"), titles(page))
            text = "it => it.parentElement.lastElementChild.textContent"
            boxes = page.locator('input[name="year"]').all()
            years = {box.get_attribute("value"): box.evaluate(text) for box in boxes}
            assert {value.label: str(count) for value, count in found.counts[Facet.YEAR].items()} == {
                year: count for year, count in years.items() if count != "0"
            }

    def test_bars_follow_the_counts(self, site: Path) -> None:
        """
        The bars of a facet are in proportion to the counts of the hits; the largest has all of its room.
        """
        with opened(site) as page:
            before = bars(page, "harm")
            typed(page, "camera")
            after = bars(page, "harm")

        assert before != after
        for found in (before, after):
            most = max(count for count, _ in found)
            assert all(abs(100 * count / most - width) <= 1 for count, width in found)

    def test_hits_are_in_the_chosen_order(self, site: Path) -> None:
        """
        Hits are sorted by title or date as the lists are, and the address keeps the order.
        """
        with opened(site) as page:
            typed(page, "camera")
            page.get_by_label("Order").select_option("by title")
            settled(page)
            shown = page.locator("#hits .hit a").all_inner_texts()

            assert len(shown) > 1
            assert sorted(shown, key=str.casefold) == shown
            page.reload()
            settled(page)
            assert shown == page.locator("#hits .hit a").all_inner_texts()

    def test_numbers_are_grouped(self, site: Path) -> None:
        """
        A number of incidents is written as everywhere on the site, by threes.
        """
        with opened(site) as page:
            for number in (0, 1, 21, 999, 1_000, 12_345, 1_234_567):
                written = page.evaluate(f"sentenceOf({number}, false)")

                assert counted(number, "incident", is_grouped=True) == written

    def test_index_is_fetched_once(self, site: Path) -> None:
        """
        The page itself requests the index, for the script to find it there.
        """
        with opened(site) as page:
            typed(page, "camera")

            assert 1 == fetched(page).count("index")

    def test_replaced_words_fetch_no_texts(self, site: Path) -> None:
        """
        Of words that are typed over at once, no hit is fetched.
        """
        with opened(site) as page:
            page.evaluate(TYPE, ["camera", "police", "zebra"])
            settled(page)

            assert "0 incidents" == page.inner_text("#count")
            assert "texts" not in fetched(page)

    def test_first_hit_is_shown_before_others_are_fetched(self, site: Path, index: Index) -> None:
        """
        The other hits, and what the counts need, are fetched when the first hit is in the page.
        """
        with opened(site) as page:
            assert len(find(index, "camera").hits) > 1
            page.evaluate(NOTE_FIRST_HIT)
            typed(page, "camera")
            before, after = (fetched(page, condition) for condition in ("< firstHit", ">= firstHit"))

        assert 1 == before.count("texts")
        assert "facets" not in before
        assert {"texts", "facets"} == set(after)

    def test_first_hit_of_a_longer_word_is_foreseen(self, site: Path, index: Index) -> None:
        """
        While a word is typed, the first hits of the few words that it may become are fetched already.
        """
        begun, wanted = longer(site, index)
        with opened(site) as page:
            page.route("**/texts-*", lambda route: None)  # no hit arrives
            with page.expect_request(f"**/texts-{wanted}.json"):
                page.fill("#words", begun)
            page.unroute_all()

    def test_works_by_keyboard_on_a_phone(self, site: Path) -> None:
        """
        At 360 pixels nothing scrolls sideways, and the first hit is reached by the tabulator alone.
        """
        with opened(site, width=360) as page:
            page.focus("#words")
            page.keyboard.type("camera")
            settled(page)
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")

            assert page.evaluate("document.activeElement.matches('#hits li:first-child a')")
            assert 360 == page.evaluate("document.documentElement.scrollWidth")

    def test_without_script(self, site: Path) -> None:
        """
        Without script the form is hidden, and the lists lead to the incidents.
        """
        with served(site) as address, chromium() as browser:
            page = browser.new_context(java_script_enabled=False).new_page()
            page.goto(urljoin(address, "search.html"))

            assert not page.locator("#words").is_visible()
            page.get_by_role("link", name="Denmark").click()
            page.locator("main li a").first.click()
            assert "/id/incident/" in page.url


TYPE = """(words) => {
  for (const word of words) {
    field.value = word;
    field.dispatchEvent(new Event("input"));
  }
}"""
NOTE_FIRST_HIT = """() => new MutationObserver(() => { window.firstHit ??= performance.now(); })
  .observe(document.getElementById("hits"), {childList: true})"""


def fetched(page: Any, condition: str = ">= 0") -> list[str]:
    """Return the kind of each file of the index that was fetched, by when it was."""
    started = f"""performance.getEntriesByType("resource")
      .filter((one) => one.name.includes("/search/") && one.startTime {condition})
      .map((one) => one.name.split("/").pop().split("-")[0])"""
    return list(page.evaluate(started))


def longer(site: Path, index: Index) -> tuple[str, str]:
    """Return the beginning of a word, and the file with the first hit of the word but not that of it."""
    slugs = [entry.slug for entry in index.entries()]
    files = content(site, "index")

    def of_first_hit(words: str) -> str:
        (hit,) = find(index, words, limit=1).hits
        return str(files["texts"][slugs.index(hit.slug) // files["each"]])

    words = [word for word, _ in index.postings()]
    for word in words:
        begun = word[:-1]
        several = len(begun) > 2 and sum(each.startswith(begun) for each in words) in range(2, 7)
        if several and of_first_hit(word) != of_first_hit(begun):
            return begun, of_first_hit(word)
    raise ValueError("no such word")


@contextmanager
def opened(site: Path, width: int = 1100, start: str = "search.html") -> Iterator[Any]:
    """Yield the search page, or another one, in a browser; at the end check what was requested."""
    requested, messages = list[str](), list[str]()
    with served(site) as address, chromium() as browser:
        page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        page.on("request", lambda request: requested.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(urljoin(address, start))
        yield page

    assert ([], []) == (messages, [url for url in requested if not url.startswith((address, "about:"))])


def bars(page: Any, facet: str) -> list[tuple[int, float]]:
    """Return the count of each value of a facet, and the width of its bar in percent."""
    shown = page.locator(f'label:has(input[name="{facet}"])').all()
    counts = [int(label.locator(".n").text_content()) for label in shown]
    widths = [label.locator("rect").get_attribute("width").removesuffix("%") for label in shown]
    return list(zip(counts, map(float, widths), strict=True))


def typed(page: Any, query: str) -> None:
    """Type a query, and wait for the answer."""
    page.fill("#words", query)
    settled(page)


def settled(page: Any) -> None:
    """Wait until the hits are those of what was typed."""
    page.wait_for_selector("#hits[aria-busy=false]", state="attached")


def titles(page: Any) -> set[str]:
    """Return the titles of the hits."""
    return set(page.locator("#hits .hit a").all_inner_texts())


def expected(found: Found) -> set[str]:
    """Return the titles that the page should show."""
    return {typeset(str(hit.title)) for hit in found.hits}


def summary(found: Found) -> str:
    """Return the sentence about the number of hits."""
    return counted(found.total, "incident")
