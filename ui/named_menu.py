"""Things that an operator has named, as entries of a menu."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu

from console.viewmodels.named import KEYS, NamedList
from console.viewmodels.plain import entry


def add_named(menu: QMenu, named: NamedList[Any], show: Callable[[int], object], key: str = "") -> None:
    """One entry each; names are text, whatever they hold. ``key`` stands before the digit of the first ones."""
    for index, thing in enumerate(named.items):
        action = menu.addAction(entry(thing.name) + (f"\t{key}{index + 1}" if index < KEYS else ""))
        action.triggered.connect(partial(_run, show, index))


def _run(show: Callable[[int], object], index: int, _checked: bool = False) -> None:
    show(index)
