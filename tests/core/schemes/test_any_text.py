"""Whatever a file contains, checking it gives findings with places, never another exception."""

from pathlib import Path

from checking_support import findings_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guben.diagnostics import print_findings

_VALID = Path(__file__).parent / "valid" / "valid" / "schemes"
_FILES = [
    (_VALID / f"everything-{name}.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    for name in ("village", "graded")
]
_PIECES = (
    *" \t\n:：,，.%()（）[]{}<>=≥&*!|>'\"\\#@-+/",
    *("\u0000", "\u2028", "\ufeff", "\\ud800", "\\UFFFFFFFF", "---\n", "&a ", "*a", "<<: ", "!!x "),
    *(" AND ", " WHERE ", "NOT ", "NOT " * 60, "(" * 60, "1" * 5000, "0..", "COUNT(", "post(", "children"),
    *("total", "points", "members", "team.age", "女", "yes", "null", "{}", "[]", "1e9", "-", "x.y.z"),
    *("- " * 70, "[" * 400, "trust + " * 80, "9" * 40 + "%", "0 / 0", "valid/none", "a" * 400),
)
# A small scheme, so that each example is checked in milliseconds.
_SMALL = (Path(__file__).parent / "invalid" / "E201-misspelled-name.yaml").read_text(encoding="utf-8")
_WORDS = (
    "trust 80% 6 0 core total points won members team children post(secretary) .age .education WHERE AND OR NOT"
    " ( ) , = <> < <= > >= + - * / COUNT( SUM( AVERAGE( SHARE( SHORTFALL( MIN( MAX( ROUND( ABS( IF( KNOWN( WON"
    " age sex female college workplace.population 1.5"
)
_FORMULA = st.lists(st.sampled_from(_WORDS.split(" ")), max_size=14).map(" ".join)
_QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def _is_said(folder: Path, content: bytes) -> None:
    file = folder / "any.yaml"
    file.write_bytes(content)

    findings = findings_of(str(file))

    for language in ("zh", "en"):
        print_findings(findings, language).encode()


@_QUIET
@given(
    content=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_are_read_or_refused_in_words(tmp_path: Path, content: bytes) -> None:
    _is_said(tmp_path, content)


@_QUIET
@given(data=st.data())
def test_a_scheme_with_anything_put_in_is_checked(tmp_path: Path, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(_SMALL)))
    end = data.draw(st.integers(start, min(len(_SMALL), start + 20)))
    piece = data.draw(st.sampled_from(_PIECES) | st.text(max_size=8))

    _is_said(tmp_path, (_SMALL[:start] + piece + _SMALL[end:]).encode("utf-8", "replace"))


@settings(_QUIET, max_examples=30)
@given(data=st.data())
def test_a_scheme_with_lines_lost_or_doubled_is_checked(tmp_path: Path, data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(_FILES))
    first = data.draw(st.integers(0, len(lines) - 1))
    last = data.draw(st.integers(first, len(lines)))
    times = data.draw(st.sampled_from([0, 2]))

    _is_said(tmp_path, "".join([*lines[:first], *lines[first:last] * times, *lines[last:]]).encode())


@_QUIET
@given(
    formula=_FORMULA, place=st.sampled_from(["pass: ", "computed: ", "won: total = 1\n    pass: ", "when"])
)
def test_any_formula_is_typed_or_refused(tmp_path: Path, formula: str, place: str) -> None:
    text = _SMALL.replace("turst", "trust")
    if place == "when":
        text = text.replace("when: total >= 6", f'when: "{formula}"')
    else:
        text = text.replace("pass: trust >= 80%", f'{place}"{formula}"')

    _is_said(tmp_path, text.encode())
