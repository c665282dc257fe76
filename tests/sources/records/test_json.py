"""Records of JSON and JSON Lines: their values, where each is in the file, and what is not read."""

import gzip
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.core.errors import InputError
from privkg.sources._records import Layout, Record, columns, json_records, read
from record_files import JSON, JSONL, contents, placed, records, write

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
VALUES = st.recursive(
    SCALARS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)
OBJECTS = st.lists(st.dictionaries(TEXTS, VALUES, max_size=4), max_size=3)


def inside(folder: Path, text: str, pointer: str) -> list[tuple[str, ...] | str]:
    """Return what is in a list in a JSON file, in short."""
    return contents(write(folder, text), Layout(format="json", records=pointer))


def failure(folder: Path, content: str | bytes, pointer: str = "") -> str:
    """Return the message of the error that ends the reading of a JSON file."""
    with pytest.raises(InputError) as caught:
        list(read(write(folder, content), Layout(format="json", records=pointer)))
    return placed(caught.value)


class TestValues:
    def test_are_named_and_placed(self, tmp_path: Path) -> None:
        """
        A value has the names down to it, its range within quotation marks, and its JSON Pointer.
        """
        text = '{"a": {"b": [1.50, {"c": true}, null]}, "d/e %": "x\\u00e9\\n\\ud83d\\ude00!"}'
        (only,) = records(write(tmp_path, f"[\n {text}]"), JSON)

        found = [(value.name, value.text, value.fragment, value.kept) for value in only.values]

        assert [
            ("a.b", "1.50", "/a/b/0", None),
            ("a.b.c", "true", "/a/b/1/c", None),
            ("d/e %", "xé\n😀!", "/d~1e%20%25", (50, 51, 57, 59, 71)),
        ] == found
        assert (text, 1, (2, 2), 2) == (only.text, only.number, only.at, only.last_line)

    @given(objects=OBJECTS, is_ascii=st.booleans(), indent=st.sampled_from([None, 1]))
    def test_are_those_of_json_for_any_objects(
        self,
        objects: list[dict[str, Any]],
        is_ascii: bool,
        indent: int | None,
        tmp_path_factory: pytest.TempPathFactory,
    ) -> None:
        """
        Of any objects, each value is at its JSON Pointer, and each character where it is in the file.
        """
        text = json.dumps(objects, ensure_ascii=is_ascii, indent=indent)
        found = records(write(tmp_path_factory.mktemp("json"), text), JSON)
        lines = text.split("\n")

        assert objects == [json.loads(record.text) for record in found]
        for record, one in zip(found, objects, strict=True):
            line, column = record.at
            assert "\n".join(lines[line - 1 : record.last_line])[column - 1 :].startswith(record.text)
            assert scalars(one) == [(value.name, value.text) for value in record.values]
            for value in record.values:
                shown = at_pointer(one, value.fragment)
                assert value.text == as_text(shown)
                assert value.text == "".join(map(str, decoded(record, value.start, value.end, shown)))
                assert value.kept is None or len(value.kept) == len(value.text)

    def test_of_lines(self, tmp_path: Path) -> None:
        """
        In JSON Lines each line is a record; blank lines and all line ends are allowed.
        """
        first, second = records(write(tmp_path, '{"a": "\u2028"}\r\n\n  {"a":1} \n\n'), JSONL)

        assert ('{"a": "\u2028"}', 1, (1, 1), 1) == (first.text, first.number, first.at, first.last_line)
        assert ('{"a":1}', 2, (3, 3), 3) == (second.text, second.number, second.at, second.last_line)

    def test_of_a_wide_record(self, tmp_path: Path) -> None:
        """
        Many lists next to each other are not many levels.
        """
        text = '{"a": [' + ", ".join(f"[{number}]" for number in range(200)) + "]}"

        (only,) = records(write(tmp_path, text), JSON)

        assert (200, "/a/199/0") == (len(only.values), only.values[-1].fragment)

    def test_of_one_object(self, tmp_path: Path) -> None:
        """
        A file that is an object is one record.
        """
        assert [("1",)] == contents(write(tmp_path, '\ufeff {"a": 1}\n'), JSON)

    def test_in_a_list_within(self, tmp_path: Path) -> None:
        """
        A layout states the list of records by a JSON Pointer.
        """
        text = '{"x": [{"a": 0}], "b/c": {"~": [{"a": 1}, {"a": 2}]}, "y": 3}'

        assert [("1",), ("2",)] == inside(tmp_path, text, "/b~1c/~0")
        assert [] == inside(tmp_path, '{"a": [ ]}', "/a")

    def test_names_of_the_first_record(self, tmp_path: Path) -> None:
        """
        The names of the first record are found in the first bytes; of something else there are none.
        """
        assert ("a", "b") == columns(b'[{"a": null, "b": {}}, {"c', JSON)
        assert ("a",) == columns(b'{"l": [{"a": 1}, {"c', Layout(format="json", records="/l"))
        assert ("a",) == columns(gzip.compress(b'{"a": 1}\n{"b'), JSONL)
        assert () == columns(b'[{"a": 1', JSON) == columns(b"A,B\n", JSONL) == columns(b"[]", JSON)
        assert () == columns(write(tmp_path, "[1]"), JSON) == columns(b"[" * 3000, JSON)


