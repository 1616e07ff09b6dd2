"""Walks a whole site as a visitor could: from the sitemap to every address of its own that any page names."""

from collections import deque
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree as ET

import requests
from bs4 import BeautifulSoup
from PIL import Image, UnidentifiedImageError

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# Where a page names other addresses: element, attribute. A srcset names several.
LINKS = (("a", "href"), ("area", "href"), ("link", "href"), ("script", "src"), ("form", "action"), ("iframe", "src"))
IMAGES = (("img", "src"), ("img", "srcset"), ("source", "srcset"), ("image", "href"))
# A site that names more addresses than this leads round in circles.
MOST = 5_000


@dataclass
class Answer:
    """What an address answered: its status, its type, and, of a page, the ids that fragments may name."""

    status: int
    kind: str
    content: bytes = b""
    ids: set[str] = field(default_factory=set)


@dataclass
class Crawl:
    """One walk over the site at `site_url`; `faults` says, for each thing wrong, where it stands."""

    site_url: str
    faults: list[str] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    in_sitemap: list[str] = field(default_factory=list)
    _waiting: deque[tuple[str, str]] = field(default_factory=deque)
    _fragments: list[tuple[str, str, str]] = field(default_factory=list)
    _session: requests.Session = field(default_factory=requests.Session)

    def walk(self, start: str = "") -> "Crawl":
        """Ask for every address that the sitemap, or the page to start from, leads to; then look for the fragments."""
        if start:
            self._waiting.append((start, "the start"))
        else:
            self.in_sitemap = self._sitemap(f"{self.site_url}/sitemap.xml")
            self._waiting.extend((address, "the sitemap") for address in self.in_sitemap)
        while self._waiting and len(self.answers) < MOST:
            self._visit(*self._waiting.popleft())
        if self._waiting:
            self.faults.append(f"more than {MOST} addresses")
        for source, address, fragment in self._fragments:
            if self.answers[address].status == 200 and fragment not in self.answers[address].ids:
                self.faults.append(f"{source}: no #{fragment} on {address}")
        return self

    @property
    def pages(self) -> list[str]:
        """The addresses that are pages."""
        return [address for address, answer in self.answers.items() if answer.kind == "text/html"]

    @property
    def images(self) -> list[str]:
        """The addresses that are images."""
        return [address for address, answer in self.answers.items() if answer.kind.startswith("image/")]

    def _sitemap(self, address: str) -> list[str]:
        root = ET.fromstring(self._session.get(address, timeout=30).content)
        places = [place.text or "" for place in root.iter(f"{SITEMAP}loc")]
        if root.tag == f"{SITEMAP}sitemapindex":
            return [page for place in places for page in self._sitemap(place)]
        self.faults += [f"the sitemap: {place} is of another site" for place in places if not self._is_ours(place)]
        return [place for place in places if self._is_ours(place)]

    def _visit(self, address: str, source: str) -> None:
        if address in self.answers:
            return
        response = self._session.get(address, timeout=30)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        answer = self.answers[address] = Answer(response.status_code, kind, response.content)
        if response.status_code != 200:
            self.faults.append(f"{source}: {address} answers {response.status_code}")
        elif kind == "text/html":
            self._read(address, answer)

    def _read(self, address: str, answer: Answer) -> None:
        soup = BeautifulSoup(answer.content, "html.parser")
        answer.ids = {element["id"] for element in soup.find_all(id=True)} | {"", "top"}
        for name, attribute in LINKS:
            for element in soup.find_all(name, attrs={attribute: True}):
                if (element.get("method") or "get").lower() == "get":
                    self._found(address, element[attribute])
        for name, attribute in IMAGES:
            for element in soup.find_all(name, attrs={attribute: True}):
                for image in _sources(element[attribute], several=attribute == "srcset"):
                    self._found(address, image)
                    self._look(address, urljoin(address, image))

    def _found(self, source: str, link: str) -> None:
        address, fragment = urldefrag(urljoin(source, link))
        if self._is_ours(address):
            self._waiting.append((address, source))
            if fragment:
                self._fragments.append((source, address, fragment))

    def _look(self, source: str, address: str) -> None:
        """See that an image is one, whole."""
        if not self._is_ours(address):
            if not address.startswith("data:"):
                self.faults.append(f"{source}: the image {address} is on another site")
            return
        self._visit(address, source)
        answer = self.answers[address]
        if answer.status == 200 and answer.kind != "image/svg+xml":
            try:
                Image.open(BytesIO(answer.content)).load()
            except (UnidentifiedImageError, OSError) as fault:
                self.faults.append(f"{source}: the image {address} cannot be opened ({fault})")

    def _is_ours(self, address: str) -> bool:
        parts, ours = urlsplit(address), urlsplit(self.site_url)
        return parts.scheme in {"http", "https"} and parts.netloc == ours.netloc


def _sources(value: str, *, several: bool) -> list[str]:
    return [part.split()[0] for part in value.split(",") if part.strip()] if several else [value]


def addresses_in_sitemap(site_url: str) -> list[str]:
    """Return every address that the site's sitemap names."""
    crawl = Crawl(site_url)
    found = crawl._sitemap(f"{site_url}/sitemap.xml")
    assert crawl.faults == []
    return found
