"""The form of tokens."""

from hypothesis import given
from hypothesis import strategies as st

from jetway.core.token import ALPHABET, LENGTH, digest, mint, well_formed


def test_a_minted_token_is_well_formed_for_its_prefix_only():
    token = mint("jut_")
    assert len(token) == LENGTH == 53
    assert well_formed(token, "jut_")
    assert not well_formed(token, "jat_", "jpt_")


def test_no_two_tokens_are_alike():
    assert len({mint("jat_") for _ in range(1000)}) == 1000


@given(st.integers(4, LENGTH - 1), st.sampled_from(ALPHABET))
def test_a_changed_letter_breaks_the_checksum(place, letter):
    token = mint("jut_")
    changed = token[:place] + letter + token[place + 1 :]
    assert well_formed(changed, "jut_") == (changed == token)


@given(st.text(max_size=80))
def test_junk_is_not_well_formed(text):
    assert not well_formed(text, "jut_", "jat_", "jpt_")


def test_a_digest_tells_nothing_of_the_token():
    token = mint("jpt_")
    assert len(digest(token)) == 64
    assert token[4:] not in digest(token)
