"""What the events of work orders do to the picture."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain import incident_events as e
from console.domain.changes import Changes
from console.domain.fold.incidents import write
from console.domain.incidents import EntryKind
from console.domain.repairs import RepairState

if TYPE_CHECKING:
    from console.domain.events import LogEntry
    from console.domain.picture import Picture

RECENTLY_DONE = 100
"""How many work orders that are done stay in the picture."""


def fold(picture: "Picture", entry: "LogEntry", event: e.RepairEvent) -> Changes:
    """Take in what happened to a work order."""
    match event:
        case e.RepairOrdered(repair=repair):
            picture.repairs[repair.id] = repair
            changes = Changes(repairs={repair.id})
            if repair.incident in picture.incidents:
                line = f"{repair.device}: {repair.text}"
                changes.add(write(picture, entry, repair.incident, EntryKind.REPAIR_ORDERED, line))
        case e.RepairProgressed(repair=id_, state=state):
            picture.repairs[id_] = replace(picture.repairs[id_], state=state, changed_at=entry.time)
            changes = Changes(repairs={id_})
            done = [r.id for r in picture.repairs.values() if r.state is RepairState.DONE]
            for old in done[:-RECENTLY_DONE]:
                del picture.repairs[old]
                changes.repairs.add(old)
    return changes
