"""Addresses of the registry mirror and the search."""

app_name = "trials"
urlpatterns: list = []
