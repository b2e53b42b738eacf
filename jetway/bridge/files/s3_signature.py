"""AWS Signature Version 4, as S3 and all that speak it want requests signed. One chunk, no query.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jetway.core.secret import Secret

NOTHING_SHA256 = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Credentials:
    """An access key and its secret, for the storage of one region."""

    key: str
    secret: Secret
    region: str


def signed(
    credentials: Credentials, method: str, path: str, headers: Mapping[str, str], moment: datetime
) -> dict[str, str]:
    """The headers with the signature among them. `path`: percent-encoded as it is sent; `moment`: in UTC.

    `headers` are in lower case, `host` and `x-amz-content-sha256`, the digest of the body, among them.
    """
    stamp = moment.strftime("%Y%m%dT%H%M%SZ")
    sent = dict(sorted({**headers, "x-amz-date": stamp}.items()))
    names = ";".join(sent)
    lines = "".join(f"{name}:{text.strip()}\n" for name, text in sent.items())
    asked = f"{method}\n{path}\n\n{lines}\n{names}\n{sent['x-amz-content-sha256']}"
    scope = f"{stamp[:8]}/{credentials.region}/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(asked.encode()).hexdigest()}"
    key = f"AWS4{credentials.secret.reveal()}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    said = f"Credential={credentials.key}/{scope},SignedHeaders={names},Signature={signature}"
    return {**sent, "authorization": f"AWS4-HMAC-SHA256 {said}"}
