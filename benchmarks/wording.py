"""The wording that generated documents are made of: fields of reform, tasks, sentences, targets; holds no work.

Sentences of `PHRASES` name no owner, date or number, so that all facts of a generated document are the ones put in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Measured:
    """A quantity that a target is set for: a level (`rate`, in percent) or a count of things to build or train."""

    subject: str
    unit: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field of reform: its name in titles, headings with their tasks, what is measured, who works in it."""

    name: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    measured: tuple[Measured, ...]
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """What the offices of one function are called in clauses, by level; `since` is their first year."""

    province: str
    city: str
    county: str
    since: int = 0
    until: int = 9999

    def at(self, level: int) -> str:
        """Return the name without the level's prefix; 0 is the province, 1 the city, 2 the county."""
        return (self.province, self.city, self.county)[level]


OFFICES: Final = {
    "health": (
        Office("卫生计生委", "卫生计生委", "卫生计生局", until=2018),
        Office("卫生健康委", "卫生健康委", "卫生健康局", since=2019),
    ),
    "insurance": (Office("医保局", "医保局", "医保局", since=2019),),
    "finance": (Office("财政厅", "财政局", "财政局"),),
    "planning": (Office("发展改革委", "发展改革委", "发展改革局"),),
    "labour": (Office("人力资源社会保障厅", "人力资源社会保障局", "人力资源社会保障局"),),
    "education": (Office("教育厅", "教育局", "教育局"),),
    "civil": (Office("民政厅", "民政局", "民政局"),),
    "industry": (Office("工业和信息化厅", "工业和信息化局", "工业和信息化局"),),
    "science": (Office("科技厅", "科技局", "科技局"),),
    "commerce": (Office("商务厅", "商务局", "商务局"),),
    "market": (Office("市场监管局", "市场监管局", "市场监管局", since=2019),),
    "audit": (Office("审计厅", "审计局", "审计局"),),
    "police": (Office("公安厅", "公安局", "公安局"),),
    "statistics": (Office("统计局", "统计局", "统计局"),),
}
"""Offices by function; which of two names is in force depends on the year."""

COMMON: Final = ("finance", "planning", "labour", "audit", "statistics", "police")
"""Offices that support work in any field."""

COLLECTIVES: Final = ("各市人民政府", "各县（区）人民政府", "各街道办事处")
"""The governments below, by level."""

