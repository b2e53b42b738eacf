"""CREATE TABLE statements as databases keep them: found in them, and changed, is the definition of a column.

Everything that is not asked for stays as its author wrote it: checks, collations, generated columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_TOKEN = re.compile(
    r"""(?P<skipped>\s+|--[^\n]*|/\*.*?\*/)
    |'(?:[^'\\]|''|\\.)*' | "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\]
    |[\w$.]+ | .""",
    re.VERBOSE | re.DOTALL,
)
_PLAIN = re.compile(_TOKEN.pattern.replace(r"(?:[^'\\]|''|\\.)*", "(?:[^']|'')*"), _TOKEN.flags)
"""For engines where a backslash in a string is a character like others."""

_STARTS = frozenset(
    {"CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "CHARACTER", "AS"}
    | {"REFERENCES", "GENERATED", "AUTO_INCREMENT", "COMMENT", "ON", "INVISIBLE", "WITHOUT"}
)
_BEHIND = {
    "NULL": frozenset({"NOT", "SET", "DEFAULT"}),
    "DEFAULT": frozenset({"SET"}),
    "AS": frozenset({"ALWAYS"}),
}
"""Words that begin a clause, unless behind one of these."""

_OF_TYPE = frozenset({"CHARACTER", "COLLATE"})
_OF_TABLE = frozenset({"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"})


@dataclass(frozen=True, slots=True)
class Definition:
    """A column: its name as written, its type, and its clauses by their first word, in order."""

    name: str
    type: str
    clauses: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return " ".join(part for part in (self.name, self.type, *[text for _, text in self.clauses]) if part)

    def without(self, *words: str) -> Definition:
        """Without the clauses that begin with one of `words`."""
        return replace(self, clauses=tuple(clause for clause in self.clauses if clause[0] not in words))

    def having(self, word: str, text: str) -> Definition:
        """With `text` in place of the clauses that began with `word`, behind what belongs to the type."""
        left = self.without(word).clauses
        at = next((at for at, (kind, _) in enumerate(left) if kind not in _OF_TYPE), len(left))
        return replace(self, clauses=(*left[:at], (word, text), *left[at:]))


@dataclass(frozen=True, slots=True)
class Made:
    """A CREATE TABLE statement in parts: `head` up to the parenthesis, `parts` between commas, `tail`."""

    head: str
    parts: tuple[str, ...]
    tail: str
    escapes: bool

    def __str__(self) -> str:
        parts = ",\n  ".join(self.parts)  # on lines of their own: one may end with a comment
        return f"{self.head}(\n  {parts}\n){self.tail}"

    def column(self, name: str) -> Definition:
        """The definition of that column."""
        return _definition(self.parts[self._place(name)], escapes=self.escapes)

    def put(self, name: str, definition: Definition) -> Made:
        """With another definition of that column."""
        at = self._place(name)
        return replace(self, parts=(*self.parts[:at], str(definition), *self.parts[at + 1 :]))

    def dropped(self, name: str) -> Made:
        """Without that column, and without the foreign key of it alone."""
        at = self._place(name)
        parts = (*self.parts[:at], *self.parts[at + 1 :])
        return replace(self, parts=tuple(part for part in parts if not self._points(part, name)))

    def added(self, definition: str) -> Made:
        """With one more column, behind the others and before constraints of the table."""
        columns = [at for at, part in enumerate(self.parts) if self._name(part) is not None]
        at = columns[-1] + 1
        return replace(self, parts=(*self.parts[:at], definition, *self.parts[at:]))

    def _place(self, name: str) -> int:
        wanted = name.lower()
        return next(at for at, part in enumerate(self.parts) if (self._name(part) or "\0").lower() == wanted)

    def _points(self, part: str, name: str) -> bool:
        """Whether `part` is the foreign key of that column alone."""
        words = [match[0] for match in _tokens(part, escapes=self.escapes)]
        words = words[2:] if words[0].upper() == "CONSTRAINT" else words
        if [word.upper() for word in words[:3]] != ["FOREIGN", "KEY", "("] or words[4] != ")":
            return False
        return bare(words[3]).lower() == name.lower()

    def _name(self, part: str) -> str | None:
        """The column that `part` defines; `None` for a constraint."""
        first = _tokens(part, escapes=self.escapes)[0][0]
        return None if first.upper() in _OF_TABLE else bare(first)


def made(sql: str, *, escapes: bool) -> Made:
    """The parts of a CREATE TABLE statement. `escapes`: a backslash in a string hides what follows it."""
    depth, start = 0, 0
    cuts: list[tuple[int, int]] = []
    for match in (_TOKEN if escapes else _PLAIN).finditer(sql):
        found = match[0]
        if found == "(":
            depth += 1
            start = match.end() if depth == 1 and not cuts else start
        elif (found == "," and depth == 1) or (found == ")" and depth == 1):
            cuts.append((start, match.start()))
            start = match.end()
        depth -= found == ")"
        if found == ")" and depth == 0:
            break
    parts = tuple(sql[begin:end].strip() for begin, end in cuts)
    return Made(sql[: cuts[0][0] - 1], parts, sql[start:], escapes)


def bare(identifier: str) -> str:
    """A name without its quotes."""
    mark = identifier[0]
    if mark not in "\"`['":
        return identifier
    end = {"[": "]"}.get(mark, mark)
    return identifier[1:-1].replace(end * 2, end)


def _definition(part: str, *, escapes: bool) -> Definition:
    name, *tokens = _tokens(part, escapes=escapes)
    words = [token[0].upper() for token in tokens]
    starts = [at for at in range(len(words)) if _begins(words, at)]
    ends = [*starts[1:], len(tokens)]
    clauses = tuple((_kind(words[at:]), _text(tokens[at:end])) for at, end in zip(starts, ends, strict=False))
    return Definition(name[0], _text(tokens[: starts[0] if starts else None]), clauses)


def _begins(words: list[str], at: int) -> bool:
    """Whether a clause begins there, outside of parentheses."""
    word, before = words[at], words[at - 1] if at else ""
    if word not in _STARTS or before in _BEHIND.get(word, ()) or "CONSTRAINT" in words[max(0, at - 2) : at]:
        return False
    if words[:at].count("(") > words[:at].count(")"):
        return False
    following = words[at + 1] if at + 1 < len(words) else ""
    return {"ON": following == "UPDATE" and before != "NULL", "NOT": following == "NULL"}.get(word, True)


def _kind(words: list[str]) -> str:
    """What a clause is, whatever its name."""
    return words[2] if words[0] == "CONSTRAINT" and len(words) > 2 else words[0]


def _text(tokens: list[re.Match[str]]) -> str:
    """As its author wrote it."""
    return tokens[0].string[tokens[0].start() : tokens[-1].end()] if tokens else ""


def _tokens(part: str, *, escapes: bool) -> list[re.Match[str]]:
    found = (_TOKEN if escapes else _PLAIN).finditer(part)
    return [match for match in found if match["skipped"] is None]
