"""Minutes: completeness (L3b), who signs, and the text and hash that signatures stand for."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cum_chuyen_mon.rules.minutes import (
    Attendee,
    MinutesText,
    Signature,
    Task,
    Topic,
    canonical,
    lock_hash,
    missing_parts,
    signers,
    signing_way,
    text_hash,
    unanswered,
)
from cum_chuyen_mon.rules.minutes_forms import NO_INSPECTION, NO_LESSON, Finding, Participation
from cum_chuyen_mon.rules.words import Answer, RollCall, SigningWay

PRESENT = Attendee("NV-1", "Trần Văn Ất", "TR-A", RollCall.PRESENT)
LATE = Attendee("NV-2", "Lê Thị Bính", "TR-B", RollCall.LATE)
FULL = MinutesText(
    session="S1",
    title="Sinh hoạt chuyên môn môn Toán lần 1",
    held_on="2024-10-08",
    opened_at="08:00",
    closed_at="10:30",
    venue="TR-A",
    chair="NV-1",
    secretary="NV-2",
    documents="Hướng dẫn sinh hoạt cụm chuyên môn",
    work="Phân công tiết dạy minh họa",
    conclusion="Thống nhất dạy thử bài «Số nguyên»",
    topics=(Topic("Dạy học số nguyên", "NV-1", "Nhất trí", "Một ý kiến đề nghị thêm một tiết"),),
    tasks=(Task("Soạn bài", "NV-2", "2024-10-20"),),
    attendees=(PRESENT, LATE),
)
TEXT_FIELDS = [f.name for f in fields(MinutesText) if isinstance(getattr(FULL, f.name), str)]


def missing(**changes) -> list[str]:
    return [part.field for part in missing_parts(replace(FULL, **changes))]


def topic(**changes) -> dict:
    return {"topics": (replace(FULL.topics[0], **changes),)}


def test_complete_minutes_lack_nothing():
    assert missing_parts(FULL) == []


@pytest.mark.clause("L3b")
@pytest.mark.parametrize(
    "field", ["venue", "opened_at", "closed_at", "chair", "secretary", "documents", "work", "conclusion"]
)
@pytest.mark.parametrize("blank", ["", " \n\t", "\u200b"])
def test_each_part_that_papers_must_show_is_missed(field, blank):
    """L3b: documents and work deployed, the chair's conclusion; and times, place, chair, secretary."""
    assert missing(**{field: blank}) == [field]


@pytest.mark.clause("L3b")
@pytest.mark.parametrize("field", ["title", "presenter", "opinions"])
def test_a_topic_needs_its_title_presenter_and_opinions(field):
    """L3b: discussion, each topic with its presenter and the opinions."""
    assert missing(**topic(**{field: " "})) == ["topics"]


@pytest.mark.clause("L3b")
def test_differing_opinions_are_written_down_or_said_to_be_none():
    """L3b: discussion with differing opinions."""
    assert missing(**topic(differing_opinions="")) == ["no_differing_opinions"]
    assert missing(**topic(differing_opinions=""), no_differing_opinions=True) == []


@pytest.mark.clause("L3b")
def test_minutes_without_any_topic_have_no_discussion():
    """L3b."""
    assert missing(topics=()) == ["topics"]


@pytest.mark.parametrize(
    ("opened", "closed", "complete"),
    [
        ("08:00", "10:30", True),
        ("9:30:00", "10:00:00", True),
        ("08:00", "08:00", False),
        ("10:30", "08:00", False),
    ],
)
def test_a_meeting_ends_after_it_began(opened, closed, complete):
    assert missing(opened_at=opened, closed_at=closed) == ([] if complete else ["closed_at"])


def test_everyone_must_have_been_called():
    invited = Attendee("NV-3", "Phạm Thị Đinh", "TR-C", RollCall.INVITED)
    (part,) = missing_parts(replace(FULL, attendees=(PRESENT, LATE, invited)))
    assert part.field == "attendees"
    assert "Phạm Thị Đinh" in part.message


def test_a_long_list_of_uncalled_people_is_cut_short():
    many = tuple(Attendee(f"NV-{n}", f"Người {n}", "TR-A", RollCall.INVITED) for n in range(8))
    (part,) = missing_parts(replace(FULL, attendees=(PRESENT, LATE, *many)))
    assert "Người 4 và 3 người khác" in part.message


