"""`guben bulletin`: the tables of the statistics bulletin for a snapshot."""

from pathlib import Path
from typing import Annotated

import typer

from guben.cli.findings import NO_DATA, ORGANIZATION_NOT_FOUND
from guben.cli.options import LanguageOption, chosen_language, command, helped
from guben.diagnostics import FilePlace, Refusal, Text
from guben.insight.bulletin import bulletin_of, print_bulletin
from guben.snapshot.counting import count_people
from guben.snapshot.store import open_snapshot

app = command("打印统计公报的各张表。", "Print the tables of the statistics bulletin.")
_HEAD = Text("截至{day}", "As of {day}")
_HEAD_OF = Text("{organization}，截至{day}", "{organization}, as of {day}")


@app.command("bulletin")
def bulletin_command(
    snapshot: Annotated[Path, typer.Argument(help=helped("快照文件夹", "The folder of a snapshot"))],
    organization: Annotated[
        str | None, typer.Argument(help=helped("组织代码或名称，含下级", "Code or name, with all below"))
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Print how many members there are, by age, joining date, education and occupation, and how many organizations."""
    language = chosen_language(lang)
    if not snapshot.is_dir():
        raise Refusal(NO_DATA.at(FilePlace(str(snapshot)), file=snapshot.name))
    opened = open_snapshot(snapshot)
    try:
        counts = count_people(opened, organization)
    except LookupError:
        place = FilePlace(str(snapshot))
        raise Refusal(ORGANIZATION_NOT_FOUND.at(place, asked=organization)) from None
    head = _HEAD_OF if organization else _HEAD
    print(head.filled(organization=organization, day=opened.as_of.isoformat()).say(language))
    print(print_bulletin(bulletin_of(counts), language))
