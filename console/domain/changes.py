"""What an update of the picture touched."""

from msgspec import Struct

_SETS = (
    "alarms",
    "incidents",
    "units",
    "fixes",
    "devices",
    "zones",
    "cameras",
    "turned",
    "messages",
    "repairs",
)
_MARKS = ("registry", "procedures", "presence", "whole")


class Changes(Struct):
    """Ids that an update touched, by kind; ``whole`` means: everything may be different."""

    alarms: set[str] = set()
    incidents: set[str] = set()
    units: set[str] = set()
    fixes: set[str] = set()
    devices: set[str] = set()
    zones: set[str] = set()
    cameras: set[str] = set()
    """Consent, viewers, lock or presets."""
    turned: set[str] = set()
    """Cameras that look elsewhere."""
    messages: set[str] = set()
    repairs: set[str] = set()
    registry: bool = False
    procedures: bool = False
    presence: bool = False
    """Who is on duty, or what they look at."""
    whole: bool = False

    def add(self, other: "Changes") -> None:
        """Take in another change set."""
        for name in _SETS:
            if more := getattr(other, name):
                getattr(self, name).update(more)
        for name in _MARKS:
            setattr(self, name, getattr(self, name) or getattr(other, name))

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in (*_MARKS, *_SETS))
