"""Whether the web process on this machine answers: `python -m lasweb.alive`, for containers that have no curl."""

import http.client
import os
import sys
from urllib.parse import urlsplit

# Less than the container's own limit, so that it is we who say what was wrong (seconds).
PATIENCE = 4


def fault(port: str, site_url: str) -> str:
    """Ask the site on this port whether it is up; return what is wrong, or "" when it answers."""
    parts = urlsplit(site_url)
    # As the proxy would ask, so that nothing is sent on to https or refused for its host.
    headers = {"Host": parts.netloc or "localhost", "X-Forwarded-Proto": parts.scheme or "http"}
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz", headers=headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"no answer on port {port}: {error}"
    finally:
        connection.close()
    return f"the answer is {status}" if status >= http.client.INTERNAL_SERVER_ERROR else ""


if __name__ == "__main__":
    sys.exit(fault(os.environ.get("PORT", "8000"), os.environ.get("SITE_URL", "")) or 0)
