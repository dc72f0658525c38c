"""Four small documents that every saved query is asked about: of a province, its city, a county, and a nameless one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reformkg.model import (
    Citation,
    Comparator,
    Deadline,
    DocumentFacts,
    Evidence,
    Gap,
    GapKind,
    Indicator,
    Item,
    Kind,
    Metadata,
    Organisation,
    Recurrence,
    Responsibility,
    Role,
    Section,
    Source,
    Span,
    Stated,
)


def _body(place: str, function: str, name: str, *, collective: bool = False) -> Organisation:
    full = None if collective else f"{place}{name}"
    return Organisation(f"{place}/{function}/{name}", full or f"{place}{name}", full, function, place, collective, None)


PROVINCE_HEALTH = _body("江海省", "卫生健康", "卫生健康委员会")
PROVINCE_FINANCE = _body("江海省", "财政", "财政厅")
PROVINCE_INSURANCE = _body("江海省", "医保", "医疗保障局")
PROVINCE_INDUSTRY = _body("江海省", "工业和信息化", "工业和信息化厅")
CITIES = _body("江海省", "下级政府", "各设区市人民政府", collective=True)
CITY_HEALTH = _body("东湾市", "卫生健康", "卫生健康委员会")
CITY_INSURANCE = _body("东湾市", "医保", "医疗保障局")
COUNTY_INSURANCE = _body("东湾市西坪县", "医保", "医疗保障局")
COUNTIES = _body("东湾市", "下级政府", "各县（区）人民政府", collective=True)
COUNTY_HEALTH = _body("东湾市西坪县", "卫生健康", "卫生和计划生育委员会")
COUNTY_LABOUR = _body("东湾市西坪县", "人力资源社会保障", "人力资源和社会保障局")
COUNTY_DIVISION = Organisation(
    "东湾市西坪县/内设机构/卫生和计划生育委员会医政科",
    "东湾市西坪县卫生和计划生育委员会医政科",
    "东湾市西坪县卫生和计划生育委员会医政科",
    "卫生健康",
    "东湾市西坪县",
    False,
    COUNTY_HEALTH.key,
)
UNPLACED = Organisation("?/专班", "专班", None, None, None, False, None)


class _Writer:
    """Puts a document's facts together; every passage is looked for in the text behind the one before it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def evidence(self, quote: str, rule: str, *, advance: bool = False) -> Evidence:
        start = self.text.index(quote, self.at)
        if advance:
            self.at = start
        return Evidence(start, start + len(quote), quote, rule)

    def stated(self, value: str, quote: str | None = None) -> Stated:
        return Stated(value, self.evidence(quote or value, "metadata.test"))

    def owner(self, body: Organisation, name: str, role: Role) -> Responsibility:
        return Responsibility(body, name, role, False, False, self.evidence(name, "responsibility.test"))

    def inherited(self, body: Organisation, name: str, role: Role) -> Responsibility:
        return Responsibility(body, name, role, True, False, self.evidence(name, "responsibility.test"))

    def narrated(self, body: Organisation, name: str, role: Role) -> Responsibility:
        return Responsibility(body, name, role, False, True, self.evidence(name, "subject.test"))

    def deadline(
        self, text: str, last: date | None, start: date | None = None, recurrence: Recurrence | None = None
    ) -> Deadline:
        return Deadline(text, last, start, recurrence, False, self.evidence(text, "deadline.test"))

    def indicator(  # noqa: PLR0917
        self, text: str, subject: str, comparator: Comparator, value: str | tuple[str, str], unit: str, due: date | None
    ) -> Indicator:
        lower, upper = (Decimal(value[0]), Decimal(value[1])) if isinstance(value, tuple) else (None, None)
        level = None if isinstance(value, tuple) else Decimal(value)
        passage = self.evidence(text, "indicator.test")
        return Indicator(text, subject, comparator, level, lower, upper, unit, due, False, passage)

    def item(self, ref: str, title: str, passage: str, kind: Kind = Kind.TASK) -> _Draft:
        found = self.evidence(passage, "item.test", advance=True)
        return _Draft(ref, title, found, kind)


