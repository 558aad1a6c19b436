from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0004_row_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='rowmark',
            name='ground',
            field=models.CharField(blank=True, max_length=80),
        ),
    ]
