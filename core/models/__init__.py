"""Models shared by every app."""

from core.models.audit import AuditLogError, AuditRecord
from core.models.demo import DemoRecord
from core.models.imports import ImportedLine, ImportedOutcome, ImportRun, ImportState, StagedUpload
from core.models.jobs import JobState
from core.models.links import LinkCheck, LinkUse
from core.models.rate_limits import SubmissionCount
from core.models.reviews import ContentReview, ReviewReminder
from core.models.roles import RoleSetup
from core.models.users import User
from core.models.workers import WorkerState

__all__ = [
    "AuditLogError",
    "AuditRecord",
    "ContentReview",
    "DemoRecord",
    "ImportRun",
    "ImportState",
    "ImportedLine",
    "ImportedOutcome",
    "JobState",
    "LinkCheck",
    "LinkUse",
    "ReviewReminder",
    "RoleSetup",
    "StagedUpload",
    "SubmissionCount",
    "User",
    "WorkerState",
]
