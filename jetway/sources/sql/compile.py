"""From a bound statement to SQL text and parameters, once per shape. SQLAlchemy Core as compiler only."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jetway.core.ordering import Numbering, Shift
from jetway.core.query import Aggregate, Delete, Insert, Read, Update
from jetway.sources.sql import change, select
from jetway.sources.sql.element import with_placeholders
from jetway.sources.sql.predicate import Binder
from jetway.sources.sql.shape import Values, bound, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from sqlalchemy.sql.expression import ClauseElement

    from jetway.core.export import Cell, Csv
    from jetway.core.query import Row, Trial
    from jetway.sources.sql.grammar import Encode, Grammar, Outputs

Statement = Read | Aggregate | Insert | Update | Delete | Shift | Numbering
SHAPES = 2000
MAX_SLOTS = 200
"""A statement with more placeholders is compiled each time: it is rare, and its text is large."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL text, where its parameters come from, and how its rows are read. Holds no values."""

    text: str
    slots: tuple[tuple[int, Encode], ...]
    decode: Callable[[tuple[Any, ...]], Row]

    def parameters(self, values: Values) -> tuple[object, ...]:
        """What to bind, in the order of the placeholders."""
        return tuple([encode(values[number]) for number, encode in self.slots])

    def with_values(self, values: Values) -> tuple[str, tuple[object, ...]]:
        """The text and its parameters."""
        return self.text, self.parameters(values)


class Compiler:
    """Compiles for one engine, and remembers what it compiled; the shapes used last are kept."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self._known: OrderedDict[Hashable, Compiled] = OrderedDict()

    def compiled(self, statement: Statement, *, quick: bool = False) -> tuple[Compiled, Values]:
        """The SQL of `statement` and its values. `quick`: a Read's rows as `Grammar.quick` has them."""
        form, values = shape(statement)
        key = (form, quick)
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
            return found, values
        found = compile_(self.grammar, statement, quick=quick)
        if len(found.slots) <= MAX_SLOTS:
            self._known[key] = found
            if len(self._known) > SHAPES:
                self._known.popitem(last=False)
        return found, values


def compile_csv(grammar: Grammar, read: Read, cells: Sequence[Cell], form: Csv) -> tuple[Compiled, Values]:
    """The SQL of the lines of CSV, and its values. Not remembered: an export takes longer than this."""
    binder = Binder(grammar)
    element = select.csv(read, cells, form, binder)
    return finished(element, (), binder), shape(read)[1]


def compile_trial(grammar: Grammar, trial: Trial) -> tuple[Compiled, Values]:
    """The SQL of a trial, and its values. Not remembered: people ask it once in a while."""
    binder = Binder(grammar)
    element = select.trial(trial, binder)
    tried = [bound(predicate) for predicate in (trial.where, *trial.clauses)]
    return finished(element, (), binder), [value for values in tried for value in values]


def compile_(
    grammar: Grammar,
    statement: Statement,
    *,
    quick: bool = False,
    placeholder: Callable[[int], str] | None = None,
) -> Compiled:
    """The SQL of `statement`, compiled anew. `placeholder`: where it is not to have the driver's own."""
    element: ClauseElement
    outputs: Outputs
    match statement:
        case Read():
            binder = Binder(grammar)
            element, outputs = select.read(statement, binder, quick=quick)
        case Aggregate():
            binder = Binder(grammar)
            element, outputs = select.aggregate(statement, binder)
        case Insert():
            binder = Binder(grammar, statement.table.local_name)
            element, outputs = change.insert(statement, binder)
        case Update():
            binder = Binder(grammar, statement.table.local_name)
            element, outputs = change.update(statement, binder)
        case Delete():
            binder = Binder(grammar, statement.table.local_name)
            element, outputs = change.delete(statement, binder), ()
        case Shift():
            binder = Binder(grammar, statement.table.local_name)
            element, outputs = change.shift(statement, binder), ()
        case Numbering():
            binder = Binder(grammar, statement.table.local_name)
            element, outputs = change.number(statement, binder), ()
    return finished(element, outputs, binder, placeholder)


def finished(
    element: ClauseElement,
    outputs: Outputs,
    binder: Binder,
    placeholder: Callable[[int], str] | None = None,
) -> Compiled:
    """The text of `element`, whose parameters `binder` has numbered."""
    grammar = binder.grammar
    text = str(element.compile(dialect=grammar.dialect, compile_kwargs={"render_postcompile": True}))
    if grammar.percent_s and placeholder is None:
        text = text.replace("%", "%%")
    text, order = with_placeholders(text, placeholder or grammar.placeholder)
    slots = order if grammar.percent_s else range(len(binder.slots))
    return Compiled(text, tuple(binder.slots[number] for number in slots), grammar.decoded(outputs))
