"""Rows kept in order: a list that stays sorted while its items change, and says what changed as few row steps.

A table on screen must never be reset while somebody works in it (the selection and the place would be lost), so each
batch of changes becomes ranges that are removed, moved, inserted and changed. A batch too large for single steps is
done in at most four: the rows that go are gathered at the end and cut off, the new ones are put there, and one
reordering brings all to their places.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Generic, Protocol, TypeVar

Key = tuple[Any, ...]
"""What rows are sorted by; the last element is the item's id, which makes keys unique."""

T = TypeVar("T")

STEPS_AT_MOST = 100
"""A batch with more single steps than this is done by gathering and one reordering (measured on 10,000 rows under a
table view with 500 new and 500 acknowledged alarms a second: the longest turns of the loop are shortest here)."""


class RowsView(Protocol):
    """Who shows the rows: told around each step, in order. Ranges are inclusive, as Qt counts them."""

    def removing(self, first: int, last: int) -> AbstractContextManager[None]:
        """Rows ``first..last`` go."""
        ...

    def inserting(self, first: int, last: int) -> AbstractContextManager[None]:
        """New rows come to stand at ``first..last``."""
        ...

    def moving(self, row: int, to: int) -> AbstractContextManager[None]:
        """The row goes to where its number will be ``to``."""
        ...

    def reordering(self, order: Sequence[int]) -> AbstractContextManager[None]:
        """The row ``order[n]`` becomes row ``n``."""
        ...

    def changed(self, first: int, last: int) -> None:
        """What ``first..last`` show may be different."""
        ...


class SortedRows(Generic[T]):
    """Items by id, those with a key in rows.

    Args:
        key: the key of an item (ending in its id), or None when it is not shown.
        view: told of each step.
        steps_at_most: single steps a batch may have before it is gathered.
    """

    def __init__(self, key: Callable[[T], Key | None], view: RowsView, *, steps_at_most: int = STEPS_AT_MOST) -> None:
        self.items: dict[str, T] = {}
        self._key = key
        self._view = view
        self._steps_at_most = steps_at_most
        self._rows: list[Key] = []
        self._key_of: dict[str, Key] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: int) -> T:
        return self.items[self.id_at(row)]

    def __iter__(self) -> Iterator[T]:
        return (self.items[key[-1]] for key in self._rows)

    def id_at(self, row: int) -> str:
        """Id of the item in ``row``; raises IndexError."""
        return str(self._rows[row][-1])

    def shows(self, item_id: str) -> bool:
        """Whether the item stands in a row."""
        return item_id in self._key_of

    def row_of(self, item_id: str) -> int | None:
        """Row of the item, or None when it is not shown."""
        key = self._key_of.get(item_id)
        return None if key is None else bisect_left(self._rows, key)

    def update(self, changed: Mapping[str, T | None], *, is_same_order: bool = True) -> None:
        """Take in new values by id; None means it is gone. ``is_same_order``: old and new keys can be compared."""
        self.items.update((i, item) for i, item in changed.items() if item is not None)
        keys = {i: None if item is None else self._key(item) for i, item in changed.items()}
        self._settle(keys, is_same_order=is_same_order)
        for item_id, item in changed.items():
            if item is None:
                self.items.pop(item_id, None)

    def replace(self, items: Mapping[str, T], *, is_same_order: bool = True) -> None:
        """Take in a whole new set of items; what is not in it is gone."""
        self.update({**dict.fromkeys(self.items.keys() - items.keys()), **items}, is_same_order=is_same_order)

    def rekey(self, key: Callable[[T], Key | None] | None = None) -> None:
        """Sort and filter anew, by ``key`` if given. Old and new keys need not be comparable."""
        self._key = key or self._key
        self._settle({i: self._key(item) for i, item in self.items.items()}, is_same_order=False)

    def _settle(self, wanted: Mapping[str, Key | None], *, is_same_order: bool = True) -> None:
        gone: list[Key] = []
        born: list[Key] = []
        moved: list[tuple[Key, Key]] = []
        touched: list[str] = []
        for item_id, new in wanted.items():
            old = self._key_of.get(item_id)
            if new is None:
                if old is not None:
                    gone.append(old)
                    del self._key_of[item_id]
                continue
            self._key_of[item_id] = new
            if old is None:
                born.append(new)
                continue
            touched.append(item_id)
            if old != new:
                moved.append((old, new))
        if is_same_order and len(gone) + len(moved) + len(born) <= self._steps_at_most:
            self._step(gone, moved, born)
        else:
            self._gather(gone, moved, born)
        if touched:
            rows = [bisect_left(self._rows, self._key_of[i]) for i in touched]
            self._view.changed(min(rows), max(rows))

    def _step(self, gone: list[Key], moved: list[tuple[Key, Key]], born: list[Key]) -> None:
        rows = self._rows
        for first, last in reversed(list(_ranges(sorted(bisect_left(rows, key) for key in gone)))):
            with self._view.removing(first, last):
                del rows[first : last + 1]
        for old, new in moved:
            row, to = bisect_left(rows, old), bisect_left(rows, new)
            to -= to > row
            if to == row:
                rows[row] = new
                continue
            with self._view.moving(row, to):
                del rows[row]
                rows.insert(to, new)
        runs: dict[int, list[Key]] = {}
        for key in sorted(born):
            runs.setdefault(bisect_left(rows, key), []).append(key)
        for at, run in reversed(runs.items()):
            with self._view.inserting(at, at + len(run) - 1):
                rows[at:at] = run

    def _gather(self, gone: list[Key], moved: list[tuple[Key, Key]], born: list[Key]) -> None:
        rows = self._rows
        if gone:
            doomed = set(gone)
            kept = [n for n, key in enumerate(rows) if key not in doomed]
            self._reorder([*kept, *(n for n, key in enumerate(rows) if key in doomed)], rows)
            with self._view.removing(len(kept), len(rows) - 1):
                del rows[len(kept) :]
        if born:
            with self._view.inserting(len(rows), len(rows) + len(born) - 1):
                rows.extend(born)
        renamed = dict(moved)
        named = [renamed.get(key, key) for key in rows]
        self._reorder(sorted(range(len(named)), key=named.__getitem__), named)

    def _reorder(self, order: list[int], named: list[Key]) -> None:
        in_order = [named[n] for n in order]
        if all(n == old for n, old in enumerate(order)):
            self._rows[:] = in_order
            return
        with self._view.reordering(order):
            self._rows[:] = in_order


def _ranges(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ascending row numbers as inclusive ranges."""
    first = last = -2
    for row in rows:
        if row != last + 1:
            if last >= 0:
                yield first, last
            first = row
        last = row
    if last >= 0:
        yield first, last
