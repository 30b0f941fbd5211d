"""A time as people say it: today, 14:32; yesterday; 3 days ago."""

from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from hornstudio.ui.words.translate import tr


def when_text(then: datetime, now: datetime) -> str:
    """How long ago `then` was, seen from `now`; a date where it is long ago, or yet to come."""
    days = (now.date() - then.date()).days
    if days == 0:
        return tr("today, {time}", time=f"{then:%H:%M}")
    if days == 1:
        return tr("yesterday")
    if 1 < days < 7:
        return tr("{days} days ago", days=days)
    if 7 <= days < 14:
        return tr("last week")
    day = QDate(then.year, then.month, then.day)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)
