"""A connection that leads out of our own networks and nowhere else.

An editor, or a site that redirects, may name any address. Asked from here, one of our own network would be asked with
the trust of that network (a cloud's metadata, a database's port). So the name is resolved once, every address that it
stands for is looked at, and the connection is made to that very address: a name that means something else a moment
later changes nothing.
"""

import http.client
import socket
import ssl
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult

from django.conf import settings

# Networks of IPv6 in whose addresses one of IPv4 is contained, at the end (RFC 6052).
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("::ffff:0:0/96"), IPv6Network("::/96"))
PORTS = {"http": 80, "https": 443}


class PrivateAddressError(Exception):
    """The name stands for an address of a private network."""


def is_public_address(text: str) -> bool:
    """Whether this address is one of the public internet."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        if address.sixtofour or address.teredo:
            return False
        if any(address in network for network in _TRANSLATED):
            address = IPv4Address(int(address) & 0xFFFFFFFF)
    return address.is_global and not address.is_multicast and not address.is_reserved


def may_be_private(host: str, port: int) -> bool:
    """Whether the settings let this server be in a private network (LINK_CHECK_PRIVATE_HOSTS)."""
    return f"{host}:{port}" in settings.LINK_CHECK_PRIVATE_HOSTS.replace(" ", "").split(",")


def open_socket(host: str, port: int, timeout: float) -> socket.socket:
    """Connect to this host. Raises PrivateAddressError, or OSError when there is no such name or nobody answers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not may_be_private(host, port) and not all(is_public_address(str(address[0])) for *_, address in found):
        raise PrivateAddressError(host)
    failure: OSError = OSError(f"{host} stands for no address")
    for family, kind, protocol, _, address in found:
        opened = socket.socket(family, kind, protocol)
        opened.settimeout(timeout)
        try:
            opened.connect(address)
        except OSError as error:
            opened.close()
            failure = error
        else:
            return opened
    raise failure


class PublicConnection(http.client.HTTPConnection):
    """A connection to the host of an address, encrypted where the address says so."""

    def __init__(self, parts: SplitResult, timeout: float) -> None:
        self._encrypted = parts.scheme == "https"
        # The socket itself, also while only the answer still holds it.
        self.opened: socket.socket | None = None
        self.default_port = PORTS[parts.scheme]
        super().__init__(str(parts.hostname), parts.port or self.default_port, timeout=timeout)

    def connect(self) -> None:
        """Connect, and have the server prove its name where it is encrypted."""
        plain = open_socket(self.host, self.port, float(self.timeout or 0))
        self.opened = self.sock = plain
        if self._encrypted:
            try:
                # Shaking hands is part of it, and runs under the same watch.
                self.sock = ssl.create_default_context().wrap_socket(
                    plain, server_hostname=self.host, do_handshake_on_connect=False
                )
                self.opened = self.sock
                self.sock.do_handshake()
            except BaseException:
                self.sock.close()
                raise
