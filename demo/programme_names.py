"""Invented names of the group's 52 subsidiaries and 400 suppliers, in English and, where natural, in Chinese."""

from __future__ import annotations

from dataclasses import dataclass

from demo import cast


@dataclass(frozen=True)
class Named:
    """One entity of the name list; tonnes of CO2e as it last reported them, None while it did not."""

    code: str
    name: str
    name_local: str | None
    site: str
    tonnes: int | None = None


# What a works makes, and where it stands, in both languages.
TRADES = (
    ("Connector", "连接器"), ("Cable", "线缆"), ("Stamping", "冲压"), ("Plating", "电镀"), ("Moulding", "注塑"),
    ("Tooling", "模具"), ("Optics", "光电"), ("Harness", "线束"), ("Antenna", "天线"), ("Precision", "精密"),
)  # fmt: skip
TOWNS = (
    ("Suzhou", "苏州"), ("Wuxi", "无锡"), ("Ningbo", "宁波"), ("Jiaxing", "嘉兴"), ("Hefei", "合肥"),
    ("Xiamen", "厦门"), ("Huizhou", "惠州"), ("Zhuhai", "珠海"), ("Chengdu", "成都"), ("Chongqing", "重庆"),
    ("Xi'an", "西安"), ("Tianjin", "天津"), ("Qingdao", "青岛"), ("Yantai", "烟台"), ("Ganzhou", "赣州"),
    ("Changsha", "长沙"),
)  # fmt: skip
ABROAD = (
    ("Bac Giang", "Co., Ltd"), ("Bac Ninh", "Co., Ltd"), ("Penang", "Sdn. Bhd."), ("Batam", "PT"),
    ("Chennai", "Pvt. Ltd"), ("Brno", "s.r.o."), ("Debrecen", "Kft."), ("Monterrey", "S.A. de C.V."),
)  # fmt: skip
GOODS = (
    ("Copper", "铜业"), ("Resin", "树脂"), ("Steel Strip", "带钢"), ("Gold Salt", "化工"), ("Carton", "纸业"),
    ("Logistics", "物流"), ("Silver", "银材"), ("Ceramics", "陶瓷"), ("Magnet", "磁材"), ("Foil", "箔材"),
)  # fmt: skip
# Invented trade names: first and second part, each with its characters.
FIRST = (
    ("Tai", "泰"), ("Hong", "宏"), ("Xin", "鑫"), ("Rui", "瑞"), ("Jia", "嘉"), ("Yong", "永"), ("De", "德"),
    ("Fu", "富"), ("Hua", "华"), ("Long", "隆"),
)  # fmt: skip
SECOND = (
    ("he", "和"), ("da", "达"), ("sheng", "盛"), ("yuan", "源"),
)  # fmt: skip
# Who answers for a works that has no account here: invented people.
PEOPLE = (
    "Wang Lei",
    "Zhao Ping",
    "Lin Mei",
    "Gao Feng",
    "Xu Jing",
    "Ma Qiang",
    "Tang Hui",
    "Luo Bin",
    "He Yun",
)
KNOWN = (
    Named("HIK", cast.HIK, "海登互连（昆山）有限公司", "Kunshan", 52_000),
    Named("HCD", cast.HCD, "海登线缆（东莞）有限公司", "Dongguan", 31_400),
    Named("HSW", cast.HSW, "海登冲压（芜湖）有限公司", "Wuhu", 18_900),
)
SUBSIDIARIES, SUPPLIERS = 52, 400


def contact_of(named: Named) -> tuple[str, str | None]:
    """Who answers for an entity; of those abroad with an address, which leads nowhere."""
    person = PEOPLE[sum(map(ord, named.code)) % len(PEOPLE)]
    is_abroad = named.name_local is None
    return (
        person,
        f"{person.lower().replace(' ', '.')}.{named.code.lower()}@demo.invalid" if is_abroad else None,
    )


def subsidiaries() -> list[Named]:
    """The 52 subsidiaries: the three whose cases the demo shows, works in China and abroad, a head office."""
    found = list(KNOWN)
    for number in range(SUBSIDIARIES - len(KNOWN) - len(ABROAD) - 1):
        trade, town = TRADES[number % len(TRADES)], TOWNS[number * 7 % len(TOWNS)]
        found.append(
            Named(
                f"H{number + 1:02d}", f"Halden {trade[0]} ({town[0]}) Co., Ltd",
                f"海登{trade[1]}（{town[1]}）有限公司", town[0], 4_000 + number * 731 % 9_000,
            )
        )  # fmt: skip
    for number, (place, form) in enumerate(ABROAD):
        trade = TRADES[number % len(TRADES)]
        tonnes = 2_500 + number * 613 if number % 4 else None
        found.append(Named(f"A{number + 1:02d}", f"Halden {trade[0]} ({place}) {form}", None, place, tonnes))
    found.append(Named("HQ", "Halden Precision Services AS", None, "Halden", 310))
    return found


def suppliers() -> list[Named]:
    """The 400 core suppliers; Taihe Copper is the first, as the demo's cast names it."""
    found = [Named("V001", cast.SUPPLIER, "泰和铜业有限公司", "Tongling")]
    for number in range(1, SUPPLIERS):
        first, second = FIRST[number % len(FIRST)], SECOND[number // len(FIRST) % len(SECOND)]
        goods, town = GOODS[number // (len(FIRST) * len(SECOND)) % len(GOODS)], TOWNS[number * 5 % len(TOWNS)]
        found.append(
            Named(
                f"V{number + 1:03d}", f"{first[0]}{second[0]} {goods[0]} ({town[0]}) Co., Ltd",
                f"{town[1]}{first[1]}{second[1]}{goods[1]}有限公司", town[0],
            )
        )  # fmt: skip
    return found
