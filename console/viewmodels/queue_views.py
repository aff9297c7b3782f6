"""Views of the queue that an operator has named: what is shown, and by what it is gathered."""

from PySide6.QtCore import QObject

from console.domain.alarm_filter import Grouping
from console.settings import QueueView
from console.viewmodels.alarms import AlarmsModel
from console.viewmodels.named import NamedList


class QueueViews(NamedList[QueueView]):
    """The views by name; ``keep_as`` names the one in use, ``use`` takes one up."""

    def __init__(self, model: AlarmsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def keep_as(self, name: str) -> bool:
        """Name the view in use; False without a name."""
        return self.keep(QueueView(name, self._model.filter, self._model.grouping))

    def use(self, view: QueueView) -> None:
        """Show the queue so."""
        self._model.group_by(Grouping(view.grouping))
        self._model.show(view.filter)

    @property
    def current(self) -> str:
        """Name of the view in use; "" where it has none."""
        model = self._model
        return next((v.name for v in self.items if v.filter == model.filter and v.grouping == model.grouping), "")
