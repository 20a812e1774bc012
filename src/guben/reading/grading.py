"""Grades, vetoes, ceilings, floors, quotas and tails of a scheme file."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import yaml

from guben.diagnostics import Text
from guben.model.grading import (
    Grade,
    Quantity,
    Quota,
    QuotaBase,
    QuotaKind,
    Rounding,
    Tail,
    Veto,
)
from guben.reading import findings as codes
from guben.reading.trees import Entry, Tree, named, plain

_GRADE = Text("等次", "grade")
_QUOTA = Text("比例控制", "a quota")
_TAIL = Text("名单", "list")
TIES = ("in", "out")
QUANTITY_KEYS = ("number", "share", "rounding", "at_least")


@dataclass(frozen=True, slots=True)
class GradingReader:
    """Reads how points become a grade; `peers` are the words that can stand behind `within`."""

    tree: Tree
    peers: tuple[str, ...]

    def grades(self, node: yaml.Node | None) -> tuple[Grade, ...]:
        """Return the grades, best first."""
        tree, grades = self.tree, []
        for name, entry in tree.named(node, _GRADE):
            where = named(_GRADE, name)
            entries = tree.record(
                entry.value, where, required=("title",), optional=("when",), declared_at=entry.key
            )
            title = tree.optional_title(entries, "title", where) or Text(name, name)
            condition = tree.optional_formula(entries, "when", where)
            grades.append(Grade(name, title, condition, tree.key_span(entry)))
        return tuple(grades)

    def limits(self, node: yaml.Node | None, where: Text, key: str) -> tuple[Veto, ...]:
        """Return vetoes, ceilings or floors, which name their grade under `key`."""
        tree, limits = self.tree, []
        for item in tree.items(node, where) if node else []:
            entries = tree.record(item, where, required=("if", key), optional=("title",))
            condition = tree.optional_formula(entries, "if", where)
            if condition and key in entries:
                grade = entries[key].value
                title = tree.optional_title(entries, "title", where)
                limits.append(
                    Veto(condition, tree.words(grade, where), title, tree.span(item), tree.span(grade))
                )
        return tuple(limits)

    def quotas(self, node: yaml.Node | None) -> tuple[Quota, ...]:
        """Return the quotas in the order in which they are applied."""
        items = self.tree.items(node, _QUOTA) if node else []
        return tuple(quota for item in items if (quota := self._quota(item)))

    def _quota(self, node: yaml.Node) -> Quota | None:
        tree, found_before = self.tree, len(self.tree.findings)
        required = ("grades", "kind", "within", "ties")
        entries = tree.record(
            node, _QUOTA, required=required, optional=(*QUANTITY_KEYS, "of", "cut_off", "then", "title")
        )
        if len(tree.findings) > found_before:
            return None
        kind = tree.one_of(entries["kind"].value, _QUOTA, [each.value for each in QuotaKind])
        fills = self._fills(entries, node, kind)
        base = tree.optional_word(entries, "of", _QUOTA, [each.value for each in QuotaBase])
        within = tree.several_of(entries["within"].value, _QUOTA, self.peers)
        ties = tree.one_of(entries["ties"].value, _QUOTA, TIES)
        names_node = entries["grades"].value
        names = [tree.words(item, _QUOTA) for item in tree.items(names_node, _QUOTA)]
        tree.need_content(entries, "grades", _QUOTA)
        quantity = self._quantities(entries, node, _QUOTA)
        if quantity and quantity[0] != quantity[1]:
            tree.report(
                codes.NOT_A_NUMBER, entries["share"].value, words=tree.words(entries["share"].value, _QUOTA)
            )
        then = tree.optional_ordering(entries, "then", _QUOTA)
        title = tree.optional_title(entries, "title", _QUOTA)
        if len(tree.findings) > found_before or kind is None or within is None or quantity is None:
            return None
        return Quota(
            grades=tuple(names),
            kind=QuotaKind(kind),
            quantity=quantity[0],
            base=QuotaBase(base) if base else QuotaBase.ALL,
            within=within,
            ties_are_in=ties == "in",
            fills=fills,
            title=title,
            span=tree.span(node),
            grades_span=tree.span(names_node),
            then=then,
        )

    def _fills(self, entries: Mapping[str, Entry], node: yaml.Node, kind: str | None) -> bool:
        """Return whether the quota wins over the conditions; only one of kind `about` leaves a choice."""
        cut_off = self.tree.optional_word(entries, "cut_off", _QUOTA, ("holds", "yields"))
        if kind == QuotaKind.ABOUT.value and "cut_off" not in entries:
            self.tree.report(codes.MISSING_KEY, node, where=_QUOTA, key="cut_off")
        elif kind != QuotaKind.ABOUT.value and "cut_off" in entries:
            self.tree.report(codes.NOT_FOR_TYPE, entries["cut_off"].key, key="cut_off", type=kind)
        return kind == QuotaKind.AT_LEAST.value or cut_off == "yields"

    def _quantities(
        self, entries: Mapping[str, Entry], node: yaml.Node, where: Text
    ) -> tuple[Quantity, Quantity] | None:
        """Return the least and the most organizations that `number` or `share` stand for."""
        tree = self.tree
        if ("number" in entries) == ("share" in entries):
            tree.report(codes.ONE_OF_KEYS, node, where=where, keys=["number", "share"])
            return None
        least_node = plain(entries, "at_least")
        least = self._whole(least_node, where) if least_node else 0
        if "number" in entries:
            number = self._whole(entries["number"].value, where)
            if number is None or least is None:
                return None
            quantity = Quantity(number, None, Rounding.DOWN, least)
            return quantity, quantity
        rounding = tree.optional_word(entries, "rounding", where, [each.value for each in Rounding])
        if "rounding" not in entries:
            tree.report(codes.MISSING_KEY, node, where=where, key="rounding")
        shares = self._share(entries["share"].value, where)
        if rounding is None or shares is None or least is None:
            return None
        low, high = (Quantity(None, share, Rounding(rounding), least) for share in shares)
        return low, high

    def _whole(self, node: yaml.Node, where: Text) -> int | None:
        number, _ = self.tree.number_or_share(node, where)
        if number is None and not self.tree.findings:
            self.tree.report(codes.NOT_A_NUMBER, node, words=self.tree.words(node, where))
        return number

    def _share(self, node: yaml.Node, where: Text) -> tuple[Fraction, Fraction] | None:
        tree = self.tree
        shares = tree.range(node, where)
        words = tree.words(node, where)
        if shares and not words.endswith(("%", "％")):
            tree.report(codes.PERCENT_SIGN, node, words=words)
            return None
        return shares

    def tails(self, node: yaml.Node | None) -> tuple[Tail, ...]:
        """Return the lists of the first or last."""
        found = [self._tail(name, entry) for name, entry in self.tree.named(node, _TAIL)]
        return tuple(tail for tail in found if tail)

    def _tail(self, name: str, entry: Entry) -> Tail | None:
        tree, where, found_before = self.tree, named(_TAIL, name), len(self.tree.findings)
        entries = tree.record(
            entry.value,
            where,
            required=("title", "order", "within", "ties"),
            optional=(*QUANTITY_KEYS, "then", "if", "also"),
            declared_at=entry.key,
        )
        if len(tree.findings) > found_before:
            return None
        order = tree.ordering(entries["order"].value, where)
        within = tree.several_of(entries["within"].value, where, self.peers)
        ties = tree.one_of(entries["ties"].value, where, TIES)
        quantities = self._quantities(entries, entry.key, where)
        condition = tree.optional_formula(entries, "if", where)
        also = tree.optional_formula(entries, "also", where)
        then = tree.optional_ordering(entries, "then", where)
        title = tree.title(entries["title"].value, where)
        if quantities and (quantities[0] != quantities[1]) != ("if" in entries):
            words = tree.words(entries["share"].value, where) if "share" in entries else ""
            tree.report(
                codes.RANGE_NEEDS,
                entries["share" if "share" in entries else "number"].value,
                words=words,
                key="if",
            )
        if len(tree.findings) > found_before or order is None or within is None or quantities is None:
            return None
        return Tail(
            name=name,
            title=title,
            order=order.formula,
            is_descending=order.is_descending,
            within=within,
            ties_are_in=ties == "in",
            sure=quantities[0],
            most=quantities[1],
            condition=condition,
            also=also,
            span=tree.key_span(entry),
            then=then,
        )
