"""Points: that they add up and stay within what is printed."""

from collections.abc import Iterator
from fractions import Fraction

from guben.checks.kinds import sums_of
from guben.diagnostics import Code, Finding, Text
from guben.model.exact import plain_number
from guben.model.scheme import Part
from guben.model.scoring import Band, Bands, Place, Rank
from guben.typesystem.schemes import TypedScheme

POINTS_DO_NOT_ADD_UP = Code(
    "E301",
    Text(
        "指标“{part}”的下级分值合计{total}分，与本级的{printed}分不符。",
        "Points of part '{part}' add up to {total}, not {printed}.",
    ),
    Text(
        "请改其中一个：{children}。原表如此、以本级分值封顶的，写 capped: true。",
        "Change one of: {children}. If the sheet means the printed points as the most, write capped: true.",
    ),
)
TOTAL_DOES_NOT_ADD_UP = Code(
    "E302",
    Text(
        "各指标分值合计{total}分，与满分{printed}分不符。",
        "Points of all parts add up to {total}, not to the total of {printed}.",
    ),
    Text(
        "请改其中一个：{children}。加分后仍以满分为限的，写 capped: true。",
        "Change one of: {children}. If the total is the most whatever the bonus, write capped: true.",
    ),
)
NO_POINTS_AT_ALL = Code(
    "E303",
    Text(
        "指标“{part}”的分值是0；应当大于0，只扣分的指标小于0。",
        "Part '{part}' is worth 0 points; it should be more than 0, or less if it only takes away.",
    ),
)
GIVES_AMONG_TAKING = Code(
    "E318",
    Text(
        "指标“{part}”只扣分，它下面的“{below}”不能加分。",
        "Part '{part}' only takes points away; '{below}' in it cannot give any.",
    ),
    Text(
        "把分值写成负数，或把它移到别的指标下面。", "Write its points below 0, or put it into another part."
    ),
)
POINTS_TOO_FINE = Code(
    "E306",
    Text(
        "“{part}”的分值{points}分有{found}位小数，而制度的得分只保留{digits}位。",
        "Part '{part}' is worth {points} points, with {found} decimals; points of this scheme have {digits}.",
    ),
    Text("改分值，或把 digits 写成 {found}。", "Change the points, or write digits: {found}."),
)
BAND_BEYOND_POINTS = Code(
    "E304",
    Text(
        "这一档给{points}分，超出指标“{part}”的0至{printed}分。",
        "This band gives {points} points; part '{part}' has 0 to {printed}.",
    ),
)
BAND_AFTER_LAST = Code(
    "E305",
    Text("没有条件的一档之后的各档永远用不到。", "Bands after one without a condition are never reached."),
    Text("把没有条件的一档放在最后。", "Put the band without a condition last."),
)


def points_are_not_nothing(typed: TypedScheme) -> Iterator[Finding]:
    """Every part gives points, or takes some away."""
    for part in typed.scheme.all_parts():
        if part.points == 0:
            yield NO_POINTS_AT_ALL.at(part.points_span, part=part.path)


def parts_that_take_away_hold_no_others(typed: TypedScheme) -> Iterator[Finding]:
    """Nothing in a part that only takes away gives points."""
    for part in typed.scheme.all_parts():
        for below in part.parts if part.points < 0 else ():
            if below.points > 0:
                yield GIVES_AMONG_TAKING.at(below.points_span, part=part.path, below=below.name)


def points_have_the_digits_of_the_scheme(typed: TypedScheme) -> Iterator[Finding]:
    """No part is worth a fraction that its rounded points could not reach, or would overstep."""
    digits = typed.scheme.digits
    for part in typed.scheme.all_parts():
        points = plain_number(part.points)
        found = len(points.partition(".")[2])
        if found > digits:
            yield POINTS_TOO_FINE.at(
                part.points_span, part=part.path, points=points, found=found, digits=digits
            )


def points_add_up(typed: TypedScheme) -> Iterator[Finding]:
    """The printed points of a part are the sum of those below it, for some kind of organization at least."""
    for part in typed.scheme.all_parts():
        sums = sums_of(typed, _alike(part.parts, part.points))
        total = max(sums, key=abs)
        is_meant = part.points in sums or (part.is_capped and abs(total) > abs(part.points))
        if part.parts and not is_meant:
            yield POINTS_DO_NOT_ADD_UP.at(
                part.points_span,
                part=part.path,
                total=plain_number(total),
                printed=plain_number(part.points),
                children=_listed(part.parts),
            )


def total_adds_up(typed: TypedScheme) -> Iterator[Finding]:
    """The printed total is the sum of the parts at the top, for some kind of organization at least."""
    scheme = typed.scheme
    sums = sums_of(typed, _alike(scheme.parts, scheme.total))
    total = max(sums)
    if scheme.parts and scheme.total not in sums and not (scheme.is_capped and total > scheme.total):
        yield TOTAL_DOES_NOT_ADD_UP.at(
            scheme.total_span,
            total=plain_number(total),
            printed=plain_number(scheme.total),
            children=_listed(scheme.parts),
        )


def bands_stay_within_points(typed: TypedScheme) -> Iterator[Finding]:
    """No band or place gives less than nothing or more than the part is worth."""
    for part in typed.scheme.all_parts():
        for given in _given_points(part):
            low, high = min(part.points, Fraction(0)), max(part.points, Fraction(0))
            if given.points < low or _most(given) > high:
                points = given.points if given.points < low else _most(given)
                facts = {"points": plain_number(points), "printed": plain_number(part.points)}
                yield BAND_BEYOND_POINTS.at(given.span, part=part.path, **facts)


def last_band_alone_always_holds(typed: TypedScheme) -> Iterator[Finding]:
    """Nothing stands behind a band or place that always holds."""
    for part in typed.scheme.all_parts():
        for given in _given_points(part)[:-1]:
            is_rest = (
                given.number is None and given.share is None
                if isinstance(given, Place)
                else given.condition is None
            )
            if is_rest:
                yield BAND_AFTER_LAST.at(given.span)


def _alike(parts: tuple[Part, ...], points: Fraction) -> tuple[Part, ...]:
    """Return the parts that make up printed points: of a part that gives, those that take away do not."""
    return tuple(part for part in parts if (part.points < 0) == (points < 0))


def _given_points(part: Part) -> tuple[Band | Place, ...]:
    if isinstance(part.scoring, Bands):
        return part.scoring.bands
    return part.scoring.places if isinstance(part.scoring, Rank) else ()


def _most(given: Band | Place) -> Fraction:
    return given.most if isinstance(given, Band) else given.points


def _listed(parts: tuple[Part, ...]) -> list[str]:
    return [f"{part.name} ({plain_number(part.points)})" for part in parts]
