"""What may answer instead of a center, and what is said then."""

import asyncio
import datetime
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path

import pytest

from console.domain import protocol as p
from console.domain.errors import ProblemType, Refused
from console.domain.intents import Acknowledge
from console.domain.session import LogIn
from console.link import address
from console.link.errors import CenterNotReady, CenterUnreachable, CenterUnusable, LinkError
from console.link.rest import Rest
from console.link.stream import open_stream
from console.tasks import Tasks
from tests.console.link.little_center import LittleCenter, raw_server

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def _rest(url: str, patience: float = 5.0, limit: int = 1_000_000) -> AsyncIterator[Rest]:
    rest = Rest(url, Tasks(), patience, limit)
    try:
        yield rest
    finally:
        await rest.close()


async def _fault_of(url: str, patience: float = 5.0, limit: int = 1_000_000) -> LinkError:
    async with _rest(url, patience, limit) as rest:
        with pytest.raises(LinkError) as fault:
            await rest.about()
    return fault.value


def _override(status: int, kind: str, body: bytes) -> Callable[[], tuple[int, str, bytes]]:
    return lambda: (status, kind, body)


ABOUT = b'{"service":"%s","contract":%d,"name":"x","epoch":"e","mode":"live"}'


@pytest.mark.parametrize(
    ("status", "kind", "body", "said"),
    [
        (200, "text/html", b"<html>Welcome to nginx!</html>", "not as a center does"),
        (200, "application/json", b"<html>", "not as a center does"),
        (200, "application/json", b"{}", "not as a center does"),
        (200, "application/json", b"\xff\xfe", "not as a center does"),
        (200, "application/json", ABOUT % (b"bakery", p.CONTRACT), "is not a center"),
        (200, "application/json", ABOUT % (p.SERVICE.encode(), p.CONTRACT + 1), "newer contract"),
        (200, "application/json", ABOUT % (p.SERVICE.encode(), p.CONTRACT - 1), "older contract"),
        (302, "text/html", b"/", "sends on to another address"),
        (301, "text/html", b"https://elsewhere.example/", "sends on to another address"),
        (404, "text/html", b"no", "not as a center does"),
        (500, "text/plain", b"oops", "a fault of its own"),
        (500, p.PROBLEM_JSON, b'{"type":"unavailable","title":"","status":500}', "a fault of its own"),
        (500, p.PROBLEM_JSON, b"{", "not as a center does"),
        (200, "application/json", b" " * 2_000_000, "sends more than a center would"),
    ],
)
async def test_what_is_no_center_is_told_in_one_sentence(
    center: LittleCenter, status: int, kind: str, body: bytes, said: str
) -> None:
    center.overrides["/"] = _override(status, kind, body)
    fault = await _fault_of(center.url)
    assert isinstance(fault, CenterUnusable)
    assert said in str(fault)


@pytest.mark.parametrize("status", [502, 503, 504])
async def test_a_gateway_without_a_center_behind_it_may_be_tried_again(center: LittleCenter, status: int) -> None:
    center.overrides["/"] = _override(status, "text/html", b"bad gateway")
    assert isinstance(await _fault_of(center.url), CenterUnreachable)


async def test_a_center_that_prepares_says_when_to_ask_again(center: LittleCenter) -> None:
    body = b'{"type":"not_ready","title":"","status":503,"retry_after":7}'
    center.overrides["/"] = _override(503, p.PROBLEM_JSON, body)
    fault = await _fault_of(center.url)
    assert isinstance(fault, CenterNotReady)
    assert fault.retry_after == 7


async def test_a_problem_document_is_a_refusal(center: LittleCenter) -> None:
    async with _rest(center.url) as rest:
        with pytest.raises(Refused) as refused:
            await rest.snapshot("no token")
    assert refused.value.problem.type is ProblemType.NOT_LOGGED_IN


async def test_version_and_key_travel_as_headers(center: LittleCenter) -> None:
    async with _rest(center.url) as rest:
        token = (await rest.log_in(LogIn("aliya", "secret"))).access_token
        await rest.submit(token, "k1", Acknowledge("a"), 7)
        await rest.submit(token, "k2", Acknowledge("a"), None)
    with_version, without = center.headers[-2:]
    assert (with_version["idempotency-key"], with_version["if-match"]) == ("k1", '"7"')
    assert "if-match" not in without


async def _silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def _drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


async def _drip_headers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-Slow: yes\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("serve", [_silent, _drip, _drip_headers])
async def test_who_answers_too_slowly_is_given_up(serve: Callable[..., object]) -> None:
    async with raw_server(serve) as url:
        fault = await _fault_of(url, patience=0.3)
    assert isinstance(fault, CenterUnreachable)
    assert "does not answer in time" in str(fault)


async def _ssh(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.2\r\n")
    await writer.drain()


async def _hang_up(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.readline()


async def test_another_protocol_is_no_center() -> None:
    async with raw_server(_ssh) as url:
        assert isinstance(await _fault_of(url), CenterUnusable)


async def test_a_connection_that_ends_early_is_told() -> None:
    async with raw_server(_hang_up) as url:
        assert isinstance(await _fault_of(url), LinkError)


async def test_a_closed_port_is_unreachable() -> None:
    async with raw_server(_silent) as url:
        pass
    fault = await _fault_of(url)
    assert isinstance(fault, CenterUnreachable)
    assert "No center can be reached" in str(fault)


async def test_https_to_a_plain_server_is_told(center: LittleCenter) -> None:
    assert isinstance(await _fault_of(center.url.replace("http:", "https:")), LinkError)


def _certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A self-signed certificate for 127.0.0.1, and a server's context with it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    begin = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + datetime.timedelta(days=365 * 80))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "center.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return path, context


async def _about(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    body = ABOUT % (p.SERVICE.encode(), p.CONTRACT)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    await writer.drain()


async def test_a_certificate_that_is_not_trusted_is_refused(tmp_path: Path) -> None:
    _path, context = _certificate(tmp_path)
    async with raw_server(_about, context) as url:
        fault = await _fault_of(url)
    assert isinstance(fault, CenterUnusable)
    assert "certificate" in str(fault)


async def test_a_certificate_of_the_citys_own_authority_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, context = _certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    async with raw_server(_about, context) as url, _rest(url) as rest:
        assert (await rest.about()).service == p.SERVICE


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("center.example", "https://center.example"),
        (" https://center.example:8443/kuzet/ ", "https://center.example:8443/kuzet"),
        ("http://127.0.0.1:8765/", "http://127.0.0.1:8765"),
        ("http://[::1]:8765", "http://[::1]:8765"),
        ("http://localhost:1", "http://localhost:1"),
    ],
)
def test_addresses_are_made_whole(typed: str, meant: str) -> None:
    assert address.checked(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "http://center.example",
        "http://10.0.0.1",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "ftp://127.0.0.1",
        "https://",
        "https://me:secret@center.example",
        "https://center.example:99999",
        "https://[::1",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_safe_address_is_refused(typed: str) -> None:
    with pytest.raises(CenterUnusable):
        address.checked(typed)


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "nonsense://127.0.0.1:9"])
async def test_a_proxy_that_cannot_be_used_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    for name in ("ALL_PROXY", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, proxy)
    url = "https://center.example"
    fault = await _fault_of(url)
    assert isinstance(fault, CenterUnusable)
    assert "proxy" in str(fault)
    with pytest.raises(CenterUnusable, match="proxy"):
        async with open_stream(url, "token", Tasks()):
            pass
