"""A strip: what a bar chart has, under another name."""

from privkg.query.charts.bar import PARTS, plot

__all__ = ["PARTS", "plot"]
