"""Write every State of the United Nations into the sheets `choices` and `regions`.

`python -m tests.support.forms.countries` adds States that the sheets lack and the names that a
language lacks; rows and names that are there stay as they are. Names are CLDR's (Babel), except
where the United Nations uses another. Regions are those of the standard M49.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from babel import Locale
from babel.core import get_global

from assessor.shipped import FORMS_FOLDER

LANGUAGES = {
    "en": "English (en)", "fr": "French (fr)", "es": "Spanish (es)", "ar": "Arabic (ar)",
    "ru": "Russian (ru)", "zh": "Chinese (zh)",
}  # fmt: skip
REGIONS = {"002": "m002", "019": "m019", "142": "m142", "150": "m150", "009": "m009"}
"""Choice of the question `region` for a State outside the programme's regions, by M49 region."""
SUBREGIONS: Mapping[str, Mapping[str, str]] = {
    "002": {
        "015": "DZ EG LY MA SD TN",
        "014": "BI KM DJ ER ET KE MG MW MU MZ RW SC SO SS UG TZ ZM ZW",
        "017": "AO CM CF TD CG CD GQ GA ST",
        "018": "BW SZ LS NA ZA",
        "011": "BJ BF CV CI GM GH GN GW LR ML MR NE NG SN SL TG",
    },
    "019": {
        "029": "AG BS BB CU DM DO GD HT JM KN LC VC TT",
        "013": "BZ CR SV GT HN MX NI PA",
        "005": "AR BO BR CL CO EC GY PY PE SR UY VE",
        "021": "CA US",
    },
    "142": {
        "143": "KZ KG TJ TM UZ",
        "030": "CN KP JP MN KR",
        "035": "BN KH ID LA MY MM PH SG TH TL VN",
        "034": "AF BD BT IN IR MV NP PK LK",
        "145": "AM AZ BH CY GE IQ IL JO KW LB OM QA SA SY TR AE YE PS",
    },
    "150": {
        "151": "BY BG CZ HU PL MD RO RU SK UA",
        "154": "DK EE FI IS IE LV LT NO SE GB",
        "039": "AL AD BA HR GR IT MT ME MK PT SM RS SI ES VA",
        "155": "AT BE FR DE LI LU MC NL CH",
    },
    "009": {
        "053": "AU NZ",
        "054": "FJ PG SB VU",
        "057": "KI MH FM NR PW",
        "061": "WS TO TV CK NU",
    },
}
OBSERVERS = frozenset(("PS", "VA"))
OUTSIDE = frozenset(("CK", "NU"))
"""Countries that the programme serves and that are neither members nor observers."""
_FORMER = {
    "SUN", "ZAR", "BUR", "TMP", "NTZ", "YMD", "SCG", "YUG", "FXX", "DDR", "172", "810", "536",
    "736", "230", "720", "886", "200", "890", "891", "249", "278", "280", "582",
}  # fmt: skip
"""Codes of States and areas that are no more; CLDR gives them to their successors."""
UN_NAMES: Mapping[str, str] = {
    "AE": "United Arab Emirates|Émirats arabes unis|Emiratos Árabes Unidos|"
    "الإمارات العربية المتحدة|Объединённые Арабские Эмираты|阿拉伯联合酋长国",
    "AG": "Antigua and Barbuda|Antigua-et-Barbuda|Antigua y Barbuda|أنتيغوا وبربودا|"
    "Антигуа и Барбуда|安提瓜和巴布达",
    "BA": "Bosnia and Herzegovina|Bosnie-Herzégovine|Bosnia y Herzegovina|البوسنة والهرسك|"
    "Босния и Герцеговина|波斯尼亚和黑塞哥维那",
    "BN": "Brunei Darussalam|Brunéi Darussalam|Brunei Darussalam|بروني دار السلام|"
    "Бруней-Даруссалам|文莱达鲁萨兰国",
    "BO": "Bolivia (Plurinational State of)|Bolivie (État plurinational de)|"
    "Bolivia (Estado Plurinacional de)|بوليفيا (دولة - المتعددة القوميات)|"
    "Боливия (Многонациональное Государство)|多民族玻利维亚国",
    "BY": "Belarus|Bélarus|Belarús|بيلاروس|Беларусь|白俄罗斯",
    "CD": "Democratic Republic of the Congo|République démocratique du Congo|"
    "República Democrática del Congo|جمهورية الكونغو الديمقراطية|"
    "Демократическая Республика Конго|刚果民主共和国",
    "CG": "Congo|Congo|Congo|الكونغو|Конго|刚果",
    "CI": "Côte d'Ivoire|Côte d'Ivoire|Côte d'Ivoire|كوت ديفوار|Кот-д'Ивуар|科特迪瓦",
    "CV": "Cabo Verde|Cabo Verde|Cabo Verde|كابو فيردي|Кабо-Верде|佛得角",
    "FM": "Micronesia (Federated States of)|Micronésie (États fédérés de)|"
    "Micronesia (Estados Federados de)|ميكرونيزيا (ولايات - الموحدة)|"
    "Микронезия (Федеративные Штаты)|密克罗尼西亚联邦",
    "GB": "United Kingdom of Great Britain and Northern Ireland|"
    "Royaume-Uni de Grande-Bretagne et d'Irlande du Nord|"
    "Reino Unido de Gran Bretaña e Irlanda del Norte|"
    "المملكة المتحدة لبريطانيا العظمى وأيرلندا الشمالية|"
    "Соединённое Королевство Великобритании и Северной Ирландии|大不列颠及北爱尔兰联合王国",
    "IR": "Iran (Islamic Republic of)|Iran (République islamique d')|"
    "Irán (República Islámica del)|إيران (جمهورية - الإسلامية)|"
    "Иран (Исламская Республика)|伊朗伊斯兰共和国",
    "KG": "Kyrgyzstan|Kirghizistan|Kirguistán|قيرغيزستان|Кыргызстан|吉尔吉斯斯坦",
    "KN": "Saint Kitts and Nevis|Saint-Kitts-et-Nevis|Saint Kitts y Nevis|سانت كيتس ونيفس|"
    "Сент-Китс и Невис|圣基茨和尼维斯",
    "KP": "Democratic People's Republic of Korea|République populaire démocratique de Corée|"
    "República Popular Democrática de Corea|جمهورية كوريا الشعبية الديمقراطية|"
    "Корейская Народно-Демократическая Республика|朝鲜民主主义人民共和国",
    "KR": "Republic of Korea|République de Corée|República de Corea|جمهورية كوريا|"
    "Республика Корея|大韩民国",
    "LA": "Lao People's Democratic Republic|République démocratique populaire lao|"
    "República Democrática Popular Lao|جمهورية لاو الديمقراطية الشعبية|"
    "Лаосская Народно-Демократическая Республика|老挝人民民主共和国",
    "LC": "Saint Lucia|Sainte-Lucie|Santa Lucía|سانت لوسيا|Сент-Люсия|圣卢西亚",
    "MD": "Republic of Moldova|République de Moldova|República de Moldova|جمهورية مولدوفا|"
    "Республика Молдова|摩尔多瓦共和国",
    "MH": "Marshall Islands|Îles Marshall|Islas Marshall|جزر مارشال|Маршалловы Острова|马绍尔群岛",
    "MM": "Myanmar|Myanmar|Myanmar|ميانمار|Мьянма|缅甸",
    "NU": "Niue|Nioué|Niue|نيوي|Ниуэ|纽埃",
    "NL": "Netherlands (Kingdom of the)|Pays-Bas (Royaume des)|Países Bajos (Reino de los)|"
    "هولندا (مملكة)|Нидерланды (Королевство)|荷兰王国",
    "PG": "Papua New Guinea|Papouasie-Nouvelle-Guinée|Papua Nueva Guinea|بابوا غينيا الجديدة|"
    "Папуа – Новая Гвинея|巴布亚新几内亚",
    "PS": "State of Palestine|État de Palestine|Estado de Palestina|دولة فلسطين|"
    "Государство Палестина|巴勒斯坦国",
    "RU": "Russian Federation|Fédération de Russie|Federación de Rusia|الاتحاد الروسي|"
    "Российская Федерация|俄罗斯联邦",
    "SB": "Solomon Islands|Îles Salomon|Islas Salomón|جزر سليمان|Соломоновы Острова|所罗门群岛",
    "SC": "Seychelles|Seychelles|Seychelles|سيشيل|Сейшельские Острова|塞舌尔",
    "ST": "Sao Tome and Principe|Sao Tomé-et-Principe|Santo Tomé y Príncipe|"
    "سان تومي وبرينسيبي|Сан-Томе и Принсипи|圣多美和普林西比",
    "SY": "Syrian Arab Republic|République arabe syrienne|República Árabe Siria|"
    "الجمهورية العربية السورية|Сирийская Арабская Республика|阿拉伯叙利亚共和国",
    "TL": "Timor-Leste|Timor-Leste|Timor-Leste|تيمور-ليشتي|Тимор-Лешти|东帝汶",
    "TT": "Trinidad and Tobago|Trinité-et-Tobago|Trinidad y Tabago|ترينيداد وتوباغو|"
    "Тринидад и Тобаго|特立尼达和多巴哥",
    "TZ": "United Republic of Tanzania|République-Unie de Tanzanie|"
    "República Unida de Tanzanía|جمهورية تنزانيا المتحدة|"
    "Объединённая Республика Танзания|坦桑尼亚联合共和国",
    "US": "United States of America|États-Unis d'Amérique|Estados Unidos de América|"
    "الولايات المتحدة الأمريكية|Соединённые Штаты Америки|美利坚合众国",
    "VA": "Holy See|Saint-Siège|Santa Sede|الكرسي الرسولي|Святой Престол|教廷",
    "VC": "Saint Vincent and the Grenadines|Saint-Vincent-et-les Grenadines|"
    "San Vicente y las Granadinas|سانت فنسنت وجزر غرينادين|"
    "Сент-Винсент и Гренадины|圣文森特和格林纳丁斯",
    "VE": "Venezuela (Bolivarian Republic of)|Venezuela (République bolivarienne du)|"
    "Venezuela (República Bolivariana de)|فنزويلا (جمهورية - البوليفارية)|"
    "Венесуэла (Боливарианская Республика)|委内瑞拉玻利瓦尔共和国",
    "VN": "Viet Nam|Viet Nam|Viet Nam|فييت نام|Вьетнам|越南",
}
BASIS = "United Nations standard M49; States outside the programme's regions"
_CHOICES, _PLACES = FORMS_FOLDER / "cybercrime_needs/choices.csv", "regions.csv"


