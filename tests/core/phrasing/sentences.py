"""Formulas and scorings, written as in a scheme, in words."""

import tempfile
from fractions import Fraction
from pathlib import Path

from guben.diagnostics import Text, print_findings
from guben.phrasing import say_condition, say_expression, say_scoring
from guben.resolve import load_scheme, names_of
from guben.typesystem.schemes import type_scheme
from guben.typesystem.scorings import TypedComputed, TypedPass, TypedScoring

_SCHEME = """
scheme: test/words
version: "1"
title: {{zh: 示例, en: Example}}
for: {{level: village}}
total: 10
parameters:
  trust_line: {{value: 80%, type: percent}}
  income_line: {{value: 4500, type: yuan}}
measures:
  trust: {{type: percent, title: {{zh: 信任率, en: Trust}}, ballot: residents/trust}}
  income: {{type: yuan, title: {{zh: 人均收入, en: Income}}, report: {{period: year}}}}
  people: {{type: count, title: {{zh: 人口, en: People}}, report: {{period: year}}}}
  age: {{type: age, title: {{zh: 平均年龄, en: Average age}}, report: {{period: year}}}}
  violation: {{type: yes_no, title: {{zh: 违纪, en: Violation}}, department: discipline}}
  due: {{type: date, title: {{zh: 应换届日期, en: Due}}, department: organization}}
  held: {{type: date, title: {{zh: 换届日期, en: Held}}, department: organization}}
  rank:
    type: choice
    ordered: true
    choices: {{weak: {{zh: 薄弱, en: Weak}}, fair: {{zh: 一般, en: Fair}}, strong: {{zh: 较强, en: Strong}}}}
    title: {{zh: 档次, en: Rank}}
    department: organization
parts:
  core:
    title: {{zh: 核心, en: Core}}
    points: 10
    {scoring}
grades:
  good: {{title: {{zh: 好, en: Good}}, when: total >= 6}}
  other: {{title: {{zh: 一般, en: Other}}}}
"""


def typed_scoring(scoring: str) -> TypedScoring:
    """Return the scoring of a part as it is typed; the text stands below the part's points, each line indented."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "words.yaml"
        file.write_text(_SCHEME.format(scoring=scoring.replace("\n", "\n    ")), encoding="utf-8")
        scheme = load_scheme(str(file))
    assert scheme.scheme and not scheme.findings, print_findings(scheme.findings, "en")
    typed, findings = type_scheme(names_of(scheme.scheme)[0])
    assert not findings, print_findings(findings, "en")
    return typed.scorings["core"]


def rule(scoring: str) -> Text:
    """Return the sentence for a scoring of a part worth 10 points."""
    return say_scoring(typed_scoring(scoring), Fraction(10))


def condition(formula: str) -> Text:
    """Return a condition in words."""
    typed = typed_scoring(f"pass: '{formula}'")
    assert isinstance(typed, TypedPass)
    return say_condition(typed.condition)


def number(formula: str) -> Text:
    """Return a number's formula in words."""
    typed = typed_scoring(f"computed: '{formula}'")
    assert isinstance(typed, TypedComputed)
    return say_expression(typed.formula)
