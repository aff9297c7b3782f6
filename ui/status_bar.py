"""The status bar that tells the truth: what is live, what is old and by how much, and what waits."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStatusBar, QToolButton, QWidget

from console import language
from console.domain.freshness import LinkState, Source
from console.language import _, ngettext
from console.viewmodels import words
from console.viewmodels.alarms import AlarmsModel
from console.viewmodels.status import SoundState, StatusView
from ui import icons, theme
from ui.alarms.waiting import WaitingCounts
from ui.translation import Retranslated

SAYS_AGE_FROM_S = 5.0
"""Below this a source is live and gets a tick; its age would only flicker (it stands in the tooltip)."""

ROOMY_FROM = 1500
"""Width from which the operator's role stands beside the name, and a flood is told in full, pixels."""


class StatusBar(Retranslated, QStatusBar):
    """Link, waiting alarms, outbox, ages, flood; on the right sound, operator, mode and the center's clock."""

    sound_pressed = Signal()
    outbox_pressed = Signal()

    def __init__(self, view: StatusView, alarms: AlarmsModel) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.setSizeGripEnabled(False)
        self._view = view
        self._link = QLabel()
        self._sources = {source: QLabel() for source in Source}
        self.waiting = WaitingCounts(alarms)
        self._flood = QLabel()
        self._outbox = QToolButton()
        self._outbox.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._outbox.clicked.connect(self.outbox_pressed)
        self._sound = QToolButton()
        self._sound_as: tuple[object, ...] = ()
        self._sound.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._sound.clicked.connect(self.sound_pressed)
        self._operator, self._mode, self._clock = QLabel(), QLabel(), QLabel()
        for label, tone in ((self._link, "strong"), (self._mode, "strong"), (self._clock, "strong")):
            _tone(label, tone)
        self._lay_out()
        view.changed.connect(self.retranslate)
        self.retranslate()

    def _lay_out(self) -> None:
        left, inner = QWidget(), QWidget()
        left.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        told = QHBoxLayout(left)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(16)
        for shown in (self._link, self.waiting, self._outbox, *self._sources.values(), self._flood):
            told.addWidget(shown)
        told.addStretch()
        row = QHBoxLayout(inner)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(16)
        row.addWidget(left, 1)
        for widget in (self._sound, self._operator, self._mode, self._clock):
            row.addWidget(widget)
        self.addWidget(inner, 1)
        self.setFixedHeight(28)

    def retranslate(self) -> None:
        """Say how everything stands now."""
        self._show_link()
        self._show_load()
        self._show_sound()
        operator = self._view.operator
        role = words.word(operator.role) if operator else ""
        name = operator.name if operator else _("Not logged in")
        self._operator.setText(f"{name}, {role}" if role and self.width() >= ROOMY_FROM else name)
        self._operator.setToolTip(role)
        is_live = self._view.link_state is LinkState.LIVE
        self._mode.setText(words.word(self._view.mode) if is_live else _("not live"))
        _tone(self._mode, "strong" if is_live else "stale")
        self._clock.setText(self._view.clock())
        self._clock.setToolTip(_("The center's time, {day}").format(day=self._view.day()))

    def restyle(self) -> None:
        """The theme has changed."""
        self.waiting.restyle()
        self._show_sound()

    def _show_link(self) -> None:
        is_live = self._view.link_state is LinkState.LIVE
        self._link.setText(("● " if is_live else "○ ") + self._view.link_words())
        self._link.setToolTip(self._view.link_reason())
        _tone(self._link, "strong" if is_live else "stale")
        for one in self._view.sources():
            label = self._sources[one.source]
            said = words.word(one.source)
            if one.age_s is None:
                text = _("{source}: none").format(source=said)
            elif one.is_stale or one.age_s >= SAYS_AGE_FROM_S:
                text = f"{said} {words.age(one.age_s)}"
            else:
                text = f"{said} ✓"
            label.setText(text)
            label.setToolTip(_("{source}: last heard {age} ago").format(source=said, age=words.age(one.age_s)))
            _tone(label, "stale" if one.is_stale else "plain")

    def _show_load(self) -> None:
        floods = self._view.floods
        new, several = floods.room, len(floods.on_duty()) > 1
        said = ngettext("{n} new alarm in 10 min", "{n} new alarms in 10 min", new).format(n=new)
        each = _("{n} for each on duty").format(n=round(floods.each, 1)) if several else ""
        told = ", ".join(filter(None, (said, each))) if self.width() >= ROOMY_FROM else str(new)
        self._flood.setText(
            _("ALARM FLOOD: {said}").format(said=told) if floods.is_flood else told if several else said
        )
        why = _(
            "New alarms in the last 10 minutes. A flood begins above 10 for each on duty and ends below 5 (ISA-18.2)."
        )
        self._flood.setToolTip("\n".join(filter(None, (said, each, why, *self._loads()))))
        _tone(self._flood, "stale" if floods.is_flood else "plain")
        queued = self._view.queued
        self._outbox.setText(_("To send: {n}").format(n=queued))
        self._outbox.setToolTip(_("Orders the center has not answered. Press to see those that wait for your word."))
        self._outbox.setVisible(queued > 0)

    def _loads(self) -> Iterator[str]:
        """What everybody has on their hands, a line each."""
        mine = self._view.floods.mine()
        for load in ([mine] if mine else []) + self._view.floods.colleagues():
            text = _("{who}: {owned} open, {recent} answered in 10 min")
            yield text.format(who=self._view.name_of(load.operator), owned=load.owned, recent=load.recent)

    def _show_sound(self) -> None:
        key = self._view.sound, theme.current().id, language.current()
        if key == self._sound_as:
            return  # an icon is drawn, and the bar says all anew each second and with each order
        self._sound_as = key
        said = {
            SoundState.ON: _("Sound is on"),
            SoundState.MUTED: _("Sound is off: alarms are only seen"),
            SoundState.NO_DEVICE: _("No sound device: alarms are only seen"),
        }[self._view.sound]
        is_on = self._view.sound is SoundState.ON
        self._sound.setIcon(icons.icon("sound_on" if is_on else "sound_off", color="muted" if is_on else "stale"))
        self._sound.setToolTip(said)
        self._sound.setAccessibleName(said)


def _tone(label: QLabel, tone: str) -> None:
    if label.property("tone") != tone:
        label.setProperty("tone", tone)
        label.style().unpolish(label)
        label.style().polish(label)
