"""A local mail server that behaves as a test prescribes: with or without PIPELINING, refusing, hanging up."""

import socketserver
import threading
from collections.abc import Callable

GREETING = b"220 test\r\n"


class MailServer:
    """Runs in threads. `replies` maps (verb, address) to replies ("" hangs up); `mails` are the accepted mails."""

    def __init__(self, *, pipelining: bool) -> None:
        self.pipelining = pipelining
        self.replies: dict[tuple[str, str], list[str]] = {}
        self.mails: list[tuple[str, str, bytes]] = []
        self.connections = 0
        self.words: list[str] = []
        self.lock = threading.Lock()
        owner = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with owner.lock:
                    owner.connections += 1
                self.wfile.write(GREETING)
                Talk(owner, self.rfile.readline, self.wfile.write).go_on()

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def says(self, verb: str, address: str, *replies: str) -> None:
        """Reply to this verb and address with these in turn, then with success. An empty reply hangs up."""
        self.replies[verb, address] = list(replies)

    def reply(self, verb: str, address: str, otherwise: str) -> str:
        """Take the next prescribed reply, or `otherwise`."""
        with self.lock:
            left = self.replies.get((verb, address))
            return left.pop(0) if left else otherwise

    def close(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()


class Talk:
    """One connection."""

    def __init__(self, server: MailServer, read: Callable[[], bytes], write: Callable[[bytes], object]) -> None:
        self.server, self.read, self.write = server, read, write
        self.sender = self.to = ""
        self.refused = False

    def go_on(self) -> None:
        """Serve the connection until one side hangs up."""
        while line := self.read().decode():
            verb = line[:4].upper().strip()
            self.server.words.append(verb)
            reply = self.answer(verb, line.partition("<")[2].partition(">")[0])
            if not reply:
                return
            self.write(reply.encode() + b"\r\n")
            if reply.startswith("354") and not self.take():
                return

    def answer(self, verb: str, address: str) -> str:
        """Return the reply to a command."""
        if verb == "EHLO":
            return (
                "250-test\r\n250-PIPELINING\r\n250 8BITMIME" if self.server.pipelining else "250-test\r\n250 8BITMIME"
            )
        if verb == "MAIL":
            self.sender, self.refused = address, False
        if verb == "RCPT":
            self.to = address
        otherwise = "354 go on" if verb == "DATA" else "221 bye" if verb == "QUIT" else "250 well"
        if verb == "DATA" and self.refused:
            otherwise = "503 nobody to send it to"
        reply = self.server.reply(verb, self.to, otherwise)
        self.refused = self.refused or (verb in ("MAIL", "RCPT") and reply[:1] in "45")
        return reply

    def take(self) -> bool:
        """Read a mail up to its final dot; False when the connection is over."""
        lines = []
        while (line := self.read()) != b".\r\n":
            if not line:
                return False
            lines.append(line)
        reply = self.server.reply("END", self.to, "250 taken")
        if reply.startswith("250") or reply == "":
            with self.server.lock:
                self.server.mails.append((self.sender, self.to, b"".join(lines)))
        if reply:
            self.write(reply.encode() + b"\r\n")
        return bool(reply)
