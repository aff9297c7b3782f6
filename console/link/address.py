"""Addresses of a center: what the operator typed, made whole and checked. Plain http goes to this machine only."""

import ipaddress
import re
import ssl
from urllib.parse import SplitResult, urlsplit

from console.language import _
from console.link.errors import CenterUnusable

_HOST = re.compile(r"[\w.:%-]+$")
"""What a host's name or number is made of, in any script."""


def checked(url: str) -> str:
    """``url`` without a trailing slash, ``https://`` added where no scheme was typed.

    Raises CenterUnusable with one sentence for what is no address, holds a password, or would send secrets in the
    clear to another machine.
    """
    text = url.strip()
    if "://" not in text:
        text = f"https://{text}"
    parts = _split(text)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or not _HOST.match(parts.hostname):
        raise CenterUnusable(
            _("“{url}” is not the address of a center; it should look like https://center.example").format(url=url)
        )
    if parts.username is not None or parts.password is not None:
        raise CenterUnusable(_("The center's address must not hold a user name or password."))
    if parts.scheme == "http" and not _is_this_machine(parts.hostname):
        raise CenterUnusable(
            _("The center's address must begin with https://, so that nobody on the way can read along.")
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")


def is_loopback(url: str) -> bool:
    """Whether a checked address is this machine."""
    return _is_this_machine(urlsplit(url).hostname or "")


def tls(url: str) -> ssl.SSLContext | None:
    """What verifies the center's certificate (the system's trust, ``SSL_CERT_FILE`` respected); None for plain http."""
    return ssl.create_default_context() if url.startswith("https:") else None


def untrusted(url: str, fault: ssl.SSLError) -> CenterUnusable:
    """What a failed TLS handshake means: a certificate that is not trusted, or no TLS at all on the other side."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        text = _("The certificate of {url} is not trusted, so nothing was sent.")
    else:
        text = _("{url} answers, but not as a center does; please check the address.")
    return CenterUnusable(text.format(url=url), str(fault))


def bad_proxy(url: str, fault: Exception) -> CenterUnusable:
    """What it means that the way through the proxy of this machine's settings cannot even be tried."""
    text = _("The proxy set up on this machine (HTTPS_PROXY, ALL_PROXY) cannot be used to reach {url}.")
    return CenterUnusable(text.format(url=url), str(fault))


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return None
    return parts


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
