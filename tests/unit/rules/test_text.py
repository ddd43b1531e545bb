"""Unicode NFC, the Vietnamese order of names, keys to search without marks."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.text import (
    clean,
    clean_lines,
    collation_key,
    date_vi,
    join_vi,
    person_key,
    search_key,
    split_codes,
)

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]  # ngang huyền hỏi ngã sắc nặng
SYLLABLES = [unicodedata.normalize("NFC", v + t) for v in VOWELS for t in TONES]
vietnamese = st.text(alphabet=[*SYLLABLES, *"bcdđghklmnpqrstvx", "Đ", "Ư", "Ế", " "], max_size=30)


def test_text_is_stored_in_nfc():
    """All text is stored in Unicode NFC."""
    decomposed = unicodedata.normalize("NFD", "Củ Chi, Đường Nguyễn Văn Xơ")
    assert decomposed != "Củ Chi, Đường Nguyễn Văn Xơ"
    assert clean(decomposed) == "Củ Chi, Đường Nguyễn Văn Xơ"


def test_blanks_are_folded_and_invisible_characters_go():
    assert clean("  Cụm\u00a0 chuyên\tmôn\u200b 01 ") == "Cụm chuyên môn 01"
    assert clean(None) == ""
    assert clean(7) == "7"


def test_line_breaks_of_a_longer_text_stay():
    assert clean_lines(" một \r\n\r\n hai  ba\n") == "một\n\nhai ba"


def test_a_mark_behind_an_invisible_character_is_composed_too():
    """A zero-width joiner between a letter and its tone must not leave the text decomposed."""
    assert clean("u\u200d\u0309") == "ủ"


def test_half_of_a_broken_character_does_not_stop_the_hash():
    assert clean("a\ud800b").encode() == b"ab"


@given(st.text())
def test_cleaning_twice_changes_nothing_and_leaves_nfc(text):
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@given(vietnamese)
def test_decomposed_and_composed_input_are_the_same_text(text):
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, text)
        assert clean(other) == clean(text)
        assert collation_key(other) == collation_key(text)
        assert search_key(other) == search_key(text)


def test_letters_are_in_the_order_of_the_vietnamese_alphabet():
    """Vietnamese collation, a ă â … d đ e ê …"""
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted(sorted(alphabet), key=collation_key) == alphabet


def test_tones_are_in_the_dictionary_order_after_the_letters():
    """Tones break ties only: level, huyền, hỏi, ngã, sắc, nặng."""
    in_order = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=collation_key) == in_order
    assert collation_key("mạ") < collation_key("mai")
    assert sorted(["ậ", "ă", "ấ", "ạ", "â"], key=collation_key) == ["ạ", "ă", "â", "ấ", "ậ"]


def test_people_are_ordered_by_given_name_then_by_the_rest():
    """Lists of people are ordered by given name, the last word, with Vietnamese collation."""
    people = ["Trần Văn Đức", "Lê Thị Dung", "Phạm An", "Bùi Văn Ân", "Đỗ Thị Ánh", "Dương Văn Dung", "Hồ Ê"]
    assert sorted(people, key=person_key) == [
        "Phạm An",
        "Đỗ Thị Ánh",
        "Bùi Văn Ân",
        "Dương Văn Dung",
        "Lê Thị Dung",
        "Trần Văn Đức",
        "Hồ Ê",
    ]


def test_capitals_do_not_change_the_order():
    assert collation_key("ĐỨC") == collation_key("đức")
    assert person_key("  ") == person_key("")


def test_names_that_a_database_takes_for_the_same_stay_different_and_are_found_alike():
    """The database's collation takes "Củ", "Cụ" and "Cu" for the same."""
    assert len({collation_key(w) for w in ("Củ", "Cụ", "Cu")}) == 3
    assert {search_key(w) for w in ("Củ", "Cụ", "Cu", "CŨ")} == {"cu"}
    assert search_key("Đa Phước") == "da phuoc"


@given(st.lists(vietnamese, max_size=6))
def test_the_order_does_not_depend_on_the_order_of_input(names):
    def ordered(items):
        return [person_key(n) for n in sorted(items, key=person_key)]

    assert ordered(names) == ordered(reversed(names))


@given(vietnamese, vietnamese)
def test_different_vietnamese_words_never_collate_as_equal(one, other):
    if clean(one).lower() != clean(other).lower():
        assert collation_key(one) != collation_key(other)


def test_codes_come_out_of_a_cell_once_and_in_order():
    assert split_codes(" TOAN; VAN,TOAN\n KHTN ,,") == ("TOAN", "VAN", "KHTN")
    assert split_codes(None) == ()


@pytest.mark.parametrize(("parts", "said"), [([], ""), (["a"], "a"), (["a", "b", "c"], "a, b và c")])
def test_lists_read_as_vietnamese(parts, said):
    assert join_vi(parts) == said


def test_dates_carry_their_zeros_as_official_papers_do():
    assert date_vi(date(2025, 1, 5)) == "05/01/2025"
    assert date_vi(None) == ""
