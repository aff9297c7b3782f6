"""What an operator has arranged, written while they work and when they leave."""

import asyncio
import copy
from collections.abc import Callable

from console import paths, settings
from console.language import _
from console.notices import Notices
from console.reasons import reason
from console.settings import Settings

EACH_S = 60.0
"""How often it is written while the console runs: a crash costs the arrangement of the last minute, no more."""


class Keeping:
    """Writes settings when they are others than those written last.

    Args:
        chosen: the settings in use.
        gather: brings what stands on the screen into them.
        notices: where it is told that they cannot be written.
    """

    def __init__(self, chosen: Settings, gather: Callable[[], None], notices: Notices) -> None:
        self._chosen, self._gather, self._notices = chosen, gather, notices
        self._written: Settings | None = None

    async def keep(self) -> str:
        """Write them, if anything has changed; in one sentence why that cannot be, else ""."""
        self._gather()
        if (now := copy.deepcopy(self._chosen)) == self._written:
            return ""
        try:
            await asyncio.to_thread(settings.save, now)
        except OSError as error:
            text = _("The settings cannot be saved in {folder}: {reason}.")
            return text.format(folder=paths.config(), reason=reason(error))
        self._written = now
        return ""

    async def run(self) -> None:
        """Write them often, for as long as this runs."""
        while True:
            await asyncio.sleep(EACH_S)
            if problem := await self.keep():
                self._notices.warning(problem, key="settings-kept")
            else:
                self._notices.end("settings-kept")
