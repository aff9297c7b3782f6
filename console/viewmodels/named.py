"""A short list of things that an operator has named: kept in order, renamed, removed and brought back."""

from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

NAME_LIMIT = 80
"""Longest name, characters."""

MOST = 200

KEYS = 9
"""So many can be called by a digit."""


class _Named(Protocol):
    """Something with a name (a msgspec Struct)."""

    name: str


_Thing = TypeVar("_Thing", bound=_Named)


class NamedList(QObject, Generic[_Thing]):
    """The things in their order; a name stands in it once."""

    changed = Signal()
    removed = Signal(str)
    """A thing of this name is gone; ``bring_back`` undoes it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[_Thing] = []
        self._gone: tuple[int, _Thing] | None = None

    @property
    def items(self) -> Sequence[_Thing]:
        """All of them."""
        return tuple(self._items)

    def named(self, name: str) -> _Thing | None:
        """The thing of that name."""
        return next((item for item in self._items if item.name == name), None)

    def restore(self, items: Iterable[_Thing]) -> None:
        """Take over what an earlier run has kept."""
        self._items = list(items)[:MOST]
        self.changed.emit()

    def keep(self, item: _Thing) -> bool:
        """Add it, or put it in the place of its namesake; False without a name, or if there are too many."""
        name = tidy(item.name)
        if not name:
            return False
        made = _called(item, name)
        place = next((n for n, old in enumerate(self._items) if old.name == name), None)
        if place is not None:
            self._items[place] = made
        elif len(self._items) < MOST:
            self._items.append(made)
        else:
            return False
        self.changed.emit()
        return True

    def rename(self, index: int, name: str) -> None:
        """Call it otherwise; a name that is taken already is not given twice."""
        new = tidy(name)
        if new and self.named(new) in (None, self._items[index]):
            self._items[index] = _called(self._items[index], new)
        self.changed.emit()

    def remove(self, index: int) -> None:
        """Take it away."""
        self._gone = (index, self._items.pop(index))
        self.changed.emit()
        self.removed.emit(self._gone[1].name)

    def bring_back(self) -> None:
        """Undo the last ``remove``."""
        if self._gone is not None:
            index, item = self._gone
            self._gone = None
            if self.named(item.name) is None:
                self._items.insert(index, item)
                self.changed.emit()


def tidy(name: str) -> str:
    """A name without surplus space, and not too long."""
    return " ".join(name.split())[:NAME_LIMIT]


def _called(item: _Thing, name: str) -> _Thing:
    made: _Thing = replace(item, name=name)  # type: ignore[type-var]  # a Struct, which no Protocol can say
    return made
