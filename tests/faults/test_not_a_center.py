"""Addresses at which no center is: said in one sentence, with an exit code that is not 0."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from console.domain.protocol import CONTRACT, SERVICE
from tests.faults.conftest import Run

ABOUT = {"service": SERVICE, "name": "Odd", "contract": CONTRACT, "epoch": "1", "mode": "live"}
STRANGE = "answers, but not as a center does; please check the address."
JSON = "application/json"

ANSWERS: dict[str, tuple[int, str, bytes]] = {
    "/html/": (200, "text/html", b"<html>It works!</html>"),
    "/newer/": (200, JSON, json.dumps(ABOUT | {"contract": CONTRACT + 1}).encode()),
    "/odd/": (200, JSON, json.dumps(ABOUT).encode()),
    "/odd/session": (
        401,
        "application/problem+json",
        json.dumps({"type": "wrong_password", "title": "Wrong password", "status": 401}).encode(),
    ),
}


class _Odd(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, kind, body = ANSWERS.get(self.path, (404, "text/plain", b"?"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the library's name

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def odd() -> Iterator[str]:
    """Host and port of a server with many ways not to be a center."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Odd) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield "{}:{}".format(*server.server_address)
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def nobody() -> str:
    """Host and port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return "{}:{}".format(*free.getsockname())


CASES = {
    "a web page": ("http://{odd}/html", STRANGE),
    "another contract": ("http://{odd}/newer", "please update the console."),
    "a wrong password": ("http://{odd}/odd", "User or password is wrong."),
    "no TLS behind https": ("https://{odd}", STRANGE),
    "nobody there": ("http://{nobody}", "No center can be reached at http://{nobody}."),
    "plain http to another machine": ("http://10.0.0.1", "must begin with https://"),
    "no address": ("not an address", "“not an address” is not the address of a center"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_console_says(run: Run, odd: str, nobody: str, case: str) -> None:
    url, sentence = (text.format(odd=odd, nobody=nobody) for text in CASES[case])
    ended = run("--center", url, "--role", "duty_officer", "--for", 0)
    assert ended.code == 1
    assert len(ended.said) == 1, ended.err
    assert sentence in ended.said[0]


def test_the_doctor_says_it_too(run: Run, nobody: str) -> None:
    ended = run("doctor", "--center", f"http://{nobody}")
    assert ended.code == 1
    assert f"FAIL  center: No center can be reached at http://{nobody}." in ended.out
