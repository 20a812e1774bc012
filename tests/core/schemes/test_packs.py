"""Packs: their own file, and what schemes they hold."""

from pathlib import Path

import pytest

from guben.diagnostics import Refusal, Text
from guben.resolve.ledgers import known_ledgers
from guben.resolve.loading import known_packs, known_schemes, load_pack


def make_pack(folder: Path, words: str) -> Path:
    (folder / "schemes").mkdir(parents=True)
    (folder / "pack.yaml").write_text(words, encoding="utf-8")
    (folder / "schemes" / "village.yaml").write_text("scheme: my-county/village\n", encoding="utf-8")
    return folder


def test_a_pack_that_comes_with_the_product_is_found_by_its_name():
    pack = load_pack("pioneer-project")

    assert pack.title == Text("先锋工程", "Pioneer Project")
    assert pack.schemes == tuple(
        f"pioneer-project/{name}" for name in ("demonstration", "township", "village")
    )
    assert pack.findings == ()


def test_every_pack_that_comes_with_the_product_has_a_file_of_its_own():
    kept = {name.partition("/")[0] for name in (*known_schemes(), *known_ledgers())}

    assert kept == set(known_packs())


def test_a_pack_in_a_folder_gives_the_files_of_its_schemes(tmp_path):
    folder = make_pack(tmp_path / "my-county", "pack: my-county\ntitle: {zh: 本县方案, en: Our county}\n")

    pack = load_pack(str(folder))

    assert (pack.title.en, pack.schemes) == ("Our county", (str(folder / "schemes" / "village.yaml"),))


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("pack: our-county\ntitle: {zh: 本县方案, en: Our county}\n", ["E401"]),
        ("pack: my-county\n", ["E103"]),
        ("", ["E101"]),
        ("pack: my-county\ntitle: {zh: 本县方案, en: Our county}\nname: x\n", ["E102"]),
    ],
)
def test_mistakes_in_the_file_of_a_pack_are_found(tmp_path, words, codes):
    pack = load_pack(str(make_pack(tmp_path / "my-county", words)))

    assert [finding.code.number for finding in pack.findings] == codes


@pytest.mark.parametrize("name", ["pioneer", "", "schemes"])
def test_an_unknown_pack_is_refused(name):
    with pytest.raises(Refusal) as refusal:
        load_pack(name)

    assert [finding.code.number for finding in refusal.value.findings] == ["E402"]
