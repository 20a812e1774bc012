"""`guben check`: all findings about a scheme, a ledger or a pack."""

from typing import Annotated

import typer

from guben.cli.options import LanguageOption, chosen_language, command, helped
from guben.cli.schemes import contents_of
from guben.diagnostics import Text, has_errors, print_findings
from guben.evaluation import check_scheme
from guben.evaluation.ledgers import check_ledger

app = command(
    "检查一个制度、台账或方案包，列出全部问题。",
    "Check a scheme, a ledger or a pack and list every problem.",
)
_FINE = Text("{name}：没有问题。", "{name}: nothing to complain about.")


@app.command()
def check(
    scheme: Annotated[
        str, typer.Argument(help=helped("制度、台账、方案包或文件", "A scheme, a ledger, a pack or a file"))
    ],
    lang: LanguageOption = None,
) -> None:
    """List findings; exit with 1 if any is an error."""
    language = chosen_language(lang)
    contents = contents_of(scheme)
    failed = has_errors(contents.findings)
    if contents.findings:
        print(print_findings(contents.findings, language))
    checked = [(name, check_ledger(name).findings) for name in contents.ledgers]
    checked += [(name, check_scheme(name).findings) for name in contents.schemes]
    for name, findings in checked:
        failed |= has_errors(findings)
        print(print_findings(findings, language) if findings else _FINE.filled(name=name).say(language))
    raise typer.Exit(1 if failed else 0)
