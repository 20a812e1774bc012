"""A small ledger in the tests, with pieces replaced."""

from guben.evaluation.ledgers import CheckedLedger, checked_ledger
from guben.reading.ledgers import read_ledger_text

TEXT = """\
ledger: test/requests
version: "3"
title: {zh: 诉求, en: Requests}
lead: {zh: 每件一条。, en: One entry each.}
subject: [household]
kept_by: [village, township]
time: day
close: quarter
seen_by: superior
evidence: true
fields:
  household: {type: entry, of: base/households, title: {zh: 户, en: Household}, required: true, filter: true}
  helpers: {type: members, title: {zh: 参加党员, en: Helpers}}
  kind: {type: choice, choices: {road: {zh: 路, en: Road}, water: {zh: 水, en: Water}}, title: {zh: 类别, en: Kind}, required: true}
  cost: {type: yuan, bounds: 0..100000, title: {zh: 费用, en: Cost}, unit: {zh: 万元, en: 10k yuan}, note: {zh: 估计, en: A guess}}
  due_on: {type: date, title: {zh: 期限, en: Due}, required: true}
  done_on: {type: date, title: {zh: 办结, en: Done}}
  secret: {type: text, title: {zh: 情况, en: What}, sensitive: true}
rules:
  - {must: done_on >= date, says: {zh: 办结不能早于提出, en: Done after it was raised}}
  - must: state = open OR KNOWN(done_on)
states:
  open: {title: {zh: 办理中, en: Open}}
  done: {title: {zh: 已办结, en: Done}, locked: true}
  dropped: {title: {zh: 已撤销, en: Dropped}, counts: false}
moves:
  finish: {title: {zh: 办结, en: Finish}, from: [open], to: done, by: [keeper]}
  drop: {title: {zh: 撤销, en: Drop}, from: [open, done], to: dropped, by: [superior, department], reason: true}
due: {field: due_on, done: [done]}
disclosed: [kind, due_on]
parameters:
  days_allowed: {value: 30, type: duration}
measures:
  requests_made: {type: count, title: {zh: 件数, en: Requests made}, derive: COUNT(requests)}
  requests_done: {type: percent, title: {zh: 办结率, en: Share done}, derive: "SHARE(requests WHERE state = done, requests)"}
  households_heard: {type: count, title: {zh: 户数, en: Households}, derive: DISTINCT(requests.household)}
  requests_quick: {type: count, title: {zh: 快办, en: Quick}, derive: "COUNT(requests WHERE KNOWN(done_on) AND DAYS(date, done_on) <= days_allowed)"}
  helper_cost: {type: yuan, title: {zh: 人均费用合计, en: Cost times helpers}, derive: "SUM(requests WHERE KNOWN(cost) AND KNOWN(helpers), cost * helpers)"}
"""


def ledger(*replacements: tuple[str, str]) -> CheckedLedger:
    """Return the ledger, checked, with pieces of its text replaced."""
    text = TEXT
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return checked_ledger(read_ledger_text(text, shown_as="requests.yaml"))
