"""Packs are read from the disk; what is wrong is refused and what was in force stays; old entries read as they were written."""

import pytest
from web.builders import NOW, make_account
from web.ledgers.ledgers import MEETINGS, VENUES, add, meeting, read_in, reader_of

from guben_web.ledgers import tasks
from guben_web.ledgers.models import EntryIndex
from guben_web.packs import actions
from guben_web.packs.models import Definition, Ledger, Refused

pytestmark = pytest.mark.django_db
# A field goes, one comes, a scale grows, and the field to filter by is another.
CHANGED = (
    MEETINGS.replace('version: "1"', 'version: "2"')
    .replace("  note: {type: text, title: {zh: 内部说明, en: Note}, sensitive: true}\n", "")
    .replace("en: people}, filter: true}", "en: people}}", 1)
    .replace("rate: {type: percent,", "rate: {type: percent, digits: 3, filter: true,")
    .replace("  came:", "  place: {type: text, title: {zh: 地点, en: Place}}\n  came:")
)


def test_the_ledgers_of_the_product_are_read():
    actions.read_packs(own=None, by=None, now=NOW)

    assert Ledger.objects.get(name="base/meetings").title.zh == "组织生活"
    assert list(Refused.objects.all()) == []
    assert actions.read_packs(own=None, by=None, now=NOW) == []


def test_an_entry_is_shown_by_the_definition_it_was_written_with(sign_in, tmp_path, ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    entry = add(ledgers["meetings"], meeting(tree["V1"], rate=85_500_000, note="旧说明"), keeper)

    changed = read_in(tmp_path / "packs", CHANGED)["meetings"]
    tasks.index(lambda words, done=0, of=0: None, ledger=changed.pk)

    assert [each.version for each in Definition.objects.filter(ledger="county/meetings")] == ["1", "2"]
    client = sign_in(account=keeper.account)
    page = client.get(f"/entries/{entry.pk}").content.decode()
    assert ["旧说明" in page, "地点" in page, "第1版" in page] == [True, False, True]
    indexed = EntryIndex.objects.filter(entry=entry).order_by("field")
    # 85.5 % has a scale of nine now.
    assert [(row.field, row.number) for row in indexed] == [
        ("host", None),
        ("kind", None),
        ("rate", 855_000_000),
    ]
    # Saved again, it is one of the second version; what that has no field for is in the history only.
    form = client.get(f"/entries/{entry.pk}/change").context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    assert client.post(f"/entries/{entry.pk}/change", {**said, "revision": "1"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.definition.version, entry.fields["rate"], "note" in entry.fields) == (
        "2",
        855_000_000,
        False,
    )
    assert "旧说明" in client.get(f"/entries/{entry.pk}").content.decode()


def test_a_broken_definition_is_refused_with_its_findings_and_the_old_one_stays(
    sign_in, tmp_path, ledgers, tree
):
    broken = MEETINGS.replace("came <= due", "came <= expected")

    held = read_in(tmp_path / "packs", broken)["meetings"]

    assert held.definition.version == "1"
    assert len(held.type.rules) == 1
    page = sign_in("system_admin").get("/packs/").content.decode()
    assert ["county/meetings" in page, "expected" in page] == [True, True]


def test_a_pack_that_does_not_say_what_it_is_called_is_refused(tmp_path):
    ledgers = tmp_path / "nameless" / "ledgers"
    ledgers.mkdir(parents=True)
    (ledgers / "venues.yaml").write_text(VENUES.replace("county/", "nameless/"), encoding="utf-8")

    actions.read_packs(own=tmp_path, by=None, now=NOW)

    assert list(Refused.objects.values_list("name", flat=True)) == ["nameless/pack.yaml"]


def test_the_system_administrator_reads_packs_again(sign_in, tmp_path, settings):
    settings.PACKS_FOLDER = tmp_path / "packs"
    read_in(tmp_path / "packs", MEETINGS)

    assert sign_in(account=make_account("system_admin")).post("/packs/read").status_code == 302
