"""The pieces of a scheme that two schemes can have in common, each with what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from guben.diagnostics import Text, both
from guben.insight.attributes import Attribute, attributes
from guben.model.meaning import meaning_of
from guben.model.scheme import Collected, Part, SourceKind
from guben.phrasing import say_condition, say_expression, say_number, say_quota, say_scoring, say_tail
from guben.plan import Program, VetoStep
from guben.plan.formulas import titled_formulas
from guben.resolve.versions import ledger_digest
from guben.typesystem.expressions import ParameterValue, walk

_PLACE, _NAME = Text("上级", "below"), Text("代号", "name")
_TOP = Text("最上层", "the top")
_PART_WORDS = Text("“{title}”（{path}）", "'{title}' ({path})")
_HAS_PARTS = Text("由下级指标合计", "the sum of its parts")
_FROM = Text("{day}起为{value}", "{value} from {day} on")
_LEDGER_FILE = Text("台账文件的内容", "what its file says")
_QUOTA, _LIST = Text("控制办法", "rule"), Text("列入办法", "who is on it")
_MOST_DIGITS = 12
_IMPLIED = (SourceKind.JUDGED, SourceKind.PREVIOUS)
# What sections of their own say, or nobody needs to be told.
_ELSEWHERE = (
    *("parameters", "measures", "judges", "ledgers", "parts", "children", "files"),
    *("vetoes", "ceilings", "grades", "quotas", "floors", "tails", "cases", "yielded"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a scheme: what it is called, and what it says."""

    title: Text
    attributes: Mapping[str, Attribute]


def say_day(day: int) -> Text:
    """Return a day written as yyyymmdd in words."""
    words = str(day)
    return both(f"{words[:4]}-{words[4:6]}-{words[6:]}")


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
        later = [
            _FROM.filled(day=say_day(day), value=say_number(number, each.type.kind, _MOST_DIGITS))
            for day, number in each.later
        ]
        said = attributes(
            each,
            {"value": value, "later": both("{later}").filled(later=later) if later else None},
            without=("name",),
        )
        items[each.name] = Item(quoted(each.title or both(each.name)), said)
    return items


def users_of(program: Program, parameter: str) -> list[Text]:
    """Return the titles of the measures, parts, grades and vetoes whose formulas speak of a parameter."""
    found = []
    for title, formula in titled_formulas(program):
        nodes = walk(formula)
        if any(isinstance(node, ParameterValue) and node.parameter.name == parameter for node in nodes):
            found.append(title)
    return list(dict.fromkeys(found))


def measures_of(program: Program) -> dict[str, Item]:
    """Return the measures by name; those that a judgement or `previous` makes follow from other pieces."""
    items = {}
    for step in program.measures:
        if isinstance(step.measure.source, Collected) and step.measure.source.kind in _IMPLIED:
            continue
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
            "applies": say_condition(step.applies) if part.applies is not None and step.applies else None,
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


def limits_of(program: Program, steps: tuple[VetoStep, ...]) -> dict[str, Item]:
    """Return vetoes, ceilings or floors by their title, or by their condition in words where they have none."""
    titles = {grade.name: grade.title for grade in program.scheme.grades}
    items: dict[str, Item] = {}
    for step in steps:
        condition = say_condition(step.condition)
        title = step.veto.title or condition
        said = attributes(step.veto, {"condition": condition, "grade": titles[step.veto.grade]})
        # A second one of the same title is told apart by its number.
        same = sum(1 for name in items if name.partition("\n")[0] == title.zh)
        items[f"{title.zh}\n{same}"] = Item(quoted(title), said)
    return items


def quotas_of(program: Program) -> dict[str, Item]:
    """Return the quotas by the grades that they are about, each with its rule as a sentence."""
    titles = {grade.name: grade.title for grade in program.scheme.grades}
    items: dict[str, Item] = {}
    for step in program.quotas:
        grades = [titles[name] for name in step.quota.grades]
        said = Attribute(_QUOTA, meaning_of(step.quota), say_quota(step.quota, step.then, grades))
        names = "\n".join(step.quota.grades)
        same = sum(1 for name in items if name.partition("\t")[0] == names)
        title = step.quota.title or both("{grades}").filled(grades=grades)
        items[f"{names}\t{same}"] = Item(quoted(title), {"rule": said})
    return items


def tails_of(program: Program) -> dict[str, Item]:
    """Return the lists by name, each with who is on it as a sentence."""
    items = {}
    for step in program.tails:
        rule = Attribute(
            _LIST, meaning_of(replace(step.tail, title=both(""))), say_tail(step.tail, step.expression)
        )
        items[step.name] = Item(quoted(step.tail.title), {**_title_of(step.tail.title), "rule": rule})
    return items


def judges_of(program: Program) -> dict[str, Item]:
    """Return the judges that a scheme declares, by name."""
    return {name: Item(quoted(title), _title_of(title)) for name, title in program.scheme.judges.items()}


def ledgers_of(program: Program) -> dict[str, Item]:
    """Return the ledgers by name; of one of a pack also whether anything in its file differs."""
    scheme = program.scheme
    items = {}
    for each in scheme.ledgers.values():
        said = attributes(each, without=("name", "kept_as", "left_out"))
        if each.kept_as in scheme.used:
            said["file"] = Attribute(_LEDGER_FILE, ledger_digest(scheme, each.kept_as), None)
        items[each.name] = Item(quoted(each.title), said)
    return items


def _title_of(title: Text) -> dict[str, Attribute]:
    return {"title": Attribute(Text("名称", "title"), title, title)}


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
