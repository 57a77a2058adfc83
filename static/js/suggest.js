// Suggestions for a field with data-suggest: an ARIA combobox. Without this script the field is a plain one.
const SHORTEST = 2; // letters
const LONGEST = 60; // whoever types more describes something: that is not sent before it is asked for
const PAUSE = 120; // milliseconds without a key

class Combobox {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: `${input.id}-options`, className: "options", hidden: true, tabIndex: -1 });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.said = document.createElement("div");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    input.after(this.list, this.said);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    })) input.setAttribute(name, value);
    this.active = -1;
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  later() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.input.value.trim();
    if (typed.length < SHORTEST || typed.length > LONGEST) return this.close();
    const asking = new AbortController();
    this.asking = asking;
    try {
      const address = `${this.input.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
      const answer = await fetch(address, { signal: asking.signal });
      const { suggestions } = await answer.json();
      if (document.activeElement === this.input) this.show(suggestions);
    } catch {
      if (!asking.signal.aborted) this.close(); // no answer: the field works without; else the next key has overtaken it
    }
  }

  show(suggestions) {
    this.list.replaceChildren(...suggestions.map((one, at) => this.option(one, at)));
    this.mark(-1);
    this.open(suggestions.length > 0);
    this.said.textContent = suggestions.length ? `${suggestions.length} suggestions` : "";
  }

  option({ words, also, open }, at) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    option.dataset.words = words;
    for (const [name, text] of [["words", words], ["also", also], ["open", `${open.toLocaleString("en")} open`]]) {
      if (!text) continue;
      const part = document.createElement("span");
      part.className = `option-${name}`;
      part.textContent = text;
      option.append(part, " ");
    }
    return option;
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (this.list.hidden && this.options.length) this.open(true);
      else if (this.list.hidden) this.ask();
      else if (!event.altKey) this.step(steps[event.key]);
    } else if (event.key === "Enter" && this.active >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.choose(this.options[this.active]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  step(by) {
    const places = this.options.length + 1; // one more: the field itself
    this.mark(((this.active + 1 + by + places) % places) - 1);
  }

  mark(at) {
    this.active = at;
    this.options.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    if (at < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", this.options[at].id);
    this.options[at].scrollIntoView({ block: "nearest" });
  }

  choose(option) {
    if (!option) return;
    this.input.value = option.dataset.words;
    this.list.replaceChildren();
    this.close();
  }

  open(is) {
    this.list.hidden = !is;
    this.input.setAttribute("aria-expanded", String(is));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.open(false);
    this.mark(-1);
    this.said.textContent = "";
  }
}

function start() {
  for (const input of document.querySelectorAll("[data-suggest]:not([role])")) new Combobox(input);
}

document.addEventListener("htmx:load", start); // also what a swap or the way back brings
start();
