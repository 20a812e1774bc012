"""A small register with something of everything in it, and its workbook."""

from datetime import date
from decimal import Decimal

import openpyxl
from web.builders import NOW, make_account
from web.structure.trees import make_organization, make_tree

from guben_web.baselines.models import Baseline
from guben_web.imports.enums import Kind
from guben_web.imports.taking_out import book_to_correct
from guben_web.ledgers.models import ReportedValue
from guben_web.org.access import Scope
from guben_web.org.models import Organization, OrganizationVersion, Workplace
from guben_web.people.models import Member, Membership, Post
from guben_web.people.secrecy import encrypt, index_of
from guben_web.teams.models import Tenure, Term
from guben_web.words.pinyin import initials_of, initials_of_person
from guben_web.workplaces.models import Plan

TODAY = NOW.date()
CODE, OTHER_CODE = "91350100M000100Y43", "52330000501234567X"
WOMAN = "999999198506120021"
MODELS = (
    *(Organization, OrganizationVersion, Workplace, Plan, Member, Membership, Post, Tenure, Term),
    *(Baseline, ReportedValue),
)


def make_person(organization, name, **more):
    """Store somebody with a name of their own."""
    member = Member(
        organization=organization, name=name, status="full", name_initials=initials_of_person(name), **more
    )
    member.address = encrypt("荻汀村1组", of=member.key, field="address")
    member.phone = encrypt("15400000001", of=member.key, field="phone")
    member.phone_index = index_of("phone", "15400000001")
    member.save()
    Membership.objects.create(member=member, organization=organization, status="full")
    return member


def make_register():
    """Store organizations, two of them of one name and without code, and of every table a row or two."""
    account = make_account("department")
    tree = make_tree()
    for village in ("V1", "V2"):
        group = make_organization(
            f"{village}G", tree[village], name="第一党小组", type="group", level="group"
        )
        Organization.objects.filter(pk=group.pk).update(code=None)
        tree[f"{village}G"] = group
    shared = {"valid_from": date(2025, 1, 1), "origin": "hand"}
    village = Workplace.objects.create(
        organization=tree["V1"], kind="village", population=800, households=210, **shared
    )
    mill = Workplace.objects.create(
        name="云岭纺织厂",
        name_initials=initials_of("云岭纺织厂"),
        credit_code=CODE,
        kind="nonpublic_enterprise",
        place=tree["T1"],
        staff=80,
        members=4,
    )
    Workplace.objects.create(
        name="云岭茶厂",
        name_initials=initials_of("云岭茶厂"),
        kind="nonpublic_enterprise",
        organization=tree["B1"],
        cover="JOINT",
        staff=20,
    )
    Plan.objects.create(workplace_key=mill.key, cover="OWN", due_date=date(2027, 1, 1), by=account, at=NOW)
    lin = make_person(tree["V1"], "曾荷生", education="college", birth_date=date(1985, 6, 12))
    guo = make_person(tree["V1G"], "郭松年", birth_date=date(1970, 1, 1))
    make_person(tree["V2G"], "林菱", is_in_hardship=True, hardship_since=date(2025, 5, 1))
    post = Post.objects.create(
        organization=tree["V1"], member=lin, post="secretary", in_team=True, start_date=date(2021, 1, 15)
    )
    Tenure.objects.create(post=post, way="ELECTED", until=date(2026, 1, 15))
    Post.objects.create(organization=tree["V2"], member=guo, post="contact_leader", in_team=False)
    Term.objects.create(
        organization=tree["V1"], elected_date=date(2021, 1, 15), due_date=date(2026, 1, 15), seats=3
    )
    Baseline.objects.create(
        organization=tree["V1"], period="2024", grade="先进", points=Decimal("91.5"), source="batch:0!x!1"
    )
    return account, tree, village


def write_book(path, *, kinds=tuple(Kind), with_numbers=True, scope=None, language="zh"):
    """Write what is on record as the workbook that one would take out."""
    book = book_to_correct(
        scope or Scope(is_whole=True),
        TODAY,
        kinds,
        mark="测试",
        with_numbers=with_numbers,
        language=language,
    )
    path.write_bytes(book)
    return path


def edit(path, sheet, row, **cells):
    """Change cells of a row, counted from 0, by heading; a row below the last is a new one."""
    book = openpyxl.load_workbook(path)
    headings = {cell.value: cell.column for cell in book[sheet][2]}
    for heading, value in cells.items():
        book[sheet].cell(row + 3, headings[heading], value)
    book.save(path)
    return path


def rows_of(path, sheet):
    """Return the rows of a sheet as dicts by heading."""
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows(min_row=2)]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]


def everything():
    """Return all that the register holds, to the last field."""
    return {model.__name__: sorted(map(str, model.objects.values())) for model in MODELS}
