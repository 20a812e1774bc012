"""`guben init`: an empty installation with its three administrators."""

from guben_web.config.command_list import INIT
from guben_web.config.starting import (
    DEFAULT_ADDRESS,
    AddressOption,
    DataOption,
    bring_database_up_to_date,
    folder_of,
    need_kind,
    print_links,
    refusals_in_words,
    start_django,
)
from guben_web.engine.terminal import LanguageOption, chosen_language, command
from guben_web.engine.texts import Text

app = command(INIT.about.zh + "。", INIT.about.en + ".")
_DONE = Text(
    "系统已建立。三名管理员各用一个链接首次登录，链接24小时内有效，只能用一次：",
    "The installation is made. Each administrator signs in first with a link; it works once, within 24 hours:",
)
_NEXT = Text("接着运行：guben serve --data {folder}", "Next: guben serve --data {folder}")


@app.command()
def init(
    data: DataOption = None, address: AddressOption = DEFAULT_ADDRESS, lang: LanguageOption = None
) -> None:
    """Make the database, mark the folder, and print three links."""
    language = chosen_language(lang)
    folder = folder_of(data)
    with refusals_in_words(language):
        need_kind(folder, "real")
        start_django(folder, language)
        from django.db import transaction
        from django.utils import timezone

        from guben_web.home import actions

        now = timezone.now()
        actions.need_nothing_installed()
        bring_database_up_to_date()
        # The mark stands before the commit: a folder with real data is never without it.
        with transaction.atomic():
            links = actions.install_with_administrators(names=language, now=now)
            folder.write_mark("real")
    print(_DONE.say(language))
    print_links(
        [(f"{account.display_name} ({account.username})", token) for account, token in links], address
    )
    print(_NEXT.filled(folder=folder.path.name).say(language))
