"""Names: what two spellings share, the words of a text, and the last step of an IRI."""

import unicodedata

import pytest
from hypothesis import given
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
    def test_case_space_width_and_the_invisible_are_one(self, text: str) -> None:
        """
        What a reader cannot tell apart folds to the same words.
        """
        assert "secondary use" == names.fold(text)

    @pytest.mark.parametrize("apostrophe", "’‘ʼ＇`´'")
    def test_apostrophes_are_straight(self, apostrophe: str) -> None:
        """
        Curly, high and typed apostrophes are one.
        """
        assert "city's" == names.fold(f"City{apostrophe}s")

    @given(WRITTEN)
    def test_composed_or_not_is_one(self, text: str) -> None:
        """
        The order of a letter and its accent in memory makes no other word.
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
    def test_articles_and_possessives_go(self, name: str, expected: list[str]) -> None:
        """
        A name is its words, without the article before them and without possessives.
        """
        assert expected == [word.folded for word in names.words(name)]

    @given(WRITTEN)
    def test_a_word_ends_within_the_name(self, name: str) -> None:
        """
        The ends of words ascend and lie behind a character that stands in the name.
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
        Article, possessive, case, spacing and hyphens make no other name.
        """
        assert "moscow example office" == names.key(name)

    def test_marks_alone_stay_apart(self) -> None:
        """
        Two names without a letter or digit do not fall together.
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
        Article, spacing, apostrophes, invisible characters and quotes around it make no other name.
        """
        assert "Moscow ' s Example Office" == names.form(name)

    @pytest.mark.parametrize("name", ["moscow's office", "Moscow office", "Moscow's-office", "Moscows"])
    def test_case_possessives_and_marks_stay(self, name: str) -> None:
        """
        Unlike a key, a form keeps what can make another name.
        """
        assert names.form("Moscow's office") != names.form(name)


class TestIsDistinctive:
    @pytest.mark.parametrize("name", ["Example", "EXAMPLE", "The Example", "of Oslo", "Moscow's Office"])
    def test_long_and_several_words_are(self, name: str) -> None:
        """
        A name of several words, or a long word with a capital, is recognised in any case.
        """
        assert names.is_distinctive(name)

    @pytest.mark.parametrize(
        "name", ["US", "The Who", "Meta", "apple", "Example's", "Example+", "", "—"]
    )
    def test_short_common_and_marked_words_are_not(self, name: str) -> None:
        """
        A short word, one in lower case, and one whose mark makes it another, match only as written.
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
        Words keep their case and their combining marks; each other mark stands for itself.
        """
        assert expected == [token.text for token in names.tokens(text)]

    def test_tell_whether_a_space_is_before_them(self) -> None:
        """
        The start of a text counts as a space; what cannot be seen does not.
        """
        spaced = [token.text for token in names.tokens("a -\u00a0b\u200b-c") if token.is_spaced]

        assert ["a", "-", "b"] == spaced

    @given(WRITTEN)
    def test_stand_where_they_say(self, text: str) -> None:
        """
        Tokens are in order, do not overlap, and leave out only what cannot be seen.
        """
        found = list(names.tokens(text))
        rest = names.fold("".join(text[a:b] for a, b in gaps(found, len(text))))

        assert "" == rest
        assert all(text[token.start : token.end].strip() for token in found)

    @given(st.text(alphabet="aZ0_ '`-.,\t\n\x1c\x00"))
    def test_of_ascii_are_those_of_any_text(self, text: str) -> None:
        """
        A letter of another script at the end changes none of the tokens before it.
        """
        assert list(names.tokens(text)) == list(names.tokens(f"{text} é"))[:-1]

    @given(WRITTEN)
    def test_are_those_of_any_normal_form(self, text: str) -> None:
        """
        Composed or not, a text has the same words.
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
        A slug has at most eighty characters and ends in none that joins.
        """
        assert "x" * 79 == names.slug("x" * 79 + " and more")

    @given(WRITTEN)
    def test_is_the_slug_of_itself(self, title: str) -> None:
        """
        What has been made a slug is not made another.
        """
        slug = names.slug(title)

        assert slug == names.slug(slug)
        assert len(slug) <= 80
        assert not {"/", ".", " ", "%", "?", "#"} & {*slug}
