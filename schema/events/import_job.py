"""Events of an import."""

from dataclasses import dataclass
from typing import ClassVar

from schema.events.event import Event


@dataclass(frozen=True, slots=True)
class ImportApplyRequested(Event):
    """Somebody wants a previewed import applied; the batch host listens to this to do it."""

    type: ClassVar[str] = "import.apply_requested"
    import_job_id: int


@dataclass(frozen=True, slots=True)
class ImportUndoRequested(Event):
    """Somebody wants an import taken back; the batch host listens to this to do it."""

    type: ClassVar[str] = "import.undo_requested"
    import_job_id: int


@dataclass(frozen=True, slots=True)
class ImportReady(Event):
    """An upload was read and waits for somebody to apply it."""

    type: ClassVar[str] = "import.ready"
    import_job_id: int


@dataclass(frozen=True, slots=True)
class ImportCompleted(Event):
    """An upload was applied; rows that could not be are among the job's issues."""

    type: ClassVar[str] = "import.completed"
    import_job_id: int


@dataclass(frozen=True, slots=True)
class ImportFailed(Event):
    """An upload could not be read or applied."""

    type: ClassVar[str] = "import.failed"
    import_job_id: int


@dataclass(frozen=True, slots=True)
class ImportCancelled(Event):
    """An import was ended by somebody; what it had written by then stays."""

    type: ClassVar[str] = "import.cancelled"
    import_job_id: int


@dataclass(frozen=True, slots=True)
class ImportUndone(Event):
    """An import was taken back."""

    type: ClassVar[str] = "import.undone"
    import_job_id: int
