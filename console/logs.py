"""The log that an operator can send: one file with rotation, no secrets in it; warnings go to stderr too."""

import logging
import logging.handlers
import sys
import threading
from types import TracebackType

from console import paths

FILE = "kuzet.log"
BYTES = 2_000_000
KEPT = 5

log = logging.getLogger("kuzet")


def start(level: str = "INFO") -> None:
    """Begin to write; what nobody caught is written too. A log that cannot be written is told on stderr, no more."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    handlers[0].setLevel(logging.WARNING)
    try:
        folder = paths.data() / "log"
        folder.mkdir(exist_ok=True)
        handlers.append(
            logging.handlers.RotatingFileHandler(folder / FILE, maxBytes=BYTES, backupCount=KEPT, encoding="utf-8")
        )
    except OSError as error:
        print(f"kuzet: the log cannot be written: {error}", file=sys.stderr)
    logging.basicConfig(
        level=level if level in logging.getLevelNamesMapping() else "INFO",
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        handlers=handlers,
        force=True,
    )
    for chatty in ("httpx", "httpcore", "websockets", "asyncio", "qasync"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("nobody caught this", exc_info=(kind, error, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        name = args.thread.name if args.thread else "?"
        log.critical("thread %s failed", name, exc_info=(args.exc_type, args.exc_value, args.exc_traceback))
