"""A worker process: one job in, JSON lines out.

Events (key `event`): progress, log, warning, metric, artifact, and last result or error.
Exit codes: 0 done, 1 a bug, 2 the user can mend it, 3 cancelled.
"""

from __future__ import annotations

import errno
import json
import os
import threading
import traceback
from pathlib import Path

from landweave.engine.errors import Cancelled, UserError
from landweave.engine.jobs import Job, job_from_json
from landweave.engine.runtime.context import Emit, RunContext
from landweave.engine.runtime.events import EventChannel, claim_standard_output
from landweave.engine.runtime.files import explain, final_name
from landweave.engine.runtime.leftovers import end_children, remove_parts_of
from landweave.engine.runtime.outputs import check_outputs
from landweave.engine.runtime.run_folder import RunFolder
from landweave.engine.runtime.stop import CANCELLED_CODE, StopRequest
from landweave.engine.types import Json

DONE_CODE, BUG_CODE, USER_CODE = 0, 1, 2
SYSTEM_REFUSALS = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG)
OPTIONS = {"workers": int, "memory_mib": int, "run_folder": str, "scheduler": str, "cache": str, "cache_gib": int}


def main(arguments: list[str]) -> int:
    """Do the job named by a file, or given on the first line of standard input; return the exit code."""
    stop = StopRequest()
    stop.listen_to_signals()
    channel = EventChannel(claim_standard_output(), on_broken=stop.ask)
    try:
        return run_worker(arguments, channel.emit, stop)
    except Cancelled:  # interrupted just when the job had ended by itself
        return CANCELLED_CODE
    finally:
        stop.ended()
        end_children()


def run_worker(arguments: list[str], emit: Emit, stop: StopRequest) -> int:
    """Read the job, do it, tell how it ended, and return the exit code."""
    job: Job | None = None
    try:
        job, options = read_request(arguments, stop)
        outputs = perform(job, options, emit, stop)
        stop.ended()
        emit({"event": "result", "outputs": outputs})
        return DONE_CODE
    except BaseException as error:
        stop.ended()
        event, code = error_event(error)
        emit(event)
        end_children()
        if job is not None:
            remove_parts_of(str(getattr(job, name)) for name in job.OUTPUTS)
        return code


def read_request(arguments: list[str], stop: StopRequest) -> tuple[Job, Json]:
    """Return the job and its options.

    Raises:
        UserError: if there is none, or it is not understood.
    """
    if arguments:
        try:
            text = Path(arguments[0]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"The job file {arguments[0]} cannot be read ({error}).", "Name a JSON file.") from error
    else:
        text = _listen(stop)
    try:
        request = json.loads(text)
    except ValueError as error:
        raise UserError(f"The job is no JSON: {error}.", 'Give {"job": {"kind": ...}, "options": {}}.') from error
    if isinstance(request, dict) and "job" not in request:
        request = {"job": request}
    if not isinstance(request, dict):
        raise UserError("The job is no JSON object.", 'Give {"job": {"kind": ...}, "options": {}}.')
    return job_from_json(request["job"]), checked_options(request.get("options") or {})


def checked_options(options: Json) -> Json:
    """Return the options of a run, or say what is wrong with them."""
    for name, value in options.items():
        if name not in OPTIONS:
            raise UserError(f"There is no option '{name}'.", f"Options are: {', '.join(OPTIONS)}.")
        if not isinstance(value, OPTIONS[name]) or isinstance(value, bool):
            raise UserError(f"The option '{name}' is {json.dumps(value)}, not {OPTIONS[name].__name__}.", "Correct it.")
        if isinstance(value, int) and value < 0:
            raise UserError(f"The option '{name}' is {value}.", "Give 0 (automatic) or more.")
    return options


def perform(job: Job, options: Json, emit: Emit, stop: StopRequest) -> dict[str, Json]:
    """Do the job, in its run folder if it has one, and return its outputs."""
    context = RunContext(emit=emit, is_cancelled=stop.is_set, **{"workers": 0, **options})
    if not context.run_folder:
        return _execute(job, context)
    with RunFolder.open(context.run_folder, job, options) as folder:
        context = folder.attach(context)
        context.log(f"{job.KIND} in {folder.path}")
        try:
            outputs = _execute(job, context)
        except BaseException as error:
            folder.keep(error_event(error)[0])  # kept only: the caller hears of it when the folder is closed
            raise
        folder.keep({"event": "result", "outputs": outputs})
        return outputs


def _execute(job: Job, context: RunContext) -> dict[str, Json]:
    check_outputs(job)
    if context.cache:
        from landweave.engine.raster.reading import check_cache  # takes GDAL, which other jobs do without

        check_cache(context)
    outputs = job.execute(context)
    context.check_cancelled()
    return outputs


def error_event(error: BaseException) -> tuple[Json, int]:
    """Return the event and the exit code that stand for an error."""
    error = in_users_words(error)
    if isinstance(error, (Cancelled, KeyboardInterrupt)):
        return {"event": "error", "code": CANCELLED_CODE, "message": "Cancelled.", "hint": ""}, CANCELLED_CODE
    if isinstance(error, UserError):
        return {"event": "error", "code": USER_CODE, "message": error.message, "hint": error.hint}, USER_CODE
    return {
        "event": "error",
        "code": BUG_CODE,
        "message": f"Landweave met an error it did not expect: {type(error).__name__}: {error}",
        "hint": "Please report it, with the trace from the log.",
        "trace": "".join(traceback.format_exception(type(error), error, error.__traceback__)),
    }, BUG_CODE


def in_users_words(error: BaseException) -> BaseException:
    """Return the UserError for what the system refused: memory, disk, permission; any other error as it is."""
    if isinstance(error, MemoryError):
        return UserError("Memory ran out.", "Use fewer WORKERS or a smaller MEMORY_MIB, and run again.")
    if not isinstance(error, OSError):
        return error
    path = final_name(str(error.filename or "A file"))
    if isinstance(error, FileNotFoundError) and error.filename:
        return UserError(f"{path} is not there.", "Check the path, and that the disk is connected.")
    if isinstance(error, PermissionError) and path.exists() and not os.access(path, os.R_OK):
        return UserError(f"{path} cannot be read: you have no permission.", "Ask its owner for access.")
    if error.errno in SYSTEM_REFUSALS:
        return explain(error, path)
    return error


def _listen(stop: StopRequest) -> str:
    """Return the first line of standard input, and go on listening: `cancel` or its end stop the run."""
    first, rest = _first_line()
    threading.Thread(target=_watch, args=(rest, stop), daemon=True).start()
    return first.decode("utf-8", errors="replace")


def _first_line() -> tuple[bytes, bytes]:
    # os.read, not sys.stdin: a thread inside a buffered reader would hang the interpreter's end.
    data = b""
    while b"\n" not in data:
        chunk = os.read(0, 1 << 16)
        if not chunk:
            break
        data += chunk
    first, _, rest = data.partition(b"\n")
    return first, rest


def _watch(data: bytes, stop: StopRequest) -> None:
    while b"cancel" not in data.split(b"\n"):
        chunk = os.read(0, 1 << 12)
        if not chunk:  # the parent is gone
            break
        data = data.rpartition(b"\n")[2] + chunk
    stop.ask()
