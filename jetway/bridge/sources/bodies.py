"""What is sent to add, to try and to change a source."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import msgspec

Title: TypeAlias = Annotated[str, msgspec.Meta(max_length=100)]
Colour: TypeAlias = Annotated[str, msgspec.Meta(pattern="^(#[0-9a-f]{6})?$")]
Tables: TypeAlias = (
    Literal["all"]
    | Annotated[
        list[Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]], msgspec.Meta(max_length=10_000)
    ]
)


class TriedSource(msgspec.Struct, forbid_unknown_fields=True):
    """A source to be tried. `name`: of one whose secrets are to be used, where they are not sent."""

    kind: str
    options: dict[str, Any]
    name: str = ""


class SourceToConnect(TriedSource, forbid_unknown_fields=True):
    """A source whose app's provider is to ask a person. `redirect`: where it sends them back to."""

    redirect: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class BroughtBack(msgspec.Struct, forbid_unknown_fields=True):
    """What a provider sent a person back with. `iss`: who it says that it is."""

    state: Annotated[str, msgspec.Meta(max_length=200)]
    code: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
    iss: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class NewSource(msgspec.Struct, forbid_unknown_fields=True):
    """A source to be added."""

    name: str
    kind: str
    options: dict[str, Any]
    title: Title = ""
    colour: Colour = ""
    tables: Tables = "all"


class ChangedSource(msgspec.Struct, forbid_unknown_fields=True):
    """What to change of a source; what is left out stays."""

    title: Title | msgspec.UnsetType = msgspec.UNSET
    colour: Colour | msgspec.UnsetType = msgspec.UNSET
    options: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    tables: Tables | msgspec.UnsetType = msgspec.UNSET


class TriedDescription(msgspec.Struct, forbid_unknown_fields=True):
    """What to ask of an app: a list with `parameters` beside its own, or the record of `key`.

    `name`: of a source of the kind `rest` whose options stand in for what `options` leave out.
    """

    options: dict[str, Any]
    collection: str
    operation: Literal["list", "get"] = "list"
    key: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    parameters: Annotated[
        dict[str, Annotated[str, msgspec.Meta(max_length=1000)]], msgspec.Meta(max_length=50)
    ] = {}
    name: str = ""


class GraphqlToDraft(msgspec.Struct, forbid_unknown_fields=True):
    """A GraphQL API whose schema is asked for: options of the kind `graphql`.

    `name`: of a source of that kind whose options stand in for what `options` leave out.
    """

    options: dict[str, Any]
    name: str = ""


class AnswerToRead(msgspec.Struct, forbid_unknown_fields=True):
    """An app's answer, of which somebody wants to know how it could be read."""

    answer: Any


class DescriptionText(msgspec.Struct, forbid_unknown_fields=True):
    """A description of an app as somebody writes it, in TOML or JSON."""

    text: Annotated[str, msgspec.Meta(max_length=400_000)]
