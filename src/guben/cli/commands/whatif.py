"""`guben whatif`: who would have another grade if some numbers of a scheme were others."""

from pathlib import Path
from typing import Annotated

import typer

from guben.cli.findings import NOT_YAML_FILE
from guben.cli.options import LanguageOption, ReplaceOption, chosen_language, command, helped
from guben.cli.waiting import waiting
from guben.cli.writing_files import refuse_name, whole_file
from guben.diagnostics import Text
from guben.evaluation import open_results
from guben.insight.trees import print_tree
from guben.insight.whatif import Session
from guben.insight.whatif.saying import MOST_NAMED, say_answer, say_levers

app = command(
    "改动分值、界线、比例，看谁的等次会变。",
    "Move points, lines and quotas, and see whose grade would change.",
)
_READING = Text("读取结果", "Reading the results")
_SAVED = Text("草案已写入 {file}", "The draft is in {file}")


@app.command("whatif")
def whatif_command(
    results: Annotated[Path, typer.Argument(help=helped("结果文件夹", "The folder of results"))],
    moves: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME=VALUE]...",
            help=helped(
                "改动，如 points.core.age=12；不写则列出可以改的数",
                "Moves, such as points.core.age=12; none lists what can be moved",
            ),
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save",
            help=helped("把改动写成制度草案（.yaml）", "Write the scheme with these numbers (.yaml)"),
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=helped("列出全部越线的组织", "Name everybody who crosses a line"))
    ] = False,
    replace: ReplaceOption = False,
    lang: LanguageOption = None,
) -> None:
    """Print what can be moved, or what comes of moving it."""
    language = chosen_language(lang)
    asked = dict(_pair(each) for each in moves or ())
    if save is not None:
        refuse_name(save, (".yaml", ".yml"), NOT_YAML_FILE, replace=replace)
    with waiting(language) as shown:
        shown.step(_READING)
        session = Session(open_results(results))
    with session:
        if not asked:
            print(print_tree(say_levers(tuple(session.levers.values())), language))
            return
        wanted = session.moves(asked)
        answer = session.ask(wanted)
        most = len(answer.organizations) if every else MOST_NAMED
        print(print_tree(say_answer(answer, session.program.scheme, most=most), language))
        if save is not None:
            with whole_file(save) as scratch:
                scratch.write_text(session.draft(wanted)[1], encoding="utf-8", newline="")
            print(_SAVED.filled(file=save).say(language))


def _pair(words: str) -> tuple[str, str]:
    name, sign, value = words.partition("=")
    if not sign:
        raise typer.BadParameter(helped("写成 名称=数", "should be NAME=VALUE"), param_hint=words)
    return name.strip(), value.strip()
