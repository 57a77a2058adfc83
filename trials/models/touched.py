"""Which trials were written when: by it the search's index follows the database."""

from django.db import models


class Touched(models.Model):
    """The transaction that last wrote a trial or its curation. Database triggers write it, whoever wrote the trial; a
    trial that was deleted is still named."""

    number = models.IntegerField(primary_key=True, help_text="The number in the NCT number.")
    written_in = models.BigIntegerField(db_index=True, help_text="PostgreSQL's number of the transaction.")
    version = models.BigIntegerField(help_text="Another one for each time.")

    class Meta:
        verbose_name_plural = "touched"

    def __str__(self) -> str:
        return f"{self.number} in {self.written_in}"
