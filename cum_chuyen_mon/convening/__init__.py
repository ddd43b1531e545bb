"""Calling people together: who is told, when, by which mail, and what they answer.

calendar_file.py  the calendar entry that goes with a notice
"""
