"""What this program is."""

from html import escape

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

from console.language import _
from ui.dialogs.text import PageDialog


def about_dialog(version: str, center: str, parent: QWidget | None = None) -> PageDialog:
    """Name, version and the center it works with."""

    def html() -> str:
        lines = (
            _("Operations-center console of a city's police: map, video, alarms and patrols in one window."),
            _("Version {version}, Qt {qt}").format(version=version, qt=qVersion()),
            _("Center: {center}").format(center=center or _("not connected")),
        )
        return f"<h2>Kuzet</h2>{''.join(f'<p>{escape(line)}</p>' for line in lines)}"

    return PageDialog(lambda: _("About Kuzet"), html, parent, height=180)
