"""Text of the desk's editor as paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cum_chuyen_mon.documents.rich import paragraphs_of


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ()),
        ("<p><br></p>", ()),
        (
            "<div class='ql-editor'><p>Một</p><p>Hai <b>đậm</b> và <i>nghiêng</i>.</p></div>",
            ("Một", "Hai đậm và nghiêng."),
        ),
        ("Một<br>Hai", ("Một", "Hai")),
        ("<ul><li>a</li><li>b</li></ul>", ("- a", "- b")),
        ("<ol><li>a</li><li>b</li></ol>", ("1. a", "2. b")),
        ('<ol><li data-list="bullet">a</li><li data-list="ordered">b</li></ol>', ("- a", "1. b")),
        (
            "<table><tr><th>TT</th><th>Việc</th></tr><tr><td>1</td><td>Soạn</td></tr></table>",
            ("TT; Việc", "1; Soạn"),
        ),
        ("<p>dài\nvà ngắt</p>", ("dài và ngắt",)),
        ("<p>trước</p><script>alert(1)</script><!-- ghi chú --><style>p{}</style>sau", ("trước", "sau")),
        ("5 &lt; 6 &amp; 7", ("5 < 6 & 7",)),
    ],
)
def test_each_block_line_and_row_is_a_paragraph(html, expected):
    assert paragraphs_of(html) == expected


@given(st.lists(st.text("aăâđệự b1", min_size=1).map(str.strip).filter(bool), max_size=6))
def test_no_word_is_lost_or_added(lines):
    html = "".join(f"<p>{line}</p>" for line in lines)
    assert paragraphs_of(html) == tuple(" ".join(line.split()) for line in lines)
