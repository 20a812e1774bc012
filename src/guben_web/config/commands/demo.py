"""`guben demo`: a demo installation in a folder of its own, links to sign in to it, and its server if asked."""

from contextlib import ExitStack
from typing import Annotated

import typer

from guben_web.config.command_list import DEMO
from guben_web.config.data_folder import DataFolder
from guben_web.config.holding import hold, need_writable
from guben_web.config.serving import (
    DEFAULT_HOST,
    DEFAULT_PORT,
    DEFAULT_WORKERS,
    HostOption,
    Listening,
    PortOption,
    WorkersOption,
    run_servers,
)
from guben_web.config.starting import (
    DEFAULT_DEMO_FOLDER,
    DataOption,
    bring_database_up_to_date,
    collect_static_files,
    folder_of,
    need_kind,
    notices_in,
    print_address,
    print_links,
    print_stopped,
    refusals_in_words,
    start_django,
)
from guben_web.engine.terminal import LanguageOption, chosen_language, command, helped, waiting
from guben_web.engine.texts import Language, Text

app = command(DEMO.about.zh + "。", DEMO.about.en + ".")
_LINKS = Text(
    "演示登录链接（每个只能用一次；再次运行会生成新的）：",
    "Links into the demo (each works once; run this again for new ones):",
)
_DATABASE = Text("准备数据库", "Preparing the database")
_STARTING = Text("启动网页和后台程序", "Starting the web server and the worker")
_NEXT = Text("接着运行：guben serve --data {folder}", "Next: guben serve --data {folder}")
_INTERRUPTED = Text(
    "已停下。再次运行时，会从停下的地方接着做。", "Stopped. The next start goes on where this one was."
)


@app.command()
def demo(
    data: DataOption = None,
    with_server: Annotated[
        bool,
        typer.Option("--serve", help=helped("建好后启动网页系统", "Then run the web application")),
    ] = False,
    host: HostOption = DEFAULT_HOST,
    port: PortOption = DEFAULT_PORT,
    workers: WorkersOption = DEFAULT_WORKERS,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            metavar="URL",
            help=helped("浏览器中的地址，用于登录链接", "What the browser calls this server, for links"),
        ),
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Make the demo once; make new links every time."""
    language = chosen_language(lang)
    folder = folder_of(data, DEFAULT_DEMO_FOLDER)
    listening = Listening(host, port, workers)
    called = address or listening.address
    with refusals_in_words(language), ExitStack() as held:
        need_kind(folder, "demo")
        # New links can be made while another process serves the demo; the demo itself cannot.
        if with_server or folder.kind() is None:
            held.enter_context(hold(folder))
        need_writable(folder)
        if with_server:
            listening.need_port()
        try:
            _make(folder, language, with_server=with_server)
        except KeyboardInterrupt:
            typer.echo(_INTERRUPTED.say(language), err=True)
            raise typer.Exit(130) from None
        if not with_server:
            _print_new_links(called, language)
            typer.echo(_NEXT.filled(folder=folder.path.name).say(language))
            return

        def when_ready() -> None:
            _print_new_links(called, language)
            print_address(called, language)

        code = run_servers(listening, notices_in(language, when_ready))
    print_stopped(language)
    raise typer.Exit(code)


def _make(folder: DataFolder, language: Language, *, with_server: bool) -> None:
    """Make the demo, or what is missing of it. The folder is marked when all of it is there."""
    start_django(folder, language)
    from guben_web.home import actions
    from guben_web.home import demo as home

    actions.need_nothing_installed(but="demo")
    with waiting(language) as shown:

        def show(words: Text, *, done: int = 0, of: int = 0) -> None:
            if of:
                shown.progress(words, done, of)
            else:
                shown.step(words)

        show(_DATABASE)
        bring_database_up_to_date()
        if folder.kind() is None:
            home.make_demo(shown=show)
            folder.write_mark("demo")
        if with_server:
            show(_STARTING)
            collect_static_files()


def _print_new_links(address: str, language: Language) -> None:
    from django.utils import timezone

    from guben_web.home import demo as home

    typer.echo(_LINKS.say(language))
    print_links([(each.title, each.token) for each in home.create_demo_links(now=timezone.now())], address)
