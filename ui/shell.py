"""What the window itself can do, as commands ask it; ``MainWindow`` is the one that can."""

from typing import Protocol


class Shell(Protocol):
    """What the window itself can do."""

    def open_palette(self) -> None: ...  # noqa: D102
    def open_help(self) -> None: ...  # noqa: D102
    def open_keys(self) -> None: ...  # noqa: D102
    def change_keys(self) -> None: ...  # noqa: D102
    def open_about(self) -> None: ...  # noqa: D102
    def focus_pane(self, name: str) -> None: ...  # noqa: D102
    def toggle_pane(self, name: str) -> None: ...  # noqa: D102
    def is_pane_open(self, name: str) -> bool: ...  # noqa: D102
    def reset_workspace(self) -> None: ...  # noqa: D102
    def toggle_full_screen(self) -> None: ...  # noqa: D102
    def use_theme(self, theme_id: str) -> None: ...  # noqa: D102
    def use_language(self, code: str) -> None: ...  # noqa: D102
    def current_language(self) -> str: ...  # noqa: D102
    def dismiss_notice(self) -> None: ...  # noqa: D102
    def ask_held(self) -> None: ...  # noqa: D102
    def ask_inject(self) -> None: ...  # noqa: D102
    def show_log(self) -> None: ...  # noqa: D102
    def copy_details(self) -> None: ...  # noqa: D102
    def close(self) -> object: ...  # noqa: D102
