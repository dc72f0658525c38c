"""What stands before and behind a date and makes it a time limit, or a baseline, a title, a choice, a validity.

Patterns that end in `$` are searched in the words before a date, the others matched against the words behind it. The
standard library only.
"""

from __future__ import annotations

import re

YEAR = r"(?:(?:19|20)\d{2}|二[〇零][〇零一二三四五六七八九]{2})"
QUOTED = re.compile(r"《[^》]*$|“[^”]*$")
OPEN = re.compile(
    r"(?:^|[，。；：、！？\n（）|\s—-]|并|且|或|和|力争|争取|计划|必须|原则上|拟|将|要|应|须|其中|即|均|统一|务必"
    r"|全[省市县区]|展望|时限为|期限为|时间为)$"
)
TITLE_BEFORE = re.compile(r"(?:方案|计划|规划|纲要|意见|行动|政策|通知|工程|措施|要点|办法|目录|任务)（$")
BASELINE_BEFORE = re.compile(
    rf"(?:较|比|与|以|按|按照|参照|截至|自从|相对|[低高优大小多少等]于|{YEAR}年?[-—–~至]{{1,2}})$"
)
VALIDITY_BEFORE = re.compile(
    r"(?:有效期|施行|生效)[^，。；\n]{0,6}$|本[^。；\n]{1,30}(?:执行|实施|适用)[^，。；\n]{0,4}$"
)
NO_LIMIT_AFTER = re.compile(
    r"以来|[春秋]季|同期|基础上|同比|年?版|届|全国[^，。；\n]{0,14}会议|(?:印发|出台|发布|下发|召开|举办|举行|颁布|制定|修订|通过)[^，。；\n]{0,12}的|第[一二三四五六七八九十\d]|相比|为基[期数年]|以后|起|是|的"
    r"|度(?!内|完成|实现|底|末)|(?:底|末)?[^，。；：、\n再]{0,2}(?:新增|新发放|入选|认定|已|应届)"
)
CHOOSES_AFTER = re.compile(
    r"存量|在册|(?:到期|毕业|注册|登记|入学|出生|离校|已|参保|存量|在册|尚未|未|发生|入职|成立|设立|开业|退休|立项)[^，。；：、\n]{0,14}的"
    r"|(?:开工|建成|批准|备案|竣工|取得|获得|发放|签订|入库|投产|形成|新增|认定)(?:[^，。；：、\n\d]{0,4})的"
)
REACHES_AFTER = re.compile(r"(?:要|将|力争|全部|基本)?(?:达到?|实现|完成|建成|新增|新建|培训|提高|下降|降低)")
KEPT_AFTER = re.compile(r"[^，。；\n]{1,30}(?:不低于|不高于|达到|完成|实现|增长)")
MOVED_TO = re.compile(r"月$")
OTHER_EVENT_BEFORE = re.compile(
    r"(?:近|过去|前|每|满|第|超过|不少于|不低于|不超过|至少|离校|毕业|成立|认定|入驻|获得|取得|落户|投产|开业|注册|登记|运营"
    r"|到期|后|起|连续|为期|最长|限期|第)$"
)
NO_LENGTH_AFTER = re.compile(r"的(?!时间|努力)|以上|未|免|不|累计|仍|首|再次|年|有效|享受|给予|医疗服务收入")
LENGTH_LEAD = re.compile(r"(?:力争|争取|计划)?(?:在|用|利用|通过|经过|未来|今后)$|(?:力争|争取|确保)$")
BOX_BEFORE = re.compile(r"(?:^|\n)(?:专栏|附?表)[^\n，。；]{0,12}$")
RATE_BEHIND = re.compile(r"[^，。；\n]{0,8}率")
RATE_BEFORE = re.compile(r"每[^，。；每]{0,3}$|凡$|/$")
MONEY_AFTER = re.compile(r"只|最多|限|[^，。；]{0,12}\d[\d.]*[万亿]?元|$")
IN_CHOICE = re.compile(r"[^，。；\n]{1,16}的(?:企业|单位|项目|机构|人员|个人|活动点)，")
SINCE = re.compile(r"((?:19|20)\d\d)年起，?[^，。；\n]{0,14}$")
FIELD_BEFORE = re.compile(
    r"(?:时限|期限|时间)(?:要求)?[：|] ?$|[|｜\t] ?$|（[^（）]{2,200}(?:负责|牵头|配合|落实|参与)，$"
)
DUE_FIELD_BEFORE = re.compile(
    r"(?:时限|期限|(?:完成|办结|整改|落实|实施|推进)时间)(?:要求|节点|安排)?(?:[：|]|为) ?$|[|｜\t] ?$"
)
EVENT_IN_CLAUSE = re.compile(r"(?:后|之日起|之日|起|自)[^，。；\n]{0,6}$")


def words_before(match: re.Match[str], length: int = 40) -> str:
    """Return up to `length` code points before a match, none from before the stretch searched."""
    return match.string[max(match.pos, match.start() - length) : match.start()]


def words_behind(match: re.Match[str], length: int = 40) -> str:
    """Return up to `length` code points behind a match, none from behind the stretch searched."""
    return match.string[match.end() : min(match.endpos, match.end() + length)]


def leads(before: str) -> str:
    """Return the word that leads up to a date (到, 至, 在, 于), or ""."""
    found = re.search(r"(?:到|至|在|(?<![低高优大小多少等由])于)$", before)
    return found[0] if found else ""


def chooses_each(before: str, after: str) -> bool:
    """Whether 每年 belongs to a condition: 对…、每年保持稳定增长的企业，."""
    return IN_CHOICE.match(after) is not None and re.search(r"(?:对|凡)[^。；]*$", before) is not None


def opens(before: str, after: str) -> bool:
    """Whether a bare year stands where a time limit does: at the head of a clause, or in 确保2020年…不低于…."""
    return bool(OPEN.search(before) or (before.endswith("确保") and KEPT_AFTER.match(after)))
