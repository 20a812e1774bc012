"""How the numbers of a scheme come about, step by step; no SQL, no Python rows.

A program is computed for each organization in scope:

1. Measures, in order. A collected one is what was reported; a derived one is its expression.
2. Parts, each after those below it. A leaf is its expression rounded to the scheme's digits. Not applicable leaves it
   out; missing gives no points, leaves it out, or stops the evaluation, as its policy says. A part with parts is the
   sum of those not left out; if some were left out the sum is multiplied by what all are worth over what the rest is
   worth, and rounded. If all were left out so is the part. The whole is the part with the empty path.
   Where formulas ask for the points of a part that is left out, these are not applicable.
3. Won parts: the condition over the part's points holds; a part that is left out is not won.
4. The grade: the first whose condition holds, then lowered to the grade of every veto whose condition holds. A
   condition that is missing or not applicable does not hold. If the whole is left out there is no grade.
5. The rank: one more than the number of organizations with more points in total.
"""

from guben.plan.building import build_program
from guben.plan.program import GradeStep, MeasureStep, PartStep, Program, VetoStep

__all__ = ["GradeStep", "MeasureStep", "PartStep", "Program", "VetoStep", "build_program"]
