"""Long work that somebody asked for, and what became of it."""

from django.db import models
from django.db.models import Q

from kakehashi.site.records.ids import new_id
from kakehashi.site.records.person import Person

STATES = ("waiting", "running", "done", "failed", "cancelled")


class Work(models.Model):
    """A piece of work: asked for on a page, done by a worker.

    `side` and `organisation` are the asker's when it was asked for. `asked` holds its
    parameters; `done` of `total` steps, `words` a phrase. `result` names what to say and
    the file in the piece's own folder, `faults` both languages. `attempt` grows with each
    taking up: a worker writes to the attempt that it took, and to no later one. `worker`
    and `seen_at` tell who is at it and when that one last showed itself.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="work")
    side = models.CharField(max_length=20)
    organisation = models.CharField(max_length=120)
    has_second_factor = models.BooleanField(default=False)
    asked = models.JSONField(default=dict)
    state = models.CharField(max_length=20, default="waiting", db_index=True)
    is_stop_asked = models.BooleanField(default=False)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    words = models.CharField(max_length=80, blank=True)
    result = models.JSONField(null=True, blank=True)
    faults = models.JSONField(default=list, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    n_deaths = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "piece of work"
        verbose_name_plural = "work"
        constraints = [models.CheckConstraint(condition=Q(state__in=STATES), name="work_state")]
        indexes = [models.Index(fields=["asked_by", "asked_at"], name="work_of_person")]

    def __str__(self) -> str:
        """Return kind and id: never what was asked."""
        return f"{self.kind} {self.id}"