def test_the_excused_need_a_reason_and_the_absent_do_not():
    """ "Kiểm diện 11/12, vắng: … lý do"."""
    for state, wanted in ((RollCall.EXCUSED, ["attendees"]), (RollCall.ABSENT, [])):
        away = Attendee("NV-3", "Phạm Thị Đinh", "TR-C", state)
        assert missing(attendees=(PRESENT, LATE, away)) == wanted
        assert missing(attendees=(PRESENT, LATE, replace(away, reason="Đi công tác"))) == []


def test_a_substitute_takes_the_place_of_somebody_who_is_not_there():
    substitute = Attendee("NV-3", "Phạm Thị Đinh", "TR-C", RollCall.SUBSTITUTE, substitute_for="NV-1")
    (part,) = missing_parts(replace(FULL, attendees=(PRESENT, LATE, substitute)))
    assert part.message.startswith("Phạm Thị Đinh dự thay Trần Văn Ất, nhưng người này cũng có mặt")
    away = Attendee("NV-4", "Người vắng", "TR-A", RollCall.ABSENT)
    assert missing(attendees=(PRESENT, LATE, away, replace(substitute, substitute_for="NV-4"))) == []


def test_one_person_alone_is_no_meeting():
    assert missing(attendees=(PRESENT,)) == ["secretary", "attendees"], "the secretary was not there either"


@pytest.mark.clause("C5d")
@pytest.mark.parametrize(("field", "code"), [("chair", "NV-1"), ("secretary", "NV-2")])
def test_chair_and_secretary_must_have_been_in_the_room(field, code):
    """C5d: every participant signs, the chair and the secretary among them."""
    third = Attendee("NV-3", "Phạm Thị Đinh", "TR-C", RollCall.PRESENT)
    others = tuple(a for a in (PRESENT, LATE) if a.code != code)
    away = Attendee(code, "Người vắng", "TR-A", RollCall.ABSENT)
    assert missing(attendees=(*others, third, away)) == [field]


@pytest.mark.clause("C5d")
@pytest.mark.parametrize(
    ("state", "signs"),
    [
        (RollCall.PRESENT, True),
        (RollCall.LATE, True),
        (RollCall.LEFT_EARLY, True),
        (RollCall.SUBSTITUTE, True),
        (RollCall.EXCUSED, False),
        (RollCall.ABSENT, False),
        (RollCall.INVITED, False),
    ],
)
def test_only_those_who_attended_sign(state, signs):
    """Roll-call states; only those who attended sign. C5d: the signature of every participant."""
    assert signers([replace(PRESENT, state=state)]) == (["NV-1"] if signs else [])


def test_guests_are_named_and_do_not_sign():
    """C5b: the authority's leaders; N5.6: delegates of other clusters."""
    assert signers([PRESENT, replace(LATE, is_guest=True)]) == ["NV-1"]


def test_a_refusal_is_an_answer_and_a_voided_signature_is_none():
    """A refusal to sign needs a reason and is printed; a change to the text voids every signature."""
    people = [PRESENT, LATE, replace(PRESENT, code="NV-3", state=RollCall.ABSENT)]
    assert unanswered(people, {}) == ["NV-1", "NV-2"]
    assert unanswered(people, {"NV-1": Answer.CONFIRMED}) == ["NV-2"]
    assert unanswered(people, {"NV-1": Answer.CONFIRMED, "NV-2": Answer.REFUSED}) == []
    assert unanswered(people, {"NV-1": Answer.CONFIRMED, "NV-2": Answer.VOID}) == ["NV-2"]


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_a_change_to_any_field_changes_the_hash(field):
    """Any change to the text after a signature voids every signature."""
    assert text_hash(replace(FULL, **{field: getattr(FULL, field) + "x"})) != text_hash(FULL)


