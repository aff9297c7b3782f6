"""What the page is told of alarms, incidents and units, without what the operator does not want to see."""

from collections.abc import Iterable
from typing import Any

from console.domain.changes import Changes
from console.state.store import Store
from console.viewmodels.map_filters import MapFilter
from console.viewmodels.map_news import MapNews, Parts


class Sieve:
    """Hands on what ``news`` tells. What is hidden is told as gone: it may have been shown a moment ago.

    ``wanted`` is what to show; whoever changes it tells the page everything anew.
    """

    def __init__(self, news: MapNews, store: Store) -> None:
        self._news, self._store = news, store
        self.wanted = MapFilter()

    def everything(self) -> Parts:
        """All that is shown."""
        return self._sifted(self._news.everything())

    def changed(self, changes: Changes) -> Parts:
        """What changed of what is shown."""
        return self._sifted(self._news.changed(changes))

    def aged(self) -> Parts:
        """Units whose status became another by itself."""
        return self._sifted(self._news.aged())

    def place(self, kind: str, thing: str) -> tuple[float, float] | None:
        """Longitude and latitude of an alarm, incident or unit, shown or not."""
        return self._news.place(kind, thing)

    def _sifted(self, parts: Parts) -> Parts:
        if not self.wanted.hidden:
            return parts
        alarms, incidents = self._store.picture.alarms, self._store.picture.incidents
        gone = {kind: list(ids) for kind, ids in parts.get("gone", {}).items()}
        told = dict(parts)
        for part, kind, shows in (
            ("alarms", "alarm", lambda told: self.wanted.alarm(alarms[told["id"]])),
            ("incidents", "incident", lambda told: self.wanted.incident(incidents[told["id"]])),
            ("units", "unit", lambda told: self.wanted.unit(told["agency"], told["status"])),
        ):
            shown, hidden = _parted(parts.get(part, []), shows)
            told[part] = shown
            if hidden:
                gone.setdefault(kind, []).extend(hidden)
        return {**told, "gone": gone}


def _parted(things: Iterable[dict[str, Any]], shows: Any) -> tuple[list[dict[str, Any]], list[str]]:
    """What is shown, and the ids of what is not."""
    shown, hidden = [], []
    for thing in things:
        if shows(thing):
            shown.append(thing)
        else:
            hidden.append(thing["id"])
    return shown, hidden
