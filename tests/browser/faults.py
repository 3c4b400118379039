"""Who stands between a phone and the server, and spoils what is said."""

import contextlib
import http.client
import json
import socket
import struct
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BEFORE, DURING, AFTER = "before", "during", "after"
PASSED_ON_ANEW = ("connection", "content-length", "keep-alive", "transfer-encoding")
RESET = struct.pack("ii", 1, 0)
PAGE = "<!doctype html><title>সূত্র</title><h1>সাইন ইন করুন</h1>"


@dataclass(frozen=True)
class Answer:
    """`body`: text; "half": half of a receipt. `way`: "" or how there is no answer at all."""

    status: int = 200
    body: str = PAGE
    headers: tuple[tuple[str, str], ...] = ()
    way: str = ""


def refusal(status: int, code: str, **headers: str) -> Answer:
    """As the outbox refuses: in JSON."""
    said = json.dumps({"error": code, "message": "না"})
    return Answer(status, said, tuple(headers.items()))


@dataclass(frozen=True)
class Fault:
    """`answer` to every request of that method, before, during or after the server's work."""

    method: str
    moment: str
    answer: Answer


class Between(ThreadingHTTPServer):
    """Passes on what it is sent, until there is a `fault`."""

    daemon_threads = True

    def __init__(self, behind: int) -> None:
        super().__init__(("localhost", 0), Passing)
        self.behind = behind
        self.fault: Fault | None = None
        self.met = threading.Event()
        self.is_at_work = threading.Event()  # set by the test, who can look into the database
        self.released = threading.Event()
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_address[1]}"

    def spoil(self, fault: Fault) -> None:
        for event in (self.met, self.is_at_work, self.released):
            event.clear()
        self.fault = fault

    def heal(self) -> None:
        self.fault = None
        self.released.set()

    def stop(self) -> None:
        self.heal()
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address) -> None:
        """A phone that has gone away is nothing to speak of."""


class Passing(BaseHTTPRequestHandler):
    server: Between

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.server.fault
        if not fault or self.command != fault.method or not self.path.startswith("/outbox/"):
            return self.give(*self.pass_on(body))
        real = b""
        if fault.moment == AFTER:
            _, _, real = self.pass_on(body)
        elif fault.moment == DURING:
            waiting = self.asked(body)
            threading.Thread(target=waiting.getresponse, daemon=True).start()
        self.server.met.set()
        if fault.moment == DURING:
            self.server.is_at_work.wait(20)
        return self.spoiled(fault.answer, real)

    do_GET = do_POST = do_PUT = answer

    def asked(self, body: bytes) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("localhost", self.server.behind, timeout=60)
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() != "connection":
                connection.putheader(name, value)
        connection.putheader("Connection", "close")
        connection.endheaders(body)
        return connection

    def pass_on(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        with contextlib.closing(self.asked(body)) as connection:
            answer = connection.getresponse()
            headers = [h for h in answer.getheaders() if h[0].lower() not in PASSED_ON_ANEW]
            return answer.status, headers, answer.read()

    def spoiled(self, answer: Answer, real: bytes) -> None:
        if answer.way == "hang":
            self.server.released.wait(60)
        if answer.way == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        if answer.way in ("hang", "reset"):
            self.close_connection = True
            return self.connection.close()
        body = answer.body.encode()
        if answer.way == "half":
            whole = real or json.dumps({"uuid": "0" * 36, "sha256": "0" * 64}).encode()
            body = whole[: len(whole) // 2]
        return self.give(answer.status, list(answer.headers), body)

    def give(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
