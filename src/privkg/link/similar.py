"""Finds similar names, by the similarity of their sorted words (`token_sort_ratio` of RapidFuzz)."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

LEAST = 85.0
"""The minimum similarity, from 0 to 100."""
_MOST = 10
"""The number of similar names that are found for each, so that the number of pairs is bounded."""


def pairs(texts: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Yield the indexes of similar texts, each pair once, with their similarity from 0 to 100.

    Of each text and those that are not shorter, the most similar ones are found. The order is that of
    the texts by their length.

    Args:
        texts: texts without duplicates, in the order in which equally similar ones are chosen.
    """
    ordered = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    sorted_words = [" ".join(sorted(texts[index].split())) for index in ordered]
    lengths = list(map(len, sorted_words))
    end = 0
    for at, text in enumerate(sorted_words):
        # Two texts whose lengths differ by more cannot be that similar.
        while end < len(lengths) and lengths[end] * LEAST <= lengths[at] * (200 - LEAST):
            end += 1
        found = process.extract(
            text, sorted_words[at + 1 : end], scorer=fuzz.ratio, limit=_MOST, score_cutoff=LEAST
        )
        for _, score, offset in found:
            one, other = sorted((ordered[at], ordered[at + 1 + offset]))
            yield one, other, score
