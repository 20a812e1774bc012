"""Collections and forms that tests need to exist, in a county of two townships."""

from datetime import date, datetime, timedelta

from web.builders import NOW, make_account
from web.structure.trees import make_organization

from guben_web.engine.reporting import find_measure, read_typed
from guben_web.ledgers.models import ReportedValue
from guben_web.reporting import actions, sheet_actions
from guben_web.reporting.actions import Design, Wish
from guben_web.reporting.enums import How
from guben_web.reporting.figures import MISSING, as_stored
from guben_web.reporting.models import Collection, Department, Sheet
from guben_web.reporting.sheet_actions import Said

DEADLINE = date(2026, 3, 31)
VILLAGES = "pioneer-project/village"
# What the scheme of villages asks the villages themselves.
INCOME, FUNDS, COLLECTIVE = "net_income", "collective_funds_total", "collective_income"
OWN = (INCOME, FUNDS, COLLECTIVE)
VIOLATION = "serious_violation"
ONE_DAY = timedelta(days=1)


def make_county(villages: int = 3, prefix: str = "") -> dict[str, object]:
    """Store a county with two townships; the first has some villages, the second one. Codes begin with `prefix`."""

    def made(key, above=None, **more):
        return make_organization(f"{prefix}{key}", above, **more)

    county = made("C", type="committee", level="county", field="agency")
    one = made("T1", county, type="committee", level="township", name="篁川镇党委")
    two = made("T2", county, type="committee", level="township", name="鹭屏乡党委")
    tree = {"C": county, "T1": one, "T2": two}
    for number in range(1, villages + 1):
        tree[f"V{number}"] = made(f"V{number}", one, name=f"荻汀{number}村党支部")
    return tree | {"W1": made("W1", two, name="菱渚村党支部")}


def secretary_of(organization) -> object:
    """Return an account of a village's secretary."""
    return make_account("secretary", organization_id=organization.pk)


def township_of(organization) -> object:
    """Return an account of a township."""
    return make_account("township", organization_id=organization.pk)


def make_draft(by, *, measures=OWN, period="2026", now=NOW, **more) -> Collection:
    """Store a collection that asks villages, not published yet."""
    design = Design(
        title="2026年村级数据",
        schemes=(VILLAGES,),
        period=period,
        deadline=DEADLINE,
        jump_percent=more.pop("jump_percent", 50),
        sample_size=more.pop("sample_size", 2),
        answer_days=3,
    )
    wishes = [Wish(name, 2, more.get("justification", "")) for name in measures]
    return actions.save_collection(collection=None, design=design, wishes=wishes, by=by, now=now)


def publish(by=None, *, now=NOW, **more) -> Collection:
    """Store a collection and send it out."""
    by = by or make_account("department")
    collection = make_draft(by, now=now, **more)
    actions.publish_collection(collection=collection, by=by, now=now)
    collection.refresh_from_db()
    return collection


def name_discipline(account) -> Department:
    """Let an account return what the discipline committee is asked."""
    by = make_account("department")
    actions.name_department(code="discipline", name="县纪委监委", account=account, by=by, now=NOW)
    return Department.objects.get(code="discipline")


def sheet_of(collection, organization) -> Sheet:
    """Return an organization's form."""
    return Sheet.objects.get(collection=collection, organization=organization)


def typed(measure: str, words: str):
    """Return the value that words say for a measure."""
    known = find_measure(measure)
    read = read_typed(known, words, NOW.date())
    assert read.finding is None, read.finding
    return as_stored(known, read.value) if words else MISSING


def fill(sheet, by, now: datetime = NOW, **words):
    """Fill in a form; measures by name."""
    note = words.pop("note", None)
    said = [
        Said(sheet.organization_id, name, typed(name, each), note=note, known=None)
        for name, each in words.items()
    ]
    return sheet_actions.fill(sheet=sheet, said=said, how=How.TYPED, by=by, now=now)


def fill_all(sheet, by, now: datetime = NOW, *, income="5200", note=None):
    """Fill in all that a village is asked."""
    return fill(sheet, by, now, note=note, **{INCOME: income, FUNDS: "80000", COLLECTIVE: "120000"})


def hand_in(sheet, by, now: datetime = NOW, **more):
    """Fill in all and submit."""
    fill_all(sheet, by, now, **more)
    sheet_actions.submit(sheet=sheet, by=by, now=now)


def report(organization, measure: str, words: str, *, period="2025", source="组织!5!K") -> ReportedValue:
    """Store a reported value that came with an import."""
    number, scale, choice, is_absent = typed(measure, words)
    return ReportedValue.objects.create(
        organization=organization, measure=measure, period=period, number=number, scale=scale,
        choice=choice, is_not_applicable=is_absent, source=source,
    )  # fmt: skip
