"""What several DocTypes' controllers share.

tidy.py       text in one normal form, sound codes, search keys
standing.py   dated rows: which hold today, which contradict each other
current.py    columns that repeat which dated row holds today
units.py      clusters, groups and subject groups
scope.py      school year, semester, authority, cluster and group copied onto sessions and papers
session_first.py  the session is locked before what belongs to it
protected.py  fields that only the app itself sets
"""