class _Draft:
    """An item whose passage has been found, so that its facts can be looked for inside it."""

    def __init__(self, ref: str, title: str, passage: Evidence, kind: Kind) -> None:
        self._ref, self._title, self._passage, self._kind = ref, title, passage, kind

    def owning(
        self,
        *facts: Responsibility | Deadline | Indicator,
        topics: tuple[str, ...] = (),
        section: str | None = None,
        open_list: bool = False,
    ) -> Item:
        return Item(
            ref=self._ref,
            number=self._ref.rsplit("/", 1)[-1],
            section=section,
            kind=self._kind,
            title=self._title,
            text=self._passage.quote,
            span=Span(self._passage.start, self._passage.end),
            open_list=open_list,
            responsibilities=tuple(fact for fact in facts if isinstance(fact, Responsibility)),
            deadlines=tuple(fact for fact in facts if isinstance(fact, Deadline)),
            indicators=tuple(fact for fact in facts if isinstance(fact, Indicator)),
            topics=topics,
        )


def _source(name: str) -> Source:
    return Source(name, "text", "0" * 64, "utf-8")


def _province() -> DocumentFacts:
    w = _Writer(
        "江海省人民政府办公厅关于推进分级诊疗的通知\n江政办〔2019〕10号\n"
        "一、重点任务\n"
        "1.推进家庭医生签约服务。到2020年底，签约率达到60%以上。（省卫生健康委牵头，省财政厅、省医保局配合）\n"
        "2.建设远程医疗平台。2020年6月底前建成5—8个平台。（省卫生健康委、省工业和信息化厅负责）\n"
        "3.完善双向转诊。畅通转诊渠道。\n"
        "二、总体目标\n到2022年，县域内就诊率达到90%左右。\n"
        "三、保障措施\n1.加强督查。每年开展督查。（各设区市人民政府负责）\n"
        "江海省人民政府办公厅\n2019年3月15日\n"
    )
    metadata = Metadata(
        w.stated("江海省人民政府办公厅关于推进分级诊疗的通知"),
        w.stated("江政办〔2019〕10号"),
        w.stated("江海省人民政府办公厅"),
        w.stated("2019-03-15", "2019年3月15日"),
        "江海省",
    )
    year_end, half_year = date(2020, 12, 31), date(2020, 6, 30)
    signing = w.item(
        "一/1",
        "推进家庭医生签约服务",
        "1.推进家庭医生签约服务。到2020年底，签约率达到60%以上。（省卫生健康委牵头，省财政厅、省医保局配合）",
    ).owning(
        w.owner(PROVINCE_HEALTH, "省卫生健康委", Role.LEAD),
        w.owner(PROVINCE_FINANCE, "省财政厅", Role.SUPPORT),
        w.owner(PROVINCE_INSURANCE, "省医保局", Role.SUPPORT),
        w.deadline("到2020年底", year_end),
        w.indicator("签约率达到60%以上", "家庭医生签约率", Comparator.AT_LEAST, "60", "%", year_end),
        topics=("家庭医生签约",),
        section="一",
    )
    platform = w.item(
        "一/2",
        "建设远程医疗平台",
        "2.建设远程医疗平台。2020年6月底前建成5—8个平台。（省卫生健康委、省工业和信息化厅负责）",
    ).owning(
        w.owner(PROVINCE_HEALTH, "省卫生健康委", Role.RESPONSIBLE),
        w.owner(PROVINCE_INDUSTRY, "省工业和信息化厅", Role.RESPONSIBLE),
        w.deadline("2020年6月底前", half_year),
        w.indicator("建成5—8个平台", "远程医疗平台", Comparator.RANGE, ("5", "8"), "个", half_year),
        topics=("信息化",),
        section="一",
    )
    referral = w.item("一/3", "完善双向转诊", "3.完善双向转诊。畅通转诊渠道。").owning(
        topics=("双向转诊",), section="一"
    )
    aim = w.item(
        "二/p1", "到2022年，县域内就诊率达到90%左右", "到2022年，县域内就诊率达到90%左右。", Kind.OBJECTIVE
    ).owning(
        w.deadline("到2022年", date(2022, 12, 31)),
        w.indicator("县域内就诊率达到90%左右", "县域内就诊率", Comparator.ABOUT, "90", "%", date(2022, 12, 31)),
        section="二",
    )
    inspection = w.item("三/1", "加强督查", "1.加强督查。每年开展督查。（各设区市人民政府负责）", Kind.MEASURE).owning(
        w.owner(CITIES, "各设区市人民政府", Role.RESPONSIBLE),
        w.deadline("每年", None, recurrence=Recurrence.YEARLY),
        section="三",
    )
    return DocumentFacts(
        key="江政办-2019-10",
        source=_source("province.txt"),
        metadata=metadata,
        text=w.text,
        sections=tuple(_heading(w.text, number, title) for number, title in _HEADINGS),
        items=(signing, platform, referral, aim, inspection),
        citations=(),
        gaps=(),
    )


