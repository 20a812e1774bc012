"""How the numbers of a scheme come about, step by step; no SQL, no Python rows.

A program is computed for each organization in scope:

1. Measures, in order. A collected one is what was reported; a derived one is its expression.
2. Parts, each after those below it. A leaf is its expression rounded to the scheme's digits. Not applicable leaves it
   out; missing gives no points, leaves it out, or stops the evaluation, as its policy says. A part with parts is the
   sum of those not left out; if these are worth something else together than is printed, the sum is multiplied by what
   is printed over what they are worth, and rounded. A capped part takes what those of its parts that apply are worth in
   place of what is printed, where that is more, and no more than is printed of the outcome. If all were left out so is the part. A part whose printed points
   are below 0 only takes away: it counts in none of this, and is taken off afterwards, down to nothing; in a part of its
   own kind such parts are added up, down to what is printed. The whole is the part with
   the empty path. Where formulas ask for the points of a part that is left out, these are not applicable.
3. Won parts: the condition over the part's points holds; a part that is left out is not won.
4. The grade, for organizations with a total. A condition that is missing or not applicable does not hold.
   a. The first whose condition holds.
   b. Lowered to the grade of every veto, then of every ceiling, whose condition holds.
   c. Quotas, in order, among the organizations alike in `within`. `allowed` follows from the number of those with a
      grade, or of those without a veto. One that displaces puts those with one of its grades in order, by grade and
      then by total, and then by `then` with who has no value last, best first; who is not among the first `allowed` falls to the grade below its last. One that fills,
      if fewer than `allowed` are left, takes the nearest: for the worst grade the lowest of those above, by grade
      and then by total, who fall to its first grade; for others the best of those below, unless a veto or ceiling holds
      them lower, who rise to its last. Equals at the border are all in or all out.
   d. Raised to the grade of every floor whose condition holds, but no further than vetoes and ceilings allow.
5. Lists: their expressions.
6. The rank: one more than the number of organizations with more points in total.
"""

from guben.plan.building import build_program
from guben.plan.program import (
    GradeStep,
    MeasureStep,
    PartStep,
    Program,
    QuotaStep,
    TailStep,
    VetoStep,
)

__all__ = [
    "GradeStep",
    "MeasureStep",
    "PartStep",
    "Program",
    "QuotaStep",
    "TailStep",
    "VetoStep",
    "build_program",
]
