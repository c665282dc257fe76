"""Elements of HTML by name: those without an end tag, blocks, and what a start tag closes."""

VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
CELLS = frozenset({"td", "th", "caption", "table"})
_ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"),
        *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
CLOSED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **dict.fromkeys(BLOCKS - {"body", "html"}, (frozenset({"p"}), CELLS)),
    "li": (frozenset({"li", "p"}), CELLS | {"ul", "ol"}),
    "dt": (frozenset({"dt", "dd", "p"}), CELLS | {"dl"}),
    "dd": (frozenset({"dt", "dd", "p"}), CELLS | {"dl"}),
    "td": (frozenset({"td", "th", "caption"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th", "caption"}), frozenset({"tr", "table"})),
    "tr": (frozenset({"td", "th", "tr", "caption", "colgroup"}), frozenset({"table"})),
    **dict.fromkeys(
        _ROW_GROUPS,
        (frozenset({"td", "th", "tr", "caption", "colgroup", *_ROW_GROUPS}), frozenset({"table"})),
    ),
}
"""For a start tag, the elements that it closes, and those that it does not look beyond."""