_HEADINGS = (("一", "重点任务"), ("二", "总体目标"), ("三", "保障措施"))


def _heading(text: str, number: str, title: str) -> Section:
    start = text.index(f"{number}、{title}")
    span = Span(start, start + len(number) + 1 + len(title))
    return Section(number, number, title, Span(start + 2, span.end), span, Span(start + 2, span.end), ())


def _city() -> DocumentFacts:
    w = _Writer(
        "东湾市卫生健康委员会关于印发分级诊疗工作方案的通知\n东卫发〔2020〕3号\n"
        "根据《江海省人民政府办公厅关于推进分级诊疗的通知》（江政办〔2019〕10号）和《关于推进分级诊疗制度建设的指导意见》（国办发[2015]70号）、《基本医疗卫生与健康促进法》，制定本方案。\n"
        "1.推进家庭医生签约服务。到2020年底，签约率达到65.50%以上。（市卫生健康委牵头，市医保局配合）\n"
        "2.改革医保支付方式。2021年3月至9月完成试点。（市医保局负责）\n"
        "3.加强药品供应保障。各县（区）人民政府和专班按职责分工负责。\n"
        "4.做好宣传。由有关单位分别负责。\n"
        "东湾市卫生健康委员会\n2020年1月20日\n"
    )
    metadata = Metadata(
        w.stated("东湾市卫生健康委员会关于印发分级诊疗工作方案的通知"),
        w.stated("东卫发〔2020〕3号"),
        w.stated("东湾市卫生健康委员会"),
        w.stated("2020-01-20", "2020年1月20日"),
        "东湾市",
    )
    cited = Citation(
        "江海省人民政府办公厅关于推进分级诊疗的通知",
        "江政办〔2019〕10号",
        w.evidence("《江海省人民政府办公厅关于推进分级诊疗的通知》（江政办〔2019〕10号）", "citation.test"),
    )
    national = Citation(
        "关于推进分级诊疗制度建设的指导意见",
        "国办发[2015]70号",
        w.evidence("《关于推进分级诊疗制度建设的指导意见》（国办发[2015]70号）", "citation.test"),
    )
    law = Citation("基本医疗卫生与健康促进法", None, w.evidence("《基本医疗卫生与健康促进法》", "citation.test"))
    year_end = date(2020, 12, 31)
    signing = w.item(
        "1",
        "推进家庭医生签约服务",
        "1.推进家庭医生签约服务。到2020年底，签约率达到65.50%以上。（市卫生健康委牵头，市医保局配合）",
    ).owning(
        w.owner(CITY_HEALTH, "市卫生健康委", Role.LEAD),
        w.owner(CITY_INSURANCE, "市医保局", Role.SUPPORT),
        w.deadline("到2020年底", year_end),
        w.indicator("签约率达到65.50%以上", "家庭医生签约率", Comparator.AT_LEAST, "65.50", "%", year_end),
        topics=("家庭医生签约",),
    )
    payment = w.item("2", "改革医保支付方式", "2.改革医保支付方式。2021年3月至9月完成试点。（市医保局负责）").owning(
        w.owner(CITY_INSURANCE, "市医保局", Role.RESPONSIBLE),
        w.deadline("2021年3月至9月", date(2021, 9, 30), date(2021, 3, 1)),
        topics=("医保支付",),
    )
    drugs = w.item("3", "加强药品供应保障", "3.加强药品供应保障。各县（区）人民政府和专班按职责分工负责。").owning(
        w.owner(COUNTIES, "各县（区）人民政府", Role.RESPONSIBLE),
        w.owner(UNPLACED, "专班", Role.RESPONSIBLE),
        topics=("药品供应",),
        open_list=True,
    )
    publicity = w.item("4", "做好宣传", "4.做好宣传。由有关单位分别负责。").owning()
    return DocumentFacts(
        key="东卫发-2020-3",
        source=_source("city.txt"),
        metadata=metadata,
        text=w.text,
        sections=(),
        items=(signing, payment, drugs, publicity),
        citations=(cited, national, law),
        gaps=(
            Gap(GapKind.OWNER, "负责 without a body that can be named", w.evidence("由有关单位分别负责", "gap.test")),
        ),
    )


