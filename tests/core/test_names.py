"""Names: keys that spellings share, the tokens of a text, and slugs."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from privkg.core import names

WRITTEN = (
    st.text(alphabet="aAtheTHE sS'’`_-.&éÉßﬁİſ0１\u00ad\u200b\n\u0345Σςñ日本", max_size=30) | st.text()
)


class TestFold:
    @pytest.mark.parametrize(
        "text",
        [
            "SECONDARY  use",
            "secondary\u00a0use",
            "secondary\tuse ",
            "sec\u00adondary use",
            "ｓecondary use",
        ],
    )
    def test_case_space_width_and_invisible_characters_are_ignored(self, text: str) -> None:
        """
        Texts that look the same to a reader fold to the same words.
        """
        assert "secondary use" == names.fold(text)

    @pytest.mark.parametrize("apostrophe", "’‘ʼ＇`´'")
    def test_apostrophes_are_straight(self, apostrophe: str) -> None:
        """
        Curly, high and typed apostrophes fold to one character.
        """
        assert "city's" == names.fold(f"City{apostrophe}s")

    @given(WRITTEN)
    def test_normal_forms_are_equal(self, text: str) -> None:
        """
        The composed and the decomposed form of a text fold to the same words.
        """
        composed = unicodedata.normalize("NFC", text)

        assert names.fold(composed) == names.fold(unicodedata.normalize("NFD", composed))


class TestWords:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("The City's Department", ["city", "department"]),
            ("The City`s Department", ["city", "department"]),
            ("THE CITY'S DEPARTMENT", ["city", "department"]),
            ("AT&T", ["at", "&", "t"]),
            ("The", ["the"]),
            ("the boys’ school", ["boys", "school"]),
            ("Mairie d'Example", ["mairie", "d", "example"]),
            ("—!", []),
        ],
    )
    def test_articles_and_possessives_are_removed(self, name: str, expected: list[str]) -> None:
        """
        The words of a name have no leading article and no possessives.
        """
        assert expected == [word.folded for word in names.words(name)]

    @given(WRITTEN)
    def test_a_word_ends_within_the_name(self, name: str) -> None:
        """
        The ends of words ascend and are offsets within the name.
        """
        ends = [word.end for word in names.words(name)]

        assert sorted(set(ends)) == ends
        assert all(0 < end <= len(name) for end in ends)


class TestKey:
    @pytest.mark.parametrize(
        "name", ["Moscow’s Example Office", "the MOSCOW  example-office", "Moscow Example Office"]
    )
    def test_spellings_of_one_name_share_it(self, name: str) -> None:
        """
        Article, possessive, case, spacing and hyphens do not change the key.
        """
        assert "moscow example office" == names.key(name)

    def test_names_of_marks_alone_differ(self) -> None:
        """
        Two names without a letter or digit have different keys.
        """
        assert names.key("???") != names.key("!!!")


class TestForm:
    @pytest.mark.parametrize(
        "name",
        [
            "Moscow’s Example Office",
            "the Moscow's  Example\u00a0Office",
            "“Moscow's Example Office”",
            "''Moscow's Example Office''",
            "Moscow's Exa\u00admple Office",
        ],
    )
    def test_spellings_of_one_name_share_it(self, name: str) -> None:
        """
        Article, spacing, apostrophes, invisible characters and surrounding quotes do not change it.
        """
        assert "Moscow ' s Example Office" == names.form(name)

    @pytest.mark.parametrize("name", ["moscow's office", "Moscow office", "Moscow's-office", "Moscows"])
    def test_case_possessives_and_marks_stay(self, name: str) -> None:
        """
        Unlike the key, the form depends on case, possessives and marks.
        """
        assert names.form("Moscow's office") != names.form(name)


class TestIsDistinctive:
    @pytest.mark.parametrize("name", ["Example", "EXAMPLE", "The Example", "of Oslo", "Moscow's Office"])
    def test_long_words_and_several_words_are(self, name: str) -> None:
        """
        A name of several words, or a long word with a capital, is recognised in any case.
        """
        assert names.is_distinctive(name)

    @pytest.mark.parametrize(
        "name", ["US", "The Who", "Meta", "apple", "Example's", "Example+", "", "—"]
    )
    def test_short_common_and_marked_words_are_not(self, name: str) -> None:
        """
        A short word, one in lower case, and one with a significant mark match only as written.
        """
        assert not names.is_distinctive(name)


class TestTokens:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Example Agency", ["Example", "Agency"]),
            ("X-ray", ["X", "-", "ray"]),
            ("Google’s critics", ["Google", "'", "s", "critics"]),
            ("Cafe\u0301, 2020", ["Café", ",", "2020"]),
            ("हिन्दी\u00a0समाचार", ["हिन्दी", "समाचार"]),
            ("Exa\u00admple_1\u200b!", ["Example_1", "!"]),
            ("\u200b ", []),
        ],
    )
    def test_are_words_and_marks(self, text: str, expected: list[str]) -> None:
        """
        Words keep their case and their combining marks; any other mark is a token.
        """
        assert expected == [token.text for token in names.tokens(text)]

    def test_know_whether_a_space_precedes(self) -> None:
        """
        The start of a text counts as a space; an invisible character does not.
        """
        spaced = [token.text for token in names.tokens("a -\u00a0b\u200b-c") if token.is_spaced]

        assert ["a", "-", "b"] == spaced

    @given(WRITTEN)
    def test_have_their_offsets(self, text: str) -> None:
        """
        Tokens are in order, do not overlap, and skip only invisible characters.
        """
        found = list(names.tokens(text))
        rest = names.fold("".join(text[a:b] for a, b in gaps(found, len(text))))

        assert "" == rest
        assert all(text[token.start : token.end].strip() for token in found)

    @given(st.text(alphabet="aZ0_ '`-.,\t\n\x1c\x00"))
    def test_of_ascii_are_those_of_the_general_case(self, text: str) -> None:
        """
        A letter of another script at the end does not change the tokens before it.
        """
        assert list(names.tokens(text)) == list(names.tokens(f"{text} é"))[:-1]

    @example("\u2241")
    @given(WRITTEN)
    def test_do_not_depend_on_the_normal_form(self, text: str) -> None:
        """
        The composed and the decomposed form of a text have the same tokens.
        """
        forms = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
        composed, decomposed = (names.form(form) for form in forms)

        assert composed == decomposed


def gaps(found: list[names.Token], length: int) -> list[tuple[int, int]]:
    ends = [0, *(token.end for token in found)]
    starts = [*(token.start for token in found), length]
    return list(zip(ends, starts, strict=True))


class TestSlug:
    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            ("Cameras: for sale!", "cameras-for-sale"),
            ("Caméras à vendre", "caméras-à-vendre"),
            ("監視カメラ 2020", "監視カメラ-2020"),
            ("../../etc/passwd", "etc-passwd"),
            ("Moscow’s cameras", "moscows-cameras"),
            ("Це приклад", "це-приклад"),
            ("?!", ""),
            ("..", ""),
        ],
    )
    def test_letters_of_any_script_stay(self, title: str, expected: str) -> None:
        """
        A slug keeps letters, marks and digits and joins them with hyphens.
        """
        assert expected == names.slug(title)

    def test_a_long_title_is_cut(self) -> None:
        """
        A slug has at most eighty characters and does not end in a hyphen.
        """
        assert "x" * 79 == names.slug("x" * 79 + " and more")

    @given(WRITTEN)
    def test_is_idempotent(self, title: str) -> None:
        """
        The slug of a slug is the slug itself.
        """
        slug = names.slug(title)

        assert slug == names.slug(slug)
        assert len(slug) <= 80
        assert not {"/", ".", " ", "%", "?", "#"} & {*slug}
