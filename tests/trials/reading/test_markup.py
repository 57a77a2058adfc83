import time

import pytest

from tests.trials.reading.kit import HOSTILE
from trials.reading.markup import to_html, to_text


def test_escapes_of_the_registry_are_resolved():
    assert to_html(r"Platelets \>100 \* 10\^9") == "<p>Platelets &gt;100 * 10^9</p>\n"
    assert to_text(r"Platelets \>100 \* 10\^9") == "Platelets >100 * 10^9"


def test_pasted_html_entities_are_the_signs_that_were_meant():
    assert to_text(r"Age \&gt;= 18 \&amp;lt; 65") == "Age >= 18 < 65"


def test_nested_and_numbered_lists_stay_lists():
    rendered = to_html("1. first\n\n   * under it\n2. second")
    assert rendered.index("<ol>") < rendered.index("<ul>") < rendered.index("under it") < rendered.index("second")
    assert to_text("3. third\n4. fourth\n\n* loose") == "3. third\n4. fourth\n• loose"


def test_a_heading_inside_a_text_never_joins_the_outline_of_the_page():
    assert to_html("# Purpose\n\nTo help.") == "<p><strong>Purpose</strong></p>\n<p>To help.</p>\n"


def test_the_registrys_separator_between_two_lists_is_not_shown():
    assert "--" not in to_html("* one\n\n<!-- -->\n\n* two")
    assert to_text("* one\n\n<!-- -->\n\n* two") == "• one\n• two"


def test_indented_text_is_not_boxed_as_code():
    assert to_html("    Indented by hand") == "<p>Indented by hand</p>\n"


@pytest.mark.parametrize("text", ["[note]: see below", "`tick` and ``` fence", "> quoted", "Title\n---"])
def test_signs_that_look_like_markup_lose_no_word(text):
    for word in ("note", "below", "tick", "fence", "quoted", "Title"):
        if word in text:
            assert word in to_html(text)
            assert word in to_text(text)


def test_html_is_text():
    rendered = to_html("<script>alert(1)</script> <b onclick=x>bold</b> &lt;img src=x onerror=y&gt;")
    assert "<script" not in rendered and "<b" not in rendered and "<img" not in rendered
    assert "&lt;script&gt;" in rendered


def test_links_lead_to_the_web_only_and_give_no_referrer():
    assert '<a href="https://example.org" rel="nofollow noreferrer">site</a>' in to_html("[site](https://example.org)")
    assert "href" not in to_html("[x](javascript:alert(1)) [y](data:text/html,z) [z](/local) [w](mailto:a@b.org)")
    assert "<img" not in to_html("![i](https://example.org/i.png)")


def test_a_bare_address_does_not_become_a_link():
    assert "href" not in to_html("See https://example.org or <https://example.org>")


def test_invisible_and_turning_characters_are_removed():
    for shown in (to_html("a\x00b\u202ec\u200bd\ufeffe"), to_text("a\x00b\u202ec&#x202e;d\u200be\ud800")):
        assert "".join(shown.split()).strip("<p>/") == "abcde"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_makes_it_raise_or_hang(text):
    started = time.perf_counter()
    assert isinstance(to_html(text), str) and isinstance(to_text(text), str)
    assert time.perf_counter() - started < 5
