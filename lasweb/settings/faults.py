"""What keeps a public site from starting, in words for the person who set it up."""

from urllib.parse import urlsplit

# As Django's own check of the key (security.W009) asks.
MIN_KEY_LENGTH = 50
MIN_KEY_CHARACTERS = 5
# Beginnings of keys that stand in somebody's repository.
KNOWN_KEYS = ("django-insecure-", "only-for-tests", "changeme", "change-me")
ADVICE = "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'"


def production_faults(secret_key: str, allowed_hosts: list[str], site_url: str) -> list[str]:
    """Return every fault of the three settings without which nothing is safe, one sentence each."""
    return [*_key_faults(secret_key), *_host_faults(allowed_hosts), *_address_faults(site_url, allowed_hosts)]


def _key_faults(key: str) -> list[str]:
    if not key:
        return [f"SECRET_KEY is not set. {ADVICE}"]
    if key.startswith(KNOWN_KEYS):
        return [f"SECRET_KEY is one that others know. {ADVICE}"]
    if len(key) < MIN_KEY_LENGTH or len(set(key)) < MIN_KEY_CHARACTERS:
        return [f"SECRET_KEY is too weak: {MIN_KEY_LENGTH} random characters are the least. {ADVICE}"]
    return []


def _host_faults(hosts: list[str]) -> list[str]:
    if not hosts:
        return ["ALLOWED_HOSTS is not set. Name the hosts that the site answers to, e.g. www.example.nhs.uk"]
    if any(host.lstrip(".") in {"*", ""} for host in hosts):
        return ["ALLOWED_HOSTS lets every host in. Name the hosts that the site answers to, e.g. www.example.nhs.uk"]
    return [
        f"ALLOWED_HOSTS names {host!r}, which is no host. Give the name alone, e.g. www.example.nhs.uk"
        for host in hosts
        if "/" in host or " " in host
    ]


def _address_faults(address: str, hosts: list[str]) -> list[str]:
    if not address:
        return ["SITE_URL is not set. Give the site's address, e.g. https://www.example.nhs.uk"]
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        return [f"SITE_URL is {address!r}, which does not begin with https:// and a host"]
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        return [f"SITE_URL is {address!r}, which is more than a host: the site lives at the root of one"]
    if hosts and not any(_covers(host.lower(), parts.hostname) for host in hosts):
        return [f"SITE_URL names the host {parts.hostname!r}, which ALLOWED_HOSTS does not"]
    return []


def _covers(allowed: str, host: str) -> bool:
    return host == allowed or (allowed.startswith(".") and (host.endswith(allowed) or host == allowed[1:]))
