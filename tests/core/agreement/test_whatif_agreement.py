"""What would be if is what evaluating the changed scheme gives, on generated schemes and records; the baseline stays."""

import tempfile
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from generated_schemes import populations, programs
from hypothesis import HealthCheck, Phase, assume, event, given, note, settings
from hypothesis import strategies as st
from programs import AS_OF, PERIOD

from guben.backends import Duck
from guben.diagnostics import Refusal
from guben.evaluation import ResultFolder, check_scheme_text, evaluate
from guben.evaluation.engine import compute
from guben.evaluation.tables import result_columns
from guben.insight.whatif import Lever, Session
from guben.lowering import FormulaNotExact
from guben.model.meaning import is_same
from guben.plan import Program
from guben.snapshot.digests import file_digest
from guben.snapshot.records import Records
from guben.snapshot.store import Source, write_snapshot

_DAY = date(AS_OF // 10_000, AS_OF // 100 % 100, AS_OF % 100)
_FACTORS = (Fraction(0), Fraction(1, 2), Fraction(9, 10), Fraction(3, 2), Fraction(2), Fraction(7))


def _evaluated(program: Program, records: Records, folder: Path) -> ResultFolder:
    (folder / "snapshot").mkdir()
    snapshot = write_snapshot(records, folder / "snapshot", as_of=_DAY, period=PERIOD, source=Source("test"))
    return evaluate(program, snapshot, folder, language="en").result


def _moved(lever: Lever, factor: Fraction) -> Fraction:
    value = lever.value * factor if lever.value else factor
    return Fraction(round(value * 100), 100) if not lever.is_whole else Fraction(round(value))


def _rows(program: Program, result: ResultFolder) -> list[tuple[object, ...]]:
    """Return what evaluating the snapshot with a scheme gives, points in units."""
    with Duck() as engine:
        computed = compute(engine, program, result.snapshot())
        names = ", ".join(f'"{name}"' for name in _columns(program))
        return engine.rows(f'SELECT {names} FROM "{computed.lowered.results_table}" ORDER BY "organization"')


def _columns(program: Program) -> Sequence[str]:
    return ["organization", *result_columns(program)]


def _digests(folder: Path) -> dict[str, str]:
    return {str(path): file_digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.slow
@settings(
    max_examples=15,
    # A failure is told as it was drawn: making it smaller takes an evaluation each.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
@given(st.data())
def test_moving_numbers_comes_to_what_the_scheme_with_these_numbers_gives(data: st.DataObject):
    texts, program = data.draw(programs(with_children=data.draw(st.booleans())))
    records = data.draw(populations(program))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        try:
            result = _evaluated(program, records, folder)
        except (Refusal, FormulaNotExact):
            assume(False)
        before = _digests(folder)
        with Session(result) as session:
            levers = sorted(session.levers)
            keys = (
                data.draw(st.lists(st.sampled_from(levers), unique=True, min_size=1, max_size=4))
                if levers
                else []
            )
            moves = {
                session.levers[key]: _moved(session.levers[key], data.draw(st.sampled_from(_FACTORS)))
                for key in keys
            }
            moves = {lever: value for lever, value in moves.items() if lever.blocked is None}
            note(texts["main"])
            note(str({lever.key: str(value) for lever, value in moves.items()}))

            try:
                changed = session.changed(moves)
            except Refusal as refusal:
                # What is wrong with the numbers is wrong with the file that has them.
                event("the scheme would be wrong")
                assert any(finding.is_error for finding in refusal.findings)
                return
            _, draft = session.draft(moves)
            checked = check_scheme_text(draft, result.scheme_file)
            assert checked.program is not None, draft
            assert is_same(checked.program.scheme.parts, changed.scheme.parts)
            expected = _refused_or(lambda: _rows(checked.needed(), result))
            found = _refused_or(lambda: session.rows(changed, _columns(changed)))

        assert found == expected
        assert _digests(folder) == before
        event(f"{len(moves)} moved")


def _refused_or(answer):
    try:
        return answer()
    except Refusal as refusal:
        assert not any(finding.code.number == "E942" for finding in refusal.findings)
        return {finding.code.number for finding in refusal.findings}
