"""What gunicorn serves: Frappe with its static files, and one site whatever the host is called.

Run by a bench's Python, in the sites folder, with FRAPPE_SITE set.
"""

import os

import frappe.app

frappe.app._site = os.environ["FRAPPE_SITE"]
application = frappe.app.application_with_statics()
