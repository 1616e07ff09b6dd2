"""The admin's pages of an import: begin one, see its problems by line, confirm it, watch it, save its result."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.csv_export import csv_response
from core.importing import runs
from core.importing.forms import ImportForm, is_archive
from core.importing.importer import Importer, find_importer
from core.importing.staging import TABLE_NAME, stage
from core.importing.tasks import advance_import
from core.models import ImportedOutcome, ImportRun, ImportState, StagedUpload

LINES_A_PAGE = 100
RUNS_SHOWN = 20


def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for table and files, and stage them; show the imports there were."""
    importer = _importer(request, key)
    form = ImportForm(importer, request.user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = start(importer, request.user, form)
        return redirect("imports:run", key, run.pk)
    own = _visible_runs(request, importer).order_by("-pk")[:RUNS_SHOWN]
    return render(request, "core/admin/importing/begin.html", {"importer": importer, "form": form, "runs": own})


def start(importer: Importer, user: Any, form: ImportForm) -> ImportRun:
    """Stage what was uploaded and have the worker check it."""
    run = ImportRun.objects.create(
        importer=importer.key, started_by=user, options=form.chosen_options(), leased_until=timezone.now() + runs.LEASE
    )
    if table := form.cleaned_data["table"]:
        stage(run, StagedUpload.Kind.TABLE, table.name, table)
    for file in form.cleaned_data.get("uploads", []):
        runs.keep_alive(run)
        stage(run, StagedUpload.Kind.ARCHIVE if is_archive(file) else StagedUpload.Kind.FILE, file.name, file)
    with transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(leased_until=None)
        transaction.on_commit(lambda: advance_import.enqueue(run.pk))
    return run


@require_safe
def show(request: HttpRequest, key: str, run_id: int) -> HttpResponse:
    """Show how far an import is, and its lines with their problems or outcomes."""
    importer = _importer(request, key)
    run = _run(request, importer, run_id)
    lines = run.lines.order_by("number")
    if request.GET.get("show") == "problems":
        lines = lines.exclude(problems=[]) if run.state != ImportState.FINISHED else lines.filter(outcome__in=_BAD)
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("p"))
    context = {"importer": importer, "run": run, "page": page, "only_problems": request.GET.get("show") == "problems"}
    return render(request, "core/admin/importing/run.html", context | _counts(run))


@require_safe
def progress(request: HttpRequest, key: str, run_id: int) -> JsonResponse:
    """Say how far an import is, for the script that watches it."""
    run = _run(request, _importer(request, key), run_id)
    counts = _counts(run)
    response = JsonResponse({"busy": run.is_busy, "done": counts["done"], "total": counts["total"]})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def decide(request: HttpRequest, key: str, run_id: int) -> HttpResponse:
    """Bring an import in, try its failed lines again, or throw it away."""
    importer = _importer(request, key)
    run = _run(request, importer, run_id)
    decision = _DECISIONS.get(request.POST.get("decision", ""))
    if decision is None:
        raise Http404
    try:
        decision(run)
    except runs.NotNowError as error:
        messages.error(request, str(error))
        return redirect("imports:run", key, run_id)
    if request.POST["decision"] == "discard":
        messages.success(request, "Nothing of it was brought in, and its files are deleted.")
        return redirect("imports:begin", key)
    transaction.on_commit(lambda: advance_import.enqueue(run_id))
    return redirect("imports:run", key, run_id)


@require_safe
def result(request: HttpRequest, key: str, run_id: int) -> HttpResponse:
    """Give every line with its problems and what became of it as a table."""
    importer = _importer(request, key)
    run = _run(request, importer, run_id)
    names = [column.name for column in importer.columns]
    rows = (
        [line.number, *(line.values.get(name, "") for name in names), line.get_outcome_display(), line.message,
         " ".join(problem["message"] for problem in line.problems),
         request.build_absolute_uri(line.address) if line.address else ""]
        for line in run.lines.order_by("number").iterator()
    )  # fmt: skip
    header = ["line", *names, "outcome", "message", "problems", "address"]
    return csv_response(f"{key}-import-{run.pk}.csv", header, rows)


@require_safe
def template(request: HttpRequest, key: str) -> HttpResponse:
    """Give a table to fill in, with one line as an example."""
    importer = _importer(request, key)
    header = [column.name for column in importer.columns]
    return csv_response(TABLE_NAME, header, [[column.example for column in importer.columns]])


_BAD = (ImportedOutcome.FAILED, ImportedOutcome.LEFT_OUT)
_DECISIONS: dict[str, Callable[[ImportRun], None]] = {
    "confirm": runs.confirm, "retry": runs.retry, "discard": runs.throw_away,
}  # fmt: skip


def _importer(request: HttpRequest, key: str) -> Importer:
    importer = find_importer(key)
    if importer is None:
        raise Http404
    if not importer.may_use(request.user):
        raise PermissionDenied
    return importer


def _visible_runs(request: HttpRequest, importer: Importer) -> Any:
    # What lies in a run may belong to collections that others must not see.
    mine = ImportRun.objects.filter(importer=importer.key)
    return mine if request.user.is_superuser else mine.filter(started_by=request.user)  # type: ignore[misc]  # signed in


def _run(request: HttpRequest, importer: Importer, run_id: int) -> ImportRun:
    found: ImportRun = get_object_or_404(_visible_runs(request, importer), pk=run_id)
    return found


def _counts(run: ImportRun) -> dict[str, Any]:
    lines = list(run.lines.values_list("outcome", "problems", "plan"))
    blocked = sum(any(problem["blocking"] for problem in problems) for _, problems, _ in lines)
    outcomes = [(ImportedOutcome(state).label, sum(outcome == state for outcome, _, _ in lines))
                for state in ImportedOutcome if state]  # fmt: skip
    plans = sorted({plan for _, _, plan in lines if plan})
    return {
        "total": len(lines),
        "blocked": blocked,
        "ready": len(lines) - blocked,
        "done": sum(bool(outcome) for outcome, _, _ in lines),
        "failed": sum(outcome == ImportedOutcome.FAILED for outcome, _, _ in lines),
        "warned": sum(bool(problems) for _, problems, _ in lines) - blocked,
        "outcomes": [(label, count) for label, count in outcomes if count],
        "plans": [(name, sum(plan == name for _, _, plan in lines)) for name in plans],
    }
