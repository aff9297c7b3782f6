"""The floor of a start: a bare window with a blank web page. Prints the seconds since the process began, then ends."""

import sys

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QMainWindow

from console.clock import process_age
from ui.map.scheme import prepare_environment

prepare_environment()
app = QApplication(sys.argv)
window = QMainWindow()
view = QWebEngineView()
window.setCentralWidget(view)


def painted() -> None:
    """The page is there and the window has painted."""
    print(f"{process_age():.3f}", flush=True)
    app.quit()


view.loadFinished.connect(lambda ok: QTimer.singleShot(0, painted))
view.setUrl(QUrl("about:blank"))
window.resize(1920, 1080)
window.show()
sys.exit(app.exec())
