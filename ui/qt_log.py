"""What Qt has to say goes where everything goes: into the log, not onto the terminal."""

import logging

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.INFO,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
"""Qt's warnings are notes for its programmers (a missing sound server, a font): they are kept, not shown."""


def install() -> None:
    """From now on Qt writes into the log."""
    qInstallMessageHandler(_write)


def _write(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    log.log(_LEVELS[kind], "%s: %s", context.category or "qt", message)
