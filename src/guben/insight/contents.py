"""The pieces of a scheme that two schemes can have in common, each with what it says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guben.diagnostics import Text, both
from guben.insight.attributes import Attribute, attributes
from guben.model.scheme import Part
from guben.phrasing import say_condition, say_expression, say_number, say_scoring
from guben.plan import Program
from guben.typesystem.expressions import Expression, ParameterValue, walk

_PLACE, _NAME = Text("上级", "below"), Text("代号", "name")
_TOP = Text("最上层", "the top")
_PART_WORDS = Text("“{title}”（{path}）", "'{title}' ({path})")
_HAS_PARTS = Text("由下级指标合计", "the sum of its parts")
_MOST_DIGITS = 12
# What sections of their own say, or nobody needs to be told.
_ELSEWHERE = ("parameters", "measures", "parts", "vetoes", "grades", "cases", "children", "files")


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a scheme: what it is called, and what it says."""

    title: Text
    attributes: Mapping[str, Attribute]


def quoted(title: Text) -> Text:
    """Return a title as it stands inside a sentence."""
    return Text(f"“{title.zh}”", f"'{title.en}'")


def head_of(program: Program) -> Item:
    """Return what a scheme says of itself: version, title, for whom it is, total."""
    scheme = program.scheme
    said = attributes(scheme, without=_ELSEWHERE)
    below = scheme.children.name if scheme.children else None
    said["children"] = Attribute(
        Text("下级制度", "scheme of those below"), below, both(below) if below else None
    )
    return Item(scheme.title, said)


def parameters_of(program: Program) -> dict[str, Item]:
    """Return the parameters by name."""
    items = {}
    for each in program.scheme.parameters.values():
        value = say_number(each.value, each.type.kind, _MOST_DIGITS)
        items[each.name] = Item(
            quoted(each.title or both(each.name)), attributes(each, {"value": value}, without=("name",))
        )
    return items


def users_of(program: Program, parameter: str) -> list[Text]:
    """Return the titles of the measures, parts, grades and vetoes whose formulas speak of a parameter."""
    found = []
    for title, formula in _formulas(program):
        nodes = walk(formula) if formula is not None else ()
        if any(isinstance(node, ParameterValue) and node.parameter.name == parameter for node in nodes):
            found.append(title)
    return list(dict.fromkeys(found))


def _formulas(program: Program) -> Iterator[tuple[Text, Expression | None]]:
    grades = {grade.name: grade.title for grade in program.scheme.grades}
    for measure in program.measures:
        yield measure.measure.title, measure.expression
    for part in program.parts:
        if part.part is not None:
            yield part.part.title, part.expression
            yield part.part.title, part.won
    for veto in program.vetoes:
        yield veto.veto.title or both(veto.veto.grade), veto.condition
    for grade in program.grades:
        yield grades[grade.name], grade.condition


def measures_of(program: Program) -> dict[str, Item]:
    """Return the measures by name."""
    items = {}
    for step in program.measures:
        source = {"source": say_expression(step.expression)} if step.expression is not None else {}
        items[step.name] = Item(
            quoted(step.measure.title), attributes(step.measure, source, without=("name",))
        )
    return items


def parts_of(program: Program, called: Mapping[str, str] | None = None) -> dict[str, Item]:
    """Return the parts by path, or by what `called` says they are called now."""
    names, items = called or {}, {}
    titles = {part.path: part.title for part in program.scheme.all_parts()}
    for part in program.scheme.all_parts():
        step = program.part(part.path)
        phrased = {
            "won": say_condition(step.won) if step.won is not None else None,
            "scoring": say_scoring(step.scoring, part.points) if step.scoring else _HAS_PARTS,
        }
        said = attributes(part, phrased, without=("path", "parts"))
        above = part.path.rpartition(".")[0]
        said["place"] = Attribute(_PLACE, names.get(above, above), quoted(titles[above]) if above else _TOP)
        said["name"] = Attribute(_NAME, part.name, both(part.name))
        items[names.get(part.path, part.path)] = Item(part_words(part), said)
    return items


def part_words(part: Part) -> Text:
    """Return the title of a part with its path."""
    return _PART_WORDS.filled(title=part.title, path=part.path)


def vetoes_of(program: Program) -> dict[str, Item]:
    """Return the vetoes by their title, or by their condition in words where they have none."""
    titles = {grade.name: grade.title for grade in program.scheme.grades}
    items: dict[str, Item] = {}
    for step in program.vetoes:
        condition = say_condition(step.condition)
        title = step.veto.title or condition
        said = attributes(step.veto, {"condition": condition, "grade": titles[step.veto.grade]})
        # A second one of the same title is told apart by its number.
        same = sum(1 for name in items if name.partition("\n")[0] == title.zh)
        items[f"{title.zh}\n{same}"] = Item(quoted(title), said)
    return items


def grades_of(program: Program) -> dict[str, Item]:
    """Return the grades by name."""
    conditions = {step.name: step.condition for step in program.grades}
    items = {}
    for grade in program.scheme.grades:
        condition = conditions[grade.name]
        words = say_condition(condition) if condition is not None else Text("其余", "all others")
        items[grade.name] = Item(
            quoted(grade.title), attributes(grade, {"condition": words}, without=("name",))
        )
    return items