def states() -> dict[str, tuple[str, str]]:
    """Return the M49 region and subregion of each country by ISO 3166-1 alpha-2."""
    return {
        iso2: (region, sub)
        for region, subs in SUBREGIONS.items()
        for sub, codes in subs.items()
        for iso2 in codes.split()
    }


def other_codes(iso2: str) -> tuple[str, str]:
    """Return ISO 3166-1 alpha-3 and the M49 number, from CLDR's aliases."""
    aliases = get_global("territory_aliases")
    found = [code for code, now in aliases.items() if iso2 in now and code not in _FORMER]
    (alpha3,) = [code for code in found if len(code) == 3 and code.isalpha()]
    (number,) = [code for code in found if code.isdigit()]
    return alpha3, number


def name_of(iso2: str, language: str) -> str:
    """Return the name that the United Nations uses, else CLDR's."""
    if iso2 in UN_NAMES:
        return UN_NAMES[iso2].split("|")[list(LANGUAGES).index(language)]
    return str(Locale(language).territories[iso2]).replace("\u2019", "'")


def _read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, [dict(zip(header, row, strict=True)) for row in rows]


def _write(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), "utf-8")


def add_states() -> None:
    """Add what the two sheets lack."""
    header, places = _read(_CHOICES.with_name(_PLACES))
    known = {row["iso2"]: row for row in places}
    at = next(n for n, row in enumerate(places) if row["region"] == "demo")
    for iso2, (region, sub) in states().items():
        alpha3, number = other_codes(iso2)
        row = known.get(iso2)
        if row is None:
            row = {"region": REGIONS[region], "iso3": alpha3, "iso2": iso2, "m49": number}
            row |= {"un_member_state": "no" if iso2 in OBSERVERS else "yes", "basis": BASIS}
            row["note"] = "Non-member observer State" if iso2 in OBSERVERS else ""
            places.insert(at, row)
            at += 1
        row |= {"m49_region": region, "m49_subregion": sub}
        for language in LANGUAGES:
            if f"name_{language}" in header:
                row[f"name_{language}"] = row.get(f"name_{language}") or name_of(iso2, language)
    _write(_CHOICES.with_name(_PLACES), header, places)
    columns, choices = _read(_CHOICES)
    offered = {row["name"]: row for row in choices if row["list_name"] == "country"}
    at = next(n for n, row in enumerate(choices) if row["name"] == "XSV")
    for place in places:
        row = offered.get(place["iso3"])
        if row is None:
            row = {"list_name": "country", "name": place["iso3"], "region": place["region"]}
            choices.insert(at, row)
            at += 1
        for language, title in LANGUAGES.items():
            if f"label::{title}" in columns:
                column = f"label::{title}"
                row[column] = row.get(column) or place[f"name_{language}"]
    _write(_CHOICES, columns, choices)


if __name__ == "__main__":
    add_states()
