"""Regulations as pure functions: dates and facts in, verdicts out.

Nothing in this package imports frappe, reads a clock or touches a file. The desk, the reports, the workbook
checker and the tests all call the same functions, so a rule has one home.

    words.py          the vocabulary: kinds of unit, duty, period, anchor, state …
    text.py           Unicode, Vietnamese order, search keys
    levels.py         levels as schools write them, "TH-THCS"
    school_year.py    school years, semesters, periods; month-and-day dates in a school year
    working_days.py   working days with public holidays
    regulation.py     a regulation and its duties; what makes a duty impossible
    units.py          units, dated members, officers and supervising authorities
    facts.py          sessions, papers and waivers, indexed by the unit they can count for
    obligations.py    duties × units × periods → obligations
    counting.py       which session counts toward which obligation
    verdicts.py       obligations + facts → state, evidence and reason
    vacancies.py      seats that nobody holds
    headship.py       terms of office, whose turn it is, when an office ends by itself
    terms.py          terms counted in school years; rotation of headship and venue
    founding.py       a decision that founds, carries over and ends units: what it changes, what bars it
    founding_notes.py gaps and overlaps that such a decision leaves
    subject_groups.py the subject groups of a unit: which, called what, led and overseen by whom
    online.py         addresses of online groups
    eligibility.py    who may be chosen for a position
    sessions.py       status, composition, notice and overlap of a session
    papers.py         what a paper must say about itself
    minutes.py        completeness of minutes, their canonical text and hash
    minutes_forms.py  votes, lesson study, cross-inspection, participation
"""
