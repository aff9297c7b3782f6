"""Logging in: stays open until the center has let the operator in, and says why it has not."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from console.language import _
from ui.dialogs.frame import Question

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class LogInDialog(Question):
    """Asks for name and password. ``submitted(user, password)``; then ``accept()`` or ``refuse(text)``."""

    submitted = Signal(str, str)

    def __init__(self, center: str, user: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._center = center
        self.user = QLineEdit(user, maxLength=64)
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password, maxLength=256)
        self._user_label, self._password_label = QLabel(), QLabel()
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(self._user_label, self.user)
        form.addRow(self._password_label, self.password)
        self.body.addLayout(form)
        self.buttons.accepted.disconnect(self.accept)
        self.buttons.accepted.connect(self._submit)
        for field in (self.user, self.password):
            field.textChanged.connect(self._look)
        (self.password if user else self.user).setFocus()
        self.retranslate()
        self._look()

    def refuse(self, text: str) -> None:
        """The center did not let the operator in; what was typed stays, only the password is asked again."""
        self._wait(False)
        self.tell_problem(text)
        self.password.selectAll()
        self.password.setFocus()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Log in"))
        self.asked.setText(_("Log in at {center}").format(center=self._center))
        self._user_label.setText(_("User"))
        self._password_label.setText(_("Password"))
        self.user.setAccessibleName(_("User"))
        self.password.setAccessibleName(_("Password"))
        self.name(_Ok, _("Log in"))
        self.name(_Cancel, _("Cancel"))

    def _submit(self) -> None:
        self.tell_problem("")
        self._wait(True)
        self.submitted.emit(self.user.text().strip(), self.password.text())

    def _wait(self, is_waiting: bool) -> None:
        for widget in (self.user, self.password, self.buttons.button(_Ok)):
            widget.setEnabled(not is_waiting)

    def _look(self) -> None:
        self.buttons.button(_Ok).setEnabled(bool(self.user.text().strip() and self.password.text()))
