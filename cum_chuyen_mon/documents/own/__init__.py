"""An authority's own Word templates: what is checked before one is taken, and how it is filled.

Whoever uploads a template is trusted with its wording, not with the server: nothing in it may run, reach another file
or network, or grow without bound. What cannot be proved harmless by looking is refused.
"""
