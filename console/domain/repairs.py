"""Work orders to the city: a lamp, a button or a camera is to be repaired."""

from enum import StrEnum

from msgspec import Struct


class RepairState(StrEnum):
    """What became of it."""

    ORDERED = "ordered"
    ACCEPTED = "accepted"
    DONE = "done"


class Repair(Struct, frozen=True):
    """A work order for ``device``; ``incident`` is the one it was seen at ("" where none)."""

    id: str
    device: str
    text: str
    by: str
    at: float
    incident: str = ""
    state: RepairState = RepairState.ORDERED
    changed_at: float = 0.0
