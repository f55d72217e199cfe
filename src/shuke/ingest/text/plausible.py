"""Whether text that decodes as GB18030 is Chinese at all.

Most bytes of Big5, EUC-KR, Shift-JIS or Windows-1252 are valid GB18030 too, and then read as rare characters. In what
people write in Chinese, most characters are among the few hundred that everybody uses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# The least share of everyday characters among all that are beyond ASCII.
PLAUSIBLE = 0.6
# Everyday characters of running text, of trade and addresses, and of names.
_RUNNING = """
的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着
等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线
内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管
特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口
东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科
张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响
约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局
照参红细引听该铁价严零一两万亿百千
"""
_TRADE = """
客户编订售销额顾姓电话址邮箱店铺货款付退换购买单价数量金额合计总计小折扣优惠券积分会员等级卡券渠道线上下微信支付宝现银账户帐结算应实收已未税票据
发收件快递物流仓库存出入库日期时间状态备注说明类型别称规格型号颜尺码大小中品牌商供应户区域省市县镇乡村街路巷弄幢栋单元室号楼层座厦园苑村组
公司有限责任股份集团科技贸易实业工厂电子商务网络信息技术服务中心分店总部部门经理主管业务员导购负责联系手机固话传真地址网址男女先生士小姐
服装鞋帽童裤裙衫衣袜包袋饰表珠宝首食品饮料酒茶奶粉糖果零糕饼干肉蛋鱼虾菜蔬水鲜粮油米面调味盐酱醋家具床椅桌柜灯具电器视冰洗衣空调机脑笔本键盘鼠
图书籍杂志文具纸笔玩具母婴尿化妆护肤洗发香水膏霜面膜美容健康医药保健器械运动户外汽配件摩托车轮胎五金建材装修瓷砖木板漆管线缆灯泡工具清洁毛巾
纯棉真皮丝绒休闲经典时尚新款冬夏春秋季套装礼盒原装进口正版促销活动满减赠送特价秒杀预售定金尾款全部完成取消关闭成功失败待确认审核
年月日时分秒元角分万千百十零壹贰叁肆伍陆柒捌玖拾佰仟整人民币美港台币
测试数据甲乙丙丁戊己庚辛东西南北前后左右首尾黑白红黄蓝绿紫灰粉橙棕金银铜铁锡钢
"""
_NAMES = """
王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝
孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左
涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬
臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧
桑荆谌银扬明沙薄伏岑习胥保和蔺
伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文辉宁波宏斌鑫浩宇轩梓涵欣怡诗雅琪雨泽晨曦嘉俊博文思彤子睿佳瑶婷婉馨雪琳倩莉萍燕玲
颖慧晓峰鹏飞翔凯旭东升亮利民春秋生荣贵福禄寿喜祥瑞庆丰盛昌隆兴旺达成功德仁义礼智信忠孝廉耻勤俭朴诚实善良美好光辉煌灿烂耀星辰天地山川江河湖海云霓虹
北京上海广州深圳天津重庆成都杭州武汉西安苏州南京郑州长沙沈阳青岛宁波东莞无锡佛山合肥大连福州厦门哈尔滨济南温州南宁长春泉州石家庄贵阳南昌金华常州嘉兴
徐州太原台州绍兴兰州海口乌鲁木齐呼和浩特银川拉萨浙江苏广东山湖河四川安徽福建辽宁吉林黑龙内蒙古新疆西藏青海甘肃陕云贵州桂琼沪渝津冀晋豫鄂湘粤赣闽皖
浦滨湾港桥镇湖溪泉坡岭坪塘渡洲岛城郊州郡都府铺庙寺观塔陵
"""
EVERYDAY = frozenset("".join((_RUNNING + _TRADE + _NAMES).split()))
# Punctuation, full-width forms, numbers in circles, arrows and the like say nothing against Chinese.
NEUTRAL = r"\x00-\x7f\xa5\xb7\xd7\u2010-\u203b\u20ac\u2103\u2116\u2160-\u217f\u2190-\u2193\u2460-\u249b\u25a0-\u25ef"
_NEUTRAL = re.compile(rf"[{NEUTRAL}\u2605\u2606\u3000-\u3020\uff00-\uffef]+")


def share_of_everyday(text: str) -> float | None:
    """Return the share of everyday Chinese characters among those beyond ASCII; None where there are none."""
    letters = _NEUTRAL.sub("", text)
    return sum(map(EVERYDAY.__contains__, letters)) / len(letters) if letters else None


# Of each block this many characters are looked at, and of the first one more.
WINDOW, FIRST = 1 << 15, 1 << 18
# A window with fewer letters says nothing by itself.
LETTERS = 200


@dataclass
class Sample:
    """Pieces of a text from its beginning to its end, looked at while it is decoded."""

    letters: int = 0
    everyday: float = 0.0
    strange: bool = False

    def feed(self, text: str) -> None:
        """Look at the beginning of one more block."""
        letters = _NEUTRAL.sub("", text[: WINDOW if self.letters else FIRST])
        if not letters:
            return
        everyday = sum(map(EVERYDAY.__contains__, letters))
        self.letters += len(letters)
        self.everyday += everyday
        # Text of another encoding that was joined to this one makes a piece strange, not the whole.
        self.strange = self.strange or (len(letters) >= LETTERS and everyday < len(letters) * PLAUSIBLE * 2 / 3)

    @property
    def plausible(self) -> bool:
        """Tell whether the text can be Chinese: most of its characters beyond ASCII are everyday ones."""
        return not self.strange and self.everyday >= self.letters * PLAUSIBLE
