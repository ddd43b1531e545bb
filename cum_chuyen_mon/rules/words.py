"""The vocabulary of the domain. Values are the words stored in the database and translated on screen."""

from __future__ import annotations

from enum import Enum


class Word(str, Enum):
    """A stored word; ``str(word)`` is the stored value on every Python version."""

    def __str__(self) -> str:
        return self.value


class Level(Word):
    """Levels of schooling (mầm non, tiểu học, trung học cơ sở, trung học phổ thông)."""

    PRESCHOOL = "MN"
    PRIMARY = "TH"
    LOWER_SECONDARY = "THCS"
    UPPER_SECONDARY = "THPT"


class UnitKind(Word):
    """Who a duty binds. The values are the names of the DocTypes that hold such units."""

    CLUSTER = "School Cluster"
    GROUP = "Inter-School Group"
    SUBJECT_GROUP = "Subject Group"
    SCHOOL = "Member School"


class DutyKind(Word):
    """What sort of rule a duty is. These are code; everything else about a duty is data."""

    QUOTA = "Quota"
    DEADLINE = "Deadline"
    NOTICE = "Notice"
    TERM = "Term"
    COMPOSITION = "Composition"
    ROTATION = "Rotation"


class PeriodKind(Word):
    SCHOOL_YEAR = "School Year"
    SEMESTER = "Semester"
    QUARTER = "Quarter"
    MONTH = "Month"


class Anchor(Word):
    """What a deadline is counted from."""

    FIXED_DATE = "Fixed Date"
    PERIOD_START = "Period Start"
    PERIOD_END = "Period End"
    FIRST_SESSION = "First Session"
    EACH_SESSION = "Each Session"
    VACANCY = "Vacancy"
    """A head has left and nobody has followed him: one deadline for each time (N5.1)."""


class Bound(Word):
    """Whether the named day itself is still in time: "trước ngày" excludes it, "chậm nhất ngày" includes it."""

    BEFORE = "Before"
    BY = "By"


class YearSide(Word):
    """Which calendar year of the school year a month and day belong to; AUTO follows the school calendar."""

    AUTO = "Auto"
    START = "Start Year"
    END = "End Year"


class DayUnit(Word):
    WORKING = "Working Days"
    CALENDAR = "Calendar Days"


class Rotates(Word):
    VENUE = "Venue"
    HEADSHIP = "Headship"


class Position(Word):
    """Positions in a unit or at a school. They decide who may chair, convene, sign and vote."""

    HEAD = "Cluster Head"
    DEPUTY = "Cluster Deputy"
    GROUP_LEAD = "Group Lead"
    SUBJECT_LEAD = "Subject Lead"
    OVERSEEING_LEADER = "Overseeing Leader"
    PRINCIPAL = "Principal"
    VICE_PRINCIPAL = "Vice Principal"
    TEAM_LEAD = "Subject Team Lead"
    TEACHER = "Teacher"
    STAFF = "Other Staff"
    AUTHORITY = "Authority Representative"


UNIT_POSITIONS = (
    Position.HEAD,
    Position.DEPUTY,
    Position.GROUP_LEAD,
    Position.SUBJECT_LEAD,
    Position.OVERSEEING_LEADER,
)
HEADS = (Position.HEAD, Position.GROUP_LEAD)
"""Who heads a cluster, and who an inter-school group."""

SCHOOL_POSITIONS = (
    Position.PRINCIPAL,
    Position.VICE_PRINCIPAL,
    Position.TEAM_LEAD,
    Position.TEACHER,
    Position.STAFF,
)


class FoundingAction(Word):
    """What a founding decision does with a unit."""

    FOUND = "Found"
    CARRY_OVER = "Carry Over"
    END = "End"


class SessionStatus(Word):
    PLANNED = "Planned"
    CONVENED = "Convened"
    HELD = "Held"
    POSTPONED = "Postponed"
    CANCELLED = "Cancelled"


OFF = (SessionStatus.POSTPONED, SessionStatus.CANCELLED)
"""Of a session that does not take place, for now or for good."""


class MinutesState(Word):
    NONE = "None"
    DRAFT = "Draft"
    AWAITING = "Awaiting Confirmation"
    LOCKED = "Locked"


class MinutesForm(Word):
    """What minutes must hold beyond a meeting's; each activity kind says which form its minutes have."""

    MEETING = "Meeting"
    LESSON_STUDY = "Lesson Study"
    CROSS_INSPECTION = "Cross Inspection"


class Rating(Word):
    """What a cross-inspection found: worth spreading, sound, or to be remedied (N4.3)."""

    EXEMPLARY = "Exemplary"
    SOUND = "Sound"
    TO_REMEDY = "To Remedy"


class SigningWay(Word):
    """How minutes were signed; with any signature on paper there is a sheet to keep."""

    IN_APP = "In App"
    ON_PAPER = "On Paper"


class TaskKind(Word):
    """What somebody has to do after minutes locked: a task that they give, a finding that he remedies."""

    TASK = "Task"
    FINDING = "Finding"


class TaskState(Word):
    OPEN = "Open"
    DONE = "Done"
    CANCELLED = "Cancelled"


class RollCall(Word):
    """Roll-call states. INVITED means nobody has called the roll for this person yet."""

    INVITED = "Invited"
    PRESENT = "Present"
    LATE = "Late"
    LEFT_EARLY = "Left Early"
    SUBSTITUTE = "Substitute"
    EXCUSED = "Excused"
    ABSENT = "Absent"


ATTENDED = frozenset({RollCall.PRESENT, RollCall.LATE, RollCall.LEFT_EARLY, RollCall.SUBSTITUTE})
"""States of people who were in the room: they, and only they, sign."""


class Answer(Word):
    """What an attendee answered when asked to confirm the minutes."""

    CONFIRMED = "Confirmed"
    REFUSED = "Refused"
    VOID = "Void"


class Reply(Word):
    """What somebody who is invited answers. It calls no roll."""

    YES = "Yes"
    NO = "No"
    EXCUSED = "Excused"


class State(Word):
    """Where an obligation stands on a day."""

    UPCOMING = "Upcoming"
    DUE_SOON = "Due Soon"
    MET = "Met"
    MET_LATE = "Met Late"
    OVERDUE = "Overdue"
    WAIVED = "Waived"
