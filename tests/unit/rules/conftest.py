"""Hypothesis runs the same examples every time: a red test stays red until it is mended."""

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, database=None, max_examples=80)
settings.load_profile("steady")
