"""Names in one text are a list that knows the row of each."""

from zlib import crc32

import msgspec
import pytest
from hypothesis import given, strategies as st

from console.state.names import Names

TEXTS = st.lists(st.text(max_size=6), max_size=30)


@given(TEXTS, TEXTS)
def test_names_are_the_list_and_find_the_first_row_of_each(names: list[str], others: list[str]) -> None:
    found = Names.of(names)
    assert list(found) == names
    assert [found[row] for row in range(len(names))] == names
    assert [found[row - len(names)] for row in range(len(names))] == names
    assert found[1:4] == names[1:4]
    asked = names + others
    assert found.rows_of(asked) == [names.index(name) if name in names else None for name in asked]
    assert [found.row_of(name) for name in asked] == found.rows_of(asked)


def test_names_of_the_same_mark_are_told_apart() -> None:
    one, other = "plumless", "buckeroo"
    assert crc32(one.encode()) == crc32(other.encode())
    found = Names.of([one, other])
    assert [found.row_of(name) for name in (one, other)] == [0, 1]
    assert Names.of([one]).row_of(other) is None


def test_an_end_is_an_end() -> None:
    with pytest.raises(IndexError):
        Names.of(["a"])[1]
    with pytest.raises(IndexError):
        Names.of([])[0]


@pytest.mark.parametrize("column", ["text", "ends", "marks", "rows"])
def test_names_that_were_not_kept_whole_are_refused(column: str) -> None:
    kept = Names.of(["one", "three"]).kept
    for spoiled in (getattr(kept, column)[:-4], getattr(kept, column)[:-1], b""):
        with pytest.raises(ValueError, match=r"names|buffer"):
            Names(msgspec.structs.replace(kept, **{column: spoiled}))


@pytest.mark.parametrize("spoiled", [{"ends": b"\5\0\0\0\4\0\0\0"}, {"rows": b"\0\0\0\0\2\0\0\0"}])
def test_names_whose_columns_point_elsewhere_are_refused(spoiled: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match="names"):
        Names(msgspec.structs.replace(Names.of(["ab", "cd"]).kept, **spoiled))
