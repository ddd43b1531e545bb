"""A session from invitation to locked minutes.

people.py         who is invited to a session
roll_call.py      attendance rows, check-in, the session's own counts
text.py           the text of minutes that signatures stand for, read from the site
elections.py      the elections that were held in a session, as its minutes tell them
confirmation.py   asking for confirmation, answering, voiding, locking
paper.py          signatures on the printed sheet, entered once
agenda.py         the agenda, and what earlier minutes left open for it
tasks.py          what locked minutes give people to do, each with a ToDo
warnings.py       what a convener should know: overlaps, composition, notice
"""
