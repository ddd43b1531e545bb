"""The stored obligations: what each unit owes, kept in step with what happened.

world.py      school years, units, regulations and calendars of the site as the rules' dataclasses
happened.py   sessions and papers of the site as the rules' facts
refresh.py    duties × units × periods → rows of Cluster Obligation, for all units or a few
table.py      writes those rows set-wise
daily.py      what only the calendar changes
"""
