"""`guben audit verify`: whether the record of acts is as it was written."""

from typing import Annotated

import typer

from guben_web.config.command_list import AUDIT
from guben_web.config.starting import (
    DataOption,
    folder_of,
    need_installation,
    refusals_in_words,
    start_django,
)
from guben_web.engine.terminal import LanguageOption, chosen_language, command, helped

app = command(AUDIT.about.zh + "。", AUDIT.about.en + ".")


@app.callback()
def audit() -> None:
    """The record of who did what."""


@app.command()
def verify(
    known: Annotated[
        str | None,
        typer.Option(
            "--known",
            metavar="DIGEST",
            help=helped(
                "以前记下的封印摘要，应当仍在链中", "A digest noted earlier, which must still be there"
            ),
        ),
    ] = None,
    data: DataOption = None,
    lang: LanguageOption = None,
) -> None:
    """Recompute every seal and name the first entry that was altered, taken out or put in."""
    language = chosen_language(lang)
    folder = folder_of(data)
    with refusals_in_words(language):
        need_installation(folder)
        start_django(folder, language)
        from guben_web.audit.verifying import verify_record

        verdict = verify_record(known=known)
    print(verdict.words.say(language))
    if not verdict.is_sound:
        raise typer.Exit(1)
