"""A unit's plan and its own rules, from the first draft to the sessions that it makes.

steps.py          the steps that a plan may take, and what each asks for
consultation.py   rounds in which the member schools answer
items.py          what an item of a plan says, and how it is known again in an amendment
sessions.py       the sessions that an approved plan makes
on_session.py     what a session says about the plan it comes from
amendments.py     numbered amendments of an approved plan
proposals.py      schools' proposals and difficulties as items
shown.py          what the form shows beside the document
workflow.py       the steps as Frappe's Workflow
"""

PLAN_DOCTYPE, COMMENT, SESSION, DIFFICULTY = (
    "Cluster Activity Plan",
    "Cluster Plan Comment",
    "Cluster Session",
    "Cluster Difficulty",
)
