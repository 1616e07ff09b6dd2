"""What both databases are asked in the same words."""

from typing import Any

from search.engine import SearchRequest, Sort


def filters_sql(request: SearchRequest, position: str) -> tuple[str, list[Any]]:
    """Return the conditions of the filters and their parameters; `position` is the function that finds a text."""
    conditions, params = [], list[Any]()
    for name, value in request.filters.items():
        if name == "topic":
            conditions.append(f"AND {position}(e.topics, %s) > 0")
            params.append(f"|{value}|")
        else:
            conditions.append(f"AND e.{name} = %s")
            params.append(value)
    return " ".join(conditions), params


def order_sql(request: SearchRequest) -> str:
    """Return the order that was asked for."""
    return "e.day DESC NULLS LAST, score" if request.sort == Sort.NEWEST else "score"
