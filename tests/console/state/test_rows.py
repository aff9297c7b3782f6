from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from hypothesis import given, strategies as st

from console.state.rows import Key, SortedRows

Item = tuple[int, str]


class Mirror:
    """Shows rows as Qt would: applies each step to a list of its own, by row numbers alone."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.rows: SortedRows[Item]
        self.steps: list[str] = []

    def _ids(self) -> list[str]:
        return [self.rows.id_at(n) for n in range(len(self.rows))]

    @contextmanager
    def removing(self, first: int, last: int) -> Iterator[None]:
        self.steps.append("remove")
        assert self.ids == self._ids()
        yield
        del self.ids[first : last + 1]
        assert self.ids == self._ids()

    @contextmanager
    def inserting(self, first: int, last: int) -> Iterator[None]:
        self.steps.append("insert")
        assert self.ids == self._ids()
        yield
        self.ids[first:first] = self._ids()[first : last + 1]
        assert self.ids == self._ids()

    @contextmanager
    def moving(self, row: int, to: int) -> Iterator[None]:
        self.steps.append("move")
        assert row != to
        yield
        self.ids.insert(to, self.ids.pop(row))
        assert self.ids == self._ids()

    @contextmanager
    def reordering(self, order: Sequence[int]) -> Iterator[None]:
        self.steps.append("reorder")
        yield
        assert sorted(order) == list(range(len(self.ids)))
        self.ids = [self.ids[n] for n in order]
        assert self.ids == self._ids()

    def changed(self, first: int, last: int) -> None:
        self.steps.append("change")
        assert 0 <= first <= last < len(self.ids)


def key(item: Item) -> Key | None:
    return (item[0], item[1]) if item[0] >= 0 else None


def rows(steps_at_most: int = 100) -> tuple[SortedRows[Item], Mirror]:
    mirror = Mirror()
    mirror.rows = SortedRows(key, mirror, steps_at_most=steps_at_most)
    return mirror.rows, mirror


BATCH = st.dictionaries(st.integers(0, 120).map(str), st.none() | st.integers(-2, 9), max_size=100)


@given(st.lists(BATCH, max_size=6), st.sampled_from([0, 20, 1000]))
def test_after_any_batches_rows_are_what_plain_sorting_gives(batches: list[dict[str, Any]], steps: int) -> None:
    sorted_rows, mirror = rows(steps)
    plain: dict[str, int] = {}
    for batch in batches:
        sorted_rows.update({i: None if rank is None else (rank, i) for i, rank in batch.items()})
        plain = {i: r for i, r in (plain | batch).items() if r is not None}
        wanted = [i for r, i in sorted((r, i) for i, r in plain.items() if r >= 0)]
        assert mirror.ids == wanted
        assert [item[1] for item in sorted_rows] == wanted
        assert all(sorted_rows.row_of(i) == n for n, i in enumerate(wanted))
        assert sorted_rows.items.keys() == plain.keys()


@given(BATCH, st.integers(0, 9))
def test_another_key_sorts_and_filters_anew(batch: dict[str, Any], least: int) -> None:
    sorted_rows, mirror = rows()
    sorted_rows.update({i: None if r is None else (r, i) for i, r in batch.items()})

    sorted_rows.rekey(lambda item: (-item[0], item[1]) if item[0] >= least else None)

    wanted = sorted((-r, i) for i, r in batch.items() if r is not None and r >= least)
    assert mirror.ids == [i for _r, i in wanted]


def test_a_small_batch_is_few_single_steps() -> None:
    sorted_rows, mirror = rows()
    sorted_rows.update({str(n): (n, str(n)) for n in range(9)})
    mirror.steps.clear()

    sorted_rows.update({"3": None, "4": None, "5": (0, "5"), "8": (8, "8"), "x": (6, "x"), "y": (6, "y")})

    assert sorted(mirror.steps) == ["change", "insert", "move", "remove"]


def test_a_large_batch_is_at_most_four_steps_and_one_announcement() -> None:
    sorted_rows, mirror = rows()
    sorted_rows.update({str(n): (n, str(n)) for n in range(3000)})
    mirror.steps.clear()

    gone: dict[str, Item | None] = {str(n): None for n in range(0, 3000, 3)}
    moved: dict[str, Item | None] = {str(n): (5000 - n, str(n)) for n in range(1, 3000, 3)}
    born: dict[str, Item | None] = {f"new{n}": (n, f"new{n}") for n in range(0, 3000, 2)}
    sorted_rows.update(gone | moved | born)

    assert mirror.steps == ["reorder", "remove", "insert", "reorder", "change"]


def test_a_batch_that_changes_nothing_shown_is_silent() -> None:
    sorted_rows, mirror = rows()
    sorted_rows.update({"a": (-1, "a"), "b": None})

    assert mirror.steps == []
