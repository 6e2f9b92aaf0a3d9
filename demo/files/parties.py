"""The fictional firms and places of the demo: no name here belongs to a real company or person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Firm:
    """A party as it is printed on a document."""

    english: str
    chinese: str
    uscc: str
    address: str
    telephone: str = "0512-0000-0000"
    bank: str = "演示银行昆山支行 3200 0000 0000 0001"
    province: str = "江苏"


HIK = Firm(
    "Halden Interconnect (Kunshan) Co., Ltd",
    "海登互连（昆山）有限公司",
    "91320583MADEMHK01X",
    "江苏省昆山市示范路88号",
)
HCD = Firm(
    "Halden Cable (Dongguan) Co., Ltd",
    "海登线缆（东莞）有限公司",
    "91441900MADEMHC02Y",
    "广东省东莞市样例大道16号",
    "0769-0000-0000",
    "演示银行东莞支行 4400 0000 0000 0002",
)
HST = Firm(
    "Halden Stamping (Wuhu) Co., Ltd",
    "海登冲压（芜湖）有限公司",
    "91340200MADEMHS03W",
    "安徽省芜湖市虚构路5号",
)
POWER = Firm(
    "Chengting Power Supply Service", "澄汀供电服务有限公司", "91320500MADEMPW11A", "昆山市虚构路1号"
)
RETAIL = Firm(
    "Eastmere Power Retail (Jiangsu) Co., Ltd",
    "东漪售电（江苏）有限公司",
    "91320500MADEMRT12B",
    "苏州市虚构路2号",
)
GAS = Firm("Louting Gas", "娄汀燃气有限公司", "91320500MADEMGS13C", "昆山市虚构路3号")
STEAM = Firm("Qingbang Heat", "青浜热力有限公司", "91320500MADEMST14D", "昆山市虚构路4号")
FUEL = Firm("Luting Petroleum Trade", "陆汀石油销售有限公司", "91320500MADEMFU15E", "昆山市虚构路6号")
COPPER = Firm("Taihe Copper Co., Ltd", "泰禾铜业有限公司", "91360600MADEMCU16F", "江西省虚构市铜源路9号")
RESIN = Firm(
    "Yuanhe Resin Materials Co., Ltd", "远禾树脂材料有限公司", "91330200MADEMPL17G", "浙江省虚构市塑业路12号"
)
WASTE = Firm("Qingpu Circular Treatment", "清浦环境处理有限公司", "91320500MADEMWA18H", "昆山市虚构路7号")
LPG = Firm("Fuwang LPG Filling Station", "福汪液化气站", "91320500MADEMLP19J", "昆山市虚构路8号")
LABORATORY = Firm("Jiangting Metrology Centre", "江汀计量检测中心", "12320500MADEMLB20K", "苏州市虚构路10号")
SOUTH_POWER = Firm(
    "Shuixi Power Supply Service",
    "水溪供电服务有限公司",
    "91441900MADEMPW21L",
    "东莞市虚构路1号",
    "0769-0000-0000",
)
SOUTH_GAS = Firm("Liuxi Gas", "柳溪燃气有限公司", "91441900MADEMGS22M", "东莞市虚构路2号", "0769-0000-0000")
SOUTH_FUEL = Firm(
    "Bainan Fuel Trade", "柏南油品有限公司", "91441900MADEMFU23N", "东莞市虚构路3号", province="广东"
)
