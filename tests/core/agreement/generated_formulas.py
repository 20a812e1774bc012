"""Formulas that are well typed by construction: each piece of text is made together with its unit."""

from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import strategies as st

from guben.model.values import Kind
from guben.resolve.records import POSTS, RecordField, RecordSet
from guben.typesystem import bounds
from guben.typesystem.types import NumberType

# Numbers that formulas and records share, so that values fall on thresholds.
LITERALS = ("0", "1", "2", "3", "0.5", "0.85", "10", "36", "44.5", "100", "0.000001")
_UNITLESS = (Kind.NUMBER, Kind.COUNT)
_SIGNS = ("=", "<>", "<", "<=", ">", ">=")
_EQUAL_SIGNS = ("=", "<>")


@dataclass(frozen=True)
class Number:
    """A formula for a number, with its unit."""

    text: str
    kind: Kind


@dataclass(frozen=True)
class Word:
    """A formula for a choice, with the values it can be compared with."""

    text: str
    codes: tuple[str, ...]
    is_ordered: bool


@dataclass(frozen=True)
class Names:
    """What formulas can speak of at one place."""

    numbers: tuple[Number, ...] = ()
    conditions: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()
    days: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    records: tuple[RecordSet, ...] = ()
    growing: tuple[str, ...] = ()
    compares_peers: bool = False
    has_own_kind: bool = False


def names_of_fields(fields: list[RecordField]) -> Names:
    """Return the fields of a record set as names; formulas cannot write those of judgements and the previous period."""
    fields = [each for each in fields if "." not in each.name]
    return Names(
        numbers=tuple(Number(each.name, each.type.kind) for each in fields if each.type.is_number),
        conditions=tuple(each.name for each in fields if each.type.kind is Kind.YES_NO),
        words=tuple(
            Word(each.name, each.type.choices.codes[:4], each.type.choices.is_ordered)
            for each in fields
            # Codes of ethnicities are digits, which formulas cannot name.
            if each.type.choices and not each.type.choices.is_open and each.name != "ethnicity"
        ),
        days=tuple(each.name for each in fields if each.type.kind is Kind.DATE),
        texts=tuple(each.name for each in fields if each.type.kind is Kind.TEXT or _is_open(each)),
    )


def _is_open(field: RecordField) -> bool:
    """Return whether a field refers to another record: formulas ask whether it is there and count different ones."""
    return field.type.choices is not None and field.type.choices.is_open


def go_together(left: Number, right: Number) -> bool:
    return bounds.go_together(left.kind, right.kind)


_unit = (Fraction(0), Fraction(1))


def _kind(sign: str, left: Kind, right: Kind) -> Kind:
    one, other = NumberType(left, *_unit), NumberType(right, *_unit)
    return (bounds.divided(one, other) if sign == "/" else bounds.calculated(sign, one, other)).kind


def _literal(draw: st.DrawFn, beside: Kind) -> Number:
    text = draw(st.sampled_from(LITERALS))
    if beside is Kind.PERCENT:
        return Number(draw(st.sampled_from(["80%", "85%", "0%", "100%", "12.5%", "0.0001%"])), Kind.PERCENT)
    return Number(text, Kind.NUMBER)


@st.composite
def atoms(draw: st.DrawFn, names: Names) -> Number:
    """Return a number without parts: a name, a literal, or something about records."""
    made: list[str] = ["name"] * 4 * bool(names.numbers) + ["literal"] + ["records"] * 2 * bool(names.records)
    made += ["peers"] * names.compares_peers
    made += ["days"] * bool(names.days) + ["growth"] * bool(names.growing)
    match draw(st.sampled_from(made)):
        case "name":
            return draw(st.sampled_from(names.numbers))
        case "days":
            days = st.sampled_from(
                [*names.days, "cutoff", "DATE(2024, 2, 29)", "DATE(1900, 1, 1)", "DATE(12, 31)"]
            )
            return Number(f"DAYS({draw(days)}, {draw(days)})", Kind.DURATION)
        case "peers":
            value = draw(numbers(replace(names, compares_peers=False), 1))
            among = draw(st.sampled_from(["all", "field", "type, county", "province"]))
            return Number(f"PEER_AVERAGE({value.text}, {among})", value.kind)
        case "growth":
            return Number(f"GROWTH({draw(st.sampled_from(names.growing))})", Kind.PERCENT)
        case "literal":
            return _literal(draw, draw(st.sampled_from([Kind.NUMBER, Kind.PERCENT])))
        case _:
            return draw(about_records(names))


