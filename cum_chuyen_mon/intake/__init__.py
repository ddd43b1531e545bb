"""A workbook onto the site: all or nothing, with a preview, and changing nothing the second time.

wanted.py     the documents a YearBook describes, in the order in which they must exist
compare.py    what of that is new, different or already there
meetings.py   sessions with roll, minutes and answers
load.py       preview and import
"""
