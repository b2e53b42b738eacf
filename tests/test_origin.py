import pytest

from jetway.origin import origin


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://Jetway.example/base/?x#y", "https://jetway.example"),
        ("https://jetway.example:443", "https://jetway.example"),
        ("http://jetway.example:80/", "http://jetway.example"),
        ("http://jetway.example:443", "http://jetway.example:443"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("", ""),
        ("jetway.example", ""),
    ],
)
def test_an_origin_is_said_as_browsers_say_it(url, said):
    assert origin(url) == said
