"""A matrix has a cell for each pair that the answer has, and none for those it has not."""

import pytest

from drawing import SVG, boxes, marks, matrix, said, texts
from privkg.query.charts._colours import contrast


class TestCells:
    def test_are_those_of_the_answer(self) -> None:
        """
        Each pair has its number in a cell; a pair that the answer lacks has no cell.
        """
        root = matrix(("A", "x", 3), ("B", "y", 1))

        assert ["A, x: 3", "B, y: 1"] == said(root, "cell")
        assert ["3", "1"] == [text for cell in marks(root, "cell") for text in texts(cell)]

    def test_zero_is_not_missing(self) -> None:
        """
        A pair of which there is none has a cell that says so.
        """
        assert ["A, x: 0"] == said(matrix(("A", "x", 0)), "cell")

    def test_stand_under_their_column(self) -> None:
        """
        Cells of a column begin at the same place, and those of another beside it.
        """
        root = matrix(("A", "x", 1), ("A", "y", 2), ("B", "x", 3))
        (x, width), (y, _), (below, _) = boxes(root, "cell")

        assert (x, True) == (below, y >= x + width)

    def test_are_darker_for_more(self) -> None:
        """
        The more there is, the stronger a cell stands out from the paper.
        """
        root = matrix(*(("A", f"{n}", n) for n in range(6)))
        fills = [box.get("fill", "") for cell in marks(root, "cell") for box in cell.iter(f"{SVG}rect")]
        found = [contrast(fill, "#ffffff") for fill in fills]

        assert sorted(set(found)) == found

    def test_of_one_pair_add_up_and_it_is_said(self) -> None:
        """
        Rows of one pair are one cell, and the note counts them.
        """
        root = matrix(("A", "x", 1), ("A", "x", 2), ("A", "y", 1))

        assert ["A, x: 3", "A, y: 1"] == said(root, "cell")
        assert "1 value added to that of the same cell" == texts(root)[-1]

    def test_without_a_number_are_counted(self) -> None:
        """
        A row without a number has no cell and is said below.
        """
        root = matrix(("A", "x", 1), ("B", "y", "much"))

        assert (["A"], "1 row without a number") == (said(root, "row"), texts(root)[-1])

    @pytest.mark.parametrize("value", ["-1e300", "1e300", "0.000001"])
    def test_of_any_number_are_drawn(self, value: str) -> None:
        """
        Numbers at the ends of what can be reckoned with have cells beside others.
        """
        assert 2 == len(marks(matrix(("A", "x", value), ("A", "y", 1)), "cell"))


class TestNames:
    def test_are_in_the_order_in_which_they_come(self) -> None:
        """
        Rows and columns stand as the answer has them first.
        """
        root = matrix(("B", "y", 1), ("A", "x", 1), ("B", "x", 1))

        assert (["B", "A"], ["y", "x"]) == (said(root, "row"), said(root, "column"))

    def test_of_the_same_things_have_one_order(self) -> None:
        """
        If rows and columns are the same things, the diagonal is that of each thing with itself.
        """
        root = matrix(("A", "B", 1), ("A", "A", 1), ("B", "A", 1))

        assert (["A", "B"], ["A", "B"]) == (said(root, "row"), said(root, "column"))

    def test_that_fit_are_level_and_others_slope(self) -> None:
        """
        Names of columns slope only if one of them is wider than its cell.
        """
        level = matrix(("A", "Short", 1), ("A", "Two words", 1))
        sloping = matrix(*(("A", f"Incommensurability {n}", 1) for n in range(9)))

        assert [0, 9] == [
            sum("transform" in text.attrib for text in root.iter(f"{SVG}text"))
            for root in (level, sloping)
        ]

    def test_that_slope_stay_on_the_sheet(self) -> None:
        """
        The sheet is widened for the last name, which slopes beyond its column.
        """
        short, long = (
            matrix(*(("A", f"{name} {n}", 1) for n in range(9)))
            for name in ("Incommensurability", "Incommensurability of nearly everything")
        )

        assert float(short.get("width", "")) < float(long.get("width", ""))

    def test_too_many_are_cut_and_counted(self) -> None:
        """
        After sixty rows or columns the drawing says how many more there are.
        """
        root = matrix(*((f"A{n}", f"H{n % 62}", 1) for n in range(63)))

        assert (60, 60) == (len(said(root, "row")), len(said(root, "column")))
        assert "and 3 more rows, 2 more columns" == texts(root)[-2]
