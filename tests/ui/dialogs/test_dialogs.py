from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from console.domain.incidents import Disposition
from console.domain.zones import Drawing, ZoneKind
from tests.desk import NOW, incident
from ui.dialogs.about import about_dialog
from ui.dialogs.close_incident import CloseIncidentDialog
from ui.dialogs.log_in import LogInDialog
from ui.dialogs.why import WhyDialog
from ui.dialogs.zone import ZoneDialog

Ok = QDialogButtonBox.StandardButton.Ok


def test_logging_in_stays_open_until_the_center_agrees(qtbot: QtBot) -> None:
    dialog = LogInDialog("https://center.example")
    qtbot.addWidget(dialog)
    dialog.open()
    assert not dialog.buttons.button(Ok).isEnabled()
    qtbot.keyClicks(dialog.user, "serikova")
    qtbot.keyClicks(dialog.password, "wrong")

    with qtbot.waitSignal(dialog.submitted) as said:
        qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    assert said.args == ["serikova", "wrong"]
    assert dialog.isVisible()
    assert not dialog.user.isEnabled()

    dialog.refuse("Wrong name or password.")
    assert dialog.problem.text() == "Wrong name or password."
    assert dialog.user.text() == "serikova"
    assert dialog.password.isEnabled()

    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()


def test_a_reason_must_say_something_and_stays_as_it_was_typed(qtbot: QtBot) -> None:
    usual = ["theft nearby, and a long story"]
    dialog = WhyDialog(lambda: "Stand down", lambda: "Why?", lambda: "Do it", lambda: usual)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.keyClicks(dialog.text, "   ")
    assert not dialog.buttons.button(Ok).isEnabled()

    qtbot.keyClicks(dialog.text, "theft nearby")
    with qtbot.waitSignal(dialog.given) as said:
        qtbot.keyClick(dialog.text, Qt.Key.Key_Return)
    assert said.args == ["theft nearby"]


def test_about_names_the_center(qtbot: QtBot) -> None:
    dialog = about_dialog("0.1.0", "demo", None)
    qtbot.addWidget(dialog)

    assert "demo" in dialog.page.toPlainText()
    assert "0.1.0" in dialog.page.toPlainText()


def test_a_disposition_is_chosen_by_the_same_key_on_a_kazakh_keyboard(qtbot: QtBot) -> None:
    dialog = CloseIncidentDialog(incident("INC-1"))
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)

    QTest.keySequence(dialog, QKeySequence("Ә"))

    qtbot.waitUntil(lambda: dialog.disposition is Disposition.UNFOUNDED)


def test_a_zone_is_of_the_incident_that_is_chosen(qtbot: QtBot) -> None:
    ring = ((76.92, 43.24), (76.93, 43.24), (76.93, 43.25))
    drawing = Drawing(ZoneKind.CORDON, "Around the house", ring, incident="I1")
    dialog = ZoneDialog(drawing, NOW, incidents=[incident("I1"), incident("I2")])
    qtbot.addWidget(dialog)

    assert dialog.drawing == drawing
    assert [dialog.incident.itemText(n) for n in range(3)] == ["None", "I1 · Fight", "I2 · Fight"]
    dialog.incident.setCurrentIndex(2)
    assert dialog.drawing.incident == "I2"
    dialog.incident.setCurrentIndex(0)
    assert dialog.drawing.incident == ""


def test_a_zone_keeps_an_incident_that_is_not_known_here_any_more(qtbot: QtBot) -> None:
    ring = ((76.92, 43.24), (76.93, 43.24), (76.93, 43.25))
    dialog = ZoneDialog(Drawing(ZoneKind.CORDON, "Old", ring, incident="I9"), NOW)
    qtbot.addWidget(dialog)

    assert dialog.drawing.incident == "I9"
