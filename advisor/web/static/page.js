// Adds what plain pages lack: Back and Forward without sending a form again, what-if as soon as an answer changes, "none
// of these", a count of the options ticked, and keys for the large type. Every page works without this file. Pages that
// were left are kept in the memory of this tab and nowhere else.
"use strict";

const leftPages = new Map(); // the pages that Back and Forward lead to, by name
const loadedAt = performance.timeOrigin; // part of each name; names from an earlier load of this tab do not match
let newest = 0;
let current = `${loadedAt}/${newest}`; // the name of the page shown
let latest = 0; // the number of the last request; replies to earlier ones are dropped
let shownAt = 0; // when a page was last shown

const form = () => document.getElementById("form");

/** Requests an address, with the fields of a form if given; returns the page in the reply, null when there is none. */
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
    // no reply: reported below
  } finally {
    document.body.removeAttribute("aria-busy");
  }
  if (mine === latest) {
    showNoReply();
  }
  return null;
}

/** Resets the answers to those that the page belongs to, when what was tried out could not be shown. */
function resetAnswers() {
  for (const field of document.querySelectorAll("[name^='w.']")) {
    if (field.type === "checkbox") {
      field.checked = field.defaultChecked;
    }
    for (const option of field.options ?? []) {
      option.selected = option.defaultSelected;
    }
  }
}

/** Shows at the top of the page that there was no reply. */
function showNoReply() {
  resetAnswers();
  const main = document.getElementById("main");
  const notice = main.querySelector(".unanswered") ?? document.createElement("p");
  notice.className = "unanswered problem";
  notice.setAttribute("role", "alert");
  notice.tabIndex = -1;
  notice.textContent =
    "The advisor did not answer, so nothing was changed: what you see belongs to the answers as they were. Is it still running?";
  main.prepend(notice);
  notice.focus();
}

/** Returns the page as it is, with everything that is ticked on it. */
function snapshot() {
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
  showCount();
}

/** Scrolls to and focuses where to begin reading: the part with an id, a problem, what moved, or else the heading. */
function focusStart(id) {
  const named = id ? document.getElementById(id) : null;
  const first = document.getElementById("problems") ?? document.querySelector(".wrong") ?? document.getElementById("moved");
  const target = named ?? first ?? document.querySelector("h1");
  shownAt = performance.now();
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

/** Goes on to another page, and keeps the one that is left. */
async function go(address, fields) {
  const page = await send(address, fields);
  if (page) {
    leftPages.set(current, snapshot());
    current = `${loadedAt}/${++newest}`;
    history.pushState({ page: current }, "", address.pathname + address.hash);
    show({ title: page.title, look: page.documentElement.className, parts: [...page.body.childNodes] });
    focusStart(address.hash.slice(1));
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
    return; // the browser opens a new tab
  }
  event.preventDefault();
  go(address, new FormData(event.target, button));
});

/** Ignores the second half of a double click, which is not meant for the page that the first half led to. */
addEventListener(
  "click",
  (event) => {
    if (event.detail > 1 && performance.now() - shownAt < 600) {
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
  if (wanted === undefined || wanted === current) {
    return; // another part of the same page
  }
  const page = leftPages.get(wanted);
  if (!page) {
    location.reload(); // it was left before this tab was reloaded
    return;
  }
  latest += 1; // drops a reply that is still awaited for the page that is left
  resetAnswers();
  leftPages.set(current, snapshot());
  current = wanted;
  show(page);
  scrollTo({ top: page.scrolled });
  page.at?.focus({ preventScroll: true });
});

/** Gives a part of a page that a link led to the name of the page, so that Back finds the page from there. */
addEventListener("hashchange", () => {
  if (history.state === null) {
    history.replaceState({ page: current }, "");
  }
});

/**
 * Returns what should keep its place on the screen while the page changes, as ids with their distance from the top: the
 * answer changed, or, where the answers do not scroll with the page, the option being read and those before it.
 */
function keptInView(changed) {
  const side = changed.closest(".side");
  const read = [...document.querySelectorAll(".part[id], .card, .row")].filter(
    (one) => !one.closest(".side") && one.getBoundingClientRect().top <= innerHeight / 4,
  );
  const kept = getComputedStyle(side).position === "sticky" && read.length ? read.reverse() : [changed];
  return kept.map((one) => [one.id, one.getBoundingClientRect().top]);
}

/** Updates the page to the answers and values as they are marked; `changed` is the field or button that was used. */
async function tryOut(changed, button) {
  const page = await send(button.formAction, new FormData(form(), button));
  if (!page) {
    return;
  }
  if (!page.getElementById("carried")) {
    showNoReply(); // the reply is an error page
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
  showCount();
  const side = document.querySelector(".side");
  if (side) {
    side.scrollTop = scrolled;
  }
  document.getElementById(at)?.focus({ preventScroll: true });
  const [keptId, top] = kept.find(([id]) => document.getElementById(id)) ?? [tool, 0];
  scrollBy({ top: document.getElementById(keptId).getBoundingClientRect().top - top });
  const message = document.querySelector(".tools .problem") ?? document.querySelector(`#${tool} .done span`);
  document.getElementById("said").textContent = message.textContent.trim() || "As it was before.";
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
    showCount();
  }
});

/** Shows beside the button how many options are ticked. */
function showCount() {
  const count = document.getElementById("ticked");
  if (count) {
    const ticked = document.querySelectorAll("input[name=c]:checked").length;
    count.textContent = `${ticked || "None"} ticked; tick two to ${count.dataset.most}.`;
  }
}

/** In large type, makes Page Down and Page Up go from part to part, each at the top of the screen. */
addEventListener("keydown", (event) => {
  const step = { PageDown: 1, PageUp: -1 }[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey || !document.documentElement.classList.contains("large")) {
    return;
  }
  const parts = [...document.querySelectorAll(".part, .card, .row")];
  const tops = parts.map((part) => part.getBoundingClientRect().top);
  const next = step > 0 ? tops.findIndex((top) => top > 40) : tops.findLastIndex((top) => top < -4);
  if (next < 0 || Math.abs(tops[next]) > innerHeight) {
    return; // at the end, or inside a part longer than the screen: leaves the key to the browser
  }
  event.preventDefault();
  parts[next].scrollIntoView();
  if (!parts[next].hasAttribute("tabindex")) {
    parts[next].setAttribute("tabindex", "-1");
  }
  parts[next].focus({ preventScroll: true });
});

/** Makes the browser ask before the page is closed or reloaded, which would lose the answers. */
addEventListener("beforeunload", (event) => {
  if (document.querySelector("#carried [name^='a.'], .option :checked")) {
    event.preventDefault();
  }
});

history.replaceState({ page: current }, "");
showCount();
(document.getElementById("problems") ?? document.getElementById("moved"))?.focus();
