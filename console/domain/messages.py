"""What the center tells its units in writing, and the roll call: a message that each of them has to answer."""

from msgspec import Struct

MESSAGE_LIMIT = 1_000
"""Longest message, characters: it is read on a small screen while somebody drives."""


class Message(Struct, frozen=True):
    """A message to units; ``read`` says who has read it, and when (of a roll call: who has answered)."""

    id: str
    text: str
    by: str
    at: float
    units: tuple[str, ...]
    is_roll_call: bool = False
    read: dict[str, float] = {}

    @property
    def silent(self) -> tuple[str, ...]:
        """Units of which nothing has come back."""
        return tuple(unit for unit in self.units if unit not in self.read)
