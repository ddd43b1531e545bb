"""The figures of Củ Chi's demo year, worked out by hand from the tables in ``demo/cu_chi_story.py``.

Nothing here is computed by the app: the grids were typed out, two sessions being the usual, with the
exceptions of the story put in. The unit tests and the tests on a real site compare with the same table.
"""

from __future__ import annotations

from datetime import date

AS_OF = date(2025, 6, 15)
REGULATION = "DEMO-CUCHI-1671-2024"
SCHOOL_YEAR = "CC-2024-2025"

SUBJECTS = (
    "NGU-VAN", "TOAN", "NGOAI-NGU-1", "GDCD", "LS-DL", "KHTN",
    "CONG-NGHE", "TIN-HOC", "GDTC", "NGHE-THUAT", "HDTN-HN", "GDDP",
)  # fmt: skip
"""The twelve THCS subjects, in the order of the columns below."""

LOCKED = {
    # Sessions held inside the semester with locked minutes. Required everywhere: 2 (C3).
    "1": {
        #             Văn Toán NN1 GDCD LSĐL KHTN CNgh Tin GDTC  NT HĐTN GDĐP
        "CC-NHOM-1": (2,  1,   2,  2,   2,   2,   2,   2,  2,    2, 2,   2),  # Toán: one not confirmed
        "CC-NHOM-2": (2,  2,   2,  2,   2,   1,   2,   2,  2,    2, 2,   2),  # KHTN: one postponed
        "CC-NHOM-3": (2,  3,   2,  2,   2,   2,   2,   2,  1,    2, 2,   2),  # Toán: a third; GDTC: one off
        "CC-NHOM-4": (2,  2,   2,  2,   2,   2,   2,   2,  2,    2, 2,   2),
        "CC-NHOM-5": (2,  2,   2,  2,   2,   2,   1,   2,  2,    2, 2,   2),  # CNgh: one on 20/1
        "CC-NHOM-6": (2,  2,   2,  2,   2,   2,   2,   2,  2,    2, 0,   2),  # HĐTN: none held
        "CC-NHOM-7": (2,  2,   2,  2,   2,   2,   2,   2,  2,    2, 2,   2),  # Văn: a refusal, with reason
        "CC-NHOM-8": (2,  2,   2,  2,   2,   0,   2,   2,  2,    2, 2,   2),  # KHTN: both not confirmed
    },
    "2": {
        "CC-NHOM-1": (2,  2,   1,  2,   2,   2,   2,   2,  2,    2, 2,   2),  # NN1: one not reported
        "CC-NHOM-2": (2,  2,   2,  2,   2,   2,   2,   2,  2,    2, 2,   2),  # GDCD: one joint with LSĐL
        "CC-NHOM-3": (2,  2,   2,  2,   2,   2,   2,   2,  2,    2, 2,   2),
        "CC-NHOM-4": (2,  2,   2,  2,   2,   2,   2,   1,  2,    2, 2,   2),  # Văn: made up; Tin: 28/5
        "CC-NHOM-5": (2,  2,   2,  2,   2,   2,   3,   2,  2,    1, 2,   2),  # CNgh: that of 20/1; NT: 1
        "CC-NHOM-6": (2,  1,   2,  2,   2,   2,   2,   2,  2,    2, 2,   2),  # Toán: no conclusion
        "CC-NHOM-7": (2,  2,   2,  2,   2,   2,   2,   2,  2,    2, 2,   2),
        "CC-NHOM-8": (2,  2,   2,  2,   2,   2,   2,   2,  2,    2, 2,   0),  # GDĐP: none held
    },
}  # fmt: skip

HELD_WITHOUT_LOCK = {
    ("CC-NHOM-1", "TOAN", "1"): 1,
    ("CC-NHOM-6", "TOAN", "2"): 1,
    ("CC-NHOM-8", "KHTN", "1"): 2,
}
"""(unit, subject, semester) → sessions held whose minutes are not locked. Everywhere else all are."""

