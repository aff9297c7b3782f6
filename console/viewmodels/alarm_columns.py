"""The columns of the alarm queue."""

from enum import IntEnum

from console.language import N_


class AlarmColumn(IntEnum):
    """The columns of the queue."""

    MARK = 0
    AGE = 1
    KIND = 2
    PLACE = 3
    DISTRICT = 4
    SOURCE = 5
    STATE = 6
    OWNER = 7
    NEAREST = 8
    CAMERAS = 9
    REPEATS = 10


TITLES = {
    AlarmColumn.MARK: "",
    AlarmColumn.AGE: N_("Age"),
    AlarmColumn.KIND: N_("Alarm"),
    AlarmColumn.PLACE: N_("Place"),
    AlarmColumn.DISTRICT: N_("District"),
    AlarmColumn.SOURCE: N_("Source"),
    AlarmColumn.STATE: N_("State"),
    AlarmColumn.OWNER: N_("Owner"),
    AlarmColumn.NEAREST: N_("Nearest unit"),
    AlarmColumn.CAMERAS: N_("Cameras"),
    AlarmColumn.REPEATS: N_("Repeats"),
}
