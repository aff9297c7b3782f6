"""How busy the machine is, and with how much of it the console: asked of the system's counters, which never blocks."""

import psutil

from console.viewmodels.quality import Load


class MachineLoad:
    """``look`` tells the shares since it was last asked; the first answer is idle."""

    def __init__(self) -> None:
        self._own = psutil.Process()
        self._cores = psutil.cpu_count() or 1
        self.look()

    def look(self) -> Load:
        """Used by everybody and by this process, 0..1 of all cores."""
        system = psutil.cpu_percent(interval=None) / 100
        return Load(system, min(1.0, self._own.cpu_percent(interval=None) / 100 / self._cores))