CLUSTERS = {
    ("CC-CUM-01", "1"): (1, "Met", date(2024, 10, 18)),
    ("CC-CUM-01", "2"): (1, "Met", date(2025, 3, 14)),
    ("CC-CUM-02", "1"): (1, "Met", date(2024, 10, 25)),
    ("CC-CUM-02", "2"): (0, "Overdue", None),
}
"""(unit, semester) → sessions counted, state, the day it was met. Required everywhere: 1 (C3)."""

DEADLINES = {
    # (duty, unit): last day in time, received on, state
    ("C5a-PLAN", "CC-CUM-01"): (date(2024, 10, 17), date(2024, 10, 4), "Met"),
    ("C5a-PLAN", "CC-CUM-02"): (date(2024, 10, 24), date(2024, 10, 25), "Met Late"),
    ("C5c-SEMESTER-1", "CC-CUM-01"): (date(2024, 12, 19), date(2024, 12, 19), "Met"),
    ("C5c-SEMESTER-1", "CC-CUM-02"): (date(2024, 12, 19), date(2024, 12, 20), "Met Late"),
    ("C5c-YEAR", "CC-CUM-01"): (date(2025, 5, 15), date(2025, 5, 15), "Met"),
    ("C5c-YEAR", "CC-CUM-02"): (date(2025, 5, 15), None, "Overdue"),
    ("C5d-PLAN", "CC-NHOM-1"): (date(2024, 9, 30), date(2024, 9, 25), "Met"),
    ("C5d-PLAN", "CC-NHOM-2"): (date(2024, 9, 29), date(2024, 9, 26), "Met"),
    ("C5d-PLAN", "CC-NHOM-3"): (date(2024, 9, 30), date(2024, 9, 30), "Met"),
    ("C5d-PLAN", "CC-NHOM-4"): (date(2024, 10, 1), date(2024, 9, 27), "Met"),
    ("C5d-PLAN", "CC-NHOM-5"): (date(2024, 9, 29), date(2024, 10, 8), "Met Late"),
    ("C5d-PLAN", "CC-NHOM-6"): (date(2024, 9, 30), date(2024, 9, 24), "Met"),
    ("C5d-PLAN", "CC-NHOM-7"): (date(2024, 9, 29), date(2024, 9, 27), "Met"),
    ("C5d-PLAN", "CC-NHOM-8"): (date(2024, 9, 30), None, "Overdue"),
    ("C5h-YEAR", "CC-NHOM-1"): (date(2025, 5, 15), date(2025, 5, 12), "Met"),
    ("C5h-YEAR", "CC-NHOM-2"): (date(2025, 5, 15), date(2025, 5, 14), "Met"),
    ("C5h-YEAR", "CC-NHOM-3"): (date(2025, 5, 15), date(2025, 5, 15), "Met"),
    ("C5h-YEAR", "CC-NHOM-4"): (date(2025, 5, 15), date(2025, 5, 16), "Met Late"),
    ("C5h-YEAR", "CC-NHOM-5"): (date(2025, 5, 15), date(2025, 5, 9), "Met"),
    ("C5h-YEAR", "CC-NHOM-6"): (date(2025, 5, 15), None, "Overdue"),
    ("C5h-YEAR", "CC-NHOM-7"): (date(2025, 5, 15), date(2025, 5, 20), "Met Late"),
    ("C5h-YEAR", "CC-NHOM-8"): (date(2025, 5, 15), date(2025, 5, 13), "Met"),
}
"""Papers that are due once for a unit."""

ONLINE_GROUP_DUE = date(2025, 5, 31)
ONLINE_GROUP_USUAL = (date(2024, 10, 11), "Met")
ONLINE_GROUP_OTHERS = {
    ("CC-NHOM-4", "GDDP"): (None, "Overdue"),
    ("CC-NHOM-6", "TIN-HOC"): (date(2025, 6, 5), "Met Late"),
    ("CC-NHOM-8", "GDDP"): (None, "Overdue"),
}
"""C5e: the Zalo group of every subject in every group; (unit, subject) → received on, state."""

QUOTA_ROWS = 8 * 12 * 2 + 2 * 2
DEADLINE_ROWS = 3 * 2 + 2 * 8 + 8 * 12
OVERDUE_QUOTAS = 12
OVERDUE_DEADLINES = 5
