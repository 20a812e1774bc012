"""`guben serve`: the web server and the background worker, from one command."""

import typer

from guben_web.config.command_list import SERVE
from guben_web.config.holding import hold
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
    DataOption,
    bring_database_up_to_date,
    collect_static_files,
    folder_of,
    need_installation,
    notices_in,
    print_address,
    print_stopped,
    refusals_in_words,
    start_django,
)
from guben_web.engine.terminal import LanguageOption, chosen_language, command

app = command(SERVE.about.zh + "。", SERVE.about.en + ".")


@app.command()
def serve(
    data: DataOption = None,
    host: HostOption = DEFAULT_HOST,
    port: PortOption = DEFAULT_PORT,
    workers: WorkersOption = DEFAULT_WORKERS,
    lang: LanguageOption = None,
) -> None:
    """Bring the database up to date, then serve until stopped."""
    language = chosen_language(lang)
    folder = folder_of(data)
    listening = Listening(host, port, workers)
    with refusals_in_words(language):
        need_installation(folder)
        with hold(folder):
            listening.need_port()
            start_django(folder, language)
            bring_database_up_to_date()
            collect_static_files()
            code = run_servers(
                listening, notices_in(language, lambda: print_address(listening.address, language))
            )
    print_stopped(language)
    raise typer.Exit(code)
