"""Personal data (Law 91/2025/QH15, in force since 1/1/2026): what the app holds about a person, and his rights to it.

fields.py    the declaration: which fields hold personal data, whose, what for, how long
contact.py   phone numbers and addresses, for those who need them, with a trace
export.py    everything about one person, for himself
erasure.py   what goes when a person asks for it, and what the law keeps
consent.py   photos: consent by version of its text
"""
