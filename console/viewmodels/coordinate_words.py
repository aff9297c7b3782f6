"""Why a typed text is no position, and what the notations are called; in the operator's language."""

from console.domain.coordinates import Fault, Notation
from console.language import N_, _

FAULT = {
    Fault.NOT_COORDINATES: N_("These are no coordinates. Try 43.238, 76.945 or 43°14′17″N 76°56′42″E."),
    Fault.ONE_NUMBER: N_("One number is missing: a place needs latitude and longitude."),
    Fault.OUTSIDE_THE_WORLD: N_("There is no such place: latitude goes to 90°, longitude to 180°."),
    Fault.TOO_MANY_MINUTES: N_("Minutes and seconds go to 59."),
}
NOTATION = {
    Notation.DECIMAL: N_("Decimal degrees"),
    Notation.MINUTES: N_("Degrees and minutes"),
    Notation.SECONDS: N_("Degrees, minutes, seconds"),
    Notation.GEO: N_("Link for phones (geo:)"),
}


def fault(value: Fault) -> str:
    """The sentence for what was refused."""
    return _(FAULT[value])


def notation(value: Notation) -> str:
    """The name of a notation."""
    return _(NOTATION[value])
