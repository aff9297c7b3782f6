"""Very many names as one text, in which the C library finds the few that begin with what was typed."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from console.viewmodels import folding


class Haystack:
    """Folded texts (``folding.fold``), one line each."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._text = "\n".join(lines)
        self._begins = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def fitting(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Row and fit of each line that all ``words`` fit, in the order of lines."""
        longest = " " + max(words, key=len)
        at = self._text.find(longest)
        while at >= 0:
            row = bisect_right(self._begins, at) - 1
            fit = folding.fit(words, self._lines[row])
            if fit is not None:
                yield row, fit
            at = self._text.find(longest, self._begins[row + 1])
