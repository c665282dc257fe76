"""The builder's default page is valid, so that a test sees only findings about its own changes."""

from builders import codes, converted, incident


class TestPageText:
    def test_built_page_is_clean(self) -> None:
        """
        A built page has one finding, about its invented actor.
        """
        assert [] == codes(incident())
        assert ["PK026"] == codes(converted())