HALF = "half of a surrogate pair"
REFUSED = [
    ('{"a": {"b": 1, "b": 2}}', '16: an object has two members with the name "b"'),
    ('{"a": NaN}', "7: NaN is not a number in JSON"),
    ('{"a": -Infinity}', "7: -Infinity is not a number in JSON"),
    ('{"a": "x\\ud800"}', f"9: {HALF}"),
    ('{"\\udc00": 1}', f"3: {HALF}"),
    ('{"a": ' + "[" * 100 + "]" * 100 + "}", "106: nested deeper than 100 levels"),
    ("1", "1: a record is an object in JSON"),
]


class TestErrors:
    @pytest.mark.parametrize(("text", "message"), REFUSED, ids=[message for _, message in REFUSED])
    def test_records_that_are_refused(self, text: str, message: str, tmp_path: Path) -> None:
        """
        What a record must not have is one message with its place, and the next record is read.
        """
        assert [f"1:{message}", ("2",)] == contents(write(tmp_path, f'{text}\n{{"a": 2}}'), JSONL)
        in_list = contents(write(tmp_path, f'[\n{text}, {{"a": 2}}]'), JSON)
        assert [f"2:{message}", ("2",)] == in_list

    def test_places_in_records_of_many_lines(self, tmp_path: Path) -> None:
        """
        The place of an error in a record of several lines is its own.
        """
        text = '[{"a": 1,\n  "a": 2}]'

        assert ['2:3: an object has two members with the name "a"'] == contents(
            write(tmp_path, text), JSON
        )

    def test_lines_that_are_not_json(self, tmp_path: Path) -> None:
        """
        A line that is not one JSON value is refused, and the next is read.
        """
        found = contents(write(tmp_path, '{"a" 1}\n{"a": 1} 2\n[\n{"a": 1}\n'), JSONL)

        assert [
            "1:6: not JSON: Expecting ':' delimiter",
            "2:10: not JSON Lines: text behind the first value of the line",
            "3:2: not JSON: Expecting value; it is cut",
            ("1",),
        ] == found

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                '[{"a": 1}, {"a"',
                "1:16: not JSON: Expecting ':' delimiter; it is cut; 1 whole record before it",
            ),
            ('[{"a": 1} 2]', '1:11: not JSON: no "," here; 1 whole record before it'),
            ('[{"a": 1}, ]', "1:12: not JSON: Expecting value; 1 whole record before it"),
            ('[{"a": 1}]\n]', "2:1: not JSON: text behind its end; 1 whole record before it"),
            ("", "1:1: not JSON: Expecting value; it is cut"),
            ("[" * 3000, "1:2: nested deeper than 100 levels"),
            ('{"a":' * 3000, "1:1: nested deeper than 100 levels"),
        ],
    )
    def test_files_that_are_not_json(self, text: str, message: str, tmp_path: Path) -> None:
        """
        Text that is not JSON, or is nested too deep, is one message after the records before it.
        """
        assert message == failure(tmp_path, text)

    @pytest.mark.parametrize(
        ("text", "pointer", "message"),
        [
            ('{"a": 1}', "b", '1:1: a JSON Pointer begins with "/", unlike "b"'),
            ('{"a": 1}', "/b", '1:8: the object has no member "b"'),
            ("[]", "/b", '1:1: no object, which is to have the member "b"'),
            ('{"b": [], "b": []}', "/b", '1:11: not the name of a further member: "b"'),
            ('{"b": [] "c": 1}', "/b", '1:10: not JSON: no "," here'),
            ('{"b": []', "/b", '1:9: not JSON: no "," here; it is cut'),
        ],
    )
    def test_lists_that_are_not_there(
        self, text: str, pointer: str, message: str, tmp_path: Path
    ) -> None:
        """
        A pointer that leads nowhere, or a damaged object around the list, is one message.
        """
        assert message == failure(tmp_path, text, pointer)

    def test_a_file_that_is_too_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A JSON file beyond the limit is one message; JSON Lines of this size are read.
        """
        monkeypatch.setattr(json_records, "MOST_CHARACTERS", 1_000_000)
        text = '{"a": 1}\n' * 200_000

        assert failure(tmp_path, text) == " larger than 1 MB; save it as JSON Lines, an object a line"
        assert 200_000 == len(records(write(tmp_path, text), JSONL))

    def test_numbers_of_any_length(self, tmp_path: Path) -> None:
        """
        A number of any length is text as written.
        """
        digits = "1" * 5000

        assert [(digits, "1e999")] == contents(write(tmp_path, f'{{"a": {digits}, "b": 1e999}}'), JSONL)


def scalars(value: object, path: str = "", *, is_record: bool = True) -> list[tuple[str, str]]:
    """Return the names down to each scalar and each empty object with its text."""
    if isinstance(value, dict) and (value or is_record):
        return [
            each
            for name, one in value.items()
            for each in scalars(one, f"{path}.{name}" if path else name, is_record=False)
        ]
    if isinstance(value, list):
        return [each for one in value for each in scalars(one, path, is_record=False)]
    return [] if value is None else [(path, as_text(value))]


def as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def at_pointer(value: Any, fragment: str) -> Any:
    """Return what a JSON Pointer in a URI fragment leads to."""
    for name in unquote(fragment).split("/")[1:]:
        key = name.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def decoded(record: Record, start: int, end: int, shown: object) -> list[str]:
    """Return the characters that a range of a record shows, decoded by `json`."""
    text = record.text[start:end]
    return list(json.loads(f'"{text}"')) if isinstance(shown, str) else list(text)
