from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from console.domain.alarm_filter import AlarmFilter, Grouping, Standing
from console.domain.alarms import AlarmKind, AlarmState, Parking
from console.settings import QueueView
from console.state.store import Store
from tests.desk import NOW, alarm, store
from tests.ui.conftest import Opened
from ui.alarms.filter_menus import ViewListDialog, ViewNameDialog

Open = Callable[[Store], Opened]


def city() -> Store:
    of = store(
        [
            alarm("panic", AlarmKind.PANIC_BUTTON),
            alarm("theft", district="751910000"),
            alarm("mine", AlarmKind.FIGHT, state=AlarmState.ACKNOWLEDGED, owner="serikova"),
            alarm("his", AlarmKind.FIRE, state=AlarmState.ACKNOWLEDGED, owner="kim"),
            alarm("shelf", state=AlarmState.SHELVED, parking=Parking("kim", NOW, "works", NOW + 900)),
        ]
    )
    of.picture.operators["kim"] = "D. Kim"
    return of


def action(menu: QMenu, *titles: str) -> QAction:
    menu.aboutToShow.emit()
    for title in titles[:-1]:
        entry = next(a for a in menu.actions() if a.text().startswith(title))
        menu = entry.menu()  # type: ignore[assignment]
    return next(a for a in menu.actions() if a.text() == titles[-1])


def shown(window: Opened) -> list[str]:
    return [window.desk.alarms.alarm_at(row).id for row in range(window.desk.alarms.rowCount())]


def test_kind_district_state_and_owner_are_asked_for_in_a_menu_and_told_under_it(open_window: Open) -> None:
    window = open_window(city())
    bar = window.alarms.bar
    menu = bar.menus["filter"]

    action(menu, "District", "Turksib").trigger()
    assert shown(window) == ["theft"]
    assert bar._told.text() == "Turksib"
    action(menu, "District", "Almaly").trigger()
    assert "theft" in shown(window), "several districts are one or the other"
    assert "panic" in shown(window)

    bar.clear()
    action(menu, "Owner", "D. Kim").trigger()
    assert shown(window) == ["his"]
    bar.clear()
    action(menu, "Kind", "Fight").trigger()
    assert shown(window) == ["mine"]
    bar.clear()
    action(menu, "Only mine").trigger()
    assert shown(window) == ["mine"]
    assert "Only mine" in bar._told.text()
    bar.clear()
    action(menu, "Not acknowledged").trigger()
    action(menu, "Acknowledged").trigger()
    assert shown(window) == ["shelf"]
    assert bar._hidden.isVisible(), "a P1 that waits is never hidden in silence"
    action(menu, "Show all").trigger()
    assert len(shown(window)) == 5
    assert not bar._told_row.isVisible()


def test_groups_are_chosen_in_a_menu(open_window: Open) -> None:
    window = open_window(city())

    action(window.alarms.bar.menus["group"], "By district").trigger()

    assert window.desk.alarms.grouping is Grouping.DISTRICT
    group = window.desk.alarms.group_at(0)
    assert group is not None
    assert (group.size, group.waiting) == (4, 1)
    assert window.desk.alarms.index(0, 2).data() == "Almaly"
    assert action(window.alarms.bar.menus["group"], "By district").isChecked()


def test_a_view_is_named_used_renamed_and_removed(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(city())
    bar, views = window.alarms.bar, window.desk.queue_views
    window.desk.alarms.show(AlarmFilter(kinds=frozenset({AlarmKind.THEFT})))
    window.desk.alarms.group_by(Grouping.SITE)
    action(bar.menus["bookmark"], "Name this view…").trigger()
    dialog = window.findChild(ViewNameDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.name_field, "  Thefts & more ")
    dialog.accept()
    wanted = QueueView("Thefts & more", AlarmFilter(kinds=frozenset({AlarmKind.THEFT})), Grouping.SITE)
    assert list(views.items) == [wanted]
    assert views.current == "Thefts & more"

    bar.clear()
    assert views.current == ""
    action(bar.menus["bookmark"], "Thefts && more").trigger()
    assert shown(window) == ["theft", "shelf"]

    action(bar.menus["bookmark"], "Rename and remove…").trigger()
    listed = window.findChild(ViewListDialog)
    assert listed is not None
    listed.list.item(0).setText("Thefts")
    assert [view.name for view in views.items] == ["Thefts"]


def test_views_are_kept_in_the_settings() -> None:
    import msgspec

    from console.settings import Settings

    view = QueueView("New", AlarmFilter(standings=frozenset({Standing.NEW})), Grouping.CAUSE)
    written = msgspec.json.encode(Settings(queue_views=[view]))
    assert msgspec.json.decode(written, type=Settings).queue_views == [view]
