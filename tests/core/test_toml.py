"""TOML of any origin is parsed in bounded time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.core import toml


class TestParse:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("a = 1\nb = " + "9" * 5_000, "^2:5: a number is too long"),
            ("a = " + "[" * 50_000, "^1:5: nested deeper than 100 levels"),
            ("a = " + "{a=" * 30_000, "^1:5: nested deeper than 100 levels"),
            ("a = " + "[" * 101 + "]" * 101, "^1:5: nested deeper than 100 levels"),
            ("b = 1\na." + "a." * 49_000 + "a = 1", "^2:1: nested deeper"),
            ('[ "a"' + ' . "a"' * 16_000 + "]", "^1:3: nested deeper"),
            ("a = {" + "a." * 49_000 + "a = 1}", "^1:6: nested deeper"),
            ("'a'." * 100 + "a = 1", "^1:1: nested deeper"),
            ("a = 'b\n" + "c." * 100 + "d = 1", "^2:1: nested deeper"),
            ("a = ", "^1:4: Invalid value"),
            ("a = 1\nb = [1\n\n", "^2:7: "),
            ("a = 1\nb = é =", "^2:5: Invalid value$"),
        ],
        ids=range(12),
    )
    def test_hostile_text_is_refused(self, text: str, message: str) -> None:
        """
        Long numbers, deep lists and deep tables are refused with their place.
        """
        with pytest.raises(ValueError, match=message):
            toml.parse(text)

    @pytest.mark.parametrize(
        "text",
        [
            "a." * 99 + "a = 1",
            'a = "' + "a." * 49_000 + '"',
            "a = '''\n" + "a." * 1_000 + "'''",
            'a = """\\"' + "a." * 1_000 + '"""',
            "# " + "a." * 49_000,
            '"' + "a." * 49_000 + '" = 1',
            "".join("[" + "a." * 90 + f"k{n}]\n" for n in range(500)),
        ],
        ids=range(7),
    )
    def test_dots_that_do_not_nest_are_read(self, text: str) -> None:
        """
        Dots in strings, comments and quoted keys, and the allowed number in keys, are read.
        """
        assert toml.parse(text) is not None


class TestString:
    @given(st.text(st.characters(exclude_categories=["Cs"])))
    def test_any_text_is_read_back(self, text: str) -> None:
        """
        A written string is on one line, shows no invisible character, and is parsed to its text.
        """
        written = toml.string(text)

        assert {"a": text} == toml.parse(f"a = {written}")
        assert written.isprintable()
