"""People who act on the site."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from kakehashi.site.records.ids import new_id


class Person(AbstractBaseUser):
    """A person with an account; the one who stands behind every act.

    Names are kept as parts and as written, to the code point; they are never
    split from one string. `*_reading` is kana, for furigana; `*_latin` is the
    name in Latin script, shown family name first unless `is_given_name_first`.
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
