// What a browser does better than loading each page anew: Back and Forward without sending a form again, what-if as soon
// as an answer is changed, "none of these", a count of what is ticked, and the keys of the large type. Everything works
// without this file. Pages that were left live in this tab's memory and nowhere else.
"use strict";

const left = new Map(); // the pages that Back and Forward lead to, by name
const life = performance.timeOrigin; // names of an earlier load of this tab are not taken for ours
let newest = 0;
let here = `${life}/${newest}`; // the name of the page shown
let latest = 0; // the last request sent; answers to earlier ones are dropped

const form = () => document.getElementById("form");

/** Asks for an address, with the fields of a form if there are any; the page that comes back, null when none does. */
async function send(address, fields) {
  const mine = ++latest;
  document.body.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(address, fields && { method: "POST", body: new URLSearchParams(fields) });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    return mine === latest && page.getElementById("main") ? page : null;
  } catch {
    if (mine === latest) {
      unanswered();
    }
    return null;
  } finally {
    document.body.removeAttribute("aria-busy");
  }
}

/** Says at the top, for everyone to see, that nothing came back, and puts the answers back that the page belongs to. */
function unanswered() {
  for (const field of document.querySelectorAll("[name^='w.']")) {
    if (field.type === "checkbox") {
      field.checked = field.defaultChecked;
    }
    for (const option of field.options ?? []) {
      option.selected = option.defaultSelected;
    }
  }
  const main = document.getElementById("main");
  const said = main.querySelector(".unanswered") ?? document.createElement("p");
  said.className = "unanswered problem";
  said.setAttribute("role", "alert");
  said.tabIndex = -1;
  said.textContent =
    "The advisor did not answer, so nothing was changed: what you see belongs to the answers as they were. Is it still running?";
  main.prepend(said);
  said.focus();
}

/** The page as it stands, with whatever was ticked on it. */
function taken() {
  return {
    title: document.title,
    look: document.documentElement.className,
    parts: [...document.body.childNodes],
    scrolled: scrollY,
    at: document.activeElement,
  };
}

function show(page) {
  document.title = page.title;
  document.documentElement.className = page.look;
  document.body.replaceChildren(...page.parts);
  counted();
}

/** Where a reader begins: what is wrong, what moved, the place an address names, else the heading. */
function begin(place) {
  const named = place ? document.getElementById(place) : null;
  const first = document.getElementById("problems") ?? document.querySelector(".wrong") ?? document.getElementById("moved");
  const target = first ?? named ?? document.querySelector("h1");
  if (first || named) {
    (named ?? first).scrollIntoView();
  } else {
    scrollTo({ top: 0 });
  }
  if (target && !target.hasAttribute("tabindex")) {
    target.setAttribute("tabindex", "-1");
  }
  target?.focus({ preventScroll: true });
}

/** On to another page; the one shown is left as it stands. */
async function go(address, fields) {
  const page = await send(address, fields);
  if (page) {
    left.set(here, taken());
    here = `${life}/${++newest}`;
    history.pushState({ page: here }, "", address.pathname + address.hash);
    show({ title: page.title, look: page.documentElement.className, parts: [...page.body.childNodes] });
    begin(address.hash.slice(1));
  }
}

addEventListener("submit", (event) => {
  const button = event.submitter;
  const address = new URL(button?.hasAttribute("formaction") ? button.formAction : event.target.action);
  if (button?.formTarget === "_blank" || address.pathname.endsWith(".pdf")) {
    return; // a new tab, or a file: the browser's own business
  }
  event.preventDefault();
  go(address, new FormData(event.target, button));
});

addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='/']");
  if (link && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    go(new URL(link.href));
  }
});

addEventListener("popstate", (event) => {
  const wanted = event.state?.page;
  if (wanted === undefined || wanted === here) {
    return; // another place on the same page
  }
  const page = left.get(wanted);
  if (!page) {
    location.reload(); // left before this page was loaded anew
    return;
  }
  left.set(here, taken());
  here = wanted;
  show(page);
  scrollTo({ top: page.scrolled });
  page.at?.focus({ preventScroll: true });
});

addEventListener("hashchange", () => history.replaceState({ page: here }, "")); // so that Back finds its page from there

/** What is to stand still while a page changes: the answer changed; where it does not scroll, the option being read. */
function keptInView(changed) {
  const side = changed.closest(".side");
  const read = [...document.querySelectorAll(".part[id], .card, .row")].findLast(
    (one) => !one.closest(".side") && one.getBoundingClientRect().top <= innerHeight / 4,
  );
  const kept = side && getComputedStyle(side).position === "sticky" ? read : changed;
  return [kept?.id, kept?.getBoundingClientRect().top];
}

/** Tries out the answers as they are marked now, in place. */
async function tryOut(changed) {
  const button = document.querySelector("[data-live]");
  const page = await send(button.formAction, new FormData(form()));
  if (!page) {
    return;
  }
  if (!page.getElementById("carried")) {
    unanswered(); // a page that says what went wrong on our side
    return;
  }
  const [held, place] = keptInView(changed);
  const scrolled = document.querySelector(".side")?.scrollTop ?? 0;
  const ticked = [...document.querySelectorAll("input[name=c]:checked, input[name=v]:checked")].map((box) => box.id);
  for (const id of ["carried", "main"]) {
    document.getElementById(id).replaceWith(page.getElementById(id));
  }
  for (const id of ticked) {
    const box = document.getElementById(id);
    if (box) {
      box.checked = true;
    }
  }
  counted();
  const side = document.querySelector(".side");
  if (side) {
    side.scrollTop = scrolled;
  }
  document.getElementById(changed.id)?.focus({ preventScroll: true });
  const same = document.getElementById(held);
  if (same) {
    scrollBy({ top: same.getBoundingClientRect().top - place });
  }
  const told = document.querySelector(".tools .problem") ?? document.getElementById("tried");
  document.getElementById("said").textContent = told.textContent.trim() || "The answers are as they were.";
}

addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches("[data-none]") && field.checked) {
    for (const other of document.querySelectorAll(`input[name="${CSS.escape(field.name)}"]:checked`)) {
      other.checked = other === field;
    }
  } else if (field.name?.startsWith("a.") && field.checked) {
    const none = document.querySelector(`input[data-none][name="${CSS.escape(field.name)}"]`);
    if (none) {
      none.checked = false;
    }
  } else if (field.name?.startsWith("w.")) {
    tryOut(field);
  } else if (field.name === "c") {
    counted();
  }
});

/** Says beside the button how many options are ticked. */
function counted() {
  const count = document.getElementById("ticked");
  if (count) {
    const ticked = document.querySelectorAll("input[name=c]:checked").length;
    count.textContent = ticked ? `${ticked} ticked` : "";
  }
}

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
  parts[next].scrollIntoView();
  if (!parts[next].hasAttribute("tabindex")) {
    parts[next].setAttribute("tabindex", "-1");
  }
  parts[next].focus({ preventScroll: true });
});

history.replaceState({ page: here }, "");
counted();
(document.getElementById("problems") ?? document.getElementById("moved"))?.focus();
