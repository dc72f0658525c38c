"""What the codes of the model are called where people see them, in Chinese and in English; touches the model only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from reformkg.model import Bilingual, GapKind, Kind, Recurrence, Role, Severity

KINDS: Final[Mapping[Kind, Bilingual]] = MappingProxyType(
    {
        Kind.TASK: Bilingual("任务", "task"),
        Kind.OBJECTIVE: Bilingual("目标", "objective"),
        Kind.MEASURE: Bilingual("保障措施", "measure"),
    }
)
ROLES: Final[Mapping[Role, Bilingual]] = MappingProxyType(
    {
        Role.LEAD: Bilingual("牵头", "lead"),
        Role.SUPPORT: Bilingual("配合", "support"),
        Role.RESPONSIBLE: Bilingual("负责", "responsible"),
    }
)
RECURRENCES: Final[Mapping[Recurrence, Bilingual]] = MappingProxyType(
    {
        Recurrence.YEARLY: Bilingual("每年", "every year"),
        Recurrence.QUARTERLY: Bilingual("每季度", "every quarter"),
        Recurrence.MONTHLY: Bilingual("每月", "every month"),
        Recurrence.CONTINUOUS: Bilingual("长期", "continuous"),
    }
)
GAPS: Final[Mapping[GapKind, Bilingual]] = MappingProxyType(
    {
        GapKind.OWNER: Bilingual("责任单位", "owner"),
        GapKind.DEADLINE: Bilingual("时限", "deadline"),
        GapKind.INDICATOR: Bilingual("指标", "indicator"),
    }
)
SEVERITIES: Final[Mapping[Severity, Bilingual]] = MappingProxyType(
    {
        Severity.VIOLATION: Bilingual("违规", "violation"),
        Severity.WARNING: Bilingual("警告", "warning"),
        Severity.INFO: Bilingual("提示", "info"),
    }
)
