"""The names under which exports carry each column, in English and Chinese, the likelier meaning first."""

from __future__ import annotations

SYNONYMS: dict[str, tuple[str, ...]] = {
    "customer_id": (
        "customer_id", "客户编号", "客户id", "会员编号", "会员id", "客户代码", "客户号", "会员号", "会员卡号", "用户id",
        "买家id", "买家会员名", "买家昵称", "用户编号", "顾客编号", "顾客id", "customer", "customer_no", "customer_number",
        "customer_code", "cust_id", "custid", "client_id", "member_id", "membership_no", "user_id", "buyer_id", "account_id",
        "account_no", "客户", "会员", "用户", "顾客", "买家", "客戶編號", "會員編號", "手机号", "手机", "手机号码", "khbh",
    ),
    "customer_name": ("customer_name", "客户名称", "客户姓名", "会员姓名", "会员名称", "姓名", "顾客姓名", "name", "client_name", "客戶名稱"),
    "order_id": (
        "order_id", "订单号", "订单编号", "订单id", "单号", "单据编号", "单据号", "销售单号", "交易号", "小票号", "流水号", "发票号",
        "order_no", "order_number", "orderid", "order", "invoice", "invoice_no", "invoiceno", "invoice_id", "invoice_number",
        "receipt_no", "transaction_id", "訂單編號",
    ),
    "ordered_at": (
        "ordered_at", "下单时间", "下单日期", "订单日期", "订单时间", "订单付款时间", "付款时间", "支付时间", "成交时间", "成交日期", "交易时间",
        "交易日期", "销售日期", "销售时间", "消费日期", "消费时间", "购买日期", "购买时间", "单据日期", "开票日期", "日期", "时间",
        "order_date", "order_time", "order_datetime", "invoice_date", "invoicedate", "purchase_date", "transaction_date",
        "sale_date", "sales_date", "date", "datetime", "timestamp", "created_at", "訂單日期",
    ),
    "amount": (
        "amount", "金额", "实付金额", "实收金额", "实付款", "实付", "实收", "买家实际支付金额", "支付金额", "付款金额", "订单金额", "成交金额",
        "交易金额", "消费金额", "销售金额", "销售额", "总金额", "应收金额", "价税合计", "order_amount", "line_amount", "net_amount",
        "total_amount", "paid_amount", "payment", "sales", "sales_amount", "revenue", "total", "line_total", "value",
        "dollar_value", "spend", "金額",
    ),
    "quantity": ("quantity", "数量", "销量", "件数", "购买数量", "销售数量", "qty", "units", "number_of_units", "數量"),
    "unit_price": ("unit_price", "单价", "成交单价", "销售单价", "商品单价", "价格", "unitprice", "price", "item_price", "單價"),
    "cost": ("cost", "成本", "成本金额", "cost_amount"),
    "product": ("product", "商品", "商品名称", "产品", "产品名称", "商品id", "商品编号", "品名", "货品", "product_name", "stock_code", "stockcode", "sku", "item", "product_id"),
    "category": ("category", "类别", "品类", "商品类别", "产品类别", "类别id", "分类", "product_category"),
    "channel": ("channel", "渠道", "销售渠道", "来源渠道", "sales_channel"),
    "region": ("region", "地区", "城市", "区域", "省份", "收货城市", "city", "country", "province", "area", "state"),
    "salesperson": ("salesperson", "业务员", "销售员", "销售人员", "客户经理", "导购", "营业员", "sales_rep", "seller", "owner"),
    "promotion": ("promotion", "促销", "活动", "促销活动", "优惠活动", "campaign", "coupon"),
    "currency": ("currency", "币种", "货币", "币别", "currency_code", "ccy"),
    "kind": ("kind", "类型", "互动类型", "接触类型", "type", "interaction_type"),
    "occurred_at": ("occurred_at", "发生时间", "发生日期", "互动日期", "互动时间", "接触日期", "咨询日期", "event_date", "event_time"),
}
