// What a browser does better than loading each page anew: Back and Forward without sending a form again, what-if as soon
// as an answer is changed, "none of these", a count of what is ticked, and the keys of the large type. Everything works
// without this file. Pages that were left live in this tab's memory and nowhere else.
"use strict";

const left = new Map(); // the pages that Back and Forward lead to, by name
const life = performance.timeOrigin; // names of an earlier load of this tab are not taken for ours
let newest = 0;
let here = `${life}/${newest}`; // the name of the page shown
let latest = 0; // the last request sent; answers to earlier ones are dropped
let shown = 0; // when another page was last put up

const form = () => document.getElementById("form");

/** Asks for an address, with the fields of a form if there are any; the page that comes back, null when none does. */
async function send(address, fields) {
  const mine = ++latest;
  document.body.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(address, fields && { method: "POST", body: new URLSearchParams(fields) });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (mine !== latest) {
      return null;
    }
    if (page.getElementById("main")) {
      return page;
    }
  } catch {
    // no reply at all: said below
  } finally {
    document.body.removeAttribute("aria-busy");
  }
  if (mine === latest) {
    unanswered();
  }
  return null;
}

/** Marks the answers again that the page belongs to: what was tried out and did not come about is not left standing. */
function putBack() {
  for (const field of document.querySelectorAll("[name^='w.']")) {
    if (field.type === "checkbox") {
      field.checked = field.defaultChecked;
    }
    for (const option of field.options ?? []) {
      option.selected = option.defaultSelected;
    }
  }
}

/** Says at the top, for everyone to see, that nothing came back. */
function unanswered() {
  putBack();
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
  const target = named ?? first ?? document.querySelector("h1");
  shown = performance.now();
  if (first || named) {
    target.scrollIntoView();
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
  if (button?.closest(".tools") && (button.dataset.live !== undefined || button.closest(".offers"))) {
    event.preventDefault();
    tryOut(button, button);
    return;
  }
  const address = new URL(button?.hasAttribute("formaction") ? button.formAction : event.target.action);
  if (button?.formTarget === "_blank") {
    return; // a new tab: the browser's own business
  }
  event.preventDefault();
  go(address, new FormData(event.target, button));
});

/** The second half of a double click is not meant for the page that the first half led to. */
addEventListener(
  "click",
  (event) => {
    if (event.detail > 1 && performance.now() - shown < 600) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
  true,
);

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
  latest += 1; // what is still under way belongs to the page that is left
  putBack();
  left.set(here, taken());
  here = wanted;
  show(page);
  scrollTo({ top: page.scrolled });
  page.at?.focus({ preventScroll: true });
});

/** A place on a page that a link led to is named as the page is, so that Back finds it from there. */
addEventListener("hashchange", () => {
  if (history.state === null) {
    history.replaceState({ page: here }, "");
  }
});

/**
 * What is to stand still while a page changes, by id with its place: the answer changed; where it does not scroll, the
 * option being read, or whatever before it is still there.
 */
function keptInView(changed) {
  const side = changed.closest(".side");
  const read = [...document.querySelectorAll(".part[id], .card, .row")].filter(
    (one) => !one.closest(".side") && one.getBoundingClientRect().top <= innerHeight / 4,
  );
  const kept = getComputedStyle(side).position === "sticky" && read.length ? read.reverse() : [changed];
  return kept.map((one) => [one.id, one.getBoundingClientRect().top]);
}

/** Shows in place what the answers, or what matters, as they are marked now lead to; `changed` is what was touched. */
async function tryOut(changed, button) {
  const page = await send(button.formAction, new FormData(form(), button));
  if (!page) {
    return;
  }
  if (!page.getElementById("carried")) {
    unanswered(); // a page that says what went wrong on our side
    return;
  }
  const kept = keptInView(changed);
  const scrolled = document.querySelector(".side")?.scrollTop ?? 0;
  const boxes = [...document.querySelectorAll("input[name=c], input[name=v]")].map((box) => [box.id, box.checked]);
  const at = document.activeElement.id || (changed.closest(".offers") ? "offers" : "");
  const tool = changed.closest(".tools").id;
  for (const id of ["carried", "main"]) {
    document.getElementById(id).replaceWith(page.getElementById(id));
  }
  for (const [id, checked] of boxes) {
    const box = document.getElementById(id);
    if (box) {
      box.checked = checked;
    }
  }
  counted();
  const side = document.querySelector(".side");
  if (side) {
    side.scrollTop = scrolled;
  }
  document.getElementById(at)?.focus({ preventScroll: true });
  const [held, place] = kept.find(([id]) => document.getElementById(id)) ?? [tool, 0];
  scrollBy({ top: document.getElementById(held).getBoundingClientRect().top - place });
  const told = document.querySelector(".tools .problem") ?? document.querySelector(`#${tool} .done span`);
  document.getElementById("said").textContent = told.textContent.trim() || "As it was before.";
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
  } else if (field.name?.startsWith("w.") || field.name === "v") {
    tryOut(field, field.closest(".tools").querySelector("[data-live]"));
  } else if (field.name === "c") {
    counted();
  }
});

/** Says beside the button how many options are ticked. */
function counted() {
  const count = document.getElementById("ticked");
  if (count) {
    const ticked = document.querySelectorAll("input[name=c]:checked").length;
    count.textContent = `${ticked || "None"} ticked; tick two to ${count.dataset.most}.`;
  }
}

/** In large type Page Down and Page Up go from part to part, each at the top of the screen. */
addEventListener("keydown", (event) => {
  const step = { PageDown: 1, PageUp: -1 }[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey || !document.documentElement.classList.contains("large")) {
    return;
  }
  const parts = [...document.querySelectorAll(".part, .card, .row")];
  const tops = parts.map((part) => part.getBoundingClientRect().top);
  const next = step > 0 ? tops.findIndex((top) => top > 40) : tops.findLastIndex((top) => top < -4);
  if (next < 0 || Math.abs(tops[next]) > innerHeight) {
    return; // at the end, or within a part longer than the screen: the key does what it always does
  }
  event.preventDefault();
  parts[next].scrollIntoView();
  if (!parts[next].hasAttribute("tabindex")) {
    parts[next].setAttribute("tabindex", "-1");
  }
  parts[next].focus({ preventScroll: true });
});

/** Answers live in the page alone: loading it anew would lose them, so the browser asks first. */
addEventListener("beforeunload", (event) => {
  if (document.querySelector("#carried [name^='a.'], .option :checked")) {
    event.preventDefault();
  }
});

history.replaceState({ page: here }, "");
counted();
(document.getElementById("problems") ?? document.getElementById("moved"))?.focus();
