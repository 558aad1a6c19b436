"""People who act on the site."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from kakehashi.site.records.ids import new_id


class Person(AbstractBaseUser):
    """A person with an account; the one who stands behind every act.

    Names are kept as parts and as written, to the code point; they are never
    split from one string. `*_reading` is kana, for furigana; `*_latin` is the
    name in Latin script, shown family name first unless `is_given_name_first`.
    `side`, `organisation` and `roles` (those of `accord.may.Role`) are given by
    the person's own side. Demo people are marked as such wherever they appear.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    family_name = models.CharField(max_length=200, blank=True)
    given_name = models.CharField(max_length=200, blank=True)
    family_name_reading = models.CharField(max_length=200, blank=True)
    given_name_reading = models.CharField(max_length=200, blank=True)
    family_name_latin = models.CharField(max_length=200, blank=True)
    given_name_latin = models.CharField(max_length=200, blank=True)
    is_given_name_first = models.BooleanField(default=False)
    side = models.CharField(max_length=20, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    roles = models.JSONField(default=list, blank=True)
    is_demo = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = BaseUserManager["Person"]()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        """Return the e-mail address, which is how a person signs in."""
        return self.email


class PersonPost(models.Model):
    """A post that a person holds, from one day to another; `ends` is the last day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    post = models.CharField(max_length=120)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "post of a person"
        verbose_name_plural = "posts of people"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="person_post_ends_later",
            )
        ]

    def __str__(self) -> str:
        """Return the post."""
        return self.post
