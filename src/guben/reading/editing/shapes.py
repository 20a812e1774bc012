"""The shapes that a value of a file can have, as pieces of a JSON Schema."""

from collections.abc import Iterable, Mapping

from guben.diagnostics import Text
from guben.model.choices import ChoiceSet
from guben.reading.packs import PACK_NAME as NAME_IN_PACK

Shape = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Any scalar is words to reading: `version: 2003` needs no quotes.
WORDS: Shape = {"type": ["string", "number", "boolean"]}
TRUTH: Shape = {"enum": [True, False]}
_DIGIT = "[0-9０-９]"
_NUMBER = rf"\s*[-+－＋]?{_DIGIT}+([.．]{_DIGIT}+)?\s*[%％]?\s*"
NUMBER: Shape = {"type": ["number", "string"], "pattern": f"^{_NUMBER}$"}
RANGE: Shape = {"type": ["number", "string"], "pattern": rf"^{_NUMBER}(\.\.{_NUMBER})?$"}
BOUNDS: Shape = {"type": "string", "pattern": rf"^{_NUMBER}\.\.{_NUMBER}$"}
DIGITS: Shape = {"type": "integer", "minimum": 0, "maximum": 6}
# What is in a pack: pack/scheme, pack/ledger.
PACK_NAME: Shape = {"type": "string", "pattern": f"^{NAME_IN_PACK.pattern}$"}
_NAMES: Shape = {"pattern": "^[a-z_][a-z0-9_]*$"}


def record(required: Iterable[str], optional: Iterable[str], shapes: Mapping[str, Shape]) -> Shape:
    """Return a mapping with known keys; `shapes` has the shape of each."""
    required = tuple(required)
    properties = {key: shapes[key] for key in (*required, *optional)}
    shape: Shape = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**shape, "required": list(required)} if required else shape


def both_languages() -> Shape:
    """Return words in both languages."""
    return record(("zh", "en"), (), {"zh": WORDS, "en": WORDS})


def by_name(shape: Shape) -> Shape:
    """Return a mapping of declarations, each of one shape."""
    return {"type": "object", "propertyNames": _NAMES, "additionalProperties": shape}


def by_word(shape: Shape) -> Shape:
    """Return a mapping with any keys."""
    return {"type": "object", "additionalProperties": shape}


def listed(shape: Shape) -> Shape:
    """Return a list of one shape."""
    return {"type": "array", "items": shape}


def filled(shape: Shape) -> Shape:
    """Return a list or mapping that has to hold something."""
    return {**shape, ("minItems" if shape["type"] == "array" else "minProperties"): 1}


def either(*shapes: Shape) -> Shape:
    """Return a value of one of some shapes."""
    return {"anyOf": list(shapes)}


def one_of(words: Iterable[str]) -> Shape:
    """Return one word of a closed list."""
    return {"enum": list(words)}


def chosen(choices: ChoiceSet) -> Shape:
    """Return a code of a closed list, with what each stands for."""
    lines = [
        choices.title,
        *(Text(f"{each.code}：{each.title.zh}", f"{each.code}: {each.title.en}") for each in choices),
    ]
    return {"enum": list(choices.codes), **about(lines)}


def about(lines: Iterable[Text]) -> Shape:
    """Return a description in both languages, Chinese first."""
    lines = tuple(lines)
    return {"description": "\n".join([*(line.zh for line in lines), "", *(line.en for line in lines)])}


def said(shape: Shape, zh: str, en: str) -> Shape:
    """Return a shape with what it is for."""
    return {**shape, **about([Text(zh, en)])}


def defined(name: str) -> Shape:
    """Return a reference to a shape that is defined once."""
    return {"$ref": f"#/$defs/{name}"}
