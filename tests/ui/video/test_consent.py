"""The owner's consent from a tile: asked for, put on file, taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from console.domain.cameras import Consent
from console.domain.events import ConsentChanged
from console.domain.intents import ChangeConsent
from console.domain.registry import Registry
from console.domain.session import Operator, Role
from tests.console.viewmodels.test_consents import PRIVATE, camera
from tests.desk import tell
from tests.ui.video.conftest import Desk
from ui.dialogs.consent import ConsentDialog

pytestmark = pytest.mark.anyio

Save = QDialogButtonBox.StandardButton.Save


async def with_private(desk: Desk, role: Role) -> None:
    desk.store.operator = Operator("me", "Me", role)
    desk.store.enroll(Registry("town", 1, 0, [camera(*PRIVATE)], [], [], [], []))
    desk.store.take()
    await desk.live("private")


def test_a_word_needs_another_answer_and_says_whence(qtbot: QtBot) -> None:
    dialog = ConsentDialog("CAM-1", Consent.GIVEN)
    qtbot.addWidget(dialog)
    save = dialog.buttons.button(Save)
    qtbot.keyClicks(dialog.note, "letter")
    assert not save.isEnabled()
    dialog.choices[Consent.WITHHELD].click()
    assert save.isEnabled()
    dialog.note.setText("  ")
    assert not save.isEnabled()
    dialog.note.setText(" by telephone ")
    with qtbot.waitSignal(dialog.given) as said:
        save.click()
    assert said.args == [Consent.WITHHELD, "by telephone"]


async def test_a_supervisor_withdraws_from_the_tile_and_takes_it_back(desk: Desk) -> None:
    await with_private(desk, Role.SUPERVISOR)
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_O)
    dialog = desk.pane.window().findChild(ConsentDialog)
    assert isinstance(dialog, ConsentDialog)
    dialog.choices[Consent.WITHHELD].click()
    dialog.note.setText("by telephone")
    dialog.buttons.button(Save).click()
    assert desk.asked.calls == [("want", (ChangeConsent("private", Consent.WITHHELD, "by telephone"),))]
    tell(desk.store, ConsentChanged("private", Consent.WITHHELD, "by telephone"))
    desk.consents.refresh(desk.store.take())
    assert "private" in desk.told[-1].text
    desk.run("video.undo")
    assert desk.asked.calls[-1][1][0].consent is Consent.GIVEN


async def test_an_officer_is_not_offered_it(desk: Desk) -> None:
    await with_private(desk, Role.DUTY_OFFICER)
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_O)
    assert desk.pane.window().findChild(ConsentDialog) is None
