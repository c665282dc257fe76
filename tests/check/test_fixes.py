"""Automatic fixes change spellings of concepts and white space, and nothing else."""

import os
import re
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import converted, decision_text, document, incident, page_text, row_text
from privkg.check import fixes
from privkg.core.errors import StoreError
from privkg.core.model import Document
from privkg.rdf.terms import Triple

SPACES = st.sampled_from([" ", "  ", "\t", "\u00a0", " \t "])
SPELLINGS = st.sampled_from(
    ["Secondary Use", "secondary use", "SECONDARY-USE", "Breach of confidentiality", "surveilance"]
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Draw a page with odd white space and odd spellings."""
    harm, actor = draw(SPELLINGS), f"Example{draw(SPACES)}Agency"
    rows = (row_text(Threat=f"{actor} watching people{draw(SPACES)}", Harm=draw(SPELLINGS)),)
    page = page_text(Solove_Harm=f"{harm},{draw(SPACES)}Exposure", Threat_Actors=actor, rows=rows)
    return page.replace("\n", draw(st.sampled_from(["\n", "  \n", "\r\n", "\t\r\n"])))


def fixed(text: str) -> str:
    found = incident(text)
    return fixes.apply(found.page.document, fixes.edits(found))


def facts(text: str) -> set[Triple]:
    """Return the facts of a page, with white space normalized."""
    spaced = [[" ".join(t.replace("\\t", " ").split()) for t in one] for one in converted(text).facts]
    return {(s, p, o) for s, p, o in spaced}  # type: ignore[misc]


class TestSpellings:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("secondary use", "Secondary Use"),
            ("SECONDARY-USE", "Secondary Use"),
            ("breach Of Confidentiality", "Breach of Confidentiality"),
        ],
    )
    def test_of_harms_are_in_title_case(self, written: str, expected: str) -> None:
        """
        The spelling of a harm is fixed to title case, with small words in lower case.
        """
        assert f"Solove Harm {expected}\n" in fixed(page_text(Solove_Harm=written))

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("Role: SELLER, data controller\n", "Role: Seller, Data Controller\n"),
            ("Decision: fine\n", "Decision: Fine\n"),
            ("Body: Example  Court\n", "Body: Example Court\n"),
            ("Recipient: Example\tBroker\n", "Recipient: Example Broker\n"),
            ("Amount: 500\u00a0000 GBP\n", "Amount: 500 000 GBP\n"),
        ],
    )
    def test_of_roles_and_decisions_are_fixed(self, before: str, after: str) -> None:
        """
        Roles and kinds of decisions are fixed to title case, and repeated spaces to one.
        """
        label, _, value = before.partition(": ")
        row = row_text(**({label: value.strip()} if label in ("Role", "Recipient") else {}))
        decision = {"Amount": "500 EUR", label: value.strip()} if row == row_text() else {}
        text = page_text(rows=(f"{row}\nStatus: Alleged",), decisions=decision_text(**decision))

        assert before in text
        assert after in fixed(text)
        assert facts(text) == facts(fixed(text))

    def test_of_rows_are_fixed(self) -> None:
        """
        The spellings of the harm, consequences and status of a row are fixed.
        """
        row = row_text(Harm="surveillance", Secondary_Consequences="anxiety", Status="alleged")
        text = fixed(page_text(rows=(row,)))

        assert "Harm: Surveillance\nSecondary Consequences: Anxiety\nStatus: Alleged" in text

    @pytest.mark.parametrize("word", ["Surveilance", "Spying", "Something else"])
    def test_of_unknown_words_are_kept(self, word: str) -> None:
        """
        A misspelt or unknown harm is not changed.
        """
        assert f"Solove Harm {word}\n" in fixed(page_text(Solove_Harm=word))

    def test_of_free_text_are_kept(self) -> None:
        """
        Text outside the fields of concepts is not changed.
        """
        text = page_text(lead="There was  secondary use.", Technology="cctv")

        assert text == fixed(text)


class TestSpaces:
    def test_at_the_ends_of_lines_are_removed(self) -> None:
        """
        White space at the ends of lines is removed.
        """
        text = page_text(lead="A lead. \t\nAnother line.\u00a0")

        assert page_text(lead="A lead.\nAnother line.") == fixed(text)

    def test_within_values_are_one(self) -> None:
        """
        Two spaces, a tab or a no-break space within a value become one space.
        """
        text = page_text(Threat_Actors="Example  Agency", Affected="People\tin\u00a0Moscow")

        assert page_text(Affected="People in Moscow") == fixed(text)

    def test_before_windows_line_ends_are_removed(self) -> None:
        """
        White space before CRLF is removed, and the CRLF is kept.
        """
        assert page_text().replace("\n", "\r\n") == fixed(page_text().replace("\n", " \r\n"))


class TestFixed:
    @settings(max_examples=40)
    @given(pages())
    def test_is_idempotent(self, text: str) -> None:
        """
        Fixing a page a second time changes nothing.
        """
        assert fixed(text) == fixed(fixed(text))

    @settings(max_examples=40)
    @given(pages())
    def test_has_the_same_facts(self, text: str) -> None:
        """
        Fixes change no fact, except for white space in values.
        """
        assert facts(text) == facts(fixed(text))

    @settings(max_examples=60)
    @given(st.text(st.sampled_from("Harm: Su\n\t \u00a0\r{}=,\u2028"), max_size=60))
    def test_of_any_text_loses_no_letter(self, lead: str) -> None:
        """
        Fixes of a page with any lead remove white space only.
        """
        text = page_text(lead=lead)

        assert re.sub(r"\s", "", text) == re.sub(r"\s", "", fixed(text))

    def test_of_a_correct_page_is_the_page(self) -> None:
        """
        A correct page has no fixes.
        """
        assert () == fixes.edits(incident(page_text()))

    def test_of_utf_16_is_left(self) -> None:
        """
        A page in UTF-16 has no fixes.
        """
        assert () == fixes.edits(incident(page_text(Solove_Harm="exposure").encode("utf-16")))


class TestDiff:
    def test_is_a_unified_diff(self) -> None:
        """
        The change of a line is a unified diff, as patch reads it.
        """
        page = document("a\nb \nc\n", "x.txt")

        assert (
            fixes.diff(page, "a\nb\nc\n") == "--- x.txt\n+++ x.txt\n@@ -1,3 +1,3 @@\n a\n-b \n+b\n c\n"
        )


class TestWrite:
    @pytest.fixture
    def page(self, tmp_path: Path) -> Document:
        path = tmp_path / "page.txt"
        path.write_bytes(b"\xef\xbb\xbfa \r\n")
        return document(path.read_bytes(), str(path))

    def test_keeps_mark_and_line_ends(self, page: Document) -> None:
        """
        A byte-order mark and CRLF line ends are kept.
        """
        fixes.write(page, "a\r\n")

        assert Path(page.path).read_bytes() == b"\xef\xbb\xbfa\r\n"

    def test_keeps_the_permissions(self, page: Document) -> None:
        """
        The permissions of the file are kept.
        """
        Path(page.path).chmod(0o640)
        fixes.write(page, "a\r\n")

        assert stat.S_IMODE(Path(page.path).stat().st_mode) == 0o640

    def test_follows_a_link(self, page: Document, tmp_path: Path) -> None:
        """
        A symbolic link is kept, and its target is written.
        """
        link = tmp_path / "link.txt"
        link.symlink_to(page.path)
        fixes.write(document(link.read_bytes(), str(link)), "a\r\n")

        assert link.is_symlink()
        assert Path(page.path).read_bytes() == b"\xef\xbb\xbfa\r\n"

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFO")
    def test_rejects_a_fifo(self, page: Document) -> None:
        """
        A FIFO that has replaced the page is an error, and is not read from.
        """
        Path(page.path).unlink()
        os.mkfifo(page.path)

        with pytest.raises(StoreError, match="not a regular file"):
            fixes.write(page, "new")

    def test_rejects_a_file_that_changed(self, page: Document) -> None:
        """
        A file that has changed since it was read is not overwritten.
        """
        Path(page.path).write_text("new")

        with pytest.raises(StoreError, match="changed since it was read"):
            fixes.write(page, "a\r\n")

    def test_leaves_no_temporary_file(self, page: Document) -> None:
        """
        No other file is left in the folder.
        """
        fixes.write(page, "a\r\n")

        assert [page.path] == [str(path) for path in Path(page.path).parent.iterdir()]

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write it")
    def test_rejects_a_read_only_file(self, page: Document) -> None:
        """
        A file without write permission is an error, and is not replaced.
        """
        Path(page.path).chmod(0o440)

        with pytest.raises(StoreError, match="cannot be written"):
            fixes.write(page, "a\r\n")
