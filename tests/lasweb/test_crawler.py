"""The crawler of tests/system sees what it is there to see."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from PIL import Image

from tests.system.crawler import Crawl

SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<url><loc>{0}/</loc></url><url><loc>{0}/missing.html</loc></url><url><loc>http://other.example/</loc></url></urlset>"
)
HOME = """<h1 id="here">Home</h1>
<a href="#here">good</a> <a href="#nowhere">bad</a> <a href="/two.html#part">good</a> <a href="two.html#gone">bad</a>
<a href="/dead.html">bad</a> <a href="http://other.example/x">not ours</a> <a href="mailto:a@example.org">mail</a>
<img src="/good.png" srcset="/good.png 1x, /lost.png 2x" alt=""> <img src="/broken.png" alt="">
<img src="http://other.example/x.png" alt=""> <form method="post" action="/taken-by-post/"></form>"""


@pytest.fixture
def site(tmp_path):
    """A site of four files with faults, on a server of its own."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    address = f"http://127.0.0.1:{server.server_port}"
    (tmp_path / "sitemap.xml").write_text(SITEMAP.format(address))
    (tmp_path / "index.html").write_text(HOME)
    (tmp_path / "two.html").write_text('<p id="part">Two</p> <a href="/deep/er.html">bad</a>')
    Image.new("RGB", (2, 2)).save(tmp_path / "good.png")
    (tmp_path / "broken.png").write_bytes((tmp_path / "good.png").read_bytes()[:30])
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_fault_is_found_once_and_nothing_else(site):
    crawl = Crawl(site).walk()
    faults = sorted(fault.replace(site, "") for fault in crawl.faults)
    broken = [fault for fault in faults if "/broken.png" in fault]
    assert len(broken) == 1
    assert sorted(set(faults) - set(broken)) == [
        "/: /dead.html answers 404",
        "/: /lost.png answers 404",
        "/: no #gone on /two.html",
        "/: no #nowhere on /",
        "/: the image http://other.example/x.png is on another site",
        "/two.html: /deep/er.html answers 404",
        "the sitemap: /missing.html answers 404",
        "the sitemap: http://other.example/ is of another site",
    ]
    assert len(faults) == len(set(faults)) == 9
