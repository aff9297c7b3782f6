"""The way between the console and the page of the map: one channel, one message a tick, any number of features.

A feature is a view model that has something to tell the page (``known``: all of it, for a page that was loaded anew)
and slots that the page calls; ``resources/map/main.js`` joins its other half. The page may die and come back at any
time, so nothing is told but through here: what is not told again by ``known`` is gone with the page.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from console import language
from console.clock import monotonic

Parts = Mapping[str, Any]
"""Parts of a message by name; a part that is an empty list or mapping says nothing."""


class Feature(QObject):
    """A view model that is joined to the page."""

    def known(self) -> Parts:
        """All that a page must be told that knows nothing yet."""
        return {}


class Files(Protocol):
    """What the page is made of (``console.mapping.source.MapFiles``)."""

    def file(self, name: str) -> tuple[str, bytes] | None:
        """Content type and body of a file of the page."""
        ...


class MapPage(QObject):
    """See the module's docstring. ``loaded_at``: when the page was last asked for (monotonic seconds)."""

    told = Signal(str)
    """A message for the page: JSON, parts by name."""
    settled = Signal(int)
    """All that was told before ``settle`` gave this number is on the screen."""

    def __init__(self, files: Files, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files = files
        self._features: dict[str, Feature] = {}
        self._put: dict[str, bytes] = {}
        self._is_up = False
        self._look: dict[str, Any] = {"theme": "dark", "priorities": ["#ff0000", "#ff8800", "#ffdd00", "#88bbee"]}
        self.loaded_at = 0.0
        self._asked = 0

    def join(self, name: str, feature: Feature) -> None:
        """Make a feature known to the page as ``name``; before the page is loaded."""
        self._features[name] = feature

    @property
    def features(self) -> Mapping[str, Feature]:
        """The features by name, for the channel."""
        return self._features

    def file(self, name: str) -> tuple[str, bytes] | None:
        """A file of the page by name, or None."""
        if name in self._put:
            return "application/octet-stream", self._put[name]
        return self._files.file(name)

    def put(self, name: str, body: bytes) -> None:
        """Let the page fetch these bytes by a name; those before them are gone."""
        self._put[name] = body

    def tell(self, **parts: Any) -> None:
        """Send the parts that say something, where a page listens."""
        said = {name: part for name, part in parts.items() if part not in ([], {})}
        if self._is_up and said:
            self.told.emit(msgspec.json.encode(said).decode())

    @property
    def is_up(self) -> bool:
        """Whether a page listens."""
        return self._is_up

    def load_starts(self) -> None:
        """The page is being loaded (again): it knows nothing until it says hello."""
        self._is_up = False
        self.loaded_at = monotonic()

    @Slot(result=str)
    def hello(self) -> str:
        """The page's first word; answered with how it shall look and everything that is known."""
        self._is_up = True
        known: dict[str, Any] = {}
        for feature in self._features.values():
            for name, part in feature.known().items():  # of a part that several features tell each brings its own
                known[name] = {**known[name], **part} if name in known else part
        return msgspec.json.encode({"look": self._look, "language": language.current(), "known": known}).decode()

    def settle(self) -> int:
        """Ask the page to say when all that it was told is painted; ``settled`` then gives the number returned here."""
        self._asked += 1
        self.tell(echo=self._asked)
        return self._asked

    @Slot(int)
    def echoed(self, number: int) -> None:
        """The page has painted what it was told before it was asked this."""
        self.settled.emit(number)

    # How it looks

    @property
    def theme(self) -> str:
        """``dark``, ``light`` or ``high_contrast``."""
        return str(self._look["theme"])

    def set_theme(self, theme: str) -> None:
        """``dark``, ``light`` or ``high_contrast``."""
        self._look["theme"] = theme
        self.tell(look={"theme": theme})

    def set_priority_colors(self, colors: Sequence[str]) -> None:
        """Colours of P1 to P4, ``#rrggbb``: the queue's, so that both show the same."""
        self._look["priorities"] = list(colors)
        self.tell(look={"priorities": self._look["priorities"]})

    def set_language(self) -> None:
        """The language has changed (``console.language.current``)."""
        self.tell(language=language.current())
