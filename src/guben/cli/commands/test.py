"""`guben test`: the hand-worked cases of a pack."""

from typing import Annotated

import typer

from guben.cli.options import LanguageOption, chosen_language, command, helped
from guben.cli.schemes import contents_of
from guben.diagnostics import Refusal, Text, has_errors, print_findings
from guben.evaluation import check_scheme
from guben.evaluation.ledgers import check_ledger
from guben.testing import CaseOutcome, run_cases, run_ledger_cases

app = command("运行方案包里手算的算例。", "Run the hand-worked cases of a pack.")
_HOLD = Text("{name}：{number}个算例全部符合。", "{name}: all {number} cases hold.")
_HOLDS = Text("{name}：1个算例符合。", "{name}: its one case holds.")
_NONE = Text("{name}：没有算例。", "{name}: no cases.")
_FAIL = Text("{name}：{number}个算例中{failed}个不符。", "{name}: {failed} of {number} cases do not hold.")


@app.command()
def test(
    pack: Annotated[
        str, typer.Argument(help=helped("方案包、制度、台账或文件", "A pack, a scheme, a ledger or a file"))
    ],
    lang: LanguageOption = None,
) -> None:
    """Run all cases; exit with 1 if any does not hold."""
    language = chosen_language(lang)
    contents = contents_of(pack)
    if has_errors(contents.findings):
        raise Refusal(contents.findings)
    runs = [(name, _ledger_outcomes(name)) for name in contents.ledgers]
    runs += [(name, run_cases(check_scheme(name).needed())) for name in contents.schemes]
    any_failed = False
    for name, outcomes in runs:
        failed = [outcome for outcome in outcomes if outcome.findings]
        any_failed |= bool(failed)
        for outcome in failed:
            print(print_findings(outcome.findings, language))
        words = _FAIL if failed else {0: _NONE, 1: _HOLDS}.get(len(outcomes), _HOLD)
        print(words.filled(name=name, number=len(outcomes), failed=len(failed)).say(language))
    raise typer.Exit(1 if any_failed else 0)


def _ledger_outcomes(name: str) -> list[CaseOutcome]:
    checked = check_ledger(name)
    if checked.measures is None:
        raise Refusal(checked.findings)
    return run_ledger_cases(checked)
