"""Conditional requests, and the entity tags of answers."""

import pytest

from serving import Server

ADDRESS = "/questions/actors-by-incidents?format=csv"


class TestConditions:
    @pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
    def test_what_the_client_has_is_not_sent_again(self, server: Server, form: str) -> None:
        """
        If If-None-Match names the entity tag of the answer, the response has none of its bytes.
        """
        first = server.request("GET", ADDRESS)
        fields = {"If-None-Match": form.format(first.fields["etag"])}
        second = server.request("GET", ADDRESS, fields=fields)

        assert (200, 304, b"") == (first.status, second.status, second.body)
        kept = ("etag", "vary", "cache-control", "link")
        assert [first.fields[each] for each in kept] == [second.fields[each] for each in kept]

    def test_another_tag_is_answered(self, server: Server) -> None:
        """
        If the tags in If-None-Match are others, the answer is sent.
        """
        assert 200 == server.request("GET", ADDRESS, fields={"If-None-Match": '"0"'}).status

    def test_formats_have_tags_of_their_own(self, server: Server) -> None:
        """
        Representations in other formats have other tags, also if their bytes are equal.
        """
        address = "/questions/actors-by-incidents"
        kinds = ("application/xml", "text/xml", "text/csv", "application/json")
        tags = {server.request("GET", address, fields={"Accept": kind}).fields["etag"] for kind in kinds}

        assert len(kinds) == len(tags)

    def test_head_has_the_fields_of_get(self, server: Server) -> None:
        """
        The response to HEAD has the length and the tag of that to GET, and no body.
        """
        get, head = (server.request(method, ADDRESS) for method in ("GET", "HEAD"))

        assert (200, b"") == (head.status, head.body)
        kept = ("etag", "vary", "content-length", "content-type")
        assert [get.fields[each] for each in kept] == [head.fields[each] for each in kept]