def _county() -> DocumentFacts:
    w = _Writer(
        "西坪县家庭医生签约服务实施方案\n西坪县卫生和计划生育委员会\n2016年5月4日\n"
        "一、签约服务\n2017年底前，签约率达到30%。（县卫生计生委牵头，县人社局配合）\n"
        "二、经费\n2017年底前和2018年底前各检查一次。（县卫生计生委医政科负责）\n三、以下责任单位均包括县人社局。\n"
    )
    metadata = Metadata(
        w.stated("西坪县家庭医生签约服务实施方案"),
        None,
        w.stated("西坪县卫生和计划生育委员会"),
        w.stated("2016-05-04", "2016年5月4日"),
        "东湾市西坪县",
    )
    signing = w.item(
        "一", "签约服务", "一、签约服务\n2017年底前，签约率达到30%。（县卫生计生委牵头，县人社局配合）"
    ).owning(
        w.owner(COUNTY_HEALTH, "县卫生计生委", Role.LEAD),
        w.owner(COUNTY_LABOUR, "县人社局", Role.SUPPORT),
        w.deadline("2017年底前", date(2017, 12, 31)),
        w.indicator("签约率达到30%", "家庭医生签约率", Comparator.EQUAL, "30", "%", date(2017, 12, 31)),
        topics=("家庭医生签约",),
    )
    money = w.item("二", "经费", "二、经费\n2017年底前和2018年底前各检查一次。（县卫生计生委医政科负责）").owning(
        w.owner(COUNTY_DIVISION, "县卫生计生委医政科", Role.RESPONSIBLE),
        w.inherited(COUNTY_LABOUR, "县人社局", Role.RESPONSIBLE),
        w.deadline("2017年底前", date(2017, 12, 31)),
        w.deadline("2018年底前", date(2018, 12, 31)),
    )
    return DocumentFacts(
        key="西坪县家庭医生签约服务实施方案-0a1b2c3d",
        source=_source("county.txt"),
        metadata=metadata,
        text=w.text,
        sections=(),
        items=(signing, money),
        citations=(),
        gaps=(),
    )


def _nameless() -> DocumentFacts:
    w = _Writer("1.开展培训。市卫生健康委要培训200名骨干。（县医保局负责）\n")
    training = w.item("1", "开展培训", "1.开展培训。市卫生健康委要培训200名骨干。（县医保局负责）").owning(
        w.owner(COUNTY_INSURANCE, "县医保局", Role.RESPONSIBLE),
        w.narrated(CITY_HEALTH, "市卫生健康委", Role.RESPONSIBLE),
        w.indicator("培训200名骨干", "培训骨干", Comparator.EQUAL, "200", "名", None),
        topics=("人才队伍",),
    )
    return DocumentFacts(
        key="0123456789abcdef",
        source=_source("notes.txt"),
        metadata=Metadata(None, None, None, None, None),
        text=w.text,
        sections=(),
        items=(training,),
        citations=(),
        gaps=(),
    )


def documents() -> tuple[DocumentFacts, ...]:
    """Return the four documents in the order of their keys."""
    return tuple(sorted((_province(), _city(), _county(), _nameless()), key=lambda facts: facts.key))
