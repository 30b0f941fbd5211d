import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hornstudio import paths
from hornstudio.engine.data.find import finder
from hornstudio.engine.errors import DataError

from .conftest import Small, small_module


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes | int]]:
    """What a mirror on this machine gives by path: bytes, or a status. "root" is its address."""
    given: dict[str, bytes | int] = {}

    class Mirror(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = given.get(self.path, 404)
            if isinstance(answer, int):
                self.send_error(answer)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    given["root"] = f"http://127.0.0.1:{server.server_port}".encode()
    yield given
    server.shutdown()
    thread.join()
    server.server_close()


def with_mirrors(small: Small, answers: dict, *names: str) -> Small:
    root = answers["root"].decode()
    small.module = small_module(tuple(root + name for name in names))
    return small


def leftovers() -> list[str]:
    folder = paths.cache_dir() / "data" / "small"
    return [p.name for p in folder.iterdir()] if folder.exists() else []


def test_second_mirror_helps_when_the_first_fails(small: Small, answers) -> None:
    with_mirrors(small, answers, "/gone.gz", "/wrong.gz", "/right.gz")
    answers["/wrong.gz"] = b"<html>please sign in</html>"
    answers["/right.gz"] = small.packed
    told: list[tuple[str, int, int]] = []
    path = finder(small.module, lambda *facts: told.append(facts))("small/horns.gz")
    assert path.read_bytes() == small.packed
    assert leftovers() == ["horns.gz"]
    assert told[-1] == ("Downloading horns.gz", len(small.packed), len(small.packed))


def test_every_failure_is_told_and_nothing_stays(small: Small, answers) -> None:
    with_mirrors(small, answers, "/gone.gz", "/broken.gz", "/short.gz")
    answers |= {"/broken.gz": 503, "/short.gz": small.packed[:-20]}
    with pytest.raises(DataError) as caught:
        finder(small.module)("small/horns.gz")
    told = str(caught.value)
    assert "404" in told
    assert "503" in told
    assert "cannot be unpacked" in told
    assert leftovers() == []


def test_endless_answer_is_cut_off(small: Small, answers) -> None:
    with_mirrors(small, answers, "/endless.gz")
    answers["/endless.gz"] = bytes(4 << 20)
    with pytest.raises(DataError, match="sends more than the file can be"):
        finder(small.module)("small/horns.gz")
    assert leftovers() == []


def test_no_connection_is_said_in_two_words(small: Small, answers) -> None:
    small.module = small_module(("http://127.0.0.1:9/horns.gz",))
    with pytest.raises(DataError, match=r"http://127\.0\.0\.1:9/horns\.gz \(no connection\)"):
        finder(small.module)("small/horns.gz")
