"""Serving an installation: where it listens, its processes, and when it is there."""

import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Annotated

import typer

from guben_web.config.supervisor import Child, Notices, Supervisor, python
from guben_web.engine.terminal import helped
from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal

HostOption = Annotated[str, typer.Option("--host", help=helped("监听的地址", "Address to listen on"))]
PortOption = Annotated[int, typer.Option("--port", help=helped("端口", "Port"))]
WorkersOption = Annotated[int, typer.Option("--workers", help=helped("网页进程数", "Web processes"))]
DEFAULT_HOST, DEFAULT_PORT, DEFAULT_WORKERS = "127.0.0.1", 8000, 2
# Those of an installation that was just killed take a moment to notice it.
_PATIENCE_SECONDS = 4.0
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class PortIsTaken(Refusal):
    """Something else listens there."""

    code = "config.port-is-taken"
    message = Text(
        "地址{host}的端口{port}无法使用，可能已有程序在用。",
        "Port {port} of {host} cannot be used; something else may be using it.",
    )
    hint = Text(
        "请换一个端口，例如加上--port 8001（用make时写make run PORT=8001）。",
        "Choose another one, for example with --port 8001 (with make: make run PORT=8001).",
    )


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the web server listens, and with how many processes."""

    host: str
    port: int
    workers: int

    @property
    def address(self) -> str:
        """What a browser on this machine calls it."""
        is_here = self.host in {DEFAULT_HOST, "localhost", "::1", *_EVERYWHERE}
        return f"http://{'localhost' if is_here else self.host}:{self.port}"

    def need_port(self) -> None:
        """Raise PortIsTaken if something else listens there."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while (error := self._try_port()) is not None:
            if time.monotonic() >= end:
                raise PortIsTaken(host=self.host, port=self.port) from error
            time.sleep(0.2)

    def answers(self) -> bool:
        """Return whether the web server is up: whatever it answers."""
        host = _EVERYWHERE.get(self.host, self.host)
        place = f"[{host}]" if ":" in host else host
        try:
            urllib.request.urlopen(f"http://{place}:{self.port}/health", timeout=1).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def _try_port(self) -> OSError | None:
        with socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((self.host, self.port))
            except OSError as error:
                return error
        return None


def run_servers(listening: Listening, notices: Notices) -> int:
    """Run web server and worker until stopped, and return the exit code; `notices` are given as it goes."""
    web = python(
        "guben_web.config.web",
        *("--interface", "wsgi", "--host", listening.host, "--port", str(listening.port)),
        *("--workers", str(listening.workers), "--blocking-threads", "4", "--no-ws"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10", "--log-level", "warning"),
        "guben_web.config.wsgi:application",
    )
    children = [Child("web", web), Child("worker", python("guben_web.config.worker"))]
    return Supervisor(children, is_ready=listening.answers, notices=notices).run()
