// What changes in the page without loading it anew: what-if as soon as an answer is changed, "none of these", and the
// keys of the large type. Everything works without this file.
"use strict";

const form = document.getElementById("form");
const said = document.getElementById("said");
let latest = 0;

/** Sends the form as its button would, and puts the page that comes back in the place of this one. */
async function tryOut(changed) {
  const mine = ++latest;
  const button = form.querySelector("[data-live]");
  let page;
  try {
    const reply = await fetch(button.formAction, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    page = new DOMParser().parseFromString(await reply.text(), "text/html");
  } catch {
    said.textContent = "The options could not be worked out. Is the advisor still running?";
    return;
  }
  if (mine !== latest || !page.getElementById("form")) {
    return; // a later change is on its way, or this was no page of the advice
  }
  const place = changed.getBoundingClientRect().top;
  const side = document.querySelector(".side");
  const scrolled = side ? side.scrollTop : 0;
  const ticked = [...form.querySelectorAll("input[name=c]:checked, input[name=v]:checked")].map((box) => box.id);
  for (const id of ["carried", "main"]) {
    document.getElementById(id).replaceWith(page.getElementById(id));
  }
  for (const id of ticked) {
    document.getElementById(id)?.toggleAttribute("checked", true);
  }
  if (document.querySelector(".side")) {
    document.querySelector(".side").scrollTop = scrolled;
  }
  const same = document.getElementById(changed.id);
  if (same) {
    same.focus({ preventScroll: true });
    scrollBy({ top: same.getBoundingClientRect().top - place, behavior: "instant" });
  }
  const moved = document.querySelectorAll(".moves > li").length;
  const open = document.querySelector(".tools .problem");
  said.textContent = open ? open.textContent : moved ? `${moved} moved; see “What moved” at the top.` : "Nothing moved.";
}

form?.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches("[data-none]") && field.checked) {
    for (const other of form.querySelectorAll(`input[name="${CSS.escape(field.name)}"]:checked`)) {
      other.checked = other === field;
    }
  } else if (field.name.startsWith("a.") && field.checked) {
    const none = form.querySelector(`input[data-none][name="${CSS.escape(field.name)}"]`);
    if (none) {
      none.checked = false;
    }
  } else if (field.name.startsWith("w.")) {
    tryOut(field);
  }
});

/** In large type Page Down and Page Up go from part to part, each at the top of the screen. */
addEventListener("keydown", (event) => {
  const step = { PageDown: 1, PageUp: -1 }[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey || !document.documentElement.classList.contains("large")) {
    return;
  }
  const parts = [...document.querySelectorAll("h1, .part, .card, .row")];
  const tops = parts.map((part) => part.getBoundingClientRect().top);
  const next = step > 0 ? tops.findIndex((top) => top > 40) : tops.findLastIndex((top) => top < -4);
  if (next < 0) {
    return; // at the end: the key does what it always does
  }
  event.preventDefault();
  parts[next].scrollIntoView({ behavior: "instant" }); // or a second press would measure the first one's way
  parts[next].setAttribute("tabindex", "-1");
  parts[next].focus({ preventScroll: true });
});

document.getElementById("problems")?.focus();
if (document.getElementById("moved")) {
  document.getElementById("moved").focus();
}
