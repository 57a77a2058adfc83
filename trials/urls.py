"""Addresses of the registry mirror and the search."""

from django.urls import path

from trials.views import contacts, data, describe, health, history, home, results, suggest, trial

app_name = "trials"
urlpatterns = [
    path("", home.home, name="home"),
    path("suggest/", suggest.suggest, name="suggest"),
    path("trials/", results.results, name="results"),
    path("describe/", describe.describe, name="describe"),
    path("trials/<str:number>/", trial.trial, name="trial"),
    path("trials/<str:number>/history/", history.history, name="history"),
    path("trials/<str:number>/contacts/", contacts.contacts, name="contacts"),
    path("about/data/", data.data, name="data"),
    path("healthz/data", data.health, name="healthz-data"),
    path("healthz", health.healthz, name="healthz"),
]
