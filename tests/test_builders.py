"""The builder's own page is a page without a fault, so that a test sees only what it changed."""

from builders import codes, converted, incident


class TestPageText:
    def test_built_page_is_clean(self) -> None:
        """
        A built page has the one finding that its invented actor earns.
        """
        assert [] == codes(incident())
        assert ["PK026"] == codes(converted())
