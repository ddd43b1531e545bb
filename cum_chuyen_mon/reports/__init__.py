"""The figures: one module per figure, used by the Script Report, the chart and the terminal alike.

    rows.py        the row that every figure about obligations is made of
    compliance.py  sessions held and locked against quotas
    deadlines.py   papers and notices against their last days

These three import nothing from frappe: their rows come from verdicts, or as they are from the site's table of
obligations. The other modules read a site's tables.
"""
