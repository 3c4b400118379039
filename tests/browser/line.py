"""A line to the server that can be cut: what goes through a village and back."""

import contextlib
import socket
import threading


class Line:
    """Carries bytes between a port of its own and the server's. Cut, nobody is at the port."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.port = 0
        self.open: list[socket.socket] = []
        self.listening: socket.socket | None = None
        self.is_silent = False
        self.mend()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def mend(self) -> None:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("localhost", self.port))
        listening.listen(64)
        self.port = listening.getsockname()[1]
        self.listening = listening
        threading.Thread(target=self._answer, args=[listening], daemon=True).start()

    def cut(self) -> None:
        """From now on the port refuses; what was under way breaks off."""
        for each in (self.listening, *self.open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.open.clear()

    def silence(self) -> None:
        """Somebody is at the port, and says nothing: a network in name only."""
        self.cut()
        self.is_silent = True
        self.mend()

    def _answer(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                phone, _address = listening.accept()
                if self.is_silent:
                    self.open.append(phone)
                    continue
                server = socket.create_connection(("localhost", self.server_port))
                self.open += [phone, server]
                for way in ((phone, server), (server, phone)):
                    threading.Thread(target=self._carry, args=way, daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while content := source.recv(65536):
                target.sendall(content)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)