@pytest.mark.parametrize(
    "changes",
    [
        {"no_differing_opinions": True},
        topic(vote="12/12"),
        topic(differing_opinions=""),
        topic(votes_for=1),
        topic(votes_against=1),
        topic(votes_abstained=1),
        topic(is_open=True),
        {"lesson": replace(NO_LESSON, prepare="Cùng soạn bài")},
        {"lesson": replace(NO_LESSON, apply="Dạy thử")},
        {"inspection": replace(NO_INSPECTION, inspected_school="TR-B")},
        {"inspection": replace(NO_INSPECTION, findings=(Finding("Hồ sơ"),))},
        {"participation": (Participation("TR-A", 40),)},
        {"attendees": (PRESENT, replace(LATE, arrived_at="08:20"))},
        {"attendees": (PRESENT, replace(LATE, left_at="09:20"))},
        {"topics": FULL.topics * 2},
        {"tasks": ()},
        {"tasks": (replace(FULL.tasks[0], due_on="2024-10-21"),)},
        {"attendees": (replace(PRESENT, state=RollCall.LEFT_EARLY), LATE)},
        {"attendees": (replace(PRESENT, reason="về sớm"), LATE)},
        {"attendees": (replace(PRESENT, is_guest=True), LATE)},
        {"attendees": (PRESENT,)},
    ],
)
def test_a_change_to_any_line_changes_the_hash(changes):
    """Any change to the text after a signature voids every signature."""
    assert text_hash(replace(FULL, **changes)) != text_hash(FULL)


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậừửữứự0123456789.,«»"
prose = st.text(alphabet=[*LETTERS, *LETTERS.upper(), " ", "\n"], max_size=60)


def respelt(text: str) -> str:
    """The same words with other blanks, other line ends and marks apart from their letters."""
    return unicodedata.normalize("NFD", text).replace(" ", " \u00a0\t").replace("\n", " \u200b\r\n ")


@given(prose)
def test_the_canonical_text_does_not_depend_on_input_methods_and_blanks(text):
    """NFC. Phones and computers write the same words with other code points, blanks, line ends."""
    one = replace(FULL, conclusion=text, **topic(opinions=text))
    other = replace(FULL, conclusion=respelt(text), **topic(opinions=respelt(text)))
    assert canonical(other) == canonical(one)
    assert text_hash(other) == text_hash(one)


@given(prose, st.sampled_from(LETTERS), st.data())
def test_the_hash_changes_with_any_letter(text, letter, data):
    """Any change to the text."""
    place = data.draw(st.integers(0, len(text)))
    added = text[:place] + letter + text[place:]
    assert text_hash(replace(FULL, work=added)) != text_hash(replace(FULL, work=text))
    assume(place < len(text) and text[place] not in (letter, " ", "\n"))
    swapped = text[:place] + letter + text[place + 1 :]
    assert text_hash(replace(FULL, work=swapped)) != text_hash(replace(FULL, work=text))


@given(prose, prose)
def test_text_does_not_slip_from_one_field_into_another(one, other):
    assume(one.split() != other.split())
    assert text_hash(replace(FULL, documents=one, work=other)) != text_hash(
        replace(FULL, documents=other, work=one)
    )


def test_lists_and_tuples_are_the_same_text():
    assert text_hash(replace(FULL, topics=list(FULL.topics))) == text_hash(FULL)


def signature(person: str, answer: Answer = Answer.CONFIRMED, **more) -> Signature:
    return Signature(person, answer, more.pop("at", "2024-10-08T17:00:00"), text_hash(FULL), **more)


SIGNED = [signature("NV-1", Answer.VOID), signature("NV-1", at="2024-10-09"), signature("NV-2")]


@given(st.permutations(SIGNED))
def test_the_lock_does_not_depend_on_the_order_of_signatures(signatures):
    assert lock_hash(FULL, signatures) == lock_hash(FULL, SIGNED)


def test_the_lock_stands_for_text_and_signatures():
    """ARCHITECTURE 5: a SHA-256 over the canonical text and signatures."""
    signed = [signature("NV-1"), signature("NV-2")]
    locks = {
        lock_hash(FULL, signed),
        lock_hash(FULL, signed[:1]),
        lock_hash(FULL, [signed[0], signature("NV-2", Answer.REFUSED, reason="Không đồng ý kết luận")]),
        lock_hash(FULL, [signed[0], signature("NV-2", Answer.REFUSED, reason="Không nhất trí")]),
        lock_hash(FULL, [signed[0], signature("NV-2", at="2024-10-10T08:00:00")]),
        lock_hash(replace(FULL, work="Việc khác"), signed),
        lock_hash(FULL, [signed[0], signature("NV-2", method="On Paper")]),
    }
    assert len(locks) == 7
    assert all(len(lock) == 64 for lock in locks)


def test_one_signature_on_paper_makes_it_signed_on_paper():
    """Whoever keeps the minutes has to know whether there is a sheet to keep."""
    assert signing_way([signature("NV-1"), signature("NV-2")]) is SigningWay.IN_APP
    assert signing_way([signature("NV-1"), signature("NV-2", method="On Paper")]) is SigningWay.ON_PAPER
