"""A matrix has a cell for each pair in the answer, and no others."""

import pytest

from drawing import SVG, boxes, marks, matrix, texts, tooltips
from privkg.core.colours import contrast


class TestCells:
    def test_are_those_of_the_answer(self) -> None:
        """
        Each pair in the answer has a cell with its number; other pairs have none.
        """
        root = matrix(("A", "x", 3), ("B", "y", 1))

        assert ["A, x: 3", "B, y: 1"] == tooltips(root, "cell")
        assert ["3", "1"] == [text for cell in marks(root, "cell") for text in texts(cell)]

    def test_zero_is_not_missing(self) -> None:
        """
        A pair whose value is 0 has a cell.
        """
        assert ["A, x: 0"] == tooltips(matrix(("A", "x", 0)), "cell")

    def test_are_aligned_in_columns(self) -> None:
        """
        Cells of a column have the same x, and those of the next column are to the right.
        """
        root = matrix(("A", "x", 1), ("A", "y", 2), ("B", "x", 3))
        (x, width), (y, _), (below, _) = boxes(root, "cell")

        assert (x, True) == (below, y >= x + width)

    def test_are_darker_for_more(self) -> None:
        """
        The larger the value, the higher the contrast of a cell to the background.
        """
        root = matrix(*(("A", f"{n}", n) for n in range(6)))
        fills = [box.get("fill", "") for cell in marks(root, "cell") for box in cell.iter(f"{SVG}rect")]
        found = [contrast(fill, "#ffffff") for fill in fills]

        assert sorted(set(found)) == found

    def test_of_one_pair_are_added_up(self) -> None:
        """
        Rows of the same pair are added up in one cell, and counted below the chart.
        """
        root = matrix(("A", "x", 1), ("A", "x", 2), ("A", "y", 1))

        assert ["A, x: 3", "A, y: 1"] == tooltips(root, "cell")
        assert "1 value added to that of the same cell" == texts(root)[-1]

    def test_without_a_number_are_counted(self) -> None:
        """
        A row without a number has no cell, and is counted below the chart.
        """
        root = matrix(("A", "x", 1), ("B", "y", "much"))

        assert (["A"], "1 row without a number") == (tooltips(root, "row"), texts(root)[-1])

    @pytest.mark.parametrize("value", ["-1e300", "1e300", "0.000001"])
    def test_of_any_number_are_drawn(self, value: str) -> None:
        """
        A number near the limits of a float has a cell, and so has an ordinary number next to it.
        """
        assert 2 == len(marks(matrix(("A", "x", value), ("A", "y", 1)), "cell"))


class TestNames:
    def test_are_in_order_of_appearance(self) -> None:
        """
        Rows and columns are in the order in which they first appear in the answer.
        """
        root = matrix(("B", "y", 1), ("A", "x", 1), ("B", "x", 1))

        assert (["B", "A"], ["y", "x"]) == (tooltips(root, "row"), tooltips(root, "column"))

    def test_of_equal_rows_and_columns_have_one_order(self) -> None:
        """
        If rows and columns have the same names, both are in the same order.
        """
        root = matrix(("A", "B", 1), ("A", "A", 1), ("B", "A", 1))

        assert (["A", "B"], ["A", "B"]) == (tooltips(root, "row"), tooltips(root, "column"))

    def test_that_fit_are_horizontal_and_others_slope(self) -> None:
        """
        Column names are rotated only if one of them is wider than its cell.
        """
        level = matrix(("A", "Short", 1), ("A", "Two words", 1))
        sloping = matrix(*(("A", f"Incommensurability {n}", 1) for n in range(9)))

        assert [0, 9] == [
            sum("transform" in text.attrib for text in root.iter(f"{SVG}text"))
            for root in (level, sloping)
        ]

    def test_that_slope_widen_the_chart(self) -> None:
        """
        The chart is wide enough for the last column name, which slopes beyond its column.
        """
        short, long = (
            matrix(*(("A", f"{name} {n}", 1) for n in range(9)))
            for name in ("Incommensurability", "Incommensurability of nearly everything")
        )

        assert float(short.get("width", "")) < float(long.get("width", ""))

    def test_too_many_are_cut_and_counted(self) -> None:
        """
        A matrix has sixty rows and columns, and a line with the numbers of further ones.
        """
        root = matrix(*((f"A{n}", f"H{n % 62}", 1) for n in range(63)))

        assert (60, 60) == (len(tooltips(root, "row")), len(tooltips(root, "column")))
        assert "and 3 more rows, 2 more columns" == texts(root)[-2]
