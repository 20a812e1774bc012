"""`guben link`: a new one-time link for somebody who lost the way in."""

from typing import Annotated

import typer

from guben_web.config.command_list import LINK
from guben_web.config.starting import (
    DEFAULT_ADDRESS,
    AddressOption,
    DataOption,
    folder_of,
    need_installation,
    print_links,
    refusals_in_words,
    start_django,
)
from guben_web.engine.terminal import LanguageOption, chosen_language, command, helped

app = command(LINK.about.zh + "。", LINK.about.en + ".")


@app.command()
def link(
    username: Annotated[str, typer.Argument(metavar="USERNAME", help=helped("用户名", "The user name"))],
    data: DataOption = None,
    without_second_factor: Annotated[
        bool,
        typer.Option(
            "--without-second-factor",
            help=helped("手机丢了：同时撤除第二因素", "The phone is lost: remove the second factor too"),
        ),
    ] = False,
    address: AddressOption = DEFAULT_ADDRESS,
    lang: LanguageOption = None,
) -> None:
    """Print a link; the account's earlier links end."""
    language = chosen_language(lang)
    folder = folder_of(data)
    with refusals_in_words(language):
        need_installation(folder)
        start_django(folder, language)
        from django.utils import timezone

        from guben_web.administration.actions import release_from_second_factor
        from guben_web.home import actions

        account = actions.get_account(username)
        if without_second_factor:
            release_from_second_factor(account=account, reason="guben link", by=None, now=timezone.now())
        token = actions.create_first_link(account=account, now=timezone.now())
    print_links([(f"{account.display_name} ({account.username})", token)], address)
