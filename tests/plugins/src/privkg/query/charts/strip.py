"""A strip chart: a bar chart under another name."""

from privkg.query.charts.bar import ROLES, plot

__all__ = ["ROLES", "plot"]
