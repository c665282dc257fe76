"""Lengths of the nodes of a page, from those of their parts."""

from mwparserfromhell import parse

from privkg.sources.wikitext.lengths import Lengths

PAGE = """{{Incident | title = [[A|B]] | 1 {{!}} | date = <!-- c --> 2019 {{{x|y}}} }}
== Head [http://example.org/ing of ''this''] ==
{| class="wikitable" {{x}}
! scope="col" | Threat !! Harm
|-
| style="a" | one || <nowiki>two</nowiki>
|}
* item &amp; ; term : value
----
'''bold''' <ref name="a" /> <br> <br/> </br> <p id="q">text <b >nested <i>deep</i></b></p > https://example.org/
[[File:a.png|thumb|[[link]]]] <li>one <li>two <pre>raw</pre> {{cite web|url=http://example.org/}}
"""


def test_length_of_each_node_is_that_of_its_text() -> None:
    """The length of each node of a page is the number of characters that it was parsed from."""
    code = parse(PAGE)
    lengths = Lengths()

    assert {} == {
        str(node): lengths.of(node)
        for node in code.ifilter(recursive=True)
        if lengths.of(node) != len(str(node))
    }
    assert len(PAGE) == lengths.of(code)
