"""Google's three: a spreadsheet, Firestore and a Realtime Database, each asked by a service account's key."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date

import httpx2

from jetway.core.secret import Secret
from jetway.sources.kinds import firestore, google_sheets, realtime_database
from tests.fakes import firestore as firestore_fake
from tests.fakes import google as sheets_fake
from tests.fakes import realtime_database as tree_fake
from tests.fakes.app import Answer, App

MANY = 30
PROJECT = "laws"
LIST = "people"


def documents(address: str, key: Secret) -> firestore.Options:
    return firestore.Options(PROJECT, placed(key, address), address=address)


def tree(address: str, key: Secret) -> realtime_database.Options:
    return realtime_database.Options(address, placed(key, address))


def spreadsheet(address: str, key: Secret) -> google_sheets.Options:
    return google_sheets.Options(sheets_fake.FILE, placed(key, address), keys="People = No", address=address)


def key_file() -> Secret:
    """The key of Firestore's account, and of the Realtime Database's; `placed` says where its tokens are."""
    return Secret(firestore_fake.key_file(firestore_fake.a_key(0), "ADDRESS"))


def sheets_key_file() -> Secret:
    """The key of the spreadsheet's account, in the same way."""
    return Secret(sheets_fake.Google(address="ADDRESS").key_file())


def placed(key: Secret, address: str) -> Secret:
    return Secret(key.reveal().replace("ADDRESS", address))


class Documents(App):
    """Firestore: people with an age, and a born that every third lacks."""

    opened_by = ("firestore",)

    google: firestore_fake.Google

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        inside = f"http://127.0.0.1:{firestore_fake.emulator()}"
        async with httpx2.AsyncClient(
            base_url=inside, headers={"Authorization": "Bearer owner"}, timeout=60
        ) as http:
            await http.delete(f"/emulator/v1/projects/{PROJECT}/databases/(default)/documents")
            self.google = firestore_fake.Google("", PROJECT, http)
            await self.google.put_all({f"{LIST}/p{number:02}": _person(number) for number in range(MANY)})
            yield

    async def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        if headers.get("authorization") == "Bearer owner":  # as the emulator itself takes it
            headers = headers | {"authorization": f"Bearer {firestore_fake.TOKEN}"}
        status, content = await self.google.answer(method, target, headers, body)
        return status, json.loads(content), {}

    def changes(self, method: str, target: str) -> bool:
        return target.endswith((":commit", f"/{LIST}")) or "documentId=" in target


def _person(number: int) -> dict[str, object]:
    born = {"born": {"timestampValue": f"2001-05-{number + 1:02}T10:00:00Z"}} if number % 3 else {}
    tags = {"arrayValue": {"values": [{"stringValue": f"t{number % 4}"}]}}
    place = {"mapValue": {"fields": {"city": {"stringValue": f"C{number % 5}"}}}}
    age = {"integerValue": str(number * 7 % 31)}
    return {"age": age, "place": place, "tags": tags, "paid": {"booleanValue": number % 2 == 0}, **born}


@dataclass
class Tree(App):
    """The Realtime Database: people with an age, and a city that every third lacks."""

    opened_by = ()

    kept: tree_fake.Realtime = field(default_factory=tree_fake.Realtime)

    def __post_init__(self) -> None:
        people = {
            f"p{number:02}": {"age": number * 7 % 31, "paid": number % 2 == 0}
            | ({"place": {"city": f"C{number % 5}"}} if number % 3 else {})
            for number in range(MANY)
        }
        self.kept.tree = {LIST: people}
        self.kept.indexed = {"age", "place/city"}

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        if target == "/token":
            status, content, _ = firestore_fake.granted(body, firestore_fake.a_key(0), tree_fake.TOKEN)
            return status, content, {}
        try:
            content, etag = self.kept.answer(method, target, headers, body)
        except tree_fake.Refused as refused:
            return refused.status, {"error": refused.message}, {}
        return 200, content, {"ETag": etag} if etag else {}

    def changes(self, method: str, target: str) -> bool:
        return method != "GET"


@dataclass
class Spreadsheet(App):
    """A sheet: people with a number, a name, a total, a day, and what a formula makes of them."""

    opened_by = ("google",)

    google: sheets_fake.Google = field(default_factory=sheets_fake.Google)

    def __post_init__(self) -> None:
        rows = [
            (
                number,
                f"n{number % 7}" if number % 3 else None,
                number + 0.5,
                date(2024, 5, number + 1) if number % 4 else None,
                number % 2 == 0,
                sheets_fake.Cell(number * 2, f"=A{number + 2}*2"),
            )
            for number in range(MANY)
        ]
        self.google.add("People", ("No", "Name", "Total", "Since", "Active", "Twice"), *rows)

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        self.google.address = self.address
        return sheets_fake.answered(self.google, method, target, headers, body)

    def changes(self, method: str, target: str) -> bool:
        return method != "GET"
