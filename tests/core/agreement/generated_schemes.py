"""Schemes as YAML text, well typed by construction, and records to evaluate them on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from generated_formulas import (
    LITERALS,
    Names,
    Number,
    Word,
    comparisons,
    conditions,
    go_together,
    numbers,
    records,
    single_posts,
)
from hypothesis import strategies as st
from programs import (
    AS_OF,
    PERIOD,
    make_organization,
    make_person,
    make_post,
    make_value,
    make_workplace,
    program_of,
)

from guben.diagnostics import SourceSpan, Text
from guben.model.choices import Choice, ChoiceSet
from guben.model.ledger import Ledger, LedgerField
from guben.model.scheme import Collected, Measure
from guben.model.values import Kind, ValueType, value_type
from guben.plan import Program
from guben.resolve.ledgers import load_ledger
from guben.resolve.records import RECORD_SETS, RecordSet, children_set, ledger_set
from guben.snapshot.records import Records
from guben.snapshot.tables import Closure, Entry, ReportedValue, Tally

# How a collected measure is declared, and the kind it has in formulas.
_NUMERIC = (
    ("type: percent", Kind.PERCENT),
    ("type: percent, digits: 0, bounds: -100%..100%", Kind.PERCENT),
    ("type: yuan, bounds: 0..1000000", Kind.YUAN),
    ("type: yuan, digits: 6, bounds: -1000000000000000..1000000000000000", Kind.YUAN),
    ("type: yuan, digits: 0, bounds: 0..0.01", Kind.YUAN),
    ("type: count, bounds: 0..4", Kind.COUNT),
    ("type: count", Kind.COUNT),
    ("type: number, digits: 1, bounds: -100..100", Kind.NUMBER),
    ("type: age", Kind.AGE),
)
_CHOICES = "{low: {zh: 低, en: Low}, mid: {zh: 中, en: Mid}, top: {zh: 高, en: Top}}"
# Plain names, and names that a careless executor could take for its own columns.
_MEASURE_NAMES = ("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8")
_SNEAKY_NAMES = (
    "m1__na",
    "m1__over",
    "x0",
    "a0",
    "unit",
    "key",
    "level",
    "period",
    "measure",
    "number",
    "status",
)
_PARAMETERS = "parameters: {line: {value: 2.5, type: number, from: {2024-06-30: 1, 2024-07-01: 3}}}\n"
_LEDGERS = (
    "ledgers: {meetings: {title: {zh: 会议, en: Meetings}, fields: {"
    "hours: {type: number, digits: 1, bounds: 0..100, title: {zh: 学时, en: Hours}}, "
    "kind: {type: choice, choices: {study: {zh: 学习, en: Study}, other: {zh: 其他, en: Other}}, title: {zh: 类别, en: Kind}}, "
    "open: {type: yes_no, title: {zh: 公开, en: Open}}, due: {type: date, title: {zh: 应开, en: Due}}}}}\n"
)
_WORD = Text("名", "Title")
LEDGER = Ledger(
    "meetings",
    Text("会议", "Meetings"),
    {
        "hours": LedgerField(
            "hours", _WORD, value_type(Kind.NUMBER, digits=1, bounds=(Fraction(0), Fraction(100)))
        ),
        "kind": LedgerField(
            "kind",
            _WORD,
            value_type(
                Kind.CHOICE,
                choices=ChoiceSet("kind", _WORD, (Choice("study", _WORD), Choice("other", _WORD))),
            ),
        ),
        "open": LedgerField("open", _WORD, value_type(Kind.YES_NO)),
        "due": LedgerField("due", _WORD, value_type(Kind.DATE)),
    },
    SourceSpan("generated", 1, 1),
    "meetings",
)
# A ledger of a pack beside it, with references, states and measures of its own.
_USED = load_ledger("base/venue-use").type.ledger
_LEDGER_TEXTS = {LEDGER.name: _LEDGERS, _USED.name: f"uses: [{_USED.kept_as}]\n"}
_PART_POINTS = ("1", "3", "10", "2.5", "0.125")
_TITLE = "title: {zh: 名, en: Title}"
# Now and then a measure is about a single person.
_SENSITIVE = st.sampled_from(["", "", "", "", "", "sensitive: true, ", "sensitive: false, "])


@st.composite
def collected_measures(draw: st.DrawFn, name: str) -> tuple[str, Names]:
    """Return the declaration of a measure that somebody gives, and what it adds to the names."""
    made = draw(st.sampled_from(["number"] * 5 + ["yes_no", "yes_no", "choice", "date", "text"]))
    names = Names()
    if made == "number":
        declared, kind = draw(st.sampled_from(_NUMERIC))
        previous = (Number(f"previous({name})", kind),) if draw(st.integers(0, 3)) == 0 else ()
        names = Names(numbers=(Number(name, kind), *previous), growing=(name,))
    elif made == "choice":
        is_ordered = draw(st.booleans())
        declared = f"type: choice, ordered: {str(is_ordered).lower()}, choices: {_CHOICES}"
        names = Names(words=(Word(name, ("low", "mid", "top"), is_ordered),))
    else:
        declared = f"type: {made}"
        names = {
            "yes_no": Names(conditions=(name,)),
            "date": Names(days=(name,)),
            "text": Names(texts=(name,)),
        }[made]
    source = draw(
        st.sampled_from(["report: {period: year}"] * 3 + ["ballot: review/team", "ballot: review/other"])
    )
    return f"  {name}: {{{declared}, {_TITLE}, {draw(_SENSITIVE)}{source}}}\n", names


@st.composite
def derived_measures(draw: st.DrawFn, name: str, known: Names, *, rounded: bool) -> tuple[str, Names]:
    """Return the declaration of a measure that follows from a formula, and what it adds to the names."""
    made = draw(st.sampled_from(["number"] * 5 + ["yes_no", "yes_no", "choice"]))
    if made == "number":
        number = draw(numbers(known, 2))
        text = number.text
        if rounded or draw(st.integers(0, 2)) == 0:
            text = f"ROUND({text}, {draw(st.integers(0, 3))})"
        declared, names = f"type: {number.kind.value}", Names(numbers=(Number(name, number.kind),))
    elif made == "yes_no":
        text, declared, names = draw(conditions(known, 2)), "type: yes_no", Names(conditions=(name,))
    else:
        text = f"{draw(single_posts)}.education"
        codes = ("primary", "college", "bachelor")
        declared, names = "type: choice, choices: education", Names(words=(Word(name, codes, True),))
    return f'  {name}: {{{declared}, {_TITLE}, {draw(_SENSITIVE)}derive: "{text}"}}\n', names


def joined(one: Names, other: Names) -> Names:
    """Return the names of both."""
    return Names(
        numbers=one.numbers + other.numbers,
        conditions=one.conditions + other.conditions,
        words=one.words + other.words,
        days=one.days + other.days,
        texts=one.texts + other.texts,
        records=one.records + other.records,
        growing=one.growing + other.growing,
        compares_peers=one.compares_peers or other.compares_peers,
        has_own_kind=one.has_own_kind or other.has_own_kind,
    )


@dataclass
class _Tree:
    """Parts as text, with what was written on the way."""

    known: Names
    paths: list[tuple[str, Fraction]]
    has_wins: bool = False
    can_compare: bool = True


@st.composite
def scorings(draw: st.DrawFn, known: Names, points: Fraction) -> str:
    """Return one scoring for a part worth `points`."""
    plain = ["pass", "linear", "linear", "bands", "lines", "lines", "lines", "computed"]
    made = draw(st.sampled_from([*plain, "judged", "rank", "rank", "ballot"]))
    few = st.sampled_from(["0", "0.25", "0.5", "1", str(float(points))])
    match made:
        case "pass":
            return f'pass: "{draw(conditions(known, 2))}"'
        case "computed":
            return f'computed: "{draw(numbers(known, 2)).text}"'
        case "judged":
            split = f"{{split: {{self: {float(points)}}}}}"
            return f"judged: {draw(st.sampled_from(['county', 'raters', split]))}"
        case "rank":
            return draw(_ranks(known, points))
        case "ballot":
            weights = draw(st.sampled_from(["good: 100%, poor: 0%", "good: 100%, fair: 33.3%, poor: 12.5%"]))
            return f"ballot: {{of: review/team, weights: {{{weights}}}}}"
        case "linear":
            value = draw(numbers(known, 1))
            ends = []
            for literal in draw(st.lists(st.sampled_from(LITERALS), min_size=2, max_size=2, unique=True)):
                end = Number(literal, Kind.NUMBER)
                if value.kind is Kind.PERCENT and draw(st.booleans()):
                    end = Number(f"{literal}%", Kind.PERCENT)
                elif draw(st.integers(0, 3)) == 0 and go_together(value, other := draw(numbers(known, 0))):
                    end = other if not other.text[0].isdigit() else end
                ends.append(end)
            if all(go_together(value, end) for end in ends) and _differ(ends):
                return f'linear: {{value: "{value.text}", from: "{ends[0].text}", to: "{ends[1].text}"}}'
            return f'computed: "{value.text}"'
        case "bands":
            size = draw(st.integers(1, 3))
            bands = [
                f'{{points: {draw(few.filter(lambda each: float(each) <= points))}, if: "{draw(comparisons(known, 1))}"}}'
                for _ in range(size)
            ]
            if points >= 1 and draw(st.booleans()):
                within = draw(st.sampled_from(["judged: county", "linear: {value: 1, from: 0, to: 3}"]))
                bands.append(
                    f'{{points: 0.25..1, if: "{draw(comparisons(known, 1))}", within: {{{within}}}}}'
                )
            last = ["{points: 0.1}"] if draw(st.booleans()) and points >= 1 else []
            return f"bands: [{', '.join([*bands, *last])}]"
        case _:
            lines = [draw(_lines(known)) for _ in range(draw(st.integers(1, 3)))]
            start = draw(st.sampled_from(["full", "zero"]))
            floor = draw(st.sampled_from(["", "floor: 0.5, ", "floor: 2, "]))
            cap = draw(st.sampled_from(["", "cap: 0.75, ", "cap: 1, "]))
            return f"start: {start}, {floor}{cap}lines: [{', '.join(lines)}]"


def _differ(ends: list[Number]) -> bool:
    written = [end.text for end in ends if end.text[0].isdigit()]
    if len(written) < 2:
        return True
    values = [Fraction(text.rstrip("%")) / (100 if "%" in text else 1) for text in written]
    return values[0] != values[1]


@st.composite
def _lines(draw: st.DrawFn, known: Names) -> str:
    points = draw(st.sampled_from(["0.5", "1", "2", "0.005"]))
    sign = draw(st.sampled_from(["plus", "minus"]))
    more = draw(st.sampled_from(["", "", f", group: {sign}_a", ", at_most: 1.5"]))
    match draw(st.sampled_from(["if", "if", "each", "each", "zero", "per", "per", "judged"])):
        case "if":
            return f'{{{sign}: {points}, if: "{draw(conditions(known, 1))}"{more}}}'
        case "judged":
            when = f', if: "{draw(conditions(known, 1))}"' if draw(st.booleans()) else ""
            return (
                f"{{{sign}: 0..{points}, judged: {draw(st.sampled_from(['county', 'raters']))}{when}{more}}}"
            )
        case "per":
            value, line = draw(numbers(known, 1)), draw(st.sampled_from(LITERALS))
            side = draw(st.sampled_from(["over", "under"]))
            partial = draw(st.sampled_from(["ignore", "whole", "proportional"]))
            step = draw(st.sampled_from(["0.3", "1", "10"]))
            return f'{{{sign}: {points}, per: {step}, {side}: {line}, value: "{value.text}", partial: {partial}{more}}}'
        case "zero":
            return f'{{zero: true, if: "{draw(conditions(known, 1))}"}}'
        case _:
            is_set = known.records and draw(st.booleans())
            each = (
                draw(records(draw(st.sampled_from(known.records))))
                if is_set
                else draw(numbers(known, 1)).text
            )
            return f'{{{sign}: {points}, each: "{each}"{more}}}'


@st.composite
def _ranks(draw: st.DrawFn, known: Names, points: Fraction) -> str:
    places = draw(
        st.sampled_from(
            [
                "",
                f", places: [{{first: 1, points: {float(points)}}}, {{first: 2, points: 0.1}}]",
                f", places: [{{first: 33.3%, points: {float(points)}}}, {{points: 0.05}}]",
            ]
        )
    )
    order = draw(st.sampled_from(["ascending", "descending"]))
    within = draw(st.sampled_from(["all", "field", "[field, county]"]))
    ties = draw(st.sampled_from(["best", "worst"]))
    value = draw(numbers(known, 1)).text
    then = draw(_thens(known))
    return f'rank: {{value: "{value}", order: {order}{then}, within: {within}, ties: {ties}{places}}}'


@st.composite
def _thens(draw: st.DrawFn, known: Names) -> str:
    """Return what equals are put in order by, or nothing."""
    if draw(st.booleans()):
        return ""
    return f', then: "{draw(numbers(known, 1)).text} {draw(st.sampled_from(["ascending", "descending"]))}"'


@st.composite
def _part(draw: st.DrawFn, tree: _Tree, path: str, depth: int, indent: str) -> tuple[str, Fraction]:
    name = path.rpartition(".")[2]
    policy = draw(
        st.sampled_from(["", "", "missing: no_points, ", "missing: exclude, ", "missing: exclude, "])
    )
    won = ""
    if draw(st.integers(0, 2)) == 0:
        tree.has_wins = True
        line = draw(st.sampled_from(["points >= 80%", "points > 0", "points = 100%", "points < 50%"]))
        more = f" AND {draw(conditions(tree.known, 1))}" if draw(st.integers(0, 3)) == 0 else ""
        won = f'won: "{line}{more}", '
    if depth > 0 and draw(st.integers(0, 2)) > 0:
        below = [
            draw(_part(tree, f"{path}.{letter}", depth - 1, indent + "    "))
            for letter in "abc"[: draw(st.integers(1, 3))]
        ]
        points = sum((each for _, each in below), Fraction(0))
        text = "".join(each for each, _ in below)
        if draw(st.integers(0, 3)) == 0:
            text += draw(_deductions(tree, f"{path}.off", indent + "    "))
        if draw(st.integers(0, 3)) == 0:
            policy += "capped: true, "
            points = draw(st.sampled_from([points, min(points, Fraction(1))]))
        written = f"{indent}{name}: {{{_TITLE}, points: {float(points)}, {policy}{won}parts: {{\n{text}{indent}}}}},\n"
    else:
        points = Fraction(draw(st.sampled_from(_PART_POINTS)))
        if draw(st.integers(0, 4)) == 0:
            policy += f'applies: "{draw(_applying(tree.known))}", '
        scoring = draw(scorings(tree.known, points))
        written = f"{indent}{name}: {{{_TITLE}, points: {float(points)}, {policy}{won}{scoring}}},\n"
    tree.paths.append((path, points))
    return written, points


@st.composite
def _deductions(draw: st.DrawFn, tree: _Tree, path: str, indent: str) -> str:
    """Return a part that only takes away."""
    scoring = draw(
        st.sampled_from(
            [
                f'pass: "{draw(conditions(tree.known, 1))}"',
                f'computed: "{draw(numbers(tree.known, 1)).text}"',
                f"lines: [{draw(_lines(tree.known))}, {draw(_lines(tree.known))}]",
                f'linear: {{value: "{draw(numbers(tree.known, 1)).text}", from: 0, to: 3}}',
                "judged: county",
                f"parts: {{x: {{{_TITLE}, points: -2, judged: raters}}}}",
            ]
        )
    )
    policy = draw(st.sampled_from(["", "missing: exclude, "]))
    tree.paths.append((path, Fraction(-2)))
    return f"{indent}{path.rpartition('.')[2]}: {{{_TITLE}, points: -2, {policy}{scoring}}},\n"


@st.composite
def _applying(draw: st.DrawFn, known: Names) -> str:
    """Return a condition that holds for villages, or one about figures."""
    if draw(st.booleans()):
        return "field = rural OR type <> branch"
    # A condition on the own kind may leave nobody, which is an error in a scheme.
    return draw(conditions(replace(known, has_own_kind=False), 1))


@st.composite
def schemes(
    draw: st.DrawFn,
    name: str,
    level: str,
    *,
    children: RecordSet | None = None,
    prefix: str = "",
    size: int = 3,
) -> str:
    """Return the text of a scheme."""
    ledger = draw(st.sampled_from([LEDGER, LEDGER, _USED]))
    sets = [*RECORD_SETS.values(), ledger_set(ledger)]
    known = Names(records=tuple(sets + ([children, children] if children else [])), has_own_kind=True)
    known = joined(known, Names(numbers=(Number("line", Kind.NUMBER),)))
    count = draw(st.integers(1, size))
    pool = draw(st.permutations([*_MEASURE_NAMES, *(_SNEAKY_NAMES if draw(st.integers(0, 3)) == 0 else ())]))
    measures = ""
    for index, plain in enumerate(pool[: count * 2]):
        each = f"{prefix}{plain}"
        made = (
            collected_measures(each) if index < count else derived_measures(each, known, rounded=bool(prefix))
        )
        text, more = draw(made)
        known = joined(known, more)
        measures += text
    known = replace(known, compares_peers=True)
    tree = _Tree(known, [])
    parts = [
        draw(_part(tree, letter, draw(st.integers(0, 2)), "  "))
        for letter in "pqr"[: draw(st.integers(1, 3))]
    ]
    total = sum((points for _, points in parts), Fraction(0))
    if draw(st.integers(0, 2)) == 0:
        parts.append((draw(_deductions(tree, "off", "  ")), Fraction(0)))
    vetoes, grades = draw(_grades(tree, total))
    capped = ""
    if draw(st.integers(0, 3)) == 0:
        capped, total = ("capped: true\n", total - 2) if total > 2 else ("", total)
    top = (
        f"children: test/{children.children.name.partition('/')[2]}\n"
        if children and children.children
        else ""
    )
    policy = draw(st.sampled_from(["", "missing: exclude\n", "missing: no_points\n"]))
    needed = max(len(str(float(points)).partition(".")[2].rstrip("0")) for _, points in tree.paths)
    chosen = draw(st.sampled_from([each for each in (0, 1, 2, 2, 3, 4) if each >= needed]))
    digits = "" if chosen == 2 else f"digits: {chosen}\n"
    fields = draw(st.sampled_from(["", "", ", fields: [rural]"]))
    reach = draw(st.sampled_from(["ledgers: {meetings: {", "ledgers: {meetings: {subtree: true, "]))
    ledgers = _LEDGER_TEXTS[ledger.name].replace("ledgers: {meetings: {", reach)
    return (
        f"scheme: test/{name}\nversion: '1'\n{_TITLE}\nfor: {{level: {level}{fields}}}\ntotal: {float(total)}\n"
        f"{top}{capped}{policy}{digits}{_PARAMETERS}{ledgers}raters: {{self: 40%, superior: 60%}}\nmeasures:\n{measures}parts: {{\n{''.join(text for text, _ in parts)}  }}\n{vetoes}grades:\n{grades}"
    )


@st.composite
def _grades(draw: st.DrawFn, tree: _Tree, total: Fraction) -> tuple[str, str]:
    names = ["first", "second", "third", "fourth"][: draw(st.integers(1, 4))]
    grades = ""
    for name in names[:-1]:
        grades += f'  {name}: {{{_TITLE}, when: "{draw(_grade_condition(tree, total))}"}}\n'
    grades += f"  {names[-1]}: {{{_TITLE}}}\n"
    limits = ""
    for key, grade in (("vetoes", "grade"), ("ceilings", "at_most"), ("floors", "at_least")):
        items = "".join(
            f'  - {{if: "{draw(conditions(tree.known, 1))}", {grade}: {draw(st.sampled_from(names))}}}\n'
            for _ in range(draw(st.integers(0, 2)))
        )
        limits += f"{key}:\n{items}" if items else ""
    quotas = "".join(draw(_quotas(names, tree.known)) for _ in range(draw(st.integers(0, 2))))
    limits += f"quotas:\n{quotas}" if quotas else ""
    if draw(st.integers(0, 2)) == 0:
        limits += f"tails:\n  list: {draw(_tails(tree))}"
    return limits, grades


_WITHIN = st.sampled_from(["all", "field", "county", "[type, field]"])
_TIES = st.sampled_from(["in", "out"])
_SHARES = st.sampled_from(["10%", "33.3%", "50%", "100%", "0%"])
_ROUNDINGS = st.sampled_from(["half_up", "down", "up"])


@st.composite
def _quotas(draw: st.DrawFn, names: list[str], known: Names) -> str:
    first = draw(st.integers(0, len(names) - 1))
    last = draw(st.integers(first, len(names) - 1))
    made = "at_least"
    if last < len(names) - 1:
        made = draw(
            st.sampled_from(["at_most", "at_least", "about, cut_off: holds", "about, cut_off: yields"])
        )
    many = f"number: {draw(st.integers(0, 3))}"
    if draw(st.booleans()):
        many = f"share: {draw(_SHARES)}, rounding: {draw(_ROUNDINGS)}, at_least: {draw(st.integers(0, 2))}"
        many += draw(st.sampled_from(["", ", of: eligible", ", of: all"]))
    grades = ", ".join(names[first : last + 1])
    many += draw(_thens(known))
    return f"  - {{grades: [{grades}], kind: {made}, {many}, within: {draw(_WITHIN)}, ties: {draw(_TIES)}}}\n"


@st.composite
def _tails(draw: st.DrawFn, tree: _Tree) -> str:
    many = f"number: {draw(st.integers(0, 3))}"
    if draw(st.booleans()):
        condition = draw(conditions(tree.known, 1))
        many = f'share: 10%..50%, rounding: {draw(_ROUNDINGS)}, if: "{condition}"'
    also = f', also: "{draw(conditions(tree.known, 1))}"' if draw(st.booleans()) else ""
    order = draw(st.sampled_from(["total ascending", "total descending", "total * 2 - 1 ascending"]))
    also += draw(_thens(tree.known))
    return f"{{{_TITLE}, order: {order}, {many}{also}, within: {draw(_WITHIN)}, ties: {draw(_TIES)}}}\n"


@st.composite
def _grade_condition(draw: st.DrawFn, tree: _Tree, total: Fraction) -> str:
    made = ["total", "total", "part", "both", "not"] + ["won", "won"] * tree.has_wins
    share = draw(st.sampled_from(["0", "0.25", "0.5", "0.6", "1"]))
    sign = draw(st.sampled_from([">=", ">", "=", "<"]))
    match draw(st.sampled_from(made)):
        case "won":
            return f"COUNT(WON) {sign} {draw(st.integers(0, 3))}"
        case "total":
            return f"total {sign} {float(total * Fraction(share))}"
        case "part":
            path, points = draw(st.sampled_from(tree.paths))
            return f"{path} {sign} {float(points * Fraction(share))}"
        case "not":
            return f"NOT ({draw(_grade_condition(tree, total))})"
        case _:
            return f"total >= 0.5 AND ({draw(conditions(tree.known, 1))})"


@st.composite
def programs(draw: st.DrawFn, *, with_children: bool) -> tuple[Mapping[str, str], Program]:
    """Return scheme texts by name, and the program of the one called `main`."""
    if not with_children:
        texts = {"main": draw(schemes("main", "village"))}
        return texts, program_of(texts, "main")
    below = draw(schemes("below", "village", prefix="c_", size=2))
    scheme = program_of({"below": below}, "below").scheme
    texts = {"below": below, "main": draw(schemes("main", "township", children=children_set(scheme), size=2))}
    return texts, program_of(texts, "main")


# Records.

_ORGANIZATIONS = (
    make_organization("t1", "township"),
    make_organization("t2", "township", field="community"),
    make_organization("v1", "village", "t1"),
    make_organization("v2", "village", "t1"),
    make_organization("v3", "village", "t1", field="community"),
    make_organization("v4", "village", "t2"),
    make_organization("v5", "village", "t2"),
    make_organization("v6", "village", "t2", field="community"),
    make_organization("v7", "village"),
    make_organization("b1", "branch", "t1", "v1"),
    make_organization("b2", "branch", "t1", "v1", field="community"),
    make_organization("b3", "branch", "t2", "v4"),
    make_organization("b4", "branch", "t1"),
)
_DAYS = (19460701, 19640630, 19790630, 19790701, 19880630, 19880629, 20060101, AS_OF)
_EDUCATIONS = ("primary", "college", "bachelor")


def _or_none(values: tuple[object, ...]) -> st.SearchStrategy[object]:
    return st.one_of(st.sampled_from(values), st.sampled_from(values), st.none())


@st.composite
def populations(draw: st.DrawFn, program: Program) -> Records:
    """Return a few organizations with people, posts, workplaces and reported values."""
    keys = draw(st.sets(st.integers(0, len(_ORGANIZATIONS) - 1), min_size=1, max_size=9))
    organizations = [_ORGANIZATIONS[index] for index in sorted(keys | {0 if program.children else 2})]
    own = st.sampled_from([each.key for each in organizations])
    complete = draw(st.booleans())
    maybe = st.sampled_from if complete else _or_none
    people = [
        make_person(
            f"p{index}",
            draw(own),
            born=draw(maybe(_DAYS)),
            sex=draw(maybe(("male", "female"))),
            education=draw(maybe(_EDUCATIONS)),
            joined=draw(maybe(_DAYS)),
            status=draw(st.sampled_from(["full", "full", "probationary", "applicant"])),
            techniques=draw(maybe((0, 1, 2, 3))),
        )
        for index in range(draw(st.integers(0, 8)))
    ]
    posts = [
        make_post(
            f"o{index}",
            draw(own),
            draw(st.sampled_from(people)).key,
            draw(st.sampled_from(["secretary", "deputy_secretary", "group_leader"])),
            in_team=draw(st.booleans()),
        )
        for index in range(draw(st.integers(0, 5)) if people else 0)
    ]
    workplaces = [
        make_workplace(
            f"w{index}", draw(own), population=draw(maybe((0, 1, 36, 100))), staff=draw(maybe((0, 3)))
        )
        for index in range(draw(st.integers(0, 3)))
    ]
    ledgers = {each.name: each for one in program.chain() for each in one.scheme.ledgers.values()}
    closures = [
        Closure(each.key, ledger.kept_as, draw(_PERIODS), "test")
        for ledger in ledgers.values()
        for each in organizations
        if draw(st.booleans())
    ]
    entries = [
        Entry(
            f"e{ledger.name}{index}",
            draw(own),
            draw(st.sampled_from([ledger.kept_as, ledger.kept_as, ledger.kept_as, "others"])),
            draw(_PERIODS),
            None,
            draw(maybe(_DAYS)),
            draw(_said(ledger, complete)),
            "test",
        )
        for ledger in ledgers.values()
        for index in range(draw(st.integers(0, 6)))
    ]
    tallies = [
        Tally(each.key, "review", question, option, draw(st.integers(0, 3)), period, "test")
        for each in organizations
        for question, option, period in draw(
            st.lists(
                st.tuples(
                    st.sampled_from(["team", "team", "other"]),
                    st.sampled_from(["good", "fair", "poor", "abstained"]),
                    _PERIODS,
                ),
                max_size=4,
                unique=True,
            )
        )
    ]
    values = [
        value
        for each in organizations
        for measure in program.scheme.collected_measures()
        if (value := draw(_values(each.key, measure, complete))) is not None
    ]
    return Records(
        organizations=organizations,
        people=people,
        posts=posts,
        workplaces=workplaces,
        entries=entries,
        closures=closures,
        values=values,
        tallies=tallies,
    )


_PERIODS = st.sampled_from([PERIOD, PERIOD, PERIOD, "2023"])


@st.composite
def _said(draw: st.DrawFn, ledger: Ledger, complete: bool) -> str:
    """Return what an entry says: numbers as integers of their scale, the keys of what it refers to."""
    maybe = st.sampled_from if complete else _or_none
    said = {name: draw(maybe(_sayable(field.type))) for name, field in ledger.fields.items()}
    return json.dumps(
        {name: value for name, value in said.items() if value is not None or draw(st.booleans())}
    )


def _sayable(type_: ValueType) -> tuple[object, ...]:
    if type_.choices is not None:
        return ("k1", "k2", "k3") if type_.choices.is_open else type_.choices.codes[:3]
    scale = 10**type_.scale
    others = {Kind.YES_NO: (True, False), Kind.DATE: _DAYS, Kind.TEXT: ("words",)}
    return others.get(type_.kind) or (0, scale, 5 * scale // 2, 36 * scale + 1)


@st.composite
def _values(draw: st.DrawFn, organization: str, measure: Measure, complete: bool) -> ReportedValue | None:
    assert isinstance(measure.source, Collected)
    made = draw(st.sampled_from(["value"] * 4 + ([] if complete else ["none", "na", "other year"])))
    if made == "none":
        return None
    if made == "na":
        return make_value(organization, measure.name, not_applicable=True)
    type_ = measure.type
    if type_.kind in (Kind.CHOICE, Kind.TEXT):
        return make_value(organization, measure.name, choice=draw(st.sampled_from(["low", "mid", "top"])))
    if type_.kind is Kind.YES_NO:
        number = draw(st.integers(0, 1))
    elif type_.kind is Kind.DATE:
        number = draw(st.sampled_from(_DAYS))
    else:
        number = draw(st.sampled_from(_boundaries(type_)))
    period = {"period": "2023"} if made == "other year" else {}
    return make_value(organization, measure.name, number, scale=type_.scale, **period)


def _boundaries(type_: ValueType) -> list[int]:
    """Return stored numbers at the bounds, at the literals of formulas, and one step beside those."""
    assert type_.low is not None and type_.high is not None
    factor = 10**type_.scale
    low, high = -(-type_.low * factor // 1), type_.high * factor // 1
    near = [
        Fraction(text) / (100 if type_.kind is Kind.PERCENT and Fraction(text) > 1 else 1)
        for text in LITERALS
    ]
    steps = [int(each * factor) + step for each in near for step in (-1, 0, 0, 1)]
    return sorted({int(low), int(high), *(each for each in steps if low <= each <= high)})
