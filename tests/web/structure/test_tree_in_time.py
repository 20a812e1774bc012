"""Whatever is done with organizations in whatever order: the tree holds together on every day."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from web.builders import NOW, make_account
from web.structure.trees import described, make_members, make_organization, make_tree, on

from guben_web.org.access import holding_on
from guben_web.org.models import Organization, OrganizationVersion
from guben_web.people.models import Membership
from guben_web.structure import actions
from guben_web.structure.actions import ActIsForbidden
from guben_web.structure.asking import Change, Dissolution, Founding, Merger, Split

START = date(2025, 1, 1)
DAYS = 12
act_lists = st.lists(
    st.tuples(
        st.sampled_from(["found", "move", "merge", "split", "dissolve"]),
        st.integers(0, 11),
        st.integers(0, 11),
        st.integers(0, DAYS - 1),
    ),
    min_size=1,
    max_size=8,
)


class TreeInTime(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(act_lists)
    def test_everybody_is_in_one_organization_that_is_there_on_every_day(self, acts):
        account = make_account("department")
        tree = make_tree()
        make_organization("G1", tree["B1"], type="group", level="group")
        for key in ("V1", "V2", "B1"):
            make_members(tree[key], 3)

        for number, (kind, one, other, day) in enumerate(acts):
            self.attempt(account, number, kind, one, other, START + timedelta(day))

        for number in range(-1, DAYS + 1):
            self.holds_together(START + timedelta(number))

    def attempt(self, account, number, kind, one, other, day):
        ids = list(Organization.objects.order_by("pk").values_list("pk", flat=True))
        first = Organization.objects.get(pk=ids[one % len(ids)])
        second = Organization.objects.get(pk=ids[other % len(ids)])
        people = tuple(first.members.order_by("name").values_list("pk", flat=True)[: other % 3])
        below = OrganizationVersion.objects.filter(parent=first, valid_to=None)
        children = tuple(below.order_by("pk").values_list("organization_id", flat=True)[: one % 2])
        new = described(f"新{number}", second)
        same = described(f"改{number}", second, code=first.code or "")
        asked, action = {
            "found": (Founding(new, on(day)), actions.found_organization),
            "move": (Change(first.pk, same, on(day)), actions.change_organization),
            "merge": (Merger(first.pk, (second.pk,), on(day)), actions.merge_organizations),
            "split": (Split(first.pk, new, people, children, on(day)), actions.split_organization),
            "dissolve": (Dissolution(first.pk, on(day)), actions.dissolve_organization),
        }[kind]
        with suppress(ActIsForbidden):
            action(asked=asked, by=account, now=NOW)

    def holds_together(self, day):
        rows = list(OrganizationVersion.objects.filter(holding_on(day)))
        parents = {row.organization_id: row.parent_id for row in rows}
        assert len(parents) == len(rows), f"an organization is there twice on {day}"
        for organization, above in parents.items():
            parent = above
            assert parent is None or parent in parents, f"a superior is not there on {day}"
            seen = {organization}
            while parent is not None:
                assert parent not in seen, f"a circle on {day}"
                seen.add(parent)
                parent = parents[parent]
        rows = Membership.objects.filter(holding_on(day)).values_list("member_id", "organization_id")
        placed = dict(rows)
        assert len(rows) == len(placed) == 9, f"somebody is in two organizations or in none on {day}"
        assert set(placed.values()) <= parents.keys(), (
            f"somebody is in an organization that is not there on {day}"
        )


pytestmark = pytest.mark.slow
