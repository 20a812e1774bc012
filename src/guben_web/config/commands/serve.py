"""`guben serve`: the web server and the background worker, from one command."""

import socket
from typing import Annotated

import typer

from guben_web.config.command_list import SERVE
from guben_web.config.starting import (
    DataOption,
    bring_database_up_to_date,
    folder_of,
    need_installation,
    refusals_in_words,
    start_django,
)
from guben_web.config.supervisor import Child, Supervisor, python
from guben_web.engine.terminal import LanguageOption, chosen_language, command, helped
from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal

app = command(SERVE.about.zh + "。", SERVE.about.en + ".")
_READY = Text(
    "固本运行在 http://{host}:{port}/ ，按Ctrl-C停止。",
    "Guben runs at http://{host}:{port}/; stop it with Ctrl-C.",
)


class PortIsTaken(Refusal):
    """Something else listens there."""

    code = "config.port-is-taken"
    message = Text(
        "地址{host}的端口{port}无法使用，可能已有程序在用。",
        "Port {port} of {host} cannot be used; something else may be using it.",
    )
    hint = Text("请换一个端口：guben serve --port 8001", "Choose another one: guben serve --port 8001")


@app.command()
def serve(
    data: DataOption = None,
    host: Annotated[
        str, typer.Option("--host", help=helped("监听的地址", "Address to listen on"))
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=helped("端口", "Port"))] = 8000,
    workers: Annotated[int, typer.Option("--workers", help=helped("网页进程数", "Web processes"))] = 2,
    lang: LanguageOption = None,
) -> None:
    """Bring the database up to date, then serve until stopped."""
    language = chosen_language(lang)
    folder = folder_of(data)
    with refusals_in_words(language):
        need_installation(folder)
        _need_port(host, port)
        start_django(folder, language)
        from django.core.management import call_command

        bring_database_up_to_date()
        call_command("collectstatic", interactive=False, verbosity=0)
    typer.echo(_READY.filled(host=host, port=port).say(language))
    web = python(
        "granian",
        *("--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "4", "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "10"),
        *("--log-level", "warning", "guben_web.config.wsgi:application"),
    )
    children = [Child("web", web), Child("worker", python("guben_web.config.worker"))]
    raise typer.Exit(Supervisor(children).run())


def _need_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise PortIsTaken(host=host, port=port) from error
