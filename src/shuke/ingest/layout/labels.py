"""Words by which rows that are no records give themselves away, as patterns for the engine."""

from __future__ import annotations

# Whole cells that a customer's column can hold in a row of totals.
TOTALS = (
    *("合计", "总计", "小计", "共计", "汇总", "累计", "总和", "合計", "總計", "小計", "總和"),
    *("合 计", "总 计", "小 计", "合　计", "总　计", "小　计", "合计：", "总计：", "小计：", "合计:", "总计:", "小计:"),
    *("本页合计", "本页小计", "本月合计", "全部合计", "本期合计", "合计数", "合计金额"),
    *("Total", "total", "TOTAL", "Totals", "Total:", "Grand Total", "Grand total", "grand total", "GRAND TOTAL"),
    *("Subtotal", "subtotal", "SUBTOTAL", "Sub-total", "Sub-Total", "Sub Total", "Subtotal:", "Sum", "SUM"),
)
# What separates the cells of a row that is looked at as one text.
SEPARATOR = "\x1f"
# A cell that is a label, or a name with a label behind it: C001 小计, 华东区合计, C001 Total.
TOTAL_CELL = (
    rf"(?i)(^|{SEPARATOR})[^{SEPARATOR}]{{0,40}}?"
    r"((合|总|小|共)[ \x{3000}]*计|合計|總計|小計|汇总|累计|总和|合计数|合计金额|"
    r"(^|\b)(grand[ -]?|sub[ -]?)?totals?|(^|\b)sum)[ ]*[:：]?"
    rf"($|{SEPARATOR})"
)
FOOTER = (
    rf"(?i)(^|{SEPARATOR})[ ]*("
    "(制表|制单|制作|填表|填报|审核|审批|复核|核对|主管|经办|经手|出纳|会计|负责|打印|导出|导出人|报表|统计|查询|录入|操作|签字|签名|盖章)"
    "(人|员|者|日期|时间|单位|部门|人员)?[ ]*([:：]|$)|"
    "(备注|说明|注|附注|注意|数据来源|来源|声明|提示|单位)[ ]*[:：]|"
    r"第[ ]*[0-9]+[ ]*页|共[ ]*[0-9]+[ ]*(页|条|行|笔|单)|页码|以下空白|"
    r"page [0-9]+|[0-9]+ of [0-9]+ pages?|(printed|prepared|generated|exported|created|source|notes?|checked|approved)"
    "( (by|on|at))?[ ]*:|end of (report|file))"
)
