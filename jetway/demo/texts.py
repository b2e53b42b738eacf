"""Sentences that reviews, notes and visits are put together from."""

from __future__ import annotations

REVIEW_TITLES: dict[int, tuple[str, ...]] = {
    5: (
        "Could not be happier",
        "Even better in person",
        "A small daily joy",
        "Worth every cent",
        "Perfect gift",
        "Beautifully made",
    ),
    4: (
        "Lovely, with one small wish",
        "Very good quality",
        "Nearly perfect",
        "Happy with it",
        "Good, solid, pretty",
    ),
    3: ("Decent for the price", "Nice, but not as pictured", "It does the job", "Mixed feelings"),
    2: ("Expected more", "Arrived with a scratch", "Smaller than I thought"),
    1: ("Had to send it back", "Broke within a week", "Not for me at all"),
}

REVIEW_OPENINGS: dict[int, tuple[str, ...]] = {
    5: (
        "I had been looking for something like this for months, and this is the one.",
        "Bought the first one for my sister and went straight back to order a second for us.",
        "The colour is deeper than in the photographs and looks different in every light.",
        "You can tell that somebody who cares made this.",
    ),
    4: (
        "Really pleased overall, and the finish is excellent.",
        "Good weight, clean edges, and it fits in with everything else we own.",
        "After a month of daily use it still looks new.",
    ),
    3: (
        "It is fine, though the colour turned out a shade darker than I hoped.",
        "The idea is good and the material pleasant, but the details are a bit rough.",
        "I like the look. For this price I would have expected a better box, though.",
    ),
    2: (
        "The surface had a scratch when I unpacked it.",
        "It looks nice on the shelf but feels lighter than the description suggests.",
    ),
    1: (
        "Unfortunately it did not survive the first week.",
        "The one that I received was clearly not the one on the page.",
    ),
}

REVIEW_MIDDLES = (
    "Delivery took three days and the packaging was all paper, no plastic anywhere.",
    "It is a touch larger than I imagined, so do check the dimensions first.",
    "Our cat approves, which is more than can be said of the last one.",
    "We use it every single morning.",
    "The instructions are four drawings and not a single word, and that was enough.",
    "It goes well with the matching pieces of the same line.",
    "Customer support answered within the hour when I asked about care.",
    "The material warms up nicely over time.",
    "I compared it with two others at twice the price and kept this one.",
    "Cleaning it is easy: a damp cloth, nothing more.",
)

REVIEW_ENDINGS: dict[int, tuple[str, ...]] = {
    5: (
        "I would buy it again tomorrow.",
        "Recommended without hesitation.",
        "Thank you for making beautiful things!",
    ),
    4: (
        "One star less only because there is no larger size.",
        "I would recommend it to a friend.",
        "Almost there.",
    ),
    3: (
        "Three stars from me.",
        "I will keep it, but I would not buy a second one.",
        "Maybe the next version.",
    ),
    2: ("I hope that the next batch is better.", "Support offered a discount, which was kind."),
    1: ("The refund came quickly, at least.", "I am sending it back."),
}

CUSTOMER_NOTES = (
    "Prefers to be called in the morning.",
    "Wants one invoice per month, not one per order.",
    "Met at the design fair; interested in the whole lighting range.",
    "Deliver to the back entrance, ring twice.",
    "Asked for samples of the linen fabrics.\n\nSent: oat, sage, midnight. Follow up in two weeks.",
    "Opening a second store next spring. Expect a large order of furniture.",
    "Speaks French and English.",
    "VAT number checked and valid.",
    "Was unhappy about a late parcel; a voucher was sent. All good again.",
    "Always orders on the last day of the month.\nKeep some stock aside.",
)

ORDER_NOTES = (
    "Please wrap as a gift.",
    "Leave with the neighbour on the second floor.",
    "Call before delivery.",
    "Second parcel follows next week.",
    "Customer picks it up in person.",
    "Address corrected by phone.",
    "Express, please: it is for a birthday on Saturday.",
    "Replacement for a damaged piece, see the earlier order.",
    "No invoice in the box.",
)

TAGS = (
    "newsletter",
    "wholesale",
    "early adopter",
    "designer",
    "press",
    "gift buyer",
    "local",
    "hotel",
    "architect",
    "returns often",
)

PATHS = (
    "/",
    "/new",
    "/sale",
    "/kitchen",
    "/lighting",
    "/furniture",
    "/living",
    "/audio",
    "/outdoors",
    "/cart",
    "/checkout",
    "/about",
)

REFERRERS = (
    "https://search.example/",
    "https://news.example/design",
    "https://social.example/p/8841",
    "https://blog.example/rooms",
)

AGENTS = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/139.0.0.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/139.0.0.0 Mobile",
    "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0",
)
