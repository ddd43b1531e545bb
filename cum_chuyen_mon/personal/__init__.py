"""Personal data (Law 91/2025/QH15, in force since 1/1/2026): what the app holds about a person, and his rights to it.

fields.py    the declaration: which fields hold personal data, whose, what for, how long
excused.py   fields of people's documents that are about no person, and why
kinds.py     the words of that declaration
contact.py   phone numbers and addresses, for those who need them, with a trace
trace.py     that trace: lines of Frappe's Access Log that no client can write
export.py    everything about one person, for himself
erasure.py   what goes when a person asks for it, and what the law keeps
trails.py    erased values taken out of Frappe's copies, logs and queues
elsewhere.py the address book and other documents, where erased values may be somebody else's too
search.py    finding a mail address or a number as a word of its own, in any column
consent.py   photos: consent by version of its text
"""
