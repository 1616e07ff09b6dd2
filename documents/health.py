"""How the virus scan of uploads is."""

from django.conf import settings

from core import outside_services
from core.health.checks import ASK_OPERATORS
from core.health.registry import Health, State, health_check
from documents.scan_records import FileScan, ScanState


@health_check("scanner", "The virus scan of uploads")
def scanner() -> Health:
    """Ask the scanner, and look for files that wait for it."""
    waiting = FileScan.objects.filter(state=ScanState.WAITING).count()
    files = f"{waiting} {'file waits' if waiting == 1 else 'files wait'} for it and cannot be public."
    if not settings.CLAMAV_SOCKET:
        return Health(State.POOR, files, ASK_OPERATORS) if waiting else Health(State.NOT_SET_UP, "None is set up.")
    try:
        said = outside_services.ask_scanner()
    except Exception as error:  # noqa: BLE001  # whatever the client raises is what is wrong
        detail = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        told = f"It does not answer. {files if waiting else 'New files will wait.'}"
        return Health(State.FAILED, told, f"They are scanned by themselves later. {ASK_OPERATORS}", detail)
    return Health(State.WELL, files if waiting else "It answers.", operators=said)
