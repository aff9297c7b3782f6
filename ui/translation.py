"""Switching the language while the program runs: gettext for our words and for Qt's own, and every widget told.

Installing a translator makes Qt send ``LanguageChange`` to every widget; those that show words derive from
``Retranslated`` and say them anew.
"""

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTranslator

from console import language
from console.language import N_, _

QT_WORDS = (
    N_("OK"),
    N_("Cancel"),
    N_("Close"),
    N_("Yes"),
    N_("No"),
    N_("Save"),
    N_("Open"),
    N_("Apply"),
    N_("Retry"),
    N_("Ignore"),
    N_("Discard"),
    N_("Help"),
    N_("Undo"),
    N_("Redo"),
    N_("Cut"),
    N_("Copy"),
    N_("Paste"),
    N_("Delete"),
    N_("Select All"),
    N_("Step up"),
    N_("Step down"),
    N_("Press shortcut"),
)
"""Texts of Qt's own buttons and fields and of the menu of a text field, which Qt has no Kazakh for."""

_LOCALES = {"ru": "ru_KZ", "kk": "kk_KZ", "en": "en_GB"}


class GettextTranslator(QTranslator):
    """Answers Qt's questions for its own words from our catalogues."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The word in the operator's language, or the text itself: an empty answer would be taken for the word.

        Names of keys are what is printed on them.
        """
        if context == "QShortcut":
            return text
        bare = text.replace("&", "")
        said = _(bare)
        return text if said == bare else said

    def isEmpty(self) -> bool:
        """Never: an empty translator is not installed, and nobody would be told."""
        return False


class Retranslated:
    """Mixin before a QWidget class: says its words anew when the language changes."""

    def retranslate(self) -> None:
        """Set every text of the widget."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        """Qt's word that something about the widget changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        parent: Any = super()
        parent.changeEvent(event)


_installed: GettextTranslator | None = None


def use_language(app: QCoreApplication, code: str) -> None:
    """Switch the whole application. Raises KeyError for an unknown language."""
    global _installed
    language.use(code)
    QLocale.setDefault(QLocale(_LOCALES[code]))
    if _installed is not None:
        app.removeTranslator(_installed)
    _installed = GettextTranslator(app)
    app.installTranslator(_installed)
