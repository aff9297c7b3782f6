"""What a tile says: its state, why, and what happens next; in the operator's language, looked up when asked."""

from console import language
from console.domain.errors import Problem, ProblemType
from console.language import _
from console.viewmodels import archive_words, words
from console.viewmodels.surroundings import Hearing, Listened, TourNote
from console.viewmodels.tile import Tile
from console.viewmodels.tile_rules import LATE_AFTER_S, WITHDRAWN, TileState

FLUENT = 10
"""Frames per second above which nobody asks for the tenth of one."""


def headline(tile: Tile) -> str:
    """The state in two or three words; "" for a live tile."""
    match tile.state:
        case TileState.EMPTY:
            return _("No camera")
        case TileState.CONNECTING:
            return _("Connecting…")
        case TileState.LIVE:
            return ""
        case TileState.DEGRADED:
            return _("Picture stands still")
        case TileState.LOST:
            return _("No picture")
        case TileState.REDUCED:
            return _("Slowed down")
        case TileState.PAUSED:
            return _("Paused")
        case TileState.RECORD:
            return _("Recorded")
        case TileState.NO_CONSENT:
            return _("No consent")
        case TileState.NO_PERMISSION:
            return _("Not permitted")
        case TileState.REASON_NEEDED:
            return _("Reason needed")
        case TileState.OFFLINE:
            return _("Camera offline")
        case TileState.REFUSED:
            return _("Not opened")
        case TileState.NOT_LET_IN:
            return _("Password refused")
        case TileState.NO_PLAYER:
            return _("No video engine")


def explanation(tile: Tile, missing: str) -> str:
    """Why, in a sentence; ``missing`` is what the players say of a missing engine."""
    match tile.state:
        case TileState.EMPTY:
            return _("Choose a camera on the map, or press Enter on an alarm.")
        case TileState.NO_CONSENT:
            if tile.refusal is not None and tile.refusal.title == WITHDRAWN:
                return _("The owner of this camera does not agree any more: the picture was closed.")
            return _("The owner of this camera has not agreed to it being opened.")
        case TileState.NO_PERMISSION:
            return _("Your role may not open this camera.")
        case TileState.REASON_NEEDED:
            return _("The owner of this camera asks for a reason: press R.")
        case TileState.OFFLINE:
            return _offline(tile.refusal)
        case TileState.REFUSED:
            return _not_opened(tile.refusal)
        case TileState.NO_PLAYER:
            return missing
        case TileState.LIVE | TileState.RECORD:
            return ""
        case TileState.REDUCED:
            return _("The computer is busy: key frames only.")
        case TileState.PAUSED:
            return _("The computer is busy. Choose the tile, and it plays.")
        case _:
            return _(tile.trouble)


def _offline(refusal: Problem | None) -> str:
    if refusal is not None and refusal.type is ProblemType.CONFLICT:
        return _("The picture of this camera does not reach the center.")
    return _("The center gets no picture from this camera.")


def _not_opened(refusal: Problem | None) -> str:
    match None if refusal is None else refusal.type:
        case ProblemType.NOT_FOUND:
            return _("The center does not know this camera.")
        case ProblemType.TOO_MANY:
            return _("You have too many cameras open. Close those that you do not need.")
        case _:
            return _("The center cannot open it now. The camera may be well.")


def outlook(tile: Tile) -> tuple[str, ...]:
    """How old the picture is and when the next try comes, the longest form first; "" where neither matters."""
    parts = []
    if tile.state in (TileState.DEGRADED, TileState.LOST, TileState.PAUSED) and tile.age is not None:
        parts.append(_("picture {age} old").format(age=words.age(tile.age)))
    if tile.retry_in is not None:
        parts.append(_("next try in {age}").format(age=words.age(tile.retry_in + 0.99)))
    elif tile.state is TileState.LOST and tile.has_stream:
        parts.append(_("trying now"))
    return " · ".join(parts), *parts[:1]


