"""Amounts in yuan as most files write them, read while the source is read: ``￥1,234.50``, ``88.00元``, ``(5.00)``.

Their digits decide nothing but the value: all cells with the same signs, the same words and the same marks among the
digits are read alike. So such cells are counted by their shape, and only one of each shape is taken apart.
"""

from __future__ import annotations

from shuke.stages.relation import literal

# The text of a cell that was read so, which is kept beside its shape.
WRITTEN = "written"
# So many digits before the point fit the type of money; groups of thousands do not begin with a zero. Three decimals
# without groups could be thousands, and so could one group without decimals, which is a shape of its own.
_BODY = "(?:[0-9]{1,14}(?:[.](?:[0-9]{1,2}|[0-9]{4}))?|[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){1,3}[.][0-9]{1,4}|,[0-9]{3}))"
_FORM = rf"[+-]?[¥￥]?{_BODY}元?|[(][¥￥]?{_BODY}元?[)]"
# No cell begins with a blank, so that a shape is never taken for one.
_MARK = " "


def digits(text: str) -> str:
    """Return the expression of a cell's digits with their sign and a point; NULL where it has another form."""
    bare = f"REPLACE({text}, ',', '')"
    return (
        f"CASE WHEN NOT REGEXP_FULL_MATCH({text}, {literal(_FORM)}) THEN NULL "
        f"WHEN STARTS_WITH({text}, '￥') AND NOT ENDS_WITH({text}, '元') THEN REPLACE(SUBSTR({text}, 2), ',', '') "
        f"WHEN STARTS_WITH({text}, '(') OR STARTS_WITH({text}, '-') "
        f"THEN '-' || REGEXP_EXTRACT({bare}, '[0-9][0-9.]*') "
        f"ELSE REGEXP_EXTRACT({bare}, '[0-9][0-9.]*') END"
    )


def shape(text: str) -> str:
    """Return the expression of the shape of a cell that ``digits`` reads: what stands around and among its digits."""
    bare = f"{text} >= '0' AND {text} < ':'"
    before = f"CASE WHEN {bare} THEN '' ELSE REGEXP_EXTRACT({text}, '^[^0-9]*') END"
    behind = (
        f"CASE WHEN ENDS_WITH({text}, '元') THEN '元' WHEN ENDS_WITH({text}, '元)') THEN '元)' "
        f"WHEN ENDS_WITH({text}, ')') THEN ')' ELSE '' END"
    )
    # The shapes of most cells are named and not put together, which takes half the time.
    return (
        f"CASE WHEN STARTS_WITH({text}, '￥') AND NOT ENDS_WITH({text}, '元') THEN {_marked(text, '￥', '')} "
        f"WHEN {bare} AND ENDS_WITH({text}, '元') THEN {_marked(text, '', '元')} "
        f"ELSE {literal(_MARK)} || {before} || {_marked(text, '', '', mark='')} || {behind} END"
    )


def _marked(text: str, before: str, behind: str, *, mark: str = _MARK) -> str:
    """Return the expression of a shape of which only the marks among the digits are open."""
    shapes = [literal(f"{mark}{before}{marks}{behind}") for marks in (",.", ",", ".", "")]
    return (
        f"CASE WHEN CONTAINS({text}, ',') THEN CASE WHEN CONTAINS({text}, '.') THEN {shapes[0]} ELSE {shapes[1]} END "
        f"WHEN CONTAINS({text}, '.') THEN {shapes[2]} ELSE {shapes[3]} END"
    )
