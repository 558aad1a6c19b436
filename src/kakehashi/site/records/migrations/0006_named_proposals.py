from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0005_row_ground'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='proposalrow',
            name='proposal_is_joint',
        ),
        migrations.AddConstraint(
            model_name='proposalrow',
            constraint=models.CheckConstraint(condition=models.Q(('visibility__in', ('joint', 'named'))), name='proposal_is_shared'),
        ),
    ]
