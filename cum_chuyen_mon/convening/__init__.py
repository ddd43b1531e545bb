"""Calling people together: who is told, when, by which mail, and what they answer.

changes.py        what saving a session means for those who are called to it: the way in
checks.py         what has to be right before anybody is told, each refusal with clause and remedy
venue.py          whose turn it is to be host, and why
guests.py         the authority's leaders and other clusters' delegates, who need no login
telling.py        mails and notifications, each notice once to each person
letter.py         a notice as a letter
calendar_file.py  the calendar entry that goes with a notice
links.py          the signed link by which somebody without a login answers
answers.py        what people answer, and until when
"""
