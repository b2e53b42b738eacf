"""The parameters of a URL are those that the standard library finds in it."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetway.bridge import parse
from jetway.core.errors import InvalidParameter, QueryTooComplex

PARTS = st.sampled_from(
    ["a", "b=", "=", "&", "&&", "+", "%20", "%2B", "%c3%a9", "%26", "%3D", ";", "%", "é", "%zz"]
)


@given(st.lists(PARTS, max_size=12).map("".join))
def test_names_and_values_are_those_of_a_form(text):
    expected = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        expected.setdefault(name, []).append(value)
    if text.isascii():
        assert parse.parameters(text.encode()) == expected
    else:
        with pytest.raises(InvalidParameter):
            parse.parameters(text.encode())


@pytest.mark.parametrize("sent", [b"a=%ff", b"%c3=1", b"a=%00", b"%00"])
def test_what_is_no_text_is_refused(sent):
    with pytest.raises(InvalidParameter):
        parse.parameters(sent)


def test_there_is_a_most_of_parameters():
    assert len(parse.parameters(b"&".join([b"a"] * parse.MAX_PARAMETERS))["a"]) == parse.MAX_PARAMETERS
    with pytest.raises(QueryTooComplex):
        parse.parameters(b"&".join([b"a"] * (parse.MAX_PARAMETERS + 1)))
