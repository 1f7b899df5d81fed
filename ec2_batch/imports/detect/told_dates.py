"""The order of dates in rejected rows: the whole file settled it, a few of its rows may not."""

from collections.abc import Mapping

from ec2_batch.imports.parsers.dates import DateOrder


def tell_dates(orders: Mapping[str, DateOrder]) -> str:
    """Return the columns whose dates end in the year, with their order; empty if there is none."""
    known = DateOrder.YEAR_MONTH_DAY
    return " ".join(f"{column}={order}" for column, order in orders.items() if order != known)


def told_dates(text: str) -> dict[str, DateOrder]:
    """Return what `tell_dates` has written; what somebody else wrote there tells nothing."""
    pairs = [word.partition("=") for word in text.split()]
    known = {order.value: order for order in DateOrder}
    return {column: known[order] for column, _, order in pairs if order in known}
