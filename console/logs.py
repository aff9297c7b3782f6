"""The log that an operator can send: one file with rotation, no secrets in it; what is grave goes to stderr too.

On the terminal a fault is one line; where it came from stands in the file.
"""

import logging
import logging.handlers
import sys
import threading
from types import TracebackType

from console import paths
from console.language import _
from console.reasons import reason

FILE = "kuzet.log"
BYTES = 2_000_000
KEPT = 5

log = logging.getLogger("kuzet")


def start(level: str = "INFO", *, file: str = FILE, terminal: int = logging.ERROR) -> None:
    """Begin to write; what nobody caught is written too. A log that cannot be written is told on stderr, no more.

    ``terminal`` is the level from which on stderr is told as well.
    """
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    handlers[0].setLevel(terminal)
    handlers[0].setFormatter(_OneLine())
    folder = paths.data() / "log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(
            logging.handlers.RotatingFileHandler(folder / file, maxBytes=BYTES, backupCount=KEPT, encoding="utf-8")
        )
    except OSError as error:
        text = _("The log cannot be written to {folder}: {reason}.")
        print(f"kuzet: {text.format(folder=folder, reason=reason(error))}", file=sys.stderr, flush=True)
    logging.raiseExceptions = False  # a disk that fills up under way is no reason to fill the terminal
    logging.basicConfig(
        level=level,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        handlers=handlers,
        force=True,
    )
    for chatty in ("httpx", "httpcore", "websockets", "asyncio", "qasync"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


class _OneLine(logging.Formatter):
    """A record without its trace; of an exception the kind and what it says."""

    def format(self, record: logging.LogRecord) -> str:
        fault = record.exc_info[1] if record.exc_info else None
        told = "" if fault is None else f" ({type(fault).__name__}: {fault})"
        return " ".join(f"kuzet: {record.getMessage()}{told}".split())


def _fault() -> str:
    return _("Kuzet has a fault of its own; {folder} tells more.").format(folder=paths.data() / "log")


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("%s", _fault(), exc_info=(kind, error, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        log.critical("%s", _fault(), exc_info=(args.exc_type, args.exc_value, args.exc_traceback))
