"""Whitelisted endpoints: thin and typed. Each reads the stored document anew and checks permission first.

sessions.py      invite, check in, call the roll
minutes.py       ask for confirmation, confirm, refuse
obligations.py   generate a school year's obligations
desk.py          what the desk's forms and calendar ask for
whoami.py        which person of the schools the signed-in user is
again.py         once more after a deadlock
workbook.py      template, preview and import of a workbook
"""
