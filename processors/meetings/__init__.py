"""Meetings in parsed sentences: who meets whom, in what status and form."""

from processors.meetings.finder import find_meetings, may_report_meetings
from processors.meetings.words import MEETING_TRIGGERS

__all__ = ["MEETING_TRIGGERS", "find_meetings", "may_report_meetings"]
