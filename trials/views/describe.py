"""In your own words: a text of any length, by POST, so that it stands in no address."""

from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from trials.views.heard import FIELD, heard
from trials.views.htmx import HtmxRequest
from trials.views.results import answer


# A token against forgery would set a cookie on every page with this form. This one changes and stores nothing, so it
# is enough to refuse what browsers say comes from elsewhere.
@csrf_exempt
@never_cache
@sensitive_post_parameters()
def describe(request: HtmxRequest) -> HttpResponse:
    """The results of a text, with what was understood of it. A GET shows the form, or the search of a link."""
    if request.method != "POST":
        if query := request.META.get("QUERY_STRING", ""):  # the page's own links, where no script ran
            return redirect(f"{reverse('trials:results')}?{query}")
        return render(request, "trials/describe.html")
    if is_from_elsewhere(request):
        return HttpResponseForbidden("This form can be sent from this site only.")
    try:
        text = request.POST.get("text", "")
    except RequestDataTooBig:
        return render(request, "trials/describe.html", {"too_long": True}, status=413)
    if not text.strip():
        return render(request, "trials/describe.html", {"empty": True})
    data = QueryDict(mutable=True)
    data[FIELD] = text.replace("\x00", " ")
    said = heard(data)
    return answer(request, said.data if said else data, said)


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site sent this."""
    origin = request.headers.get("Origin", "")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    return bool(origin) and urlsplit(origin).netloc != request.get_host()
