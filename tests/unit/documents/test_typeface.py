"""The typeface is chosen by what is in its files."""

from __future__ import annotations

import shutil

import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from cum_chuyen_mon.documents.typeface import NoTypeface, find, typeface, vietnamese_letters


def test_every_vietnamese_letter_is_asked_for():
    letters = {chr(code) for code in vietnamese_letters()}
    assert letters >= set("ẮẰẲẴẶắằẳẵặẾỀỂỄỆếềểễệỐỒỔỖỘốồổỗộỚỜỞỠỢớờởỡợỨỪỬỮỰứừửữựỲỴỶỸỳỵỷỹĐđ")
    assert len(letters) == 2 * (12 * 6 + 17)


def test_the_chosen_family_has_every_vietnamese_letter():
    assert vietnamese_letters() <= typeface().letters


def test_an_incomplete_family_is_refused_with_what_to_install(tmp_path):
    for path in typeface().files:
        with TTFont(path) as font:
            options = Options()
            options.name_IDs, options.notdef_outline = ["*"], True
            subsetter = Subsetter(options)
            subsetter.populate(unicodes=range(0x20, 0x250))  # Latin as Western Europe writes it
            subsetter.subset(font)
            font.save(tmp_path / path.name)
    with pytest.raises(NoTypeface, match="fonts-liberation2"):
        find([tmp_path])


def test_a_family_without_its_bold_is_refused(tmp_path):
    for path in typeface().files[:1]:
        shutil.copy(path, tmp_path)
    with pytest.raises(NoTypeface):
        find([tmp_path, tmp_path / "nowhere"])


def test_a_broken_file_is_passed_over(tmp_path):
    (tmp_path / "times.ttf").write_bytes(b"no font")
    for path in typeface().files:
        shutil.copy(path, tmp_path)
    assert find([tmp_path]).family == typeface().family


def test_what_the_family_lacks_is_a_square():
    assert typeface().printable("Được 👍\nổn") == "Được □\nổn"
