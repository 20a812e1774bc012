"""Evaluating on a PostgreSQL server: the same digests, nothing left behind, and refusals in words."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from core.counties import TOWNSHIP, VILLAGE, county_snapshot, program

from guben.backends import Duck, open_engine
from guben.diagnostics import Refusal
from guben.evaluation import evaluate, verify
from guben.evaluation.running import Evaluation
from guben.snapshot.store import Snapshot


def evaluated(folder: Path, name: str, snapshot: Snapshot, address: str | None) -> Evaluation:
    folder.mkdir()
    return evaluate(program(name), snapshot, folder, language="zh", engine_url=address)


def refused(address: str) -> list[str]:
    with pytest.raises(Refusal) as refusal, open_engine(address):
        pass
    return [finding.code.number for finding in refusal.value.findings]


def own(address: str, *statements: str) -> psycopg.Connection[tuple[object, ...]]:
    connection = psycopg.connect(address, autocommit=True)
    for statement in statements:
        connection.execute(statement)
    return connection


@pytest.fixture
def database(postgresql_address: str) -> Iterator[Callable[[str], str]]:
    """Return a function that makes an empty database of some kind and gives its address."""
    with own(postgresql_address) as server:

        def make(kind: str) -> str:
            server.execute(f"CREATE DATABASE guben_try TEMPLATE template0 {kind}")
            return postgresql_address.replace("/postgres?", "/guben_try?")

        yield make
        server.execute("DROP DATABASE guben_try")


@pytest.mark.parametrize("name", [VILLAGE, TOWNSHIP])
def test_both_engines_give_the_same_digests_and_what_one_wrote_the_other_verifies(
    tmp_path, postgresql_address, name
):
    snapshot = county_snapshot(tmp_path / "snapshot")

    duck = evaluated(tmp_path / "duck", name, snapshot, None)
    postgres = evaluated(tmp_path / "postgres", name, snapshot, postgresql_address)

    assert postgres.result.result_digest == duck.result.result_digest
    assert postgres.result.measures_digest == duck.result.measures_digest
    assert postgres.rows == duck.rows
    assert postgres.result.engine.startswith("PostgreSQL ")
    assert verify(tmp_path / "postgres").findings == ()


def test_words_are_put_in_order_byte_by_byte_whatever_the_language_of_the_database(tmp_path, database):
    chinese = database("LOCALE_PROVIDER icu ICU_LOCALE 'zh' LOCALE 'C' ENCODING 'UTF8'")
    words = "SELECT word FROM (VALUES ('乙'), ('甲'), ('b'), ('B')) AS given(word)"
    with Duck() as duck, own(chinese) as connection, open_engine(chinese) as engine:
        duck.write_parquet(words, tmp_path / "words.parquet")

        engine.see_parquet("words", tmp_path / "words.parquet")

        by_database = connection.execute(f"{words} ORDER BY word").fetchall()
        assert by_database == [("甲",), ("乙",), ("b",), ("B",)]
        assert engine.rows("SELECT word FROM words ORDER BY word") == [("B",), ("b",), ("乙",), ("甲",)]
        assert engine.rows("SELECT min(word) FROM words") == [("B",)]


def test_no_value_is_not_an_empty_word_nor_the_sign_for_no_value(tmp_path, postgresql_address):
    with Duck() as duck, open_engine(postgresql_address) as engine:
        duck.write_parquet(
            r"SELECT word FROM (VALUES (NULL), (''), ('\N'), ('a,\"b')) AS given(word)", tmp_path / "in"
        )
        engine.see_parquet("words", tmp_path / "in")

        engine.write_parquet("SELECT word FROM words", tmp_path / "out")

        duck.see_parquet("written", tmp_path / "out")
        assert duck.rows("SELECT word FROM written") == [(None,), ("",), (r"\N",), (r"a,\"b",)]


def test_columns_with_long_names_that_begin_alike_stay_apart(tmp_path, postgresql_address):
    long = "points:" + "dimension." * 8
    with Duck() as duck, open_engine(postgresql_address) as engine:
        engine.create("wide", f'SELECT 1 AS "{long}one", 2 AS "{long}two"')

        engine.write_parquet(
            f'SELECT CAST("{long}two" AS BIGINT) AS "{long}two" FROM "wide"', tmp_path / "out"
        )

        duck.see_parquet("written", tmp_path / "out")
        assert duck.columns("written") == [(f"{long}two", "BIGINT")]
        assert duck.rows("SELECT * FROM written") == [(2,)]


def test_nothing_is_left_in_the_database(tmp_path, postgresql_address):
    evaluated(tmp_path / "out", VILLAGE, county_snapshot(tmp_path / "snapshot"), postgresql_address)

    with own(postgresql_address) as connection:
        left = connection.execute(
            "SELECT relname FROM pg_class WHERE relname IN ('organizations', 's0_results')"
        ).fetchall()
    assert left == []


def test_an_unknown_engine_is_refused():
    assert refused("oracle://somewhere/else") == ["E641"]


def test_a_server_that_cannot_be_reached_is_refused_without_the_password():
    with pytest.raises(Refusal) as refusal:
        open_engine("postgresql://guben:secret@127.0.0.1:9/county")

    (finding,) = refusal.value.findings
    assert finding.code.number == "E642"
    assert finding.message.en.startswith("PostgreSQL at 127.0.0.1:9/county cannot be reached: ")
    assert "secret" not in finding.message.en


def test_an_old_server_is_refused(postgresql_address, monkeypatch):
    monkeypatch.setattr("guben.backends.postgres._OLDEST", 99)

    assert refused(postgresql_address) == ["E643"]


def test_a_user_who_may_not_make_temporary_tables_is_refused(database):
    address = database("ENCODING 'UTF8'")
    with own(address, "DROP ROLE IF EXISTS guben_guest", "CREATE ROLE guben_guest LOGIN") as connection:
        connection.execute("REVOKE TEMPORARY ON DATABASE guben_try FROM PUBLIC")

        found = refused(address.replace("//guben@", "//guben_guest@"))

        connection.execute("DROP ROLE guben_guest")
    assert found == ["E644"]


def test_a_database_that_cannot_hold_every_character_is_refused(database):
    assert refused(database("ENCODING 'LATIN1' LOCALE 'C'")) == ["E645"]


def test_a_scheme_with_more_columns_than_a_table_holds_is_refused(postgresql_address):
    columns = ", ".join(f"{number} AS c{number}" for number in range(1700))
    with open_engine(postgresql_address) as engine, pytest.raises(Refusal) as refusal:
        engine.create("wide", f"SELECT {columns}")

    assert [finding.code.number for finding in refusal.value.findings] == ["E646"]


def test_a_server_that_breaks_off_is_a_refusal(postgresql_address):
    with own(postgresql_address) as other, open_engine(postgresql_address) as engine:
        ((process,),) = engine.rows("SELECT pg_backend_pid()")
        other.execute(f"SELECT pg_terminate_backend({process}, 5000)")

        with pytest.raises(Refusal) as refusal:
            engine.rows("SELECT 1")

    assert [finding.code.number for finding in refusal.value.findings] == ["E647"]
