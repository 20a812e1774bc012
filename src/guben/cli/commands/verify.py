"""`guben verify`: recompute and compare."""

from pathlib import Path
from typing import Annotated

import typer

from guben.cli.options import LanguageOption, chosen_language, command, helped
from guben.diagnostics import Text, print_findings
from guben.evaluation import verify
from guben.evaluation.verifying import Basis

app = command("重新计算并核对结果，指出任何改动。", "Recompute results and name whatever was altered.")
_AGREES = Text(
    "核对无误：{rows}个结果，校验码 {digest}", "Everything agrees: {rows} results, digest {digest}"
)

_SEALED = Text("封存码 {seal}，应与通知书上印的一致", "Sealed {seal}; the letters must carry the same")
_WITHHELD = Text(
    "这是可以公开的存档：依据或排除不足{least}人（票）、涉及或可能涉及个人的数据有{withheld}个不公开；由它们得出的{points}个得分和{others}个其他判断按所载采用，"
    "其余得分、总分、等次和名次都是重新计算的",
    "This archive may be posted up: {withheld} figures are withheld, as they rest on or leave out fewer than {least} people or votes, or may be about one; "
    "{points} points and {others} other outcomes that follow from them were taken as stated, and all other points, "
    "totals, grades and ranks computed anew",
)


@app.command("verify")
def verify_command(
    results: Annotated[Path, typer.Argument(help=helped("结果文件夹", "The folder of results"))],
    basis: Annotated[
        Basis,
        typer.Option("--from", help=helped("从记录还是从指标数据重算", "Recompute from records or measures")),
    ] = Basis.RECORDS,
    lang: LanguageOption = None,
) -> None:
    """Print what does not agree and exit with 1, or say that everything does."""
    language = chosen_language(lang)
    verification = verify(results, basis=basis)
    if verification.findings:
        print(print_findings(verification.findings, language))
        raise typer.Exit(1)
    result = verification.result
    print(_AGREES.filled(rows=result.rows, digest=result.result_digest).say(language))
    if verification.taken:
        taken = verification.taken
        facts = {"withheld": taken.withheld, "points": taken.points, "others": taken.others}
        print(_WITHHELD.filled(least=result.least_people, **facts).say(language))
    if verification.seal:
        print(_SEALED.filled(seal=verification.seal).say(language))
