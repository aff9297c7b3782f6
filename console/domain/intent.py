"""What all intents have in common, and the shapes of their parts."""

from typing import Annotated

from msgspec import Meta, Struct

NOTE_LIMIT = 10_000
"""Longest note the center takes, characters."""

MANY = 1_000
"""Most alarms or units that one intent names."""

Id = Annotated[str, Meta(min_length=1, max_length=64)]
MaybeId = Annotated[str, Meta(max_length=64)]
Ids = Annotated[tuple[Id, ...], Meta(min_length=1, max_length=MANY)]
NoteText = Annotated[str, Meta(min_length=1, max_length=NOTE_LIMIT)]
Reason = Annotated[str, Meta(min_length=1, max_length=500)]
MaybeReason = Annotated[str, Meta(max_length=500)]
Line = Annotated[str, Meta(max_length=200)]


class IntentBase(Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """Each intent travels with its type by name."""
