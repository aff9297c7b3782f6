"""The demo's recorder: it keeps everything, but fails now and then, for each camera at times of its own."""

import random
from itertools import pairwise

DAY_S = 86_400.0

GAP_CHANCE = 0.6
"""Of a gap on a day."""

GAP_S = (240.0, 2_700.0)
"""Shortest and longest gap, seconds."""


def kept(camera: str, since: float, until: float) -> list[tuple[float, float]]:
    """What is recorded between two times: spans in order, the same whenever asked."""
    edges = [since]
    for day in range(int(since // DAY_S), int(until // DAY_S) + 1):
        chance = random.Random(f"{camera} {day}")
        if chance.random() < GAP_CHANCE:
            begin = day * DAY_S + chance.uniform(0, DAY_S - GAP_S[1])
            edges += [begin, begin + chance.uniform(*GAP_S)]
    edges.append(until)
    clipped = [min(max(edge, since), until) for edge in edges]
    return [(begin, end) for begin, end in list(pairwise(clipped))[::2] if begin < end]
