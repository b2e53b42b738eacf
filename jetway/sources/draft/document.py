"""An OpenAPI document as data, and what stands behind its references. Knows no operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec
import yaml

from jetway.core.errors import OpenapiRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

HOPS = 20
"""How many references may follow one another."""

DEEPEST = 8
"""How deep schemas may be put together from others."""


@dataclass(frozen=True, slots=True)
class Document:
    """The whole file."""

    root: Mapping[str, object]

    def followed(self, value: object) -> dict[str, object]:
        """The object that stands there, behind any references; empty for what is none.

        Raises `OpenapiRefused` for references to other files, and for such as lead in a circle.
        """
        for _ in range(HOPS):
            if not isinstance(value, dict):
                return {}
            if not isinstance(value.get("$ref"), str):
                return value
            value = self._at(value["$ref"])
        raise OpenapiRefused("References in the file lead in a circle.")

    def schema(self, value: object, depth: int = 0) -> dict[str, object]:
        """A schema, with what `allOf` adds; of a choice, the only one, or the first of several objects."""
        found = self.followed(value)
        if depth >= DEEPEST:
            return found
        choices = self.choices(found, depth)
        if len(choices) == 1 or (choices and all("properties" in one for one in choices)):
            found = {**found, **choices[0], "anyOf": None, "oneOf": None}
        parts = found.get("allOf")
        for part in parts if isinstance(parts, list) else ():
            found = _joined(found, self.schema(part, depth + 1))
        return found

    def choices(self, schema: Mapping[str, object], depth: int = 0) -> list[dict[str, object]]:
        """What `anyOf` or `oneOf` leaves open, but for null."""
        listed = schema.get("anyOf") or schema.get("oneOf")
        found = [self.schema(one, depth + 1) for one in listed] if isinstance(listed, list) else []
        return [one for one in found if one.get("type") != "null" and one.get("enum") not in ([None], [""])]

    def _at(self, reference: str) -> object:
        if not reference.startswith("#/"):
            raise OpenapiRefused(
                f"The file refers to another, {reference[:200]!r}, which is not fetched. Bundle them."
            )
        value: object = self.root
        for name in unquote(reference[2:]).split("/"):
            value = value.get(name.replace("~1", "/").replace("~0", "~")) if isinstance(value, dict) else None
        return value


class _Yaml(yaml.CSafeLoader):  # type: ignore[misc]  # the library has no types
    """YAML as OpenAPI has it: names are texts, also `no` and `200`.

    And nothing is merged, by which a small file grows without end.
    """

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Leave it as it is, but for names that YAML takes for something else."""
        for name, _ in node.value:
            if isinstance(name, yaml.ScalarNode) and name.value != "<<":
                name.tag = "tag:yaml.org,2002:str"


def read_document(text: bytes) -> Document:
    """The document. Raises `OpenapiRefused` for what is no OpenAPI 3.0 or 3.1."""
    try:
        root = (
            msgspec.json.decode(text) if text.lstrip()[:1] == b"{" else yaml.load(text, _Yaml)  # noqa: S506 - a safe loader
        )
    except (msgspec.MsgspecError, yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        raise OpenapiRefused("The file is neither JSON nor YAML. Save it as the app offers it.") from None
    if isinstance(root, dict) and "swagger" in root:
        raise OpenapiRefused("The file is Swagger 2.0. Convert it to OpenAPI 3 first.")
    if not isinstance(root, dict) or str(root.get("openapi", ""))[:3] not in ("3.0", "3.1"):
        raise OpenapiRefused("The file is no OpenAPI 3.0 or 3.1: its first member says which it is, openapi.")
    return Document(root)


def text_in(schema: Mapping[str, object], name: str) -> str:
    """The text of a member; "" where there is none."""
    value = schema.get(name)
    return value if isinstance(value, str) else ""


def objects_in(schema: Mapping[str, object], name: str) -> dict[str, object]:
    """The object of a member; empty where there is none."""
    value = schema.get(name)
    return value if isinstance(value, dict) else {}


def list_in(schema: Mapping[str, object], name: str) -> list[object]:
    """The list of a member; empty where there is none."""
    value = schema.get(name)
    return value if isinstance(value, list) else []


def _joined(one: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    properties = objects_in(one, "properties") | objects_in(other, "properties")
    required = [*list_in(one, "required"), *list_in(other, "required")]
    also: dict[str, object] = {"properties": properties} if properties else {}
    once = list(dict.fromkeys(name for name in required if isinstance(name, str)))
    return {**other, **one, **also, "required": once}
