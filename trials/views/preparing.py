"""What a visitor reads while the search's first index is being made: after a large load, for a minute or three."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trials.search.index.current import NotReady

WAIT = 30  # seconds after which a browser or a robot may ask again


class Preparing:
    """Middleware: a page that needs the index before there is one says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for NotReady, and nothing for anything else."""
        if not isinstance(exception, NotReady):
            return None
        response = render(request, "trials/preparing.html", {"wait": WAIT}, status=503)
        response["Retry-After"] = str(WAIT)
        return response
