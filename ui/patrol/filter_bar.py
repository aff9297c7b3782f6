"""Which units the board shows: a share of them, an agency, a district, and what is typed; how many each share holds."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from console.domain.units import Agency
from console.language import N_, _
from console.viewmodels import words
from console.viewmodels.unit_columns import Share, UnitFilter
from console.viewmodels.units import UnitsModel
from ui import icons
from ui.elided import fitted
from ui.translation import Retranslated

SHARES = {
    Share.ALL: N_("All"),
    Share.FREE: N_("Free"),
    Share.BUSY: N_("Busy"),
    Share.TO_ASK: N_("Silent"),
    Share.OFFLINE: N_("No fix"),
}
TOLD = {
    Share.ALL: N_("All units"),
    Share.FREE: N_("Units that can be sent"),
    Share.BUSY: N_("Units on a task"),
    Share.TO_ASK: N_("Silent for too long: ask how they are"),
    Share.OFFLINE: N_("Units whose position is old"),
}

MARGIN, GAP = 8, 4
LOUPE = 48
"""What the search field needs beside its words, pixels."""

LEAST_SEARCH = 72
"""Width from which the search field has room for a letter or two, pixels; the narrowest board goes without."""

ROOMY_FROM = 640
"""Width from which the button that ends the ranking has a word, pixels."""


class UnitBar(Retranslated, QWidget):
    """The row above the board. ``changed(filter)`` when something else is wanted."""

    changed = Signal(object)

    def __init__(self, model: UnitsModel) -> None:
        super().__init__()
        self._model = model
        self._group = QButtonGroup(self)
        self._shares = {share: self._toggle(share) for share in Share}
        self._where = QToolButton()
        self._where.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._where.setMenu(QMenu(self._where))
        self._agencies = self._choices(Agency)
        self._where.menu().addSeparator()
        self._districts = self._choices(words.DISTRICTS)
        self._where.menu().aboutToShow.connect(self._say_loads)
        self._ranked = QToolButton()
        self._ranked.clicked.connect(model.ranking.end)
        self._ranked.hide()
        self.text = QLineEdit(clearButtonEnabled=True)
        self._loupe = self.text.addAction(icons.icon("search", color="muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.text.setMinimumWidth(LOUPE)
        self.text.setMaximumWidth(260)
        self.text.textChanged.connect(self._tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 4, MARGIN, 4)
        row.setSpacing(GAP)
        for button in (*self._shares.values(), self._where, self._ranked):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.text, 1)
        model.counted.connect(self.count)

    @property
    def wanted(self) -> UnitFilter:
        """What is asked for."""
        share = next(share for share, button in self._shares.items() if button.isChecked())
        agency, district = self._agencies.checkedAction().data(), self._districts.checkedAction().data()
        return UnitFilter(share, self.text.text().strip().lower(), Agency(agency) if agency else None, district)

    def clear(self) -> None:
        """Show every unit."""
        self._shares[Share.ALL].setChecked(True)
        self._agencies.actions()[0].setChecked(True)
        self._districts.actions()[0].setChecked(True)
        self.text.clear()
        self._tell()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.text.setAccessibleName(_("Find units"))
        self._ranked.setToolTip(_("Units by their time to the alarm. Press to go back to the usual order."))
        self._ranked.setAccessibleName(self._ranked.toolTip())
        self._where.setToolTip(_("Agency and district"))
        self._where.setAccessibleName(self._where.toolTip())
        for action in self._agencies.actions():
            action.setText(words.word(Agency(action.data())) if action.data() else _("All agencies"))
        self._say_loads()
        self.count()

    def restyle(self) -> None:
        """The theme has changed."""
        self._loupe.setIcon(icons.icon("search", color="muted"))
        self.fit()

    def count(self) -> None:
        """Say how many units each share holds."""
        self._ranked.setVisible(self._model.is_ranked)
        self.fit()

    def fit(self) -> None:
        """Whole words on every button: a narrow board does without numbers (they stay in the tooltips)."""
        counts = self._model.shares()
        self._ranked.setText("✕" if self.width() < ROOMY_FROM else _("ETA ✕"))
        self._name_where(self._where_words() or _("Where"))
        for share, button in self._shares.items():
            button.setToolTip(f"{_(TOLD[share])}: {counts[share]}")
            button.setAccessibleName(button.toolTip())
            button.setText(f"{_(SHARES[share])} {counts[share]}")
            button.setVisible(share is not Share.TO_ASK or bool(counts[share]) or button.isChecked())
        if self._room() < LEAST_SEARCH:
            for share, button in self._shares.items():
                if share is not Share.TO_ASK:
                    button.setText(_(SHARES[share]))
        if self._room() < LOUPE:
            self._shares[Share.TO_ASK].setText(_(SHARES[Share.TO_ASK]))
        if self._room() < LOUPE:
            self._name_where(self._where_words())
        room = min(self._room(), self.text.maximumWidth()) - LOUPE
        self.text.setPlaceholderText(fitted((_("Find units"), _("Find"), ""), self.text.fontMetrics(), room))

    def _room(self) -> int:
        """Pixels that the buttons leave for the search field."""
        row = (*self._shares.values(), self._where, self._ranked)
        needed = sum(button.sizeHint().width() + GAP for button in row if not button.isHidden())
        return self.width() - 2 * MARGIN - needed

    def _where_words(self) -> str:
        wanted = self.wanted
        said = [words.word(wanted.agency)] if wanted.agency else []
        said += [words.district(wanted.district)] if wanted.district else []
        return " · ".join(said)

    def _name_where(self, said: str) -> None:
        """Say where the units are looked for; a sign stands for nothing said."""
        self._where.setText(said)
        self._where.setIcon(QIcon() if said else icons.icon("filter"))

    def _toggle(self, share: Share) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setChecked(share is Share.ALL)
        button.toggled.connect(lambda is_on: self._tell() if is_on else None)
        self._group.addButton(button)
        return button

    def _choices(self, values: Iterable[str]) -> QActionGroup:
        """One of these, or "" for all. Qt keeps plain strings as an action's data, no enumeration."""
        group = QActionGroup(self)
        for value in ("", *values):
            action = QAction(group, checkable=True)
            action.setData(str(value))
            action.setChecked(not value)
            self._where.menu().addAction(action)
        group.triggered.connect(lambda _action: self._tell())
        return group

    def _say_loads(self) -> None:
        """Beside each district what its center has to do."""
        loads = self._model.center_loads()
        for action in self._districts.actions():
            if load := loads.get(action.data()):
                text = _("{district}: {free} of {all} free, open: {incidents}")
                name = words.district(action.data())
                action.setText(text.format(district=name, free=load.free, all=load.units, incidents=load.incidents))
            else:
                action.setText(_("All districts"))

    def _tell(self) -> None:
        self.changed.emit(self.wanted)
        self.fit()
