"""Whitelisted endpoints: thin and typed. Each reads the stored document anew and checks permission first.

sessions.py      invite, check in, call the roll
minutes.py       ask for confirmation, confirm, refuse
obligations.py   generate a school year's obligations
desk.py          what the desk's forms and calendar ask for
mine.py          a person's own figures for the cards of his workspace
personal.py      a person's data: contact, export, erasure, consent to photos
again.py         once more after a deadlock
workbook.py      template, preview and import of a workbook
"""
