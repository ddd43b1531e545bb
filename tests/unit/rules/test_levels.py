"""Levels as schools write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.levels import COMBINATIONS, level_text, parse_levels
from cum_chuyen_mon.rules.words import Level


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("THCS", {Level.LOWER_SECONDARY}),
        ("TH-THCS", {Level.PRIMARY, Level.LOWER_SECONDARY}),
        (" th – thcs ", {Level.PRIMARY, Level.LOWER_SECONDARY}),
        ("MN-TH-THCS-THPT", set(Level)),
        ("", set()),
        (None, set()),
    ],
)
def test_mixed_schools_are_read_as_they_are_written(text, levels):
    """C2.1: TH-THCS Tân Trung teaches both."""
    assert parse_levels(text) == levels


@pytest.mark.parametrize("text", ["THCS-TH", "TH-THPT", "THCSX", "TH,THCS", "TH-TH"])
def test_what_no_school_is_called_is_refused(text):
    with pytest.raises(ValueError, match="TH"):
        parse_levels(text)


@given(st.sampled_from(COMBINATIONS))
def test_levels_are_written_as_they_were_read(text):
    assert level_text(parse_levels(text)) == text
