"""Vietnamese labels of the stored words: each its own, and readable both ways."""

from __future__ import annotations

import csv
import inspect
import unicodedata

import pytest

from cum_chuyen_mon.rules import words
from cum_chuyen_mon.wording import PATH, find_word, label, vi
from cum_chuyen_mon.workbook.rows import AuthorityKind

ENUMS = [
    item
    for _, item in inspect.getmembers(words, inspect.isclass)
    if issubclass(item, words.Word) and item is not words.Word
] + [AuthorityKind]


def test_the_file_is_utf8_composed_without_mark():
    raw = PATH.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    text = raw.decode("utf-8")
    assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
class TestWords:
    def test_every_word_has_a_label_of_its_own(self, enum):
        labels = [label(word) for word in enum]
        assert len({text.casefold() for text in labels}) == len(labels)
        if enum is not words.Level:
            assert all(text != str(word) for text, word in zip(labels, enum, strict=True))

    def test_labels_are_read_back(self, enum):
        for word in enum:
            for written in (label(word), vi(word), str(word), label(word).upper(), f" {label(word)} "):
                assert find_word(enum, written) is word
                assert find_word(enum, unicodedata.normalize("NFD", written)) is word


def test_unknown_words():
    assert vi("No Such Word") == "No Such Word"
    assert find_word(words.State, "gì đó") is None


def test_levels_are_written_by_their_code():
    assert label(words.Level.LOWER_SECONDARY) == "THCS"
    assert vi(words.Level.LOWER_SECONDARY) == "Trung học cơ sở"


def test_a_word_that_means_something_else_in_the_desk_has_a_context():
    assert vi("Department", "Education Authority") == "Sở GDĐT"
    with PATH.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row[0] == "Department"]
    assert rows == [["Department", "Sở GDĐT", "Education Authority"]]
