"""The engines and the reference agree exactly, on generated schemes and records."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from executed import executed, load
from generated_schemes import populations, programs
from hypothesis import HealthCheck, assume, event, given, note, settings
from hypothesis import strategies as st
from programs import AS_OF, PERIOD, tables_of

from guben.backends import Duck, Engine, open_engine
from guben.evaluation.engine import Computed
from guben.evaluation.others import StoredOthers
from guben.evaluation.storing import files_of, stored_of
from guben.lowering import FormulaNotExact, lower_program
from guben.plan import Program
from guben.reference import Reference, Tables
from guben.snapshot.records import Records
from guben.snapshot.store import load_records
from guben.snapshot.tables import TABLES

_GENERATED = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
)


@pytest.fixture(scope="module")
def duck() -> Iterator[Duck]:
    with Duck() as engine:
        yield engine


@pytest.fixture(scope="module")
def postgres(postgresql_address: str) -> Iterator[Engine]:
    with open_engine(postgresql_address) as engine:
        yield engine


def assert_agreement(engine: Engine, program: Program, records: Records) -> None:
    try:
        lowered = lower_program(program, as_of=AS_OF, period=PERIOD)
    except FormulaNotExact as refused:
        event(f"refused with {refused.code.number}")
        assume(False)
    event("lowered")
    if isinstance(engine, Duck):
        load(engine, records)
    else:
        copy_in(engine, records)
    reference = Reference(program, tables_of(records), as_of=AS_OF, period=PERIOD)

    assert executed(engine, program, lowered) == reference.all_results()


def copy_in(engine: Engine, records: Records) -> None:
    """Show records to an engine as it gets those of a snapshot."""
    with Duck() as duck, TemporaryDirectory() as folder:
        load_records(duck, records)
        for table in TABLES:
            path = Path(folder) / f"{table.name}.parquet"
            duck.write_parquet(f'SELECT * FROM "{table.name}"', path)
            engine.see_parquet(table.name, path)


@_GENERATED
@given(st.data())
def test_a_scheme_of_one_level_comes_to_the_same_in_sql_and_in_plain_python(duck: Duck, data: st.DataObject):
    texts, program = data.draw(programs(with_children=False))
    note(texts["main"])

    assert_agreement(duck, program, data.draw(populations(program)))


@_GENERATED
@given(st.data())
def test_a_scheme_over_its_children_comes_to_the_same_in_sql_and_in_plain_python(
    duck: Duck, data: st.DataObject
):
    texts, program = data.draw(programs(with_children=True))
    note("\n".join(texts.values()))

    assert_agreement(duck, program, data.draw(populations(program)))


@_GENERATED
@given(st.data())
def test_a_scheme_of_one_level_comes_to_the_same_on_postgresql(postgres: Engine, data: st.DataObject):
    texts, program = data.draw(programs(with_children=False))
    note(texts["main"])

    assert_agreement(postgres, program, data.draw(populations(program)))


@_GENERATED
@given(st.data())
def test_a_scheme_over_its_children_comes_to_the_same_on_postgresql(postgres: Engine, data: st.DataObject):
    texts, program = data.draw(programs(with_children=True))
    note("\n".join(texts.values()))

    assert_agreement(postgres, program, data.draw(populations(program)))


@_GENERATED
@given(st.data())
def test_an_organization_beside_stored_others_comes_to_the_same_as_beside_computed_ones(
    duck: Duck, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    texts, program = data.draw(programs(with_children=data.draw(st.booleans())))
    note("\n".join(texts.values()))
    records = data.draw(populations(program))
    try:
        lowered = lower_program(program, as_of=AS_OF, period=PERIOD)
    except FormulaNotExact:
        assume(False)
    load(duck, records)
    results = executed(duck, program, lowered)
    folder = tmp_path_factory.mktemp("stored")
    computed = Computed(duck, program, lowered, PERIOD)
    for each in files_of(computed).values():
        (folder / each.name).parent.mkdir(exist_ok=True)
        duck.write_parquet(each.query, folder / each.name)
    stored = stored_of(computed)

    beside = []
    for result in results:
        others = [
            StoredOthers(duck, folder, *each)
            for each in zip(stored, reversed(list(program.chain())), strict=True)
        ]
        rows = subtree_of(records, result.organization, program.scheme.scope.level)
        reference = Reference(program, rows, as_of=AS_OF, period=PERIOD, others=others)
        beside.append(reference.result(result.organization))

    assert beside == results


def subtree_of(records: Records, organization: str, level: str) -> Tables:
    tables = tables_of(records)
    inside = {row["key"] for row in tables["organizations"] if row[f"in_{level}"] == organization}
    holders = {row["person"] for row in tables["posts"] if row["organization"] in inside}
    return {
        name: [
            row
            for row in rows
            if (row["key"] if name == "organizations" else row["organization"]) in inside
            or (name == "people" and row["key"] in holders)
        ]
        for name, rows in tables.items()
    }
