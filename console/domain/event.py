"""What all events of the log have in common."""

from msgspec import Struct


class EventBase(Struct, frozen=True, tag_field="type"):
    """Each event travels with its type by name. Who and when stand in the log entry."""
