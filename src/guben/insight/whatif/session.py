"""What would be if numbers of a scheme were others: asked again and again of one folder of results.

Measures and points stay in the engine. A question computes again what the moved numbers touch, by the statements of an
evaluation, and takes the rest as it is stored; so the answer is what evaluating the changed scheme would give.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from threading import Lock
from types import TracebackType

from guben.backends import Duck, DuckError
from guben.checks import check
from guben.diagnostics import FilePlace, Finding, Refusal, Text, has_errors, nearest_names
from guben.evaluation import findings as evaluation_codes
from guben.evaluation.folder import MEASURES, RESULTS, ResultFolder
from guben.evaluation.held import load_measures
from guben.evaluation.verifying import altered_inputs
from guben.insight.whatif import findings as codes
from guben.insight.whatif.answers import Answer, Organization, standing_of
from guben.insight.whatif.changing import changed_scheme
from guben.insight.whatif.drafting import SchemeText, next_version
from guben.insight.whatif.firmness import RUNS, SEED, SPREAD, Firmness, firmness_of
from guben.insight.whatif.levers import NEEDS_TRIAL_RUN, Lever, levers_of
from guben.insight.whatif.surroundings import groups_of
from guben.lowering import (
    FormulaNotExact,
    Held,
    NotHeld,
    lower_changed,
    lower_program,
    missing_column,
    points_column,
    won_column,
)
from guben.model.scheme import Scheme
from guben.plan import PartStep, Program, build_program
from guben.resolve import names_of
from guben.snapshot.digests import file_digest
from guben.typesystem.expressions import MeasureValue, walk
from guben.typesystem.schemes import type_scheme

_TABLE = "whatif_held"
_ANSWERED = ("organization", "total", "grade", "rank")
_MOST_NAMED = 20


class Session:
    """A folder of results that questions are asked of, one at a time; closed when nobody asks any more.

    Raises Refusal if the folder is not what was written.
    """

    def __init__(self, result: ResultFolder) -> None:
        altered = [*altered_inputs(result), *_altered_tables(result)]
        if altered:
            raise Refusal(altered)
        self.result = result
        self.program = result.program()
        self.as_of = int(result.as_of.strftime("%Y%m%d"))
        self.text = SchemeText(self.program.scheme)
        self.levers = {lever.key: lever for lever in levers_of(self.program, self.as_of)}
        self._capped = self.text.capped(self.program.scheme)
        self._lock = Lock()
        self._firmness: Firmness | None = None
        self._engine = Duck()
        try:
            self._held = self._load()
            self.organizations = self._organizations()
        except DuckError:
            self._engine.close()
            raise Refusal(evaluation_codes.FILE_ALTERED.at(self._place, file=MEASURES)) from None

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the engine once no question is being answered."""
        with self._lock:
            self._engine.close()

    @property
    def _place(self) -> FilePlace:
        return FilePlace(str(self.result.folder))

    def moves(self, asked: Mapping[str, str]) -> dict[Lever, Fraction]:
        """Return the levers that texts such as `{"points.core": "12"}` move; what stays as it is is left out.

        Raises Refusal for a name or a text that cannot be understood.
        """
        findings: list[Finding] = []
        moves: dict[Lever, Fraction] = {}
        for key, words in asked.items():
            lever = self.levers.get(key)
            if lever is None:
                near = nearest_names(key, self.levers)
                findings.append(codes.UNKNOWN_LEVER.at(self._place, name=key, nearest=near))
                continue
            value = lever.read(words)
            if value is None:
                findings.append(
                    codes.NOT_A_MOVE.at(self._place, title=lever.title, words=words, form=lever.form)
                )
            elif value != lever.value:
                moves[lever] = value
        if findings:
            raise Refusal(findings)
        return moves

    def changed(self, moves: Mapping[Lever, Fraction]) -> Program:
        """Return the program of the scheme with these numbers.

        Raises Refusal with what is wrong with such a scheme, or where a trial run is needed.
        """
        for lever in moves:
            if lever.blocked is not None:
                raise Refusal(self._needs_trial_run(lever.title, lever.blocked))
        scheme = changed_scheme(self.program.scheme, moves, self.as_of, self._capped)
        return _program_of(scheme, self.program.children)

    def ask(self, moves: Mapping[Lever, Fraction]) -> Answer:
        """Return who would have which grade if the scheme had these numbers. Raises Refusal as `changed` does."""
        program = self.changed(moves)
        rows = self.rows(program, _ANSWERED, next(iter(moves), None))
        return Answer(
            dict(moves), program.scheme, self.organizations, tuple(standing_of(row) for row in rows)
        )

    def firmness(self, *, runs: int = RUNS, spread: int = SPREAD, seed: int = SEED) -> Firmness:
        """Return how firm the grades are as they stand; the last answer is kept."""
        asked = (runs, spread, seed)
        with self._lock:
            kept = self._firmness
            if kept is None or (kept.runs, kept.spread, kept.seed) != asked:
                kept = firmness_of(
                    self._engine, self._held, as_of=self.as_of, runs=runs, spread=spread, seed=seed
                )
                self._firmness = kept
            return kept

    @property
    def known_firmness(self) -> Firmness | None:
        """How firm the grades are, if somebody has asked."""
        return self._firmness

    def draft(self, moves: Mapping[Lever, Fraction], taken: Collection[str] = ()) -> tuple[str, str]:
        """Return a version that is not among those `taken`, and the scheme's file with it and these numbers.

        Everything else stays as it is written, comments too. Raises Refusal as `changed` does.
        """
        old = self.program.scheme
        version = next_version(old.version, taken)
        return version, self.text.edited(old, self.changed(moves).scheme, moves, version, self.as_of)

    def rows(
        self, program: Program, columns: Sequence[str], lever: Lever | None = None
    ) -> list[tuple[object, ...]]:
        """Return columns of the results of a changed program in order of the key.

        Raises Refusal where a trial run is needed, which is put down to `lever`, or an evaluation would be refused.
        """
        title = lever.title if lever else program.scheme.title
        try:
            changed = lower_changed(self._held, program, columns=columns, as_of=self.as_of)
        except NotHeld:
            raise Refusal(self._needs_trial_run(title, NEEDS_TRIAL_RUN)) from None
        except FormulaNotExact as problem:
            raise Refusal(problem.code.at(program.scheme.total_span, name=problem.name)) from None
        with self._lock:
            rows = self._engine.rows(changed.query)
        for place, step in enumerate(changed.strict, start=len(columns)):
            self._refuse_missing(step, [row for row in rows if row[place]], columns)
        return rows

    def _needs_trial_run(self, title: Text, reason: Text) -> Finding:
        return codes.NEEDS_TRIAL_RUN.at(self._place, title=title, reason=reason)

    def _refuse_missing(self, step: PartStep, rows: list[tuple[object, ...]], columns: Sequence[str]) -> None:
        assert step.part is not None and step.expression is not None
        used = [node.measure.title for node in walk(step.expression) if isinstance(node, MeasureValue)]
        names = {each.key: each.name for each in self.organizations}
        keys = [str(row[columns.index("organization")]) for row in rows[:_MOST_NAMED]]
        findings = [
            evaluation_codes.FIGURE_NEEDED.at(
                self._place, part=step.part.title, organization=names[key], measures=list(dict.fromkeys(used))
            )
            for key in keys
        ]
        if findings:
            raise Refusal(findings)

    def _load(self) -> Held:
        """Put the measures and points into one table, each part's points in units of the scheme's digits."""
        program, engine, result = self.program, self._engine, self.result
        lowered = lower_program(program, as_of=self.as_of, period=result.period)
        load_measures(engine, lowered, result)
        engine.see_parquet("stored", result.folder / RESULTS)
        points = [points_column(step.path) for step in program.parts]
        truths = [missing_column(step.path) for step in program.parts if step.expression is not None]
        truths += [won_column(step.path) for step in program.parts if step.won is not None]
        items = [f'CAST(r."{name}" * {10**program.scheme.digits} AS BIGINT) AS "{name}"' for name in points]
        items += [f'r."{name}"' for name in (*truths, "grade", "rank")]
        engine.create(
            _TABLE,
            f'SELECT m.*, {", ".join(items)} FROM "{lowered.measures_table}" m '
            'JOIN "stored" r ON r."organization" = m."organization"',
        )
        gaps = ", ".join(f'bool_or("{name}" IS NULL)' for name in points)
        found = engine.rows(f'SELECT {gaps} FROM "{_TABLE}"')[0]
        optional = {step.path: bool(gap) for step, gap in zip(program.parts, found, strict=True)}
        return Held(program, lowered, _TABLE, optional)

    def _organizations(self) -> tuple[Organization, ...]:
        """Return the evaluated organizations as they stand, in order of the key."""
        members, townships = groups_of(self._engine, self.result, self.program.scheme.scope.level)
        rows = self._engine.rows(
            'SELECT "organization", "total", "grade", "rank", "code", "name", "field", "in_township" '
            f'FROM "{_TABLE}" ORDER BY "organization"'
        )
        return tuple(
            Organization(
                key=str(row[0]),
                code=None if row[4] is None else str(row[4]),
                name=str(row[5]),
                field=str(row[6]),
                township=None if row[7] is None else townships.get(str(row[7]), str(row[7])),
                members=members.get(str(row[0])),
                before=standing_of(row),
            )
            for row in rows
        )


def _program_of(scheme: Scheme, children: Program | None) -> Program:
    """Return the program of a scheme that was read before. Raises Refusal with what is wrong with it now."""
    names, findings = names_of(scheme)
    typed, more = type_scheme(names)
    found = [*findings, *more, *check(typed)]
    if has_errors(found):
        raise Refusal([each for each in found if each.is_error])
    return build_program(typed, children)


def _altered_tables(result: ResultFolder) -> list[Finding]:
    place = FilePlace(str(result.folder))
    return [
        evaluation_codes.FILE_ALTERED.at(place, file=name)
        for name in (RESULTS, MEASURES)
        if not (result.folder / name).is_file() or file_digest(result.folder / name) != result.files.get(name)
    ]
