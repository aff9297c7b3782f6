"""What a tile says of the record it shows: of when the picture is, how it runs, and what is missing."""

from console.clock import local
from console.domain.errors import ProblemType
from console.language import _
from console.viewmodels import words
from console.viewmodels.tile_archive import TileArchive


def moment(time: float, now: float, *, with_tenths: bool = False) -> str:
    """``14:03:22`` of today, ``21.11. 14:03:22`` of another day; with tenths where a picture stands."""
    text = words.time_of_day(time)
    if with_tenths:
        text += f".{int(time * 10) % 10}"
    at = local(time)
    return text if at.date() == local(now).date() else f"{at:%d.%m.} {text}"


def rate(value: float) -> str:
    """``2×``, ``¼×``."""
    return {0.25: "¼×", 0.5: "½×"}.get(value, f"{value:g}×")


def mark(past: TileArchive, now: float) -> tuple[str, ...]:
    """The words of the band that tells a record from a live picture, the longest form first."""
    head, word = past.deck.playhead, _("RECORD")
    if past.is_leaving:
        leaving = _("going back to live…")
        return (f"{word} · {leaving}", word)
    if past.is_going or past.time is None:
        goal = moment(head.time, now)
        going = _("going to {time}…").format(time=goal)
        return (f"{word} · {going}", f"{word} → {goal}", word)
    at = moment(past.time, now, with_tenths=past.deck.is_paused)
    how = _("PAUSED") if past.deck.is_paused else "" if past.deck.rate == 1 else rate(past.deck.rate)
    ago = _("{age} ago").format(age=words.age(now - past.time))
    step = _("in step") if len(past.deck.members) > 1 else ""
    short = " ".join(part for part in (word, at, how) if part)
    return (" · ".join(part for part in (f"{word} {at}", how, step, ago) if part), short, f"{word} {at}", at)


def note(past: TileArchive, now: float) -> str:
    """What is missing and why, in a sentence; "" where nothing is."""
    if past.trouble is not None:
        if past.trouble.type is ProblemType.NOT_RECORDED:
            return _("Nothing was recorded then.")
        return _("The record cannot be played.")
    if past.gap is not None:
        since, until = moment(past.gap.since, now), moment(past.gap.until, now)
        if past.gap.is_over:
            return _("Nothing was recorded {since} – {until}; left out.").format(since=since, until=until)
        return _("Nothing is recorded until {time}.").format(time=until)
    if past.is_at_end:
        return _("The end of the record.")
    return ""


def whole(past: TileArchive, now: float) -> str:
    """Mark and note in one line, for screen readers and tool tips."""
    return ". ".join(text for text in (mark(past, now)[0], note(past, now)) if text)