@st.composite
def records(draw: st.DrawFn, set_: RecordSet) -> str:
    """Return a record set, perhaps with a condition."""
    if draw(st.booleans()):
        return set_.name
    inside = names_of_fields(list(set_.fields.values()))
    return f"{set_.name} WHERE {draw(conditions(inside, 1))}"


@st.composite
def about_records(draw: st.DrawFn, names: Names) -> Number:
    """Return a count, a sum, an average, a share or a looked up field."""
    set_ = draw(st.sampled_from(names.records))
    named = [
        each for each in set_.fields.values() if "." not in each.name and each.type.kind is not Kind.TEXT
    ]
    fields = [each for each in named if each.type.is_number]
    made = ["count", "count", "sum", "average", "of each", "share", "distinct", "sample", "min", "max"]
    if set_.name in ("posts", "team", "workplaces"):
        made.append("look")
    match draw(st.sampled_from(made)):
        case "count":
            return Number(f"COUNT({draw(records(set_))})", Kind.COUNT)
        case "share":
            return Number(f"SHARE({draw(records(set_))}, {draw(records(set_))})", Kind.PERCENT)
        case "distinct":
            field = draw(st.sampled_from(named))
            return Number(f"DISTINCT({_over(draw(records(set_)))}.{field.name})", Kind.COUNT)
        case "of each":
            function = draw(st.sampled_from(["SUM", "AVERAGE"]))
            one, other = (draw(st.sampled_from(fields)) for _ in range(2))
            text = f"{function}({draw(records(set_))}, {one.name} * {other.name})"
            return Number(text, _kind("*", one.type.kind, other.type.kind))
        case "sample":
            field = draw(st.sampled_from(fields))
            drawn = draw(st.integers(1, 3))
            return Number(f"SAMPLE({_over(draw(records(set_)))}.{field.name}, {drawn})", field.type.kind)
        case "look":
            field = draw(st.sampled_from(fields))
            single = "workplace" if set_.name == "workplaces" else draw(single_posts)
            return Number(f"{single}.{field.name}", field.type.kind)
        case function:
            field = draw(st.sampled_from(fields))
            return Number(f"{function.upper()}({_over(draw(records(set_)))}.{field.name})", field.type.kind)


def _over(records_: str) -> str:
    return f"({records_})" if " " in records_ else records_


single_posts = st.sampled_from(["post(secretary)", "post(deputy_secretary)", "post(group_leader)"])