FIELDS: Final = (
    Field(
        "分级诊疗制度建设",
        (
            (
                "提升基层服务能力",
                ("推进家庭医生签约服务", "加强乡镇卫生院标准化建设", "提升县级医院综合能力", "加强全科医生队伍建设"),
            ),
            (
                "健全分工协作机制",
                ("推进紧密型医疗联合体建设", "完善双向转诊制度", "推进医疗资源共享", "加快远程医疗服务体系建设"),
            ),
            (
                "完善配套政策",
                ("深化医保支付方式改革", "理顺医疗服务价格", "完善绩效工资分配机制", "健全药品供应保障制度"),
            ),
        ),
        (
            Measured("家庭医生签约服务覆盖率", "%", 30, 80),
            Measured("县域内就诊率", "%", 80, 95),
            Measured("居民电子健康档案建档率", "%", 70, 95),
            Measured("培训全科医生", "名", 20, 900),
            Measured("新建区域医疗中心", "个", 1, 12),
        ),
        ("health", "insurance", "education"),
    ),
    Field(
        "优化营商环境改革",
        (
            (
                "深化简政放权",
                ("精简行政审批事项", "推行涉企证照联办", "规范中介服务", "推进工程建设项目审批制度改革"),
            ),
            (
                "创新监管方式",
                ("推行双随机抽查监管", "完善信用监管机制", "加强知识产权保护", "规范涉企收费"),
            ),
            (
                "优化政务服务",
                ("推进政务服务标准化", "加快政务数据共享", "提升不动产登记便利度", "健全企业诉求办理机制"),
            ),
        ),
        (
            Measured("政务服务事项网上可办率", "%", 80, 99),
            Measured("企业开办全程网办率", "%", 60, 99),
            Measured("群众办事满意度", "%", 85, 98),
            Measured("培育诚信示范企业", "家", 10, 300),
            Measured("新建政务服务驿站", "个", 5, 60),
        ),
        ("market", "commerce", "industry"),
    ),
    Field(
        "现代职业教育改革",
        (
            (
                "完善职业教育体系",
                ("优化职业学校布局", "推进职普融通", "健全技能人才评价制度", "加强实训基地建设"),
            ),
            (
                "深化产教融合",
                ("建设产教联合体", "推进校企共建专业", "支持企业举办职业教育", "加强教师队伍建设"),
            ),
            ("强化支撑保障", ("完善生均拨款制度", "提升数字化教学水平", "加强劳动技能培训", "健全教学质量监测")),
        ),
        (
            Measured("职业学校毕业生就业率", "%", 85, 98),
            Measured("双师型教师占比", "%", 40, 70),
            Measured("新增劳动力受过高中阶段教育比例", "%", 80, 97),
            Measured("培训企业职工", "人", 200, 9000),
            Measured("新建公共实训基地", "个", 1, 20),
        ),
        ("education", "labour", "industry"),
    ),
    Field(
        "养老服务体系改革",
        (
            (
                "扩大养老服务供给",
                ("发展社区养老服务", "推进医养结合", "加强护理型床位建设", "支持社会力量兴办养老机构"),
            ),
            (
                "提升养老服务质量",
                ("健全养老服务标准", "加强养老护理人员培养", "推进养老服务信息化", "完善老年健康服务"),
            ),
            ("健全支持政策", ("完善老年人补贴制度", "加强养老服务综合监管", "推进适老化改造", "建立长期护理保险制度")),
        ),
        (
            Measured("护理型床位占比", "%", 30, 60),
            Measured("社区日间照料机构覆盖率", "%", 60, 95),
            Measured("老年人健康管理率", "%", 60, 80),
            Measured("改造适老化家庭", "户", 50, 3000),
            Measured("培训养老护理员", "名", 50, 2000),
        ),
        ("civil", "health", "insurance"),
    ),
    Field(
        "制造业数字化转型",
        (
            (
                "夯实数字底座",
                ("加快新型基础设施建设", "建设工业互联网平台", "推进企业上云", "加强工业数据治理"),
            ),
            (
                "推动企业转型",
                ("培育专精特新企业", "建设智能工厂", "推广典型应用场景", "支持关键核心技术攻关"),
            ),
            (
                "完善产业生态",
                ("壮大软件服务产业", "打造特色产业集群", "加强数字人才培养", "健全网络安全保障"),
            ),
        ),
        (
            Measured("规模以上企业数字化改造覆盖率", "%", 40, 95),
            Measured("关键工序数控化率", "%", 50, 80),
            Measured("研发设计工具普及率", "%", 60, 90),
            Measured("培育服务商", "家", 5, 120),
            Measured("新建智能工厂", "个", 3, 80),
        ),
        ("industry", "science", "commerce"),
    ),
)

PHRASES: Final = (
    "坚持问题导向和目标导向相统一，细化工作措施，压实工作责任",
    "完善激励约束机制，充分调动各方面积极性",
    "加强政策衔接，注重系统集成，形成改革合力",
    "健全工作台账，实行清单管理，强化跟踪问效",
    "加大资金投入力度，优化支出结构，提高使用效益",
    "鼓励先行先试，总结可复制可推广的经验做法",
    "规范工作流程，简化办理环节，方便群众办事",
    "推动优质资源下沉，促进区域协调发展",
    "统一数据标准，打通信息壁垒，实现互联互通",
    "加强队伍建设，提升专业能力和服务水平",
    "完善考核评价办法，强化考核结果运用",
    "引导社会力量有序参与，扩大服务供给",
    "健全风险防控机制，守住安全底线",
    "加强宣传解读，回应社会关切，营造良好氛围",
    "推进制度建设和能力建设，补齐短板弱项",
    "深入开展调查研究，及时解决改革中的突出问题",
)

OBJECTIVES: Final = (
    "制度体系更加健全",
    "工作机制更加顺畅",
    "服务能力明显提升",
    "群众获得感不断增强",
)

MEASURES: Final = ("加强组织领导", "强化督促检查", "做好宣传引导")
