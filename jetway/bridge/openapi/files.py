"""Files in the OpenAPI document: nothing where none are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.bridge.openapi.parts import answers, json_body, operation, ref

if TYPE_CHECKING:
    from jetway.bridge.openapi.schemas import Json
    from jetway.core.view import View

_TEXT: Json = {"type": "string"}
_ABOUT: Json = {"name": _TEXT, "type": _TEXT, "size": {"type": "integer"}}
_SENT: Json = {
    "type": "object",
    "required": ["uploaded_path", "uploaded_url", "name", "type", "size"],
    "properties": {
        "uploaded_path": {"type": "string", "description": "What to write into the column."},
        "uploaded_url": {"type": "string", "description": "Where the file can be had, for five minutes."},
        **_ABOUT,
    },
}
_GIVEN: Json = {
    "type": "object",
    "required": ["key", "url", "thumbnail", "name", "type", "size", "expires"],
    "properties": {
        "key": {"type": ["string", "integer"]},
        "url": _TEXT,
        "thumbnail": {"type": ["string", "null"]},
        "expires": {"type": "string", "format": "date-time"},
        **_ABOUT,
    },
}
_FORM: Json = {
    "type": "object",
    "required": ["table", "column", "file"],
    "properties": {"table": _TEXT, "column": _TEXT, "file": {"type": "string", "format": "binary"}},
    "additionalProperties": False,
}
_KEPT: Json = {
    "type": "object",
    "properties": {"most_bytes": {"type": "integer"}, "thumbnails": {"type": "boolean"}},
}


def file_paths(view: View) -> Json:
    """The paths of files: to all that the view's columns hold, and to declaring which hold some."""
    if not view.schema.keeps_files:
        return {}
    columns = {"get": operation("storage", "Whether files are kept, and the largest", answers(_KEPT))}
    if view.structure:
        body: Json = {"type": "array", "items": ref("schemas", "FileColumn")}
        columns["post"] = operation(
            "declare files", "Declare columns that hold files", answers(body), body=json_body(body)
        )
    paths: Json = {"/api/model_descriptions/file_columns/": columns}
    if any(column.file for seen in view.tables.values() for column in seen.table.columns):
        paths |= {"/api/file_upload/": {"post": _upload()}, "/api/file_urls/": {"post": _urls()}}
    return paths


def _upload() -> Json:
    form = {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}
    return operation("upload", "Send a file that a row is to name", answers(_SENT, "201"), body=form)


def _urls() -> Json:
    given = answers({"type": "array", "items": _GIVEN})
    return operation(
        "file urls", "Addresses of the files of rows", given, body=json_body(ref("schemas", "WantedFiles"))
    )
