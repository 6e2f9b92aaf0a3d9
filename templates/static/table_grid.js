// Moves the lines of a drawn table by pointer and keys: each fills the field that a person without script types into.

import { wake, toast } from "./assay.js";

const STEP = 1;
const LEAST = 1; // points between two lines
const LOOK_AGAIN = 1500;

let root = document.querySelector("[data-table]");
let adding = null;
let held = null;

function field(way, place) { return root.querySelector(`[data-at="${way}-${place}"]`); }
function line(way, place) { return root.querySelector(`[data-line="${way}"][data-place="${place}"]`); }
function at(way, place) { return Number(field(way, place)?.value ?? NaN); }

function most(way) {
  const outline = root.querySelector("[data-outline]");
  return Number(outline.getAttribute(way === "row" ? "height" : "width"));
}

function put(way, place, to) {
  const before = place > 0 ? at(way, place - 1) : 0;
  const after = field(way, place + 1) ? at(way, place + 1) : most(way);
  const now = Math.min(Math.max(to, before + LEAST), after - LEAST).toFixed(1);
  field(way, place).value = now;
  const drawn = line(way, place);
  drawn.setAttribute("aria-valuenow", now);
  for (const piece of drawn.children) {
    for (const end of way === "row" ? ["y1", "y2"] : ["x1", "x2"]) piece.setAttribute(end, now);
  }
}

// Where the pointer is in the frame in which the print runs level.
function place(event) {
  const frame = root.querySelector("[data-frame]");
  return new DOMPoint(event.clientX, event.clientY).matrixTransform(frame.getScreenCTM().inverse());
}

function along(way, point) { return way === "row" ? point.y : point.x; }

function say(sentence) {
  const notice = root.querySelector("[data-notice]");
  notice.textContent = sentence;
  notice.hidden = !sentence;
  if (sentence) notice.scrollIntoView({ block: "nearest" });
}

function told(page) {
  const lines = page.querySelectorAll("[data-told] li, p[data-told]");
  return Array.from(lines, (one) => one.textContent.trim()).join(" ") || root.dataset.failed;
}

function show(page, focused) {
  const fresh = page.querySelector("[data-table]");
  root.replaceWith(fresh);
  root = fresh;
  wake(root);
  start();
  for (const one of page.querySelectorAll("[data-toast]")) toast(one.textContent.trim());
  if (focused) line(...focused)?.focus();
}

async function send(focused = null) {
  const form = root.querySelector("[data-mend]");
  root.dataset.busy = "";
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector("[data-table]")) show(page, focused);
    else say(told(page));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    say(root.dataset.failed);
  } finally {
    delete root.dataset.busy;
  }
}

function drop(way, number) {
  const box = root.querySelector(`[name="drop_${way}"][value="${number}"]`);
  if (!box) return;
  box.checked = true;
  send([way, Math.max(0, number - 1)]);
}

function onKey(event) {
  const target = event.target.closest?.("[data-line]");
  if (!target) return;
  const way = target.dataset.line;
  const number = Number(target.dataset.place);
  const back = way === "row" ? "ArrowUp" : "ArrowLeft";
  const on = way === "row" ? "ArrowDown" : "ArrowRight";
  const step = event.shiftKey ? 10 * STEP : STEP;
  if (event.key === back) put(way, number, at(way, number) - step);
  else if (event.key === on) put(way, number, at(way, number) + step);
  else if (event.key === "Enter") send([way, number]);
  else if (event.key === "Delete" || event.key === "Backspace") drop(way, number);
  else return;
  event.preventDefault();
}

function onDown(event) {
  const target = event.target.closest("[data-line]");
  if (event.button || adding || !target || !field(target.dataset.line, target.dataset.place)) return;
  held = { way: target.dataset.line, number: Number(target.dataset.place), from: place(event), was: 0, target };
  held.was = at(held.way, held.number);
  target.classList.add("is-held");
  target.setPointerCapture(event.pointerId);
  event.preventDefault();
  target.focus({ preventScroll: true });
}

function onMove(event) {
  if (held) put(held.way, held.number, held.was + along(held.way, place(event)) - along(held.way, held.from));
}

function onUp() {
  if (!held) return;
  const { way, number, was, target } = held;
  held = null;
  target.classList.remove("is-held");
  if (at(way, number) !== was) send([way, number]);
}

function onAdd(event) {
  if (!adding) return;
  const way = adding;
  choose(null);
  root.querySelector(`[name="add_${way}"]`).value = along(way, place(event)).toFixed(1);
  send();
}

function choose(way) {
  adding = way;
  root.querySelector(".grid-picture").classList.toggle("can-add", Boolean(way));
  for (const button of root.querySelectorAll("[data-add]")) button.setAttribute("aria-pressed", String(button.dataset.add === way));
}

function start() {
  const picture = root.querySelector(".grid-picture");
  if (root.querySelector("[data-mend][action]:not([action=''])")) {
    picture.addEventListener("keydown", onKey);
    picture.addEventListener("pointerdown", onDown);
    picture.addEventListener("pointermove", onMove);
    picture.addEventListener("pointerup", onUp);
    picture.addEventListener("pointercancel", onUp);
    picture.addEventListener("click", onAdd);
    for (const button of root.querySelectorAll("[data-add]")) {
      button.addEventListener("click", () => choose(adding === button.dataset.add ? null : button.dataset.add));
    }
  }
  if ("awaits" in root.dataset) setTimeout(() => location.reload(), LOOK_AGAIN);
}

if (root) start();
