"""What search reads of each row, indexed by bigrams; filled for the rows that are there."""

from collections.abc import Iterator
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import kakehashi.site.records.ids
from kakehashi.site.records.search import folded, grams_of

PLACE = 2**62 - 1
SQLITE = (
    """CREATE VIRTUAL TABLE records_row_grams USING fts5(
         grams, content='records_rowwords', content_rowid='place', detail=none, columnsize=0,
         tokenize='ascii')""",
    """CREATE TRIGGER records_row_grams_in AFTER INSERT ON records_rowwords BEGIN
         INSERT INTO records_row_grams (rowid, grams) VALUES (new.place, new.grams);
       END""",
    """CREATE TRIGGER records_row_grams_out AFTER DELETE ON records_rowwords BEGIN
         INSERT INTO records_row_grams (records_row_grams, rowid, grams)
         VALUES ('delete', old.place, old.grams);
       END""",
    """CREATE TRIGGER records_row_grams_anew AFTER UPDATE OF place, grams ON records_rowwords
       WHEN old.place <> new.place OR old.grams <> new.grams BEGIN
         INSERT INTO records_row_grams (records_row_grams, rowid, grams)
         VALUES ('delete', old.place, old.grams);
         INSERT INTO records_row_grams (rowid, grams) VALUES (new.place, new.grams);
       END""",
)
POSTGRESQL = (
    """CREATE INDEX records_row_grams ON records_rowwords
       USING gin (string_to_array(grams, ' '))""",
)


def index(apps: Any, schema_editor: Any) -> None:
    """Make the index of the database at hand, then fill it."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        schema_editor.execute(statement)
    using = schema_editor.connection.alias
    words = apps.get_model("records", "RowWords").objects.using(using)
    words.bulk_create(_filled(apps, using), batch_size=200)
    if not is_sqlite:
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a column is dropped next


def _filled(apps: Any, using: str) -> Iterator[Any]:
    for row in apps.get_model("records", "Row").objects.using(using).iterator(500):
        yield apps.get_model("records", "RowWords")(
            row=row,
            place=row.id.int & PLACE,
            ref=row.ref,
            side=row.side,
            organisation=row.organisation,
            visibility=row.visibility,
            at=row.at,
            on=row.on,
            titled=folded(f"{row.title_en}\n{row.title_ja}"),
            searched=row.searched,
            grams=grams_of(row.searched),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_work"),
    ]

    operations = [
        migrations.CreateModel(
            name="RowWords",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kakehashi.site.records.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("place", models.BigIntegerField(unique=True)),
                ("ref", models.CharField(max_length=120)),
                ("side", models.CharField(blank=True, max_length=20)),
                ("organisation", models.CharField(blank=True, max_length=120)),
                ("visibility", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("on", models.DateField(blank=True, null=True)),
                ("titled", models.TextField(blank=True)),
                ("searched", models.TextField(blank=True)),
                ("grams", models.TextField(blank=True)),
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="records.row",
                    ),
                ),
            ],
            options={
                "verbose_name": "words of a row",
                "verbose_name_plural": "words of rows",
            },
        ),
        migrations.RunPython(index, elidable=False),
        migrations.RemoveField(model_name="row", name="searched"),
    ]
