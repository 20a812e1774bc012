"""Small trees of organizations with people, and acts on them."""

from datetime import date

from web.builders import NOW, make_account

from guben_web.org.access import holding_on
from guben_web.org.models import Organization, OrganizationVersion
from guben_web.people.models import Member, Membership
from guben_web.structure.asking import Described, Grounds
from guben_web.words.pinyin import initials_of, pinyin_of

TODAY = NOW.date()
MARCH = date(2025, 3, 1)
JUNE = date(2025, 6, 1)


def make_organization(
    key, parent=None, *, name=None, type="branch", level="village", field="rural", since=None
):
    """Store an organization that is there since a day, or always."""
    organization = Organization.objects.create(key=key, code=key)
    name = name or f"{key}党支部"
    OrganizationVersion.objects.create(
        organization=organization,
        name=name,
        name_pinyin=pinyin_of(name),
        name_initials=initials_of(name),
        type=type,
        level=level,
        field=field,
        parent=parent,
        valid_from=since,
    )
    return organization


def make_members(organization, count, *, status="full", **more):
    """Store people of an organization."""
    made = [
        Member.objects.create(
            organization=organization, name=f"{organization.key}{number}", status=status, **more
        )
        for number in range(count)
    ]
    for member in made:
        Membership.objects.create(member=member, organization=organization, status=status)
    return made


def make_tree():
    """Store a county with two townships; the first has three villages, the first of these a branch below it."""
    county = make_organization("C", type="committee", level="county", field="agency")
    one = make_organization("T1", county, type="committee", level="township")
    two = make_organization("T2", county, type="committee", level="township")
    tree = {"C": county, "T1": one, "T2": two}
    tree |= {key: make_organization(key, one) for key in ("V1", "V2", "V3")}
    tree["B1"] = make_organization("B1", tree["V1"], level="branch")
    return tree


def described(name, parent, **more):
    """Return what an organization is to be like: a village's branch unless told otherwise."""
    kinds = {"type": "branch", "level": "village", "field": "rural", "code": ""} | more
    return Described(name=name, parent_id=parent.pk if parent else None, **kinds)


def on(day):
    """Return grounds that hold from a day."""
    return Grounds(day, "云组〔2025〕3号", "村改社区")


def parent_on(organization, day):
    """Return the key of the superior on a day."""
    row = OrganizationVersion.objects.filter(holding_on(day), organization=organization).first()
    return row.parent.key if row and row.parent else None


def make_department():
    """Return an account that may do everything with organizations."""
    return make_account("department")
