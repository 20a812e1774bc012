"""`guben rotate`: another key for identity numbers, phones and addresses, and for what finds them."""

import typer

from guben_web.config.command_list import ROTATE
from guben_web.config.holding import hold
from guben_web.config.starting import (
    DataOption,
    bring_database_up_to_date,
    folder_of,
    need_anything_installed,
    refusals_in_words,
    start_django,
)
from guben_web.engine.terminal import LanguageOption, chosen_language, command, waiting
from guben_web.engine.texts import Text

app = command(ROTATE.about.zh + "。", ROTATE.about.en + ".")
_ENCRYPTING = Text("重新加密", "Encrypting anew")
_DONE = Text(
    "已更换加密密钥，重新加密了{number}行。以前的备份仍要用备份时的密钥才能读；请另行保管。",
    "The key is replaced; {number} rows were encrypted anew. Earlier backups need the key they were made with: keep it apart.",
)


@app.command()
def rotate(data: DataOption = None, lang: LanguageOption = None) -> None:
    """Go over to a new key. Killed on the way, it goes on where it was; until it is done nothing else starts."""
    language = chosen_language(lang)
    folder = folder_of(data)
    with refusals_in_words(language):
        need_anything_installed(folder)
        with hold(folder), waiting(language) as shown:
            start_django(folder, language)
            bring_database_up_to_date()
            from guben_web.home import rotating

            number = 0
            for some in rotating.rotate(old=folder.field_key(), new=folder.next_field_key()):
                number += some
                shown.progress(_ENCRYPTING, number, 0)
            folder.finish_rotation()
    typer.echo(_DONE.filled(number=number).say(language))
