"""Named layouts of the wall: what is asked and listed of them."""

from console.language import _
from ui.dialogs.named import NameDialog, NamedListDialog


class LayoutNameDialog(NameDialog):
    """Asks what the wall as it stands shall be called."""

    def words(self) -> tuple[str, str, str]:
        """What is said."""
        return (
            _("Name this layout"),
            _("The layout is kept with the cameras and pins that are on the wall now."),
            _("A layout of this name is there; it will be replaced."),
        )


class LayoutListDialog(NamedListDialog):
    """All layouts: F2 renames, Delete removes."""

    def words(self) -> tuple[str, str]:
        """What is said."""
        how = _("F2 renames a layout, Delete removes it. The first nine are called by Alt and their digit.")
        return _("Named layouts"), how
