"""Whom to believe about a visitor: address and scheme are read from headers only where a proxy of ours sent them.

FORWARDED_ALLOW_IPS names the proxies that may speak to the site, TRUSTED_PROXIES says how many of them each request
passes. Anybody else who sends such a header is not heard.
"""

from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What proxies say of a visitor, and what a visitor may therefore say of himself.
FORWARDED_HEADERS = frozenset(
    {
        "HTTP_FORWARDED",
        "HTTP_X_FORWARDED_FOR",
        "HTTP_X_FORWARDED_HOST",
        "HTTP_X_FORWARDED_PORT",
        "HTTP_X_FORWARDED_PROTO",
        "HTTP_X_REAL_IP",
    }
)
# Stands for every address: where only proxies can reach the site at all.
EVERYBODY = "*"


class ForwardedHeadersMiddleware:
    """Drop what a request says of its visitor unless one of our own proxies sent it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Run the request without the headers that nobody may be believed."""
        meta = request.META
        if not FORWARDED_HEADERS.isdisjoint(meta) and not is_proxy(str(meta.get("REMOTE_ADDR", ""))):
            for name in FORWARDED_HEADERS:
                meta.pop(name, None)
        return self.get_response(request)


def is_proxy(peer: str) -> bool:
    """Whether the machine at the other end of the connection is one of our proxies.

    A connection without an address came through a socket on this machine, which only our own proxy can open.
    """
    return not peer or _is_among(peer, tuple(settings.FORWARDED_ALLOW_IPS))


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address: what the outermost of our own proxies saw (TRUSTED_PROXIES says how many)."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    if not proxies or not is_proxy(peer):
        return peer
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return (_bare(chain[-proxies]) or peer) if len(chain) >= proxies else peer


@lru_cache(maxsize=4096)
def _is_among(peer: str, names: tuple[str, ...]) -> bool:
    if EVERYBODY in names:
        return True
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    # A socket that listens on both versions of IP names an address of version 4 in the manner of version 6.
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in networks(names))


def networks(names: tuple[str, ...]) -> list[IPv4Network | IPv6Network]:
    """Read addresses and networks; ValueError names the first that is none."""
    return [ip_network(name, strict=False) for name in names if name != EVERYBODY]


def _bare(address: str) -> str:
    """Return an address without its port, which some balancers add; "" for what is no address."""
    host = address
    if address.startswith("["):
        host = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        host = address.partition(":")[0]
    try:
        return str(ip_address(host))
    except ValueError:
        return ""
