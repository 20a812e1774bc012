"""The county's own schemes: taken when packs are read, listed and computed with like those of the product; what is wrong is said."""

from importlib.resources import files

import pytest
from web.builders import NOW, make_account
from web.counties import bring_in
from web.scored import AS_OF, evaluate, write_scored_county

from guben_web.audit.models import Entry
from guben_web.engine.schemes import get_program, known_schemes
from guben_web.packs import actions
from guben_web.packs.models import Ledger, Refused
from guben_web.results.models import Draft, Result

pytestmark = pytest.mark.django_db
PACK = "pack: county\ntitle: {zh: 本县方案, en: Our county}\n"
SCHEME = """
scheme: county/income
version: "1"
title: {zh: 增收考核办法, en: Income}
for: {level: village, fields: [rural]}
total: 10
measures:
  net_income: {type: yuan, bounds: 0..1000000, title: {zh: 年人均纯收入, en: Net income}, report: {period: year}}
parts:
  income: {title: {zh: 收入, en: Income}, points: 10, linear: {value: net_income, from: 0, to: 5000}}
grades:
  good: {title: {zh: 好, en: Good}, when: total >= 9}
  poor: {title: {zh: 差, en: Poor}}
"""


def read_in(settings, folder, text=SCHEME, pack=PACK, name="income"):
    """Put a scheme into the county's packs and have them read; return what is new."""
    settings.PACKS_FOLDER = folder / "packs"
    here = settings.PACKS_FOLDER / "county"
    (here / "schemes").mkdir(parents=True, exist_ok=True)
    (here / "pack.yaml").write_text(pack, encoding="utf-8")
    (here / "schemes" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return actions.read_packs(own=settings.PACKS_FOLDER, by=None, now=NOW)


def test_a_scheme_of_the_county_is_listed_shown_and_computed_with(settings, tmp_path, sign_in):
    new = read_in(settings, tmp_path)
    department = make_account("department")
    bring_in(write_scored_county(tmp_path / "county.xlsx"), department, as_of=AS_OF)

    evaluate(department, scheme="county/income")
    client = sign_in(account=department)

    assert "county/income" in new
    assert "county/income" in known_schemes()
    # 10 × 4,499 ÷ 5,000 = 8.998, and 10 × 5,000 ÷ 5,000.
    assert dict(Result.objects.values_list("name", "total")) == {"荻汀村党支部": 900, "菱渚村党支部": 1000}
    shown = {
        path: client.get(path).content.decode()
        for path in ("/results/schemes", "/results/schemes/county/income", "/results/new", "/appraisals/new")
    }
    assert [path for path, page in shown.items() if "增收考核办法" not in page] == []
    assert "增收考核办法" in sign_in("system_admin").get("/packs/").content.decode()
    assert Entry.objects.filter(action="packs.read").latest("id").detail["schemes"] == ["county/income"]


def test_a_scheme_that_is_wrong_is_said_and_what_was_in_force_stays(settings, tmp_path, sign_in):
    read_in(settings, tmp_path)

    new = read_in(settings, tmp_path, SCHEME.replace("total: 10", "total: 20"))

    assert "county/income" not in new
    [refused] = Refused.objects.all()
    assert (refused.name, refused.findings[0]["code"]) == ("county/income", "E302")
    assert refused.findings[0]["place"]["en"] == "county/schemes/income.yaml:6:8"
    assert get_program("county/income").scheme.total == 10
    assert "E302" in sign_in("system_admin").get("/packs/").content.decode()
    (settings.PACKS_FOLDER / "county" / "schemes" / "income.yaml").unlink()
    actions.read_packs(own=settings.PACKS_FOLDER, by=None, now=NOW)
    assert get_program("county/income").scheme.version == "1"


def test_a_later_version_takes_the_place_of_the_one_before_at_once(settings, tmp_path):
    read_in(settings, tmp_path)
    assert get_program("county/income").scheme.version == "1"

    read_in(settings, tmp_path, SCHEME.replace('version: "1"', 'version: "2"'))

    assert get_program("county/income").scheme.version == "2"


@pytest.mark.parametrize(
    ("text", "pack", "refused"),
    [
        (SCHEME.replace("county/income", "county/other"), PACK, "county/income"),
        (SCHEME, "pack: elsewhere\ntitle: {zh: 本县方案, en: Our county}\n", "county/pack.yaml"),
        ("scheme: [", PACK, "county/income"),
    ],
)
def test_what_is_not_where_it_says_is_refused(settings, tmp_path, text, pack, refused):
    read_in(settings, tmp_path, text, pack)

    assert [each.name for each in Refused.objects.all()] == [refused]
    assert "county/income" not in known_schemes()


def test_a_ledger_that_a_scheme_of_the_county_counts_is_kept_from_then_on(settings, tmp_path):
    actions.read_packs(own=None, by=None, now=NOW)
    before = Ledger.objects.get(name="base/venues").is_kept

    read_in(settings, tmp_path, SCHEME.replace("measures:\n", "uses: [base/venues]\nmeasures:\n", 1))

    assert (before, Ledger.objects.get(name="base/venues").is_kept) == (False, True)


def test_a_draft_of_what_if_becomes_a_scheme_of_the_county_where_its_page_says(settings, tmp_path, sign_in):
    read_in(settings, tmp_path)
    department = make_account("department")
    bring_in(write_scored_county(tmp_path / "county.xlsx"), department, as_of=AS_OF)
    evaluation = evaluate(department, scheme="county/income")
    client = sign_in(account=department)
    client.post(f"/results/{evaluation.pk}/what-if/save", {"grade.good.1": "8"})
    draft = Draft.objects.get()
    page = client.get(f"/results/{evaluation.pk}/drafts/{draft.pk}").content.decode()

    read_in(settings, tmp_path, draft.text)

    assert "packs/county/schemes/income.yaml" in page
    assert get_program("county/income").scheme.version == draft.version


STUDY = """
ledger: county/study
version: "1"
title: {zh: 学习台账, en: Study}
lead: {zh: 每次学习的学时。, en: Hours of each study.}
kept_by: [village]
time: day
close: year
fields:
  hours: {type: number, digits: 1, bounds: 0..24, title: {zh: 学时, en: Hours}}
"""
COUNTING = SCHEME.replace("measures:\n", "uses: [county/study]\nmeasures:\n", 1).replace(
    "linear: {value: net_income,", "linear: {value: SUM(study.hours) + net_income,"
)
# The field is called otherwise.
RENAMED = STUDY.replace('version: "1"', 'version: "2"').replace("  hours:", "  lessons:")


def read_with_ledger(settings, folder, ledger, scheme):
    here = folder / "packs" / "county" / "ledgers"
    here.mkdir(parents=True, exist_ok=True)
    (here / "study.yaml").write_text(ledger, encoding="utf-8")
    return read_in(settings, folder, scheme)


def test_a_ledger_does_not_change_under_a_scheme_in_force(settings, tmp_path, sign_in):
    assert read_with_ledger(settings, tmp_path, STUDY, COUNTING)[-2:] == ["county/study", "county/income"]

    new = read_with_ledger(settings, tmp_path, RENAMED, COUNTING)

    assert new == []
    assert Ledger.objects.get(name="county/study").definition.version == "1"
    assert list(get_program("county/income").scheme.ledgers["study"].fields) == ["hours"]
    refused = {each.name: each.findings for each in Refused.objects.all()}
    assert sorted(refused) == ["county/income", "county/study"]
    said, reason = refused["county/study"]
    assert said["message"]["en"] == (
        "The scheme 'county/income' is in force and counts this ledger; with the ledger as it is now it would not be right."
    )
    assert reason["code"] == "E204"
    assert "hours" in reason["message"]["en"]
    assert reason["place"]["en"].startswith("county/schemes/income.yaml:11:")
    assert "学习台账" in sign_in("system_admin").get("/packs/").content.decode()


def test_a_scheme_without_a_file_keeps_its_ledger_too(settings, tmp_path):
    read_with_ledger(settings, tmp_path, STUDY, COUNTING)
    (settings.PACKS_FOLDER / "county" / "schemes" / "income.yaml").unlink()
    (settings.PACKS_FOLDER / "county" / "ledgers" / "study.yaml").write_text(RENAMED, encoding="utf-8")

    actions.read_packs(own=settings.PACKS_FOLDER, by=None, now=NOW)

    assert [each.name for each in Refused.objects.all()] == ["county/study"]
    assert get_program("county/income").scheme.version == "1"


def test_a_ledger_and_the_scheme_that_counts_it_change_together(settings, tmp_path):
    read_with_ledger(settings, tmp_path, STUDY, COUNTING)
    later = COUNTING.replace("study.hours", "study.lessons").replace('version: "1"', 'version: "2"')

    new = read_with_ledger(settings, tmp_path, RENAMED, later)

    assert (new, list(Refused.objects.all())) == (["county/study", "county/income"], [])
    assert list(get_program("county/income").scheme.ledgers["study"].fields) == ["lessons"]


def test_a_scheme_that_is_right_beside_one_that_would_break_waits_for_it(settings, tmp_path):
    read_with_ledger(settings, tmp_path, STUDY, COUNTING)
    other = COUNTING.replace("county/income", "county/other").replace("study.hours", "study.lessons")
    read_in(settings, tmp_path, other, name="other")

    read_with_ledger(settings, tmp_path, RENAMED, COUNTING)

    refused = {each.name: each.findings[0]["message"]["en"] for each in Refused.objects.all()}
    assert sorted(refused) == ["county/income", "county/other", "county/study"]
    assert refused["county/other"] == (
        "The ledger 'county/study', which this scheme counts, was not taken this time."
    )
    assert "county/other" not in known_schemes()


def test_a_scheme_in_force_reads_its_ledger_as_it_is_now(settings, tmp_path):
    read_with_ledger(settings, tmp_path, STUDY, COUNTING)
    (settings.PACKS_FOLDER / "county" / "schemes" / "income.yaml").unlink()
    finer = STUDY.replace('version: "1"', 'version: "2"').replace("digits: 1", "digits: 3")
    (settings.PACKS_FOLDER / "county" / "ledgers" / "study.yaml").write_text(finer, encoding="utf-8")

    actions.read_packs(own=settings.PACKS_FOLDER, by=None, now=NOW)

    held = Ledger.objects.get(name="county/study").type.fields["hours"].type
    assert get_program("county/income").scheme.ledgers["study"].fields["hours"].type == held


def test_a_scheme_that_waits_for_one_ledger_keeps_the_others_it_counts(settings, tmp_path):
    here = tmp_path / "packs" / "county" / "ledgers"
    here.mkdir(parents=True)
    second = STUDY.replace("county/study", "county/talks").replace("hours", "talked")
    (here / "talks.yaml").write_text(second, encoding="utf-8")
    both = COUNTING.replace("[county/study]", "[county/study, county/talks]").replace(
        "SUM(study.hours)", "SUM(study.hours) + SUM(talks.talked)"
    )
    read_with_ledger(settings, tmp_path, STUDY, both)
    read_in(settings, tmp_path, COUNTING.replace("county/income", "county/other"), name="other")
    (here / "talks.yaml").write_text(second.replace("  talked:", "  said:"), encoding="utf-8")

    later = both.replace("study.hours", "study.lessons").replace("talks.talked", "talks.said")
    new = read_with_ledger(settings, tmp_path, RENAMED, later)

    # The other scheme counts the old lessons; so this one waits, and what it counts of talks stays too.
    assert new == []
    assert sorted(each.name for each in Refused.objects.all()) == [
        *("county/income", "county/other", "county/study", "county/talks"),
    ]
    assert list(get_program("county/income").scheme.ledgers["talks"].fields) == ["talked"]


@pytest.mark.parametrize("spoiled", ["  hours:", "lead:"])
def test_a_ledger_of_the_county_in_place_of_one_of_the_product_does_not_break_a_scheme(
    settings, tmp_path, spoiled
):
    ours = files("guben") / "packs" / "base"
    counting = COUNTING.replace("county/study", "base/training").replace("study.hours", "training.hours")
    assert "county/income" in read_in(settings, tmp_path, counting)
    base = tmp_path / "packs" / "base"
    (base / "ledgers").mkdir(parents=True)
    (base / "pack.yaml").write_text((ours / "pack.yaml").read_text("utf-8"), encoding="utf-8")
    text = (ours / "ledgers" / "training.yaml").read_text("utf-8").replace(spoiled, f"{spoiled[:-1]}x:")
    (base / "ledgers" / "training.yaml").write_text(text, encoding="utf-8")

    actions.read_packs(own=settings.PACKS_FOLDER, by=None, now=NOW)

    assert "base/training" in [each.name for each in Refused.objects.all()]
    assert get_program("county/income").scheme.ledgers["training"].fields["hours"]
