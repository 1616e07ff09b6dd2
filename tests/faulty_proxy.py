"""A proxy in front of a real server that fails on demand: it refuses, hangs, answers errors, breaks off, dawdles."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

PIECE = 16 * 1024


class FaultyProxy:
    """Passes everything on until told otherwise; what it is told holds for open connections too."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._server = (parts.hostname, parts.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._open: set[socket.socket] = set()
        self._stopped = threading.Event()
        self.heal()
        threading.Thread(target=self._accept, daemon=True).start()

    def heal(self) -> None:
        """Pass everything on again."""
        self.down = self.hanging = self.losing = False
        self.error = 0
        self.cuts: list[int] = []
        self.pause = 0.0
        self.requests = 0

    def cut(self, after: int, times: int = 1) -> None:
        """Break off the next so many answers that are longer than this after so many bytes."""
        self.cuts = [after] * times

    def close(self) -> None:
        self._stopped.set()
        for each in (self._listener, *self._open):
            with suppress(OSError):
                each.close()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._open.add(client)
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client, socket.create_connection(self._server, timeout=30) as server:
            self._open.add(server)
            # What was passed on of the answer to the last request.
            passed = [0]
            threading.Thread(target=self._answer, args=(server, client, passed), daemon=True).start()
            while asked := client.recv(PIECE):
                self.requests += 1
                passed[0] = 0
                if self.down:
                    break
                if self.hanging:
                    self._stopped.wait(60)
                    break
                if self.error:
                    client.sendall(f"HTTP/1.1 {self.error} Out of order\r\nContent-Length: 0\r\n\r\n".encode())
                    break
                server.sendall(asked)
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def _answer(self, server: socket.socket, client: socket.socket, passed: list[int]) -> None:
        with suppress(OSError):
            while answer := server.recv(PIECE):
                if self.losing or self.down:
                    break
                passed[0] += len(answer)
                if self.cuts and passed[0] > self.cuts[0]:
                    self.cuts.pop(0)
                    break
                if self.pause:
                    self._stopped.wait(self.pause)
                client.sendall(answer)
            client.shutdown(socket.SHUT_RDWR)
