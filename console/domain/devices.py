"""States of everything that stands in the city and can fail: cameras, buttons, lamps, protection systems.

The registry says what exists; the log says what is not as it should be. A device that no event has spoken of is
``ok``, so only exceptions travel in a snapshot.
"""

from enum import StrEnum


class Health(StrEnum):
    """Whether a device does its work."""

    OK = "ok"
    DEGRADED = "degraded"
    OFFLINE = "offline"
    TAMPERED = "tampered"
    OUTAGE = "outage"
    """A lighting segment that should be lit and is not."""
