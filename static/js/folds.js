// What a visitor unfolded or folded stays so when the server sends that part of the page anew.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  for (const fresh of event.detail.fragment.querySelectorAll("details[id]")) {
    const old = document.getElementById(fresh.id);
    if (old) fresh.open = old.open;
  }
});
