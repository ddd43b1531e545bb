"""The page behind the link in an invitation: what, when and where, and three buttons. Looking at it changes nothing:
mail scanners follow links, so an answer is a POST."""

import frappe

from cum_chuyen_mon.convening.answers import IN_WORDS, NOT_OPEN, clock, invitation_of
from cum_chuyen_mon.convening.letter import when_vi

no_cache = 1
no_sitemap = 1


def get_context(context) -> None:
    """Fill the page for one link; the same words for every link that does not open."""
    token = frappe.form_dict.get("t")
    invited = invitation_of(token)
    context.update({"no_breadcrumbs": True, "invited": None, "not_open": NOT_OPEN})
    if invited is None:
        return
    context.update(
        {
            "invited": invited,
            "token": token,
            "when": when_vi(frappe.utils.getdate(invited.day), clock(invited.start), clock(invited.end)),
            "where": ", ".join(dict.fromkeys(filter(None, (invited.venue, invited.host)))),
            "replies": [(reply.value, words) for reply, words in IN_WORDS.items()],
            "answered": IN_WORDS.get(invited.answer, ""),
        }
    )
