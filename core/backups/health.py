"""Whether there is a backup to come back to, for monitors and the editors' status page."""

from datetime import timedelta

from django.utils import timezone
from django.utils.timesince import timesince

from core.health.checks import ASK_OPERATORS
from core.health.registry import Health, State, health_check
from core.models import JobState

# Under this name the states of jobs say when the last backup was made; it is no job of the scheduler's.
STATE = "backup"
# One each night, and some hours for a night that took long.
LONGEST = timedelta(hours=36)


@health_check("backup", "Backups", fresh_for=60)
def backup() -> Health:
    """Look when `manage.py backup` last made an archive, and whether it failed since."""
    state = JobState.objects.filter(name=STATE).first()
    if state is None:
        return Health(State.NOT_SET_UP, "None was made from here yet.", operators="run `manage.py backup` each night")
    made, failed = state.last_succeeded_at, state.last_failed_at
    if made is None or (failed is not None and failed > made):
        before = f" The one before was made {timesince(made)} ago." if made else ""
        return Health(State.POOR, f"The last one failed.{before}", ASK_OPERATORS, state.last_error[:300])
    said = f"The last one was made {timesince(made)} ago."
    if state.last_error:
        return Health(State.POOR, f"{said} {state.last_error}.", ASK_OPERATORS, state.last_error[:300])
    if timezone.now() - made > LONGEST:
        return Health(State.POOR, said, ASK_OPERATORS, "is `manage.py backup` run each night?")
    return Health(State.WELL, said)
