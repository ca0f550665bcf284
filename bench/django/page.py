"""The overview's rows of commitments as a Django page, to hold our figures against.

It reads the same PostgreSQL table with the object-relational mapper, in the order of the list, and renders sixty rows
with Django's own templates, cached loader on. It has no sign-in, no strip, no figures and no second query, so it does
less than the page it is compared with.
"""

import json
import os
from urllib.parse import unquote, urlparse

import django
from django.conf import settings

url = urlparse(os.environ["BENCH_DATABASE"])
settings.configure(
    DEBUG=False,
    SECRET_KEY="measured, never served",
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": url.username,
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname,
            "PORT": url.port or 5432,
            "CONN_MAX_AGE": None,
        }
    },
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [os.path.dirname(os.path.abspath(__file__))],
        }
    ],
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402

SHOWN = {"S0": 1, "S1": 1, "S2": 1, "S3": 2, "S4": 2, "S5": 3, "S6": 3, "S7": 4, "S8": 5}
WORDS = ["Raised", "Intended", "Agreed", "Signed", "In force"]


class Commitment(models.Model):
    """A row of the reading table."""

    id = models.UUIDField(primary_key=True)
    registry = models.TextField()
    partner = models.TextField()
    topic = models.TextField()
    stage = models.TextField()
    delivery = models.TextField()
    due = models.TextField()
    weight = models.BigIntegerField()
    recorded_to = models.BigIntegerField(null=True)
    known_from = models.TextField()
    known_to = models.TextField()
    body = models.TextField()

    class Meta:
        app_label = "bench"
        db_table = "commitment"
        managed = False


def overview(request):
    """Sixty rows in the order of the list."""
    day = "9999-12-30"
    found = Commitment.objects.filter(
        registry="KG", recorded_to__isnull=True, known_from__lte=day, known_to__gt=day
    ).order_by("weight", "due", "id")[:60]
    rows = []
    for row in found:
        body = json.loads(row.body)
        title = body["description"]["title"]
        quantities = [s["what"].get("quantity") for s in body["statements"]]
        quantity = next((q for q in quantities if q), None)
        step = SHOWN[row.stage]
        rows.append(
            {
                "id": row.id,
                "partner": row.partner,
                "title": title.get("en") or title[title["record"]],
                "topic": row.topic,
                "step": step,
                "word": WORDS[step - 1],
                "quantity": quantity,
                "due": "" if row.due.startswith("9999") else row.due,
                "delivery": row.delivery,
            }
        )
    return render(request, "overview.html", {"rows": rows})


urlpatterns = [path("", overview)]
application = get_wsgi_application()
