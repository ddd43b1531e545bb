"""Who may see and do what. Start with ``table.py``: it is the rule, and everything else serves it.

table.py      DocType × relation → actions
relations.py  what it means to be a document's head, chair, principal, signer …
standing.py   as what a user stands where today, from dated rows
predicate.py  conditions that SQL and documents in memory answer alike
doors.py      Frappe's hooks, and what figures and endpoints call
files.py      files hang on documents: who may reach a URL, and where a file may hang
links.py      Frappe's endpoints that name, count and draw documents without asking, with the question put first
named.py      Frappe's endpoints that call a function by its name: not one that this app has replaced
imports.py    Data Import: only one's own, of files one may read
sharing.py    shares, comments, tags, assignments, followers: what is said about a document
decisions.py  fields that are an authority's word, and acts under a delegation
users.py      whose logins one sees
roles.py      the desk's roles, which follow from positions
"""
