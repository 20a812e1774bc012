"""What a county is measured against: the national bulletin for the end of 2024, and how its tables hang together.

Counts are in thousands of members, as in 中国共产党党内统计公报. How age, occupation, education and sex go together is
not published; those tables are plausible weights, fitted to the published totals.
"""

from datetime import date

# Ages from and to, in full years. Younger than 19 is left out: such a member could not have joined a year ago.
AGE_BANDS: tuple[tuple[int, int], ...] = (
    (19, 30),
    (31, 35),
    (36, 40),
    (41, 45),
    (46, 50),
    (51, 55),
    (56, 60),
    (61, 100),
)
AGE_COUNTS = (12_272, 10_764, 11_475, 9_687, 9_041, 9_412, 8_646, 28_973)

OCCUPATION_COUNTS = {
    "worker": 6_639,
    "farmer": 26_144,
    "professional": 16_394,
    "manager": 11_563,
    "agency_staff": 7_592,
    "student": 2_622,
    "other": 7_849,
    "retired": 21_469,
}

# Joined before 1949-10, before the third plenum of 1978-12, before the eighteenth congress of 2012-11, since then.
JOINING_STARTS = (date(1930, 1, 1), date(1949, 10, 1), date(1978, 12, 18), date(2012, 11, 8))
JOINING_COUNTS = (54, 12_309, 59_800, 28_108)

FEMALE_SHARE = 0.309
COLLEGE_SHARE = 0.576
MINORITY_SHARE = 0.077
PROBATIONARY_SHARE = 0.021

# Single years within the first band, from 19; within the last, the decades from 61, 71, 81 and 91.
YOUNG_YEARS = (0.25, 0.7, 1.1, 1.3, 1.1, 1, 1, 1, 1.05, 1.1, 1.15, 1.2)
OLD_DECADES = (0.50, 0.33, 0.145, 0.025)

# Rows are occupations as above, columns are age bands: how likely someone of that age is to have the occupation.
OCCUPATION_BY_AGE = (
    (0.8, 1.1, 1.2, 1.3, 1.3, 1.2, 0.9, 0.08),
    (0.4, 0.7, 0.85, 1.0, 1.1, 1.15, 1.2, 1.1),
    (1.2, 1.5, 1.5, 1.3, 1.2, 1.0, 0.7, 0.03),
    (0.8, 1.2, 1.4, 1.4, 1.3, 1.2, 0.9, 0.05),
    (1.0, 1.3, 1.3, 1.2, 1.1, 1.1, 1.0, 0.0),
    (1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    (1.3, 1.2, 1.1, 1.0, 1.0, 1.0, 0.9, 0.25),
    (0.0, 0.0, 0.0, 0.0, 0.0, 0.08, 0.25, 2.2),
)

FEMALE_BY_AGE = (0.47, 0.42, 0.37, 0.33, 0.30, 0.27, 0.25, 0.17)
FEMALE_BY_OCCUPATION = {
    "worker": 0.6,
    "farmer": 0.7,
    "professional": 1.45,
    "manager": 0.9,
    "agency_staff": 0.95,
    "student": 1.2,
    "other": 1.1,
    "retired": 1.2,
}

# College and above: by occupation at 45 or under, from 46 to 60, from 61.
COLLEGE_BY_OCCUPATION = {
    "worker": (0.75, 0.45, 0.20),
    "farmer": (0.42, 0.14, 0.02),
    "professional": (0.98, 0.93, 0.80),
    "manager": (0.95, 0.85, 0.60),
    "agency_staff": (0.98, 0.95, 0.80),
    "student": (0.90, 0.90, 0.90),
    "other": (0.70, 0.40, 0.10),
    "retired": (0.60, 0.55, 0.35),
}
COLLEGE_LEVELS = {
    45: {"college": 0.40, "bachelor": 0.52, "graduate": 0.08},
    60: {"college": 0.58, "bachelor": 0.39, "graduate": 0.03},
    100: {"college": 0.75, "bachelor": 0.24, "graduate": 0.01},
}
SCHOOL_LEVELS = {
    45: {"senior_secondary": 0.62, "junior_secondary": 0.36, "primary": 0.02},
    60: {"senior_secondary": 0.44, "junior_secondary": 0.48, "primary": 0.08},
    100: {"senior_secondary": 0.18, "junior_secondary": 0.42, "primary": 0.34, "below_primary": 0.06},
}

# Share of each band that joined since 2012-11, before fitting; the first band can hardly have joined earlier.
RECENT_BY_AGE = (1.0, 0.62, 0.34, 0.20, 0.13, 0.10, 0.07, 0.02)

# Ages of those developed within a year: 83.7 % are 35 or under.
DEVELOPED_BY_AGE = (0.70, 0.137, 0.07, 0.04, 0.03, 0.015, 0.008, 0.0)

# GB/T 3304 codes and weights of the peoples of the invented county.
PEOPLES = {"06": 30.0, "15": 26.0, "12": 14.0, "03": 12.0, "11": 8.0, "13": 5.0, "08": 3.0, "22": 2.0}

# In which kind of organization the members of an occupation are, in percent.
SECTORS = (
    "village",
    "community",
    "township",
    "agency",
    "school",
    "public_institution",
    "state_enterprise",
    "nonpublic_enterprise",
    "social_organization",
)
SECTORS_BY_OCCUPATION = {
    "worker": (30, 8, 0, 0, 0, 8, 30, 24, 0),
    "farmer": (96, 2, 0, 0, 0, 0, 0, 2, 0),
    "professional": (6, 0, 0, 0, 38, 34, 10, 9, 3),
    "manager": (15, 4, 0, 0, 0, 22, 30, 23, 6),
    "agency_staff": (4, 0, 40, 56, 0, 0, 0, 0, 0),
    "student": (25, 0, 0, 0, 75, 0, 0, 0, 0),
    "other": (55, 25, 0, 0, 0, 0, 0, 12, 8),
    "retired": (15, 27, 4, 16, 15, 15, 8, 0, 0),
}


def band_of(age: int) -> int:
    """Return the index of the band that holds `age`."""
    return next(index for index, (_, last) in enumerate(AGE_BANDS) if age <= last)


def stage_of(age: int) -> int:
    """Return 0 up to 45 years, 1 up to 60, else 2."""
    return 0 if age <= 45 else 1 if age <= 60 else 2
