"""Where facts go: what the link needs of the store, without knowing it."""

from collections.abc import Iterable
from typing import Protocol

from console.clock import CenterClock
from console.domain.events import LogEntry
from console.domain.freshness import LinkStatus, Source
from console.domain.intents import Intent
from console.domain.picture import Picture, Snapshot
from console.domain.presence import Present
from console.domain.procedures import Procedure
from console.domain.ptz import PtzPosition
from console.domain.registry import Registry
from console.domain.session import Operator
from console.domain.units import Fix


class Sink(Protocol):
    """The one owner of what is known; only the link writes into it."""

    picture: Picture
    clock: CenterClock
    operator: Operator | None

    def load(self, snapshot: Snapshot) -> None:
        """Start anew from a snapshot."""
        ...

    def apply(self, entries: Iterable[LogEntry]) -> None:
        """Take in log entries. Raises Inconsistent when they do not fit; those before the misfit stay applied."""
        ...

    def place(self, fixes: Iterable[Fix]) -> None:
        """Take in position reports."""
        ...

    def turn(self, positions: Iterable[PtzPosition]) -> None:
        """Take in where cameras look."""
        ...

    def attend(self, operators: Iterable[Present]) -> None:
        """Take in who is connected to the center now, and what they look at."""
        ...

    def follow(self, procedures: Iterable[Procedure]) -> None:
        """Take in the procedures that are followed."""
        ...

    def enroll(self, registry: Registry) -> None:
        """Take in a whole registry."""
        ...

    def await_answer(self, key: str, intent: Intent) -> None:
        """Mark what ``intent`` changes as pending until ``settle`` is called with the same key."""
        ...

    def settle(self, key: str) -> None:
        """The center has answered the intent with this key."""
        ...

    def link(self, status: LinkStatus) -> None:
        """How the link stands."""
        ...

    def heard(self, source: Source) -> None:
        """A source has just spoken."""
        ...
