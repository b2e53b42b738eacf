"""Requests to a storage that speaks S3 are signed as its makers show."""

from datetime import UTC, datetime

from jetway.bridge.files.s3_signature import NOTHING_SHA256, Credentials, signed
from jetway.core.secret import Secret


def test_a_request_is_signed_as_the_specification_shows():
    # "Example: GET Object" of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    credentials = Credentials(
        "AKIAIOSFODNN7EXAMPLE", Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), "us-east-1"
    )
    headers = {
        "host": "examplebucket.s3.amazonaws.com",
        "range": "bytes=0-9",
        "x-amz-content-sha256": NOTHING_SHA256,
    }
    sent_ = signed(credentials, "GET", "/test.txt", headers, datetime(2013, 5, 24, tzinfo=UTC))
    signature = sent_["authorization"].rpartition("Signature=")[2]
    assert signature == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
