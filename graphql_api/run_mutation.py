"""Run a mutation: its work once, then the answer, in one transaction."""

from dataclasses import dataclass

from graphql import ExecutionResult, GraphQLResolveInfo, GraphQLSchema
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path

from graphql_api.asked import Asked
from graphql_api.context import Context
from graphql_api.errors import cut_short
from graphql_api.planner.build import Builder
from graphql_api.planner.errors import BadArgumentError, NotPlannableError
from graphql_api.planner.json_text import IMPOSSIBLE
from graphql_api.planner.payloads import PayloadPlan, payload_plan
from graphql_api.planner.resolve import Done
from graphql_api.planner.selection import SelectedField, Selector
from graphql_api.transaction import Transaction


@dataclass(frozen=True, slots=True)
class MutationPlan:
    """How an operation of one mutation is answered when all is well."""

    field: SelectedField
    payload: PayloadPlan


def mutation_plan(schema: GraphQLSchema, asked: Asked) -> MutationPlan | None:
    """Return the plan of an operation; None if graphql-core must answer it.

    Several mutations are its to answer: each is read back before the next is done.
    """
    assert schema.mutation_type is not None
    selector = Selector(schema, asked.document.fragments, asked.variables)
    try:
        selected = selector.fields(schema.mutation_type, [asked.operation.selection_set])
        if len(selected) != 1 or selected[0].name == "__typename":
            return None
        field = schema.mutation_type.fields[selected[0].name]
        return MutationPlan(selected[0], payload_plan(Builder(selector), field, selected[0]))
    except (NotPlannableError, BadArgumentError):
        return None


def run_mutation(
    schema: GraphQLSchema, asked: Asked, plan: MutationPlan | None, context: Context
) -> str | ExecutionResult:
    """Return the text of an operation's data or, of all that is not plain, what came of it.

    Raises:
        psycopg2.Error: the records cannot be reached, or not in time; nothing was changed.
    """

    def work(transaction: Transaction) -> str | ExecutionResult:
        context.begun, context.alone = transaction, plan is not None
        answer = _answer(schema, asked, plan, context)
        if isinstance(answer, str) or not answer.errors:
            transaction.commit()
        elif lost := cut_short(answer.errors):
            raise lost
        return answer

    return context.database.in_transaction(context.caller, work)


def _answer(
    schema: GraphQLSchema, asked: Asked, plan: MutationPlan | None, context: Context
) -> str | ExecutionResult:
    if plan is None:
        return asked.resolve(schema, context)
    done = _done(schema, asked, plan.field, context)
    text = _text(plan, done, asked, context)
    return text if text is not None else asked.resolve(schema, context, done)


def _done(schema: GraphQLSchema, asked: Asked, selected: SelectedField, context: Context) -> Done:
    """Do a mutation's own work, as graphql-core would."""
    assert schema.mutation_type is not None
    field = schema.mutation_type.fields[selected.name]
    assert field.resolve is not None
    info: GraphQLResolveInfo[Context] = GraphQLResolveInfo(
        selected.name,
        list(selected.nodes),
        field.type,
        schema.mutation_type,
        Path(None, selected.key, schema.mutation_type.name),
        schema,
        asked.document.fragments,
        None,
        asked.operation,
        asked.given,
        context,
        lambda _: False,  # type: ignore[arg-type]  # nothing here is awaited
        None,
        None,  # type: ignore[arg-type]
    )
    try:
        arguments = get_argument_values(field, selected.nodes[0], asked.given)
        return Done(field.resolve(None, info, **arguments))
    except Exception as error:
        return Done(error=error)


def _text(plan: MutationPlan, done: Done, asked: Asked, context: Context) -> str | None:
    """Return the text of `data`; None if there is more to say than the plan can."""
    keys = plan.payload.variables(done.payload) if done.error is None else None
    if keys is None:
        return None
    try:
        text = context.read(plan.payload.answer, {**asked.variables, **keys})
    except BadArgumentError:
        return None  # graphql-core says which field it was
    return None if IMPOSSIBLE in text else f'{{"{plan.field.key}":{text}}}'
