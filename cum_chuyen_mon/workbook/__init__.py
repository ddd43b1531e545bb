"""One XLSX workbook describes a school year: its template, reading, checks, and what the rules make of it.

schema.py      what a column and a sheet are
rows.py        every sheet and column, declared once, as typed rows
cells.py       one cell: from what Excel stores to a typed value, and back
package.py     whether a file is a workbook that may be opened at all
reading.py     file → rows, or problems with sheet, cell, value and remedy
writing.py     rows → file, or the empty template
problems.py    what a problem is, and collecting them
checks/        cross-checks of a whole book
book.py        YearBook: the rows of all sheets
facts.py       YearBook → what the rules look at, and the verdicts
locking.py     when a session's minutes were locked
"""
