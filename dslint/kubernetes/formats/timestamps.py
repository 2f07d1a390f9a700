"""Times in the metadata of objects, as Go reads RFC 3339."""

from __future__ import annotations

import re

_WRITTEN = r"(?a)(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,]\d+)?(?:Z|[+-](\d\d):(\d\d))\Z"
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_timestamp(text: str) -> bool:
    """Whether a text is a time such as `2006-01-02T15:04:05Z` (the hour may have one digit, as in Go)."""
    match = re.match(_WRITTEN, text)
    if match is None:
        return False
    year, month, day, hour, minute, second = map(int, match.groups()[:6])
    offset_hour, offset_minute = int(match[7] or 0), int(match[8] or 0)
    if not 1 <= month <= len(_DAYS) or not 1 <= day <= _days(year, month):
        return False
    return hour < 24 and minute < 60 and second < 60 and offset_hour <= 24 and offset_minute <= 60  # noqa: PLR2004


def _days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _DAYS[month - 1] + (month == 2 and leap)  # noqa: PLR2004 - February