@st.composite
def numbers(draw: st.DrawFn, names: Names, depth: int) -> Number:
    """Return a formula for a number."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(atoms(names))
    left = draw(numbers(names, depth - 1))
    made = draw(
        st.sampled_from(["+", "-", "*", "/", "/", "SHARE", "SHORTFALL", "MIN", "ROUND", "ABS", "IF", "neg"])
    )
    if made in ("ROUND", "ABS", "neg"):
        digits = draw(st.integers(0, 3))
        rounding = draw(st.sampled_from(["ROUND", "ROUNDDOWN", "ROUNDUP"]))
        texts = {
            "ROUND": f"{rounding}({left.text}, {digits})",
            "ABS": f"ABS({left.text})",
            "neg": f"(-{left.text})",
        }
        return Number(texts[made], left.kind)
    right = draw(numbers(names, depth - 1))
    if made in ("*", "/"):
        return Number(f"({left.text} {made} {right.text})", _kind(made, left.kind, right.kind))
    if not go_together(left, right):
        right = _literal(draw, left.kind)
    kind = _kind("+", left.kind, right.kind)
    match made:
        case "+" | "-":
            return Number(f"({left.text} {made} {right.text})", kind)
        case "SHARE":
            return Number(f"SHARE({left.text}, {right.text})", Kind.PERCENT)
        case "SHORTFALL":
            return Number(f"SHORTFALL({left.text}, {right.text})", kind)
        case "IF":
            condition = draw(conditions(names, depth - 1))
            return Number(f"IF({condition}, {left.text}, {right.text})", kind)
        case _:
            function = draw(st.sampled_from(["MIN", "MAX"]))
            return Number(f"{function}({left.text}, {right.text})", kind)


@st.composite
def comparisons(draw: st.DrawFn, names: Names, depth: int) -> str:
    """Return a comparison of two or three numbers."""
    first = draw(numbers(names, depth))
    second = draw(numbers(names, depth)) if draw(st.booleans()) else _literal(draw, first.kind)
    if not go_together(first, second):
        second = _literal(draw, first.kind)
    text = f"{first.text} {draw(st.sampled_from(_SIGNS))} {second.text}"
    if draw(st.integers(0, 3)) == 0:
        third = _literal(draw, second.kind)
        text += f" {draw(st.sampled_from(_SIGNS))} {third.text}"
    return text


@st.composite
def conditions(draw: st.DrawFn, names: Names, depth: int) -> str:
    """Return a formula for a condition."""
    made = ["compare", "compare"]
    made += ["name"] * bool(names.conditions) + ["word", "word"] * bool(names.words)
    made += ["days"] * (len(names.days) > 1) + ["known"] + ["kind"] * names.has_own_kind
    if depth > 0:
        made += ["AND", "OR", "NOT"]
    if any(each.table == POSTS.table for each in names.records):
        made.append("holder")
    match draw(st.sampled_from(made)):
        case "compare":
            return draw(comparisons(names, max(0, depth - 1)))
        case "name":
            return draw(st.sampled_from(names.conditions))
        case "word":
            return draw(word_conditions(st.sampled_from(names.words)))
        case "holder":
            word = draw(st.sampled_from(names_of_fields(list(POSTS.fields.values())).words))
            looked = Word(f"{draw(single_posts)}.{word.text}", word.codes, word.is_ordered)
            return draw(word_conditions(st.just(looked)))
        case "kind":
            return draw(st.sampled_from(["field = rural", "field <> community", "type = branch"]))
        case "days":
            days = st.sampled_from([*names.days, "cutoff"])
            one, other = draw(st.tuples(st.sampled_from(names.days), days))
            return f"{one} {draw(st.sampled_from(_SIGNS))} {other}"
        case "known":
            plain = [*(each.text for each in names.words), *names.conditions, *names.days, *names.texts]
            if plain and draw(st.booleans()):
                return f"KNOWN({draw(st.sampled_from(plain))})"
            return f"KNOWN({draw(numbers(names, max(0, depth - 1))).text})"
        case "NOT":
            return f"NOT ({draw(conditions(names, depth - 1))})"
        case word:
            operands = draw(st.lists(conditions(names, depth - 1), min_size=2, max_size=3))
            return "(" + f" {word} ".join(f"({each})" for each in operands) + ")"


@st.composite
def word_conditions(draw: st.DrawFn, words: st.SearchStrategy[Word]) -> str:
    """Return a comparison of a choice with one of its values."""
    word = draw(words)
    sign = draw(st.sampled_from(_SIGNS if word.is_ordered else _EQUAL_SIGNS))
    code = draw(st.sampled_from(word.codes))
    is_turned = draw(st.integers(0, 4)) == 0
    return f"{code} {sign} {word.text}" if is_turned else f"{word.text} {sign} {code}"
