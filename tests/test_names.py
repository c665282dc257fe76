"""Names: what two spellings share, where a name ends in a sentence, and the last step of an IRI."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg import names

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


class TestPrefixEnd:
    @pytest.mark.parametrize(
        ("name", "sentence", "opening"),
        [
            ("Example Agency", "Example Agency watching people", "Example Agency"),
            ("Example Agency", "The example agency's cameras", "The example agency's"),
            ("The Example Agency", "Example  Agency, at last", "Example  Agency"),
            ("Moscow’s Office", "Moscow's Office selling", "Moscow's Office"),
        ],
    )
    def test_an_opening_is_found(self, name: str, sentence: str, opening: str) -> None:
        """
        A sentence opens with a name however its article, possessive, case and spacing are written.
        """
        assert len(opening) == names.prefix_end(name, sentence)

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("Example", "Examples of people"),
            ("Example Agency", "Example"),
            ("Agency", "Example Agency watching"),
            ("—", "— watching"),
            ("Example", ""),
        ],
    )
    def test_a_part_of_a_word_is_none(self, name: str, sentence: str) -> None:
        """
        A name ends at the end of a word, and stands whole at the start.
        """
        assert None is names.prefix_end(name, sentence)

    @given(WRITTEN, WRITTEN)
    def test_what_it_finds_has_the_key_of_the_name(self, name: str, rest: str) -> None:
        """
        The opening that is found is a spelling of the name.
        """
        sentence = f"{name} {rest}"
        end = names.prefix_end(name, sentence)

        assert end is None or names.key(name) == names.key(sentence[:end])


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
