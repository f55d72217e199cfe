"""Which columns are personal by their header, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# Kind -> parts of Chinese headers that tell it, wherever they stand; then whole headers in either language.
PARTS: Mapping[str, tuple[str, ...]] = {
    "identity_number": ("身份证", "身份證", "证件号", "證件號", "护照"),
    "card_number": ("银行卡", "银行账号", "银行账户", "信用卡号", "開戶帳號"),
    "wechat": ("微信", "openid", "unionid"),
    "email": ("邮箱", "電子郵件", "电子邮件", "电邮", "email"),
    "mobile": ("手机", "手機", "电话", "電話", "联系方式", "聯絡方式", "mobile", "phone"),
    "address": ("地址", "住址", "address"),
    "plate": ("车牌", "車牌", "licenseplate"),
    "birth_date": ("生日", "出生", "birthday", "birthdate"),
    "uscc": ("统一社会信用代码", "社会信用代码", "纳税人识别号"),
    "person_name": (
        "姓名",
        "联系人",
        "聯絡人",
        "收货人",
        "收件人",
        "法人",
        "法定代表人",
        "经办人",
        "昵称",
        "买家会员名",
    ),
    "notes": ("备注", "備註", "留言", "remark", "附言"),
    "company": ("公司名称", "企业名称", "单位名称", "开票抬头", "发票抬头"),
}
WHOLE: Mapping[str, tuple[str, ...]] = {
    "identity_number": ("idcard", "idcardno", "idno", "identityno", "identitynumber", "passport", "passportno", "ssn"),
    "card_number": ("bankcard", "cardno", "cardnumber", "bankaccount", "iban", "卡号", "账号"),
    "email": ("mail", "emailaddress"),
    "mobile": ("tel", "cell", "cellphone", "telno", "contactnumber", "whatsapp"),
    "address": ("street", "addr"),
    "qq": ("qq", "qq号", "qq号码"),
    "plate": ("plate", "plateno"),
    "birth_date": ("dob", "dateofbirth"),
    "uscc": ("uscc", "税号", "taxid", "taxno", "信用代码"),
    "person_name": (
        *("name", "fullname", "firstname", "lastname", "customername", "clientname", "contact", "contactname"),
        *("contactperson", "recipient", "nickname", "客户名称", "会员名称", "客戶名稱", "名字", "buyername"),
    ),
    "notes": ("note", "notes", "comment", "comments", "memo", "摘要说明"),
    "company": ("company", "companyname", "公司", "单位", "客户单位"),
}


def kind_of_header(header: str) -> str | None:
    """Return what kind of personal data a column holds as its header says, or None."""
    plain = re.sub(r"[\s_\-./:*()\[\]#]+", "", unicodedata.normalize("NFKC", header).casefold())
    for kind, names in WHOLE.items():
        if plain in names:
            return kind
    return next((kind for kind, parts in PARTS.items() if any(part in plain for part in parts)), None)