def live_mark(tile: Tile) -> tuple[str, ...]:
    """``LIVE 0.3 s · 15/s``: the mark of a tile that plays, with delay and rate as measured, the longest form first.

    ``SLOW 1/s`` where only key frames play. A stream of which nobody can tell how late it is says so.
    """
    if tile.state is TileState.REDUCED:
        return (_("SLOW {n}/s").format(n=decimal(tile.frame_rate)),)
    forms, rate = _lateness(tile), tile.frame_rate
    if not rate:
        return forms
    so_many = _("{n}/s").format(n=round(rate) if rate >= FLUENT else decimal(rate))
    return f"{forms[0]} · {so_many}", *forms


def is_on_time(tile: Tile) -> bool:
    """Whether its live picture is known to be of now."""
    return tile.state is TileState.LIVE and tile.delay is not None and tile.delay < LATE_AFTER_S


def _lateness(tile: Tile) -> tuple[str, ...]:
    delay = tile.delay
    if delay is None:
        return _("LIVE · delay unknown"), _("LIVE · delayed"), _("LIVE") + " ~"
    if delay < LATE_AFTER_S:
        return (_("LIVE") + " " + _("{n} s").format(n=decimal(delay)),)
    return (_("LATE {n} s").format(n=decimal(delay)),)


def picture_clock(tile: Tile) -> str:
    """``14:03:22``: of when its picture is; ``~14:03:22`` where that can be told by its coming only; "" without one."""
    if tile.picture_time is None:
        return ""
    return ("" if tile.is_timed else "~") + words.time_of_day(tile.picture_time)


def tour(note: TourNote) -> tuple[str, ...]:
    """What is said of a tour that plays, the longest form first."""
    step = f"{note.step}/{note.steps}"
    soon = _("paused") if note.is_paused else _("{n} s").format(n=round(note.seconds))
    forms = [f"{note.name} {step} · {soon}", f"{step} · {soon}", step]
    return (f"{forms[0]} · {note.note}", *forms) if note.note else tuple(forms)


def listened(heard: Listened) -> tuple[str, ...]:
    """What is said of a tile's sound, the longest form first; "" where only a sign has room."""
    match heard.hearing:
        case Hearing.OPENING:
            words_ = _("Sound: connecting…")
        case Hearing.HEARD:
            return (_("You hear it · {n} %").format(n=heard.volume), f"{heard.volume} %", "")
        case Hearing.BROKEN:
            words_ = _("No sound: it is tried again")
        case Hearing.NO_SOUND:
            words_ = _("Its stream carries no sound")
        case Hearing.NO_DEVICE:
            words_ = _("No sound device")
    return (words_, "")


def zoom(tile: Tile) -> str:
    """How many times as large the picture is shown: ``2.5×``."""
    return f"{decimal(tile.zoom.factor)}×"


def decimal(number: float) -> str:
    """One decimal, with the language's own sign."""
    text = f"{number:.1f}"
    return text if language.current() == "en" else text.replace(".", ",")


def about(tile: Tile) -> str:
    """Name, place, frame rate and delay in full, for a tool tip; "" for an empty tile."""
    if not tile.camera:
        return ""
    lines = [f"{tile.code} · {tile.place}" if tile.place else tile.code]
    if tile.state is TileState.LIVE:
        lines.append(_("{n} frames/s").format(n=decimal(tile.frame_rate)) + " · " + _lateness(tile)[0])
    elif tile.past is not None and tile.state is TileState.RECORD:
        lines.append(archive_words.whole(tile.past, tile.past.center_time))
    else:
        lines += [line for line in (headline(tile), outlook(tile)[0]) if line]
    if tile.alarm is not None:
        lines.append(_("Alarm: {priority}").format(priority=words.priority(tile.alarm)))
    if tile.listened is not None:
        lines += [listened(tile.listened)[0], *([tile.listened.note] if tile.listened.note else [])]
    elif tile.can_be_heard:
        lines.append(_("It has a microphone: M lets you listen, and the journal says so."))
    if tile.is_pinned:
        lines.append(_("Pinned"))
    if tile.zoom.is_on:
        lines.append(_("Zoom {times}").format(times=zoom(tile)))
    if tile.tour is not None:
        lines.append(_("Tour: {what}").format(what=f"{tile.tour.name} {tile.tour.step}/{tile.tour.steps}"))
        lines += [tile.tour.note] if tile.tour.note else []
    return "\n".join(lines)
