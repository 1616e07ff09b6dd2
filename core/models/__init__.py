"""Models shared by every app."""

from core.models.audit import AuditLogError, AuditRecord
from core.models.demo import DemoRecord
from core.models.jobs import JobState
from core.models.rate_limits import SubmissionCount
from core.models.roles import RoleSetup
from core.models.users import User

__all__ = ["AuditLogError", "AuditRecord", "DemoRecord", "JobState", "RoleSetup", "SubmissionCount", "User"]
