"""Who heads a unit: what regulations ask for, who may stand, whose turn it is, taking and leaving office.

bound.py       the duties about a unit's headship on a day
people.py      who may stand, who votes, whose turn it is
office.py      the dated row of an officer that a confirmation writes
departures.py  offices that end because their holder lost the position they ask for
"""
