"""`guben demo`: a demo installation in a folder of its own, and links to sign in to it."""

from guben_web.config.command_list import DEMO
from guben_web.config.starting import (
    DEFAULT_ADDRESS,
    DEFAULT_DEMO_FOLDER,
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

app = command(DEMO.about.zh + "。", DEMO.about.en + ".")
_LINKS = Text(
    "演示登录链接（每个只能用一次；再次运行guben demo会生成新的）：",
    "Links into the demo (each works once; guben demo makes new ones):",
)


@app.command()
def demo(
    data: DataOption = None, address: AddressOption = DEFAULT_ADDRESS, lang: LanguageOption = None
) -> None:
    """Make the demo once; make new links every time."""
    language = chosen_language(lang)
    folder = folder_of(data, DEFAULT_DEMO_FOLDER)
    with refusals_in_words(language):
        need_kind(folder, "demo")
        start_django(folder, language)
        from django.db import transaction
        from django.utils import timezone

        from guben_web.home import actions
        from guben_web.home import demo as home

        now = timezone.now()
        actions.need_nothing_installed(but="demo")
        bring_database_up_to_date()
        with transaction.atomic():
            if home.make_demo_once(now=now):
                folder.write_mark("demo")
        links = home.create_demo_links(now=now)
    print(_LINKS.say(language))
    print_links([(person.name.say(language), token) for person, token in links], address)
