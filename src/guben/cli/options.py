"""Options that commands share, and words for help in the language of the terminal."""

from datetime import datetime
from typing import Annotated

import typer

from guben.diagnostics import Language, Text, preferred_language


def helped(zh: str, en: str) -> str:
    """Return the words of a help text in the language of the terminal."""
    return Text(zh, en).say(preferred_language())


def command(about_zh: str, about_en: str) -> typer.Typer:
    """Return an empty app for one command, with its help in the language of the terminal."""
    return typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help=helped(about_zh, about_en),
    )


LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--lang", metavar="zh|en", help=helped("输出语言：zh或en", "Language of the output: zh or en")
    ),
]


def chosen_language(asked: str | None) -> Language:
    """Return the language asked for, or that of the terminal."""
    if asked is None:
        return preferred_language()
    if asked not in ("zh", "en"):
        raise typer.BadParameter(helped("应当是zh或en", "should be zh or en"), param_hint="--lang")
    return "zh" if asked == "zh" else "en"


DayOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help=helped("截止日期（默认：今天）", "Cut-off date (default: today)"),
    ),
]

ReplaceOption = Annotated[
    bool, typer.Option("--replace", help=helped("替换已有文件", "Replace a file that is there"))
]

PeriodOption = Annotated[
    str | None,
    typer.Option(
        "--period",
        help=helped("考核期（默认：截止日期的年份）", "Period (default: the year of the cut-off date)"),
    ),
]
