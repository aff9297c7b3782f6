"""How well typed letters fit a text: the letters in order, better at the beginnings of words and side by side."""

WORD_START = 6
SIDE_BY_SIDE = 5
ELSEWHERE = 0


def score(typed: str, text: str) -> int | None:
    """A figure that is higher for a better fit; None where the letters are not all there, in order.

    Blanks in ``typed`` are ignored; among equal fits the shorter text is better. Cost is letters x text length, paid
    only by texts that hold the letters at all.
    """
    letters, low = typed.lower().replace(" ", ""), text.lower()
    if not _holds(letters, low):
        return None
    ending: list[int | None] = [0] * (len(low) + 1)
    for n, letter in enumerate(letters):
        reached: list[int | None] = [None] * (len(low) + 1)
        best: int | None = 0 if n == 0 else None
        for at, here in enumerate(low):
            before = ending[at] if n else None
            if n and before is not None and (best is None or before > best):
                best = before
            if here != letter or best is None:
                continue
            starts = at == 0 or not low[at - 1].isalnum()
            points = best + (WORD_START if starts else ELSEWHERE)
            if before is not None:
                points = max(points, before + SIDE_BY_SIDE + starts)
            reached[at + 1] = points
        ending = reached
    return max((p for p in ending if p is not None), default=0) * 4 - len(low) // 4


def _holds(letters: str, text: str) -> bool:
    at = -1
    for letter in letters:
        at = text.find(letter, at + 1)
        if at < 0:
            return False
    return True
