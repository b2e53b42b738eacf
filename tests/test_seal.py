import multiprocessing

import pytest

from jetway.core.errors import BadSource
from jetway.seal import KEY_FILE, host_key


def test_of_processes_that_start_together_all_get_one_key(tmp_path):
    with multiprocessing.get_context("fork").Pool(8) as pool:
        keys = pool.starmap(host_key, [(None, tmp_path / "state")] * 32)
    assert len(set(keys)) == 1
    assert [path.name for path in (tmp_path / "state").iterdir()] == [KEY_FILE]
    assert (tmp_path / "state" / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_a_key_that_was_cut_short_is_none(tmp_path):
    (tmp_path / KEY_FILE).write_bytes(b"abcd")
    with pytest.raises(BadSource, match=r"secret\.key holds no key"):
        host_key(None, tmp_path)


def test_a_configured_key_needs_no_file(tmp_path):
    assert host_key("words", tmp_path) == host_key("words", tmp_path / "other") != host_key("wordz", tmp_path)
    assert not list(tmp_path.iterdir())
