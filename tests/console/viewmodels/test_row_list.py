"""Short lists keep what is chosen while rows come, go and change."""

from hypothesis import given, strategies as st
from msgspec import Struct
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from console.viewmodels.row_list import RowList


class Row(Struct, frozen=True):
    key: str
    said: str = ""


def rows(keys: str, said: str = "") -> list[Row]:
    return [Row(key, said) for key in keys]


KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True).map("".join)


@given(KEYS, KEYS, st.sampled_from(["", "new"]))
def test_any_rows_become_any_others_and_qt_agrees(before: str, after: str, said: str) -> None:
    model: RowList[Row] = RowList()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(rows(before))
    model.show(rows(after, said))

    assert [model.at(n) for n in range(model.rowCount())] == rows(after, said)
    assert tester.model() is model


def test_what_is_chosen_stays_chosen_when_others_come_and_go() -> None:
    model: RowList[Row] = RowList()
    model.show(rows("abc"))
    chosen = QPersistentModelIndex(model.index(1))

    model.show(rows("xbcd", "changed"))

    assert chosen.row() == 1
    assert chosen.data(Qt.ItemDataRole.DisplayRole) == "changed"
    assert model.row_of("a") is None


def test_a_tooltip_says_what_is_there_and_no_more() -> None:
    model: RowList[Row] = RowList()
    model.show([Row("a", "<b>bold</b>")])

    assert "&lt;b&gt;" in str(model.index(0).data(Qt.ItemDataRole.ToolTipRole))
