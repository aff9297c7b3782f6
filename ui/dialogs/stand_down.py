"""Calling units back from their incidents: the reason is asked once, for all of them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from console.domain.intents import StandDown
from console.domain.units import Unit
from console.language import N_, _
from console.viewmodels.actions import Actions
from ui.dialogs.why import WhyDialog

_USUAL = (N_("No longer needed"), N_("Another unit is nearer"), N_("False alarm"), N_("End of the shift"))


def ask_stand_down(units: Sequence[Unit], act: Actions, window: QWidget) -> None:
    """Ask why, then call back those of ``units`` that are at an incident; each as it was when it was asked."""
    busy = [unit for unit in units if unit.assignment is not None]
    names = ", ".join(unit.callsign for unit in busy)
    dialog = WhyDialog(
        lambda: _("Stand {unit} down").format(unit=names),
        lambda: _("Why does it not go on? The reason stands in the incident's log."),
        lambda: _("Stand down"),
        lambda: [_(reason) for reason in _USUAL],
        window,
    )

    def stand_down(reason: str) -> None:
        for unit in busy:
            act.want(StandDown(unit.id, reason), unit.version)

    dialog.given.connect(stand_down)
    dialog.open()
