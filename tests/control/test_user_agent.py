from __future__ import annotations

import pytest

from jetway.control.user_agent import browser_and_system

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
WINDOWS = "(Windows NT 10.0; Win64; x64)"


@pytest.mark.parametrize(
    ("user_agent", "named"),
    [
        (
            f"Mozilla/5.0 {WINDOWS} {WEBKIT} Chrome/141.0.0.0 Safari/537.36",
            "Chrome Windows",
        ),
        (
            f"Mozilla/5.0 {WINDOWS} {WEBKIT} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
            "Edge Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0",
            "Firefox macOS",
        ),
        (
            f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Version/26.0 Safari/605.1.15",
            "Safari macOS",
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) {APPLE} CriOS/141.0 Mobile/15E148",
            "Chrome iOS",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/141.0.0.0 Mobile Safari/537.36",
            "Chrome Android",
        ),
        (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/141.0 Safari/537.36 OPR/122.0", "Opera Linux"),
        ("curl/8.14.1", " "),
        ("", " "),
    ],
)
def test_browsers_are_named_by_what_they_are(user_agent, named):
    assert " ".join(browser_and_system(user_agent)) == named
