"""What would be if, beside evaluating the changed scheme: 5,000 organizations by 200 indicators; firmness by 120."""

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.large_scheme import freeze_villages, write_scheme
from benchmarks.timing import report, timed
from guben.backends import Duck
from guben.evaluation import ResultFolder, check_scheme, evaluate
from guben.evaluation.engine import compute
from guben.insight.whatif import Session


def main() -> None:
    """Print the times of a question and of an evaluation in the same run, and their ratio."""
    with tempfile.TemporaryDirectory() as scratch:
        result = _evaluated(Path(scratch) / "200", 200)
        print("What would be if")
        with Session(result) as session:
            program = session.changed(session.moves({"points.g0.p0": "12"}))
            for words, moves in (
                ("a weight moved", {"points.g0.p0": "12"}),
                ("a line of a grade moved", {"grade.good.1": "1100"}),
                ("five weights moved", {f"points.g{each}.p{10 * each}": "12" for each in range(5)}),
            ):
                # The first of a kind warms the engine.
                session.ask(session.moves(moves))
                asked = timed(lambda moves=moves: _ask(session, moves), 5)
                report(words, asked, 0.2)
                print(
                    f"    of it processor {_processor(session, moves):.2f} s, for a machine that does other things"
                )

            def evaluation() -> None:
                with Duck() as engine:
                    compute(engine, program, result.snapshot())

            own = timed(evaluation, 1)
            ratio = statistics.median(own) / statistics.median(asked)
            print(f"  evaluating the changed scheme {statistics.median(own):6.2f} s; ratio {ratio:.0f}")
        result = _evaluated(Path(scratch) / "120", 120)
        with Session(result) as session:
            started = time.process_time()
            report("1,000 weightings of 120 indicators", timed(session.firmness, 1), 3)
            print(f"    of it processor {time.process_time() - started:.2f} s on all cores")


def _ask(session: Session, moves: dict[str, str]) -> None:
    answer = session.ask(session.moves(moves))
    answer.crossing()
    answer.by_township()
    answer.by_size()


def _processor(session: Session, moves: dict[str, str]) -> float:
    started = time.process_time()
    _ask(session, moves)
    return time.process_time() - started


def _evaluated(folder: Path, indicators: int) -> ResultFolder:
    folder.mkdir()
    scheme, snapshot = write_scheme(folder, indicators), freeze_villages(folder / "frozen", indicators)
    out = folder / "out"
    out.mkdir()
    return evaluate(check_scheme(scheme).needed(), snapshot, out, language="en").result


if __name__ == "__main__":
    main()
