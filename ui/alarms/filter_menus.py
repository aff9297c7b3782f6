"""The menus of the filter bar: what to show, by what to gather, and the views that were named."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from console.domain.alarm_filter import Grouping, Standing
from console.domain.alarms import AlarmKind
from console.language import _
from console.viewmodels import group_words, words
from console.viewmodels.alarms import AlarmFilter, AlarmsModel
from console.viewmodels.filter_words import STANDING
from console.viewmodels.plain import entry
from console.viewmodels.queue_views import QueueViews
from ui.dialogs.named import NameDialog, NamedListDialog

T = TypeVar("T")


class FilterMenu(QMenu):
    """Kinds, districts, states and owners; filled each time it is opened."""

    def __init__(self, model: AlarmsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what there is now."""
        self.clear()
        wanted = self._model.filter
        for standing in Standing:
            other = replace(wanted, standings=wanted.standings ^ {standing})
            self._tick(self, _(STANDING[standing]), standing in wanted.standings, other)
        self.addSeparator()
        self._tick(self, _("Only mine"), wanted.mine, replace(wanted, mine=not wanted.mine))
        owners = {owner: self._model.words.operator(owner) for owner in self._model.owners()}
        self._several(_("Owner"), owners, wanted.owners, lambda to: replace(wanted, owners=to))
        kinds = {kind: words.word(kind) for kind in AlarmKind}
        self._several(_("Kind"), kinds, wanted.kinds, lambda to: replace(wanted, kinds=to))
        districts = {code: words.district(code) for code in words.DISTRICTS}
        self._several(_("District"), districts, wanted.districts, lambda to: replace(wanted, districts=to))
        self.addSeparator()
        everything = self.addAction(_("Show all"))
        everything.triggered.connect(lambda: self._model.show(AlarmFilter()))
        everything.setEnabled(wanted != AlarmFilter())

    def _several(
        self,
        title: str,
        names: dict[T, str],
        chosen: frozenset[T],
        change: Callable[[frozenset[T]], AlarmFilter],
    ) -> None:
        menu = self.addMenu(f"{title}: {', '.join(_names(names, chosen))}" if chosen else title)
        menu.setEnabled(bool(names))
        for value in sorted(names, key=names.__getitem__):
            self._tick(menu, names[value], value in chosen, change(frozenset(chosen ^ {value})))

    def _tick(self, menu: QMenu, text: str, is_on: bool, other: AlarmFilter) -> None:
        action = menu.addAction(entry(text))
        action.setCheckable(True)
        action.setChecked(is_on)
        action.triggered.connect(lambda: self._model.show(other))


class GroupMenu(QMenu):
    """By what the rows are gathered."""

    def __init__(self, model: AlarmsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what there is now."""
        self.clear()
        group = QActionGroup(self)
        for grouping in Grouping:
            action = QAction(_(group_words.GROUPING[grouping]), self)
            action.setCheckable(True)
            action.setChecked(grouping is self._model.grouping)
            action.triggered.connect(lambda _on=False, grouping=grouping: self._model.group_by(grouping))
            group.addAction(action)
            self.addAction(action)
        self.addSeparator()
        flood = self.addAction(_("Gather by cause in a flood"))
        flood.setCheckable(True)
        flood.setChecked(self._model.gathers_floods)
        flood.triggered.connect(self._model.gather_floods)


class ViewMenu(QMenu):
    """Views by name; the one in use can be named, others renamed and removed."""

    def __init__(self, views: QueueViews, parent: QWidget) -> None:
        super().__init__(parent)
        self._views = views
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what there is now."""
        self.clear()
        for view in self._views.items:
            action = self.addAction(entry(view.name))
            action.setCheckable(True)
            action.setChecked(view.name == self._views.current)
            action.triggered.connect(lambda _on=False, view=view: self._views.use(view))
        self.addSeparator()
        self.addAction(_("Name this view…")).triggered.connect(self.ask_name)
        if self._views.items:
            self.addAction(_("Rename and remove…")).triggered.connect(self.list)

    def ask_name(self) -> None:
        """Ask what the view in use shall be called."""
        dialog = ViewNameDialog(self._views, self.window())
        dialog.accepted.connect(lambda: self._views.keep_as(dialog.name_field.text()))
        dialog.open()

    def list(self) -> None:
        """Show all of them."""
        ViewListDialog(self._views, self.window()).open()


class ViewNameDialog(NameDialog):
    """Asks what a view of the queue shall be called."""

    def words(self) -> tuple[str, str, str]:
        """What is said."""
        return (
            _("Name this view"),
            _("The view is kept with its filter and its groups."),
            _("A view of this name is there; it will be replaced."),
        )


class ViewListDialog(NamedListDialog):
    """All views: F2 renames, Delete removes."""

    def words(self) -> tuple[str, str]:
        """What is said."""
        return _("Views of the queue"), _("F2 renames a view, Delete removes it.")


def _names(names: dict[T, str], chosen: Iterable[T]) -> list[str]:
    return sorted(names.get(value, str(value)) for value in chosen)
