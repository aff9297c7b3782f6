"""The address of a stream, apart from the name and password in it: only the bare one may go where others look."""

from urllib.parse import quote, unquote, urlsplit

KNOWN = frozenset({"", "file", "http", "https", "rtsp", "rtsps", "rtspt", "rtspu"})
"""What a console opens: an address comes over the wire, and libvlc would also open screens, devices and discs."""


class Address:
    """Where a stream is. What it prints as tells nothing."""

    def __init__(self, address: str) -> None:
        try:
            parts = urlsplit(address)
            self.port = parts.port
        except ValueError:  # not a number, or half a bracket
            parts, self.port = urlsplit(""), None
        self.scheme = parts.scheme if len(parts.scheme) > 1 else ""  # one letter is a drive of Windows
        self.host = parts.hostname or ""
        self.path = parts.path
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.whole = address
        """As it was given. For the one who opens it; to be kept nowhere."""
        self._parts = parts

    def __repr__(self) -> str:
        return "Address()"

    @property
    def is_known(self) -> bool:
        """Whether it is of a kind that is opened here."""
        is_local = self.scheme in ("", "file")
        return self.scheme in KNOWN and bool(self.path if is_local else self.host)

    @property
    def bare(self) -> str:
        """Without name and password."""
        return self.under(self.scheme, with_credentials=False) if self.host else self.whole

    @property
    def target(self) -> str:
        """Path and query, as HTTP asks for it."""
        return (self._parts.path or "/") + (f"?{self._parts.query}" if self._parts.query else "")

    def under(self, scheme: str, *, with_credentials: bool) -> str:
        """The same under another scheme. With credentials it is for the one who opens it, and to be kept nowhere."""
        place = self._parts.netloc.rpartition("@")[2]
        if with_credentials and self.user:
            place = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@{place}"
        return self._parts._replace(scheme=scheme, netloc=place).geturl()

    def moved(self, location: str) -> "Address":
        """Where a server says it is instead. The credentials go along only to the same host, and never off TLS."""
        there = Address(location)
        is_same = there.host == self.host and (there.scheme == "rtsps" or self.scheme != "rtsps")
        there.user, there.password = (self.user, self.password) if is_same else ("", "")
        return there
