"""Entries of the record as the page shows them: the act, the roles, and the details, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from guben_web.audit.acts import ACTS
from guben_web.audit.models import Entry
from guben_web.audit.naming import named_keys, names_of
from guben_web.engine.texts import Text, both
from guben_web.words.formats import yes_or_no
from guben_web.words.language import say

ROLE = "role"
_TITLES = {
    "CHANGED": Text("变更", "changed"),
    "CREATED": Text("新增", "created"),
    "REFUSED": Text("不写入", "refused"),
    "UNCHANGED": Text("不变", "unchanged"),
    "BASELINE": Text("年度等次", "earlier grades"),
    "MEMBER": Text("党员", "members"),
    "ORGANIZATION": Text("组织", "organizations"),
    "POST": Text("任职", "posts"),
    "TERM": Text("换届", "terms"),
    "WORKPLACE": Text("单位", "workplaces"),
    "account": Text("账号", "account"),
    "answer": Text("结论", "answer"),
    "as_of": Text("截止日期", "cut-off date"),
    "body": Text("会议", "meeting"),
    "by": Text("方式", "by"),
    "cover": Text("组建方式", "cover"),
    "day": Text("日期", "day"),
    "due": Text("应发（元）", "due, in yuan"),
    "elected": Text("选举日期", "elected"),
    "field": Text("项目", "what"),
    "factor": Text("方式", "of"),
    "fields": Text("改动的项目", "what was changed"),
    "file": Text("文件", "file"),
    "flaw": Text("原因", "because"),
    "from": Text("从", "from"),
    "kind": Text("类型", "kind"),
    "kinds": Text("内容", "of"),
    "ledgers": Text("台账", "ledgers"),
    "marks": Text("评分数", "marks"),
    "meanings": Text("表头", "headings"),
    "met_on": Text("会议日期", "day of the meeting"),
    "name": Text("名称", "name"),
    "numbers": Text("含号码", "with numbers"),
    "on": Text("自", "as of"),
    "organization": Text("组织", "organization"),
    "organization_id": Text("组织", "organization"),
    "organizations": Text("组织数", "organizations"),
    "outcome": Text("去向", "outcome"),
    "overrides": Text("调整的等次", "grades set otherwise"),
    "paid": Text("已发（元）", "paid, in yuan"),
    "part": Text("项目", "part"),
    "passkey": Text("通行密钥", "passkey"),
    "passkeys": Text("通行密钥数", "passkeys"),
    "period": Text("考核期", "period"),
    "post": Text("职务", "post"),
    "proxy": Text("代录", "by proxy"),
    "purpose": Text("用途", "purpose"),
    "reason": Text("事由", "reason"),
    "result_digest": Text("结果校验码", "result digest"),
    ROLE: Text("角色", "role"),
    "refused": Text("不采用", "refused"),
    "rights": Text("权限", "rights"),
    "roles": Text("角色", "roles"),
    "rows": Text("行数", "rows"),
    "written": Text("写出行数", "rows written"),
    "scheme": Text("制度", "scheme"),
    "schemes": Text("制度", "schemes"),
    "seal": Text("封存码", "seal"),
    "sha256": Text("校验码", "digest"),
    "state": Text("结果", "outcome"),
    "status": Text("人员类别", "status"),
    "to": Text("到", "to"),
    "trial": Text("试算次数", "trial run"),
    "what": Text("内容", "what"),
    "words": Text("等次的对应", "meaning of grades"),
    "year": Text("年度", "year"),
}
_VALUES = {
    "by": {"link": Text("链接", "link"), "password": Text("密码", "password")},
    "factor": {
        "authenticator": Text("身份验证器", "authenticator"),
        "passkey": Text("通行密钥", "passkey"),
    },
    "kind": {"demo": Text("演示", "demo"), "real": Text("正式", "real")},
}
_DETAIL = Text("{title}：{value}", "{title}: {value}")


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry with its act, the roles of who acted, and its details, in words."""

    entry: Entry
    act: str
    roles: str
    details: list[str]


def shown(entries: Iterable[Entry]) -> list[ShownEntry]:
    """Return entries as the page shows them; one query for each kind of value that an app names."""
    rows = list(entries)
    names = {
        key: names_of(key, {each for entry in rows for each in _held(entry.detail.get(key))})
        for key in named_keys()
    }
    roles = names_of(ROLE, {role for entry in rows for role in entry.roles.split()})
    return [_shown(entry, names, roles) for entry in rows]


def _shown(entry: Entry, names: Mapping[str, Mapping[Any, str]], roles: Mapping[str, str]) -> ShownEntry:
    act = ACTS.get(entry.action)
    held = [roles.get(role, role) for role in entry.roles.split()]
    # Counts of nothing and empty values say nothing.
    details = [
        say(_DETAIL.filled(title=_title(key), value=_value(key, value, names.get(key, {}))))
        for key, value in entry.detail.items()
        if value not in (None, "", 0, [], {}) or isinstance(value, bool)
    ]
    return ShownEntry(entry, say(act) if act else entry.action, say(_listed(held)), details)


def _title(key: str) -> Text:
    """Return the words of a detail; the key itself where it has none, each part of MEMBER.CREATED for itself."""
    parts = [_TITLES.get(part, both(part)) for part in key.split(".")]
    return Text("".join(part.zh for part in parts), " ".join(part.en for part in parts))


def _value(key: str, value: Any, names: Mapping[Any, str]) -> Text:
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, dict):
        return _listed([f"{name} → {held}" for name, held in value.items()])
    if isinstance(value, list):
        # Of rows it is enough how many there are; what they say stands where they belong.
        if any(isinstance(each, list) for each in value):
            return both(str(len(value)))
        words = [both(names[each]) if each in names else _title(str(each)) for each in _held(value)]
        return Text("、".join(each.zh for each in words), ", ".join(each.en for each in words))
    return _VALUES.get(key, {}).get(value) or both(names.get(value, str(value)))


def _held(value: Any) -> list[Any]:
    """Return the values that can have names in a detail: itself, or what is in its list."""
    if value is None:
        return []
    parts = value if isinstance(value, list) else [value]
    return [each for each in parts if not isinstance(each, dict | list)]


def _listed(words: list[str]) -> Text:
    return Text("、".join(words), ", ".join(words))
