"""What can be done with the chosen incident: forces sent, its status, steps, tasks, its like, its end; and a call."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from console.commands import Command, Menu
from console.domain.incidents import INTERRUPTED, Incident, IncidentStatus
from console.domain.intents import SetIncidentStatus
from console.language import N_
from console.notices import Notices
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from ui.incident.card import IncidentCard
from ui.incident.questions import Questions
from ui.incident.rows import Rows

PANE = "incident"


class IncidentActions:
    """The commands of the card, and what its rows and buttons do when they are pressed.

    ``open_pane`` brings the card to the front, where it is closed or behind another pane.
    """

    def __init__(
        self,
        desk: Desk,
        act: Actions,
        card: IncidentCard,
        notices: Notices,
        window: QWidget,
        open_pane: Callable[[], object],
    ) -> None:
        self._desk, self._act, self._card, self._open_pane = desk, act, card, open_pane
        self._view = desk.incident
        self.ask = Questions(desk, act, notices, window)
        self.rows = Rows(desk, act, card, self.ask, notices)
        card.head.hold.triggered.connect(self._hold_or_resume)
        card.head.resolve.triggered.connect(lambda: self._set(IncidentStatus.RESOLVED))
        card.head.finish.triggered.connect(self.ask.close)
        card.head.reopen.triggered.connect(self.ask.reopen)
        self._view.closing.wanted.connect(act.want)
        self._view.closing.halted.connect(lambda text: notices.warning(text, key="closing"))
        self._view.skipped.connect(lambda incident, text: notices.info(text, key=f"skipped {incident}"))

    def commands(self) -> Iterator[Command]:
        """Each of them, declared."""
        yield from self._of_status()
        yield Command(
            "incident.list",
            N_("Show open incidents"),
            lambda: self._desk.selection.choose_incident(""),
            Menu.INCIDENT,
            ("Ctrl+I",),
        )
        yield from self._of_questions()
        yield from self._of_rows()

    def offered(self) -> tuple[str, ...]:
        """Ids of the commands that the card's own menu holds."""
        names = ("go_to", "assign_nearest", "task", "agency", "lead", "reclassify", "join", "split", "repair")
        return tuple(f"incident.{name}" for name in names)

    def _of_status(self) -> Iterator[Command]:
        on_hold, resolved = IncidentStatus.ON_HOLD, IncidentStatus.RESOLVED
        yield self._command(
            "assign_nearest", N_("Send the nearest free unit"), self._send_nearest, "Ctrl+N", enabled=self._can_send
        )
        yield self._command("go_to", N_("Show on the map"), self._look, "Ctrl+G")
        yield self._command("note", N_("Write a note"), self._write_note, "Ctrl+T")
        yield self._command(
            "hold", N_("Put on hold"), partial(self._set, on_hold), enabled=lambda: self._status not in INTERRUPTED
        )
        yield self._command(
            "resume",
            N_("Resume"),
            partial(self._set, IncidentStatus.IN_PROGRESS),
            enabled=lambda: self._status in INTERRUPTED,
        )
        yield self._command(
            "resolve",
            N_("Mark as resolved"),
            partial(self._set, resolved),
            "Ctrl+Shift+E",
            enabled=lambda: self._status is not resolved,
        )
        yield self._command("close", N_("Close the incident…"), self.ask.close, "Ctrl+E")

    def _of_questions(self) -> Iterator[Command]:
        ask = self.ask
        yield Command("incident.call", N_("Take a call…"), ask.call, Menu.INCIDENT, ("F7",))
        yield self._command("task", N_("Add a task…"), ask.task, "Ctrl+Shift+T")
        yield self._command("agency", N_("Ask an agency for help…"), ask.agency, "Ctrl+Shift+A")
        yield self._command("lead", N_("Give the lead to an agency…"), ask.lead)
        yield self._command("reclassify", N_("Reclassify…"), ask.reclassify, "Ctrl+Shift+R")
        yield self._command("join", N_("Merge or link with another…"), ask.join, "Ctrl+J")
        yield self._command("split", N_("Split…"), ask.split, enabled=ask.can_split)
        yield self._command("repair", N_("Order a repair…"), ask.repair)
        yield Command(
            "incident.reopen",
            N_("Reopen the incident…"),
            ask.reopen,
            Menu.INCIDENT,
            enabled=lambda: (one := self._view.incident) is not None and not one.is_open and not one.merged_into,
        )
        yield Command(
            "incident.add_alarms",
            N_("Add the alarms to an incident…"),
            ask.add_alarms,
            Menu.ALARM,
            ("L",),
            enabled=lambda: bool(ask.loose()),
            pane="alarms",
        )

    def _of_rows(self) -> Iterator[Command]:
        row = partial(self._command, pane=PANE)
        steps, parties, ask, rows = self._card.steps, self._card.parties, self.ask, self.rows
        of_step, of_party = partial(row, enabled=lambda: steps.row), partial(row, enabled=lambda: parties.row)
        yield row("row", N_("Do the step, or go to what the row names"), rows.open, "Return", "Enter")
        yield of_step("mark", N_("Step: done, or open again"), lambda: rows.tick(steps.row), "Space")
        yield of_step("skip", N_("Step: skip it with a reason…"), lambda: ask.skip(steps.row), "S")
        yield of_party("stand_down", N_("Stand the unit down…"), lambda: ask.stand_down(parties.row), "D")

    def _command(
        self,
        name: str,
        title: str,
        run: Callable[[], object],
        *keys: str,
        enabled: Callable[[], object] = lambda: True,
        pane: str = "",
    ) -> Command:
        """What is done with an incident that is open."""

        def can() -> bool:
            incident = self._view.incident
            return incident is not None and incident.is_open and bool(enabled())

        return Command(f"incident.{name}", title, run, Menu.INCIDENT, keys, enabled=can, pane=pane)

    @property
    def _incident(self) -> Incident:
        """The chosen one, which ``enabled`` has made sure of."""
        if (incident := self._view.incident) is None:
            raise LookupError("nothing is chosen")
        return incident

    @property
    def _status(self) -> IncidentStatus:
        return self._incident.status

    def _can_send(self) -> bool:
        is_sent = self._desk.units.is_any_being_sent_to(self._incident.id)
        return self._status is not IncidentStatus.RESOLVED and not is_sent

    def _send_nearest(self) -> None:
        self._act.assign_best(self._incident.id)

    def _look(self) -> None:
        self._act.look_at(self._incident.lon, self._incident.lat)

    def _write_note(self) -> None:
        self._open_pane()
        self._card.write_note()

    def _set(self, status: IncidentStatus) -> None:
        self._act.want(SetIncidentStatus(self._incident.id, status))

    def _hold_or_resume(self) -> None:
        self._set(IncidentStatus.IN_PROGRESS if self._status in INTERRUPTED else IncidentStatus.ON_HOLD)
