"""What the installed schemes ask people to report, how a typed value is read, and the workbooks of forms."""

from guben.insight.asked import AskedMeasure, asked_measures
from guben.insight.figure_rules import FigureRule, broken_rule, figure_rules
from guben.model.exact import plain_number
from guben.model.scheme import Measure
from guben.office.form_book import FormRow, write_form
from guben.office.form_sheet import FormReading, ReadRow, read_form
from guben.office.reported import Reported
from guben.office.typed import Typed, read_typed
from guben_web.engine.in_force import kept_in_force
from guben_web.engine.schemes import collected_measures, get_program, known_schemes

__all__ = [
    "AskedMeasure",
    "FigureRule",
    "FormReading",
    "FormRow",
    "ReadRow",
    "Reported",
    "Typed",
    "asked_by",
    "broken_rule",
    "find_measure",
    "plain_number",
    "read_form",
    "read_typed",
    "rules_of",
    "schemes_that_ask",
    "write_form",
]


@kept_in_force
def asked_by(scheme: str) -> tuple[AskedMeasure, ...]:
    """Return what a scheme asks organizations and departments for."""
    return tuple(each for each in asked_measures(get_program(scheme)) if each.is_on_forms)


@kept_in_force
def schemes_that_ask() -> tuple[str, ...]:
    """Return the schemes that ask anybody for anything."""
    return tuple(name for name in known_schemes() if asked_by(name))


@kept_in_force
def rules_of(scheme: str) -> tuple[FigureRule, ...]:
    """Return the rules between reported figures of a scheme."""
    return tuple(figure_rules(get_program(scheme)))


@kept_in_force
def _measures() -> dict[str, Measure]:
    return {each.name: each for each in collected_measures()}


def find_measure(name: str) -> Measure | None:
    """Return a measure that somebody gives under any scheme; None where no scheme asks for it any more."""
    return _measures().get(name)
