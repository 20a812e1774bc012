"""Cells of a sheet of a scheme as words, and words as content."""

import json
from datetime import date, datetime
from decimal import Decimal

import yaml

from guben.diagnostics import CellPlace, Finding, Text
from guben.office import findings as office_codes
from guben.office.scheme_sheet import findings as codes
from guben.office.scheme_sheet.layout import Column, Content
from guben.office.scheme_sheet.rows import LIST_SEPARATORS
from guben.office.scheme_sheet.trees import Items, Tree, Word, tree_of
from guben.office.workbook import ErrorCell, FormulaCell
from guben.reading import findings as reading_codes
from guben.reading.unreadable import meaning_of

# Excel keeps so many digits; what a formula leaves behind them is not meant.
_DIGITS = 15


def cell_words(value: object, is_percent: bool, place: CellPlace) -> str | Finding:
    """Return what a cell says as it would be typed, or what is wrong with it; an empty cell says nothing."""
    match value:
        case ErrorCell():
            return office_codes.CELL_SHOWS_ERROR.at(place, value=value.words)
        case FormulaCell():
            return office_codes.FORMULA_NOT_CALCULATED.at(place)
        case bool():
            return "true" if value else "false"
        case int() | float():
            number = Decimal(f"{value:.{_DIGITS}g}")
            return f"{_plain(number * 100)}%" if is_percent else _plain(number)
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()


def _plain(number: Decimal) -> str:
    words = f"{number:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def cell_content(words: str, column: Column, place: CellPlace) -> Tree | Finding:
    """Return the content that the words of a cell stand for, or what is wrong with them."""
    if column.content in (Content.WORDS, Content.NUMBER):
        return Word(column.code_of(words), place)
    if words[0] in "[{":
        return _between_brackets(words, place)
    if column.content is Content.LIST:
        listed = [each.strip() for each in LIST_SEPARATORS.split(words)]
        return Items([Word(column.code_of(each), place) for each in listed if each])
    return Word(_without_quotes(words), place)


def _between_brackets(words: str, place: CellPlace) -> Tree | Finding:
    try:
        if any(isinstance(each, yaml.AnchorToken | yaml.AliasToken) for each in yaml.scan(words)):
            return reading_codes.ALIAS.at(place)
        node = yaml.compose(words)
    except yaml.MarkedYAMLError as error:
        return codes.CELL_NOT_READ.at(place, problem=meaning_of(error)[0])
    except (yaml.YAMLError, ValueError, RecursionError):
        return codes.CELL_NOT_READ.at(place, problem=Text("写法不对", "it is not well formed"))
    assert node is not None
    return tree_of(node, place)


def _without_quotes(words: str) -> str:
    if words[0] != '"':
        return words
    try:
        said = json.loads(words)
    except ValueError:
        return words
    return str(said)
