"""`guben check`: all findings about a scheme or a pack."""

from typing import Annotated

import typer

from guben.cli.options import LanguageOption, chosen_language, command, helped
from guben.cli.schemes import schemes_of
from guben.diagnostics import Text, has_errors, print_findings
from guben.evaluation import check_scheme

app = command("检查一个制度或方案包，列出全部问题。", "Check a scheme or a pack and list every problem.")
_FINE = Text("{name}：没有问题。", "{name}: nothing to complain about.")


@app.command()
def check(
    scheme: Annotated[str, typer.Argument(help=helped("制度、方案包或文件", "A scheme, a pack or a file"))],
    lang: LanguageOption = None,
) -> None:
    """List findings; exit with 1 if any is an error."""
    language = chosen_language(lang)
    schemes, own = schemes_of(scheme)
    failed = has_errors(own)
    if own:
        print(print_findings(own, language))
    for name in schemes:
        findings = check_scheme(name).findings
        failed |= has_errors(findings)
        print(print_findings(findings, language) if findings else _FINE.filled(name=name).say(language))
    raise typer.Exit(1 if failed else 0)
