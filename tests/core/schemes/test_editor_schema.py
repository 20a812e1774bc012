"""The JSON Schemas for editors accept what reading accepts, and the committed ones are what the command writes."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml
from editor_files import ROOT, as_an_editor_sees, good_files, ledger_files
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from guben.cli.commands.scheme import app
from guben.reading.editing import ledger_schema, pack_schema, scheme_schema
from guben.reading.ledgers import read_ledger_file
from guben.reading.packs import read_pack_file
from guben.reading.schemes import read_scheme_file
from guben.reading.trees import Tree

VILLAGE = ROOT / "src" / "guben" / "packs" / "pioneer-project" / "schemes" / "village.yaml"
PACKS = sorted(ROOT.glob("src/guben/packs/*/pack.yaml"))
Keys = tuple[frozenset[str], frozenset[str]]


def keys_of_records(shape: object) -> Iterator[Keys]:
    """Yield the required and all keys of every mapping with known keys in a JSON Schema."""
    if isinstance(shape, dict):
        if shape.get("additionalProperties") is False:
            yield frozenset(shape.get("required", ())), frozenset(shape["properties"])
        for each in shape.values():
            yield from keys_of_records(each)
    elif isinstance(shape, list):
        for each in shape:
            yield from keys_of_records(each)


@pytest.fixture
def keys_read(monkeypatch: pytest.MonkeyPatch) -> set[Keys]:
    """The required and all keys of every mapping that is read from now on."""
    seen: set[Keys] = set()
    record = Tree.record

    def noting(
        tree: Tree,
        node: yaml.Node,
        *words: object,
        required: Iterable[str] = (),
        optional: Iterable[str] = (),
        **facts: object,
    ) -> object:
        required, optional = tuple(required), tuple(optional)
        seen.add((frozenset(required), frozenset((*required, *optional))))
        return record(tree, node, *words, required=required, optional=optional, **facts)

    monkeypatch.setattr(Tree, "record", noting)
    return seen


def test_the_schema_has_the_very_mappings_that_reading_meets(keys_read: set[Keys]) -> None:
    for file in good_files():
        read_scheme_file(file)

    assert keys_read == set(keys_of_records(scheme_schema()))


def test_the_schema_of_a_pack_has_the_very_mappings_that_reading_meets(keys_read: set[Keys]) -> None:
    for file in PACKS:
        read_pack_file(file, shown_as="pack.yaml")

    assert keys_read == set(keys_of_records(pack_schema()))


def test_the_schema_of_a_ledger_has_the_very_mappings_that_reading_meets(keys_read: set[Keys]) -> None:
    for file in ledger_files():
        read_ledger_file(file, shown_as=file.name)

    assert keys_read == set(keys_of_records(ledger_schema()))


@pytest.mark.parametrize(
    ("file", "options"),
    [("scheme.schema.json", []), ("pack.schema.json", ["--pack"]), ("ledger.schema.json", ["--ledger"])],
)
def test_the_committed_schema_is_what_the_command_writes(
    file: str, options: list[str], tmp_path: Path
) -> None:
    written = tmp_path / file

    CliRunner().invoke(app, ["schema", "--out", str(written), *options], catch_exceptions=False)

    committed = ROOT / "docs" / "language" / file
    assert written.read_text(encoding="utf-8") == committed.read_text(encoding="utf-8")


def problems(text: str, schema: dict[str, object]) -> list[str]:
    """Return where a file breaks a schema."""
    found = Draft202012Validator(schema).iter_errors(as_an_editor_sees(text))
    return [f"{each.json_path}: {each.validator}" for each in found]


@pytest.mark.parametrize("file", good_files(), ids=lambda file: file.stem)
def test_a_good_scheme_is_valid(file: Path) -> None:
    assert problems(file.read_text(encoding="utf-8"), scheme_schema()) == []


@pytest.mark.parametrize("file", ledger_files(), ids=lambda file: file.stem)
def test_the_file_of_a_ledger_is_valid(file: Path) -> None:
    assert problems(file.read_text(encoding="utf-8"), ledger_schema()) == []


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("kept_by: ", "kept: ", ["$: additionalProperties", "$: required"]),
        ("close: quarter", "close: week", ["$.close: enum"]),
        ("kept_by: [village, branch, township, county]", "kept_by: [hamlet]", ["$.kept_by: anyOf"]),
        ("type: entry, of: base/visits", "type: entry, of: visits", ["$.fields.visit.of: pattern"]),
        ("by: [keeper, superior]", "by: [anybody]", ["$.moves.hand_on.by: anyOf"]),
        ("required: true", "required: yes", ["$.fields.origin.required: enum"]),
        (
            "derive: COUNT(matters)",
            "report: {period: year}",
            ["$.measures.matters_raised.report: not", "$.measures.matters_raised: anyOf"],
        ),
    ],
)
def test_a_wrong_key_or_shape_of_a_ledger_is_not_valid(right: str, wrong: str, problem: list[str]) -> None:
    matters = ROOT / "src" / "guben" / "packs" / "base" / "ledgers" / "matters.yaml"
    text = matters.read_text(encoding="utf-8")
    assert right in text

    assert sorted(problems(text.replace(right, wrong, 1), ledger_schema())) == problem


@pytest.mark.parametrize("file", PACKS, ids=lambda file: file.parent.name)
def test_the_file_of_a_pack_is_valid(file: Path) -> None:
    assert problems(file.read_text(encoding="utf-8"), pack_schema()) == []


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("total: 100", "totl: 100", ["$: additionalProperties", "$: required"]),
        ("total: 100", "total: many", ["$.total: pattern"]),
        ("period: year", "period: week", ["$.period: enum"]),
        ("fields: [rural]", "fields: rural", ["$.for.fields: type"]),
        ("    rewards: process", "    rewards: effort", ["$.parts.management.rewards: enum"]),
        ("    missing: no_points\n", "    linear: satisfaction\n", None),
        ("bounds: 0..4", "bounds: four", ["$.measures.rights_kept.bounds: pattern"]),
        ("ballot: residents/trust", "poll: residents/trust", None),
    ],
)
def test_a_wrong_key_or_shape_is_not_valid(right: str, wrong: str, problem: list[str] | None) -> None:
    text = VILLAGE.read_text(encoding="utf-8").replace(right, wrong, 1)

    found = problems(text, scheme_schema())

    assert found != [] if problem is None else sorted(found) == problem
