"""A matrix has a cell for each pair in the answer, and no others."""

from xml.etree.ElementTree import Element

import pytest

from drawing import SVG, answer, boxes, drawn, marks, matrix, number, texts, tooltips
from privkg.core.colours import contrast
from privkg.rdf.terms import literal, term


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
        fills = {
            texts(cell)[0]: box.get("fill", "")
            for cell in marks(root, "cell")
            for box in cell.iter(f"{SVG}rect")
        }
        found = [contrast(fills[f"{n}"], "#ffffff") for n in range(6)]

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
    def test_are_in_order_of_size(self) -> None:
        """
        Rows and columns are in the order of the sums of their values, and then of their names.
        """
        root = matrix(("C", "y", 1), ("A", "x", 1), ("B", "x", 4))

        assert (["B", "A", "C"], ["x", "y"]) == (tooltips(root, "row"), tooltips(root, "column"))

    def test_of_harms_are_in_solove_s_order(self) -> None:
        """
        Harms are in the order of Solove's article, whatever their numbers.
        """
        root = of_pairs(("pk:School", "solove:Blackmail", 9), ("pk:School", "solove:Surveillance", 1))

        assert ["solove:Surveillance", "solove:Blackmail"] == tooltips(root, "column")

    def test_of_harms_have_the_shape_of_their_group(self) -> None:
        """
        Each name of a harm has the shape of its group, in its hue, and the legend names the groups.
        """
        root = of_pairs(("pk:School", "solove:Blackmail", 9), ("pk:School", "solove:Surveillance", 1))
        shapes = [[path.get("d") for path in each.iter(f"{SVG}path")] for each in marks(root, "column")]
        legend = [[path.get("d") for path in each.iter(f"{SVG}path")] for each in marks(root, "series")]

        assert ["information collection", "information dissemination"] == tooltips(root, "series")
        assert shapes == legend
        assert 2 == len({path for some in shapes for path in some})

    def test_have_their_order_in_the_caption(self) -> None:
        """
        The caption has how rows and columns are ordered.
        """
        root = of_pairs(("pk:School", "solove:Blackmail", 9))

        assert "(rows, by size) and harm (columns, in Solove’s order)" in texts(root)[1]
        assert "(columns, by time)" in texts(matrix(("A", "2020", 1)))[1]

    def test_of_years_are_in_time(self) -> None:
        """
        Years are from left to right, whatever their numbers, and more of them have room.
        """
        root = matrix(*(("A", f"{year}", year) for year in range(2000, 2030)))

        assert [f"{year}" for year in range(2000, 2030)] == tooltips(root, "column")

    def test_of_types_do_not_overlap(self) -> None:
        """
        Types of actors that include others are totals below the others, without a shade.
        """
        root = of_pairs(
            *((f"pk:{name}", "solove:Exposure", n) for name, n in {"Actor": 9, "Company": 5}.items()),
            *((f"pk:{name}", "solove:Exposure", n) for name, n in {"School": 2, "Platform": 4}.items()),
        )
        fills = sorted(
            box.get("fill", "") for cell in marks(root, "cell") for box in cell.iter(f"{SVG}rect")
        )

        assert ["pk:Platform", "pk:School", "pk:Company, all types", "All types of actors"] == tooltips(
            root, "row"
        )
        assert "#8a1a4a" == fills[0]
        assert ["#ffffff"] * 2 == fills[2:]
        assert "does not add up" in texts(root)[-1]

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
        A matrix has twenty rows and columns, and a line with the numbers of further ones.
        """
        root = matrix(*((f"A{n}", f"H{n % 22}", 1) for n in range(23)))

        assert (20, 20) == (len(tooltips(root, "row")), len(tooltips(root, "column")))
        assert "and 3 more rows, 2 more columns" == texts(root)[-2]


class TestPairs:
    def test_are_in_both_halves(self) -> None:
        """
        A pair of two harms has two cells, and the diagonal is grey.
        """
        found = answer(
            ("harmLabel", "otherHarmLabel", "incidents"),
            (literal("A"), literal("B"), number(3)),
            (literal("C"), literal("A"), number(1)),
        )
        roles = {"row": "harmLabel", "column": "otherHarmLabel", "value": "incidents"}
        root = drawn("matrix", found, roles)
        greys = [box for box in root.iter(f"{SVG}rect") if box.get("fill") == "#d9d9d9"]

        assert ["A, B: 3", "A, C: 1", "B, A: 3", "C, A: 1"] == tooltips(root, "cell")
        assert 3 == len(greys)
        assert "2 cells in 3 rows and 3 columns" in root.findtext(f"{SVG}desc", "")


def of_pairs(*rows: tuple[str, str, int]) -> Element:
    """Return a matrix of types of actors, harms and values; the resources are their own labels."""
    columns = ("actorType", "actorTypeLabel", "harm", "harmLabel", "rows")
    found = [
        (term(kind), literal(kind), term(harm), literal(harm), number(count))
        for kind, harm, count in rows
    ]
    roles = {"row": "actorTypeLabel", "column": "harmLabel", "value": "rows"}
    return drawn("matrix", answer(columns, *found), roles)
