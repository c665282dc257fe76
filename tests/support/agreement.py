"""How far two judgements of the same things agree: Cohen's kappa, with an interval."""

import random
from collections import Counter
from collections.abc import Hashable, Sequence

SAMPLES = 1000


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Return Cohen's kappa of two judgements of each thing; 1 if no other answer was ever given.

    Source:
        Cohen, J. (1960), A coefficient of agreement for nominal scales, doi:10.1177/001316446002000104.
    """
    count = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    observed = sum(one == two for one, two in pairs) / count
    expected = sum(first[answer] * second[answer] for answer in first) / count**2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def interval(pairs: Sequence[tuple[Hashable, Hashable]], seed: int) -> tuple[float, float]:
    """Return the 95 % interval of kappa, by samples of the pairs that are drawn with replacement."""
    chance = random.Random(seed)
    found = sorted(kappa(chance.choices(pairs, k=len(pairs))) for _ in range(SAMPLES))
    return found[SAMPLES // 40], found[-(SAMPLES // 40) - 1]
