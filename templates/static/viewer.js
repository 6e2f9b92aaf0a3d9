// Makes the evidence viewer fast: acts and steps fetch the same pages that the plain forms and links
// give, and put in only what changed, so that zoom and page survive. Without this file all of it works.

import { wake, toast } from "./assay.js";
import { Picture } from "./viewer_picture.js";

const viewer = document.querySelector("[data-viewer]");
let picture = null;
let busy = false;
let lastPage = "";

function part(root, name) { return root.querySelector(`[data-part="${name}"]`); }

function say(sentence) {
  const notice = viewer.querySelector("[data-notice]");
  notice.textContent = sentence;
  notice.hidden = !sentence;
  if (sentence) notice.scrollIntoView({ block: "nearest" });
}

function putStage(fresh) {
  const now = viewer.querySelector("[data-stage]");
  const next = fresh.querySelector("[data-stage]");
  const seen = now.querySelector("[data-picture]");
  const wanted = next.querySelector("[data-picture]");
  const boxes = now.querySelector("[data-boxes]");
  const samePicture = seen && wanted && boxes && seen.dataset.picture === wanted.dataset.picture;
  if (samePicture && picture) picture.forget();
  if (samePicture) boxes.replaceChildren(...wanted.querySelector("[data-boxes]").childNodes);
  else now.replaceChildren(...next.childNodes);
  now.setAttribute("aria-label", next.getAttribute("aria-label"));
  if (!samePicture) startPicture();
}

function put(fresh, url) {
  putStage(fresh);
  for (const name of ["bar", "rail", "side", "foot"]) part(viewer, name).replaceChildren(...part(fresh, name).childNodes);
  viewer.dataset.page = fresh.dataset.page;
  wake(viewer);
  showSelected();
  if (url !== location.href) history.pushState(null, "", url);
  fetchAhead();
  // What had the focus may be gone; the figure takes it, so that keys and readers go on from there.
  if (document.activeElement === document.body) viewer.querySelector(".figure")?.focus({ preventScroll: true });
}

async function visit(url, options = {}) {
  if (busy) return;
  busy = true;
  viewer.dataset.busy = "";
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" }, ...options });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-viewer]");
    if (!fresh && answer.ok) { location.assign(answer.url); return; }
    if (!fresh) { say(told(page)); return; }
    document.title = page.title;
    put(fresh, answer.ok ? answer.url : location.href);
    for (const line of page.querySelectorAll("[data-toast]")) toast(line.textContent.trim());
  } catch (error) {
    if (error instanceof TypeError) say(viewer.dataset.failed);
    else throw error;
  } finally {
    busy = false;
    delete viewer.dataset.busy;
  }
}

function told(page) {
  const lines = page.querySelectorAll("[data-told] li, p[data-told]");
  return Array.from(lines, (line) => line.textContent.trim()).join(" ") || viewer.dataset.failed;
}

function showSelected() {
  const row = viewer.querySelector(".queue .chosen");
  const side = part(viewer, "side");
  if (row) {
    const head = viewer.querySelector(".queue-head").offsetHeight;
    // What a newer version did not keep, or a layout suggests, stands before the queue until a figure is asked for.
    const isFirst = side.querySelector("[data-first]") && !new URL(location.href).searchParams.has("figure");
    if (matchMedia("(min-width: 901px)").matches && !isFirst) side.scrollTop = row.offsetTop - head - 56;
  }
  if (picture) picture.show(viewer.querySelector(".box.is-selected") ?? viewer.querySelector(".found"));
  else (viewer.querySelector("#here") ?? viewer.querySelector("[data-stage] mark"))?.scrollIntoView({ block: "center", inline: "nearest" });
  const current = viewer.querySelector(".viewer-rail a[aria-current]");
  if (current && viewer.dataset.page !== lastPage) current.scrollIntoView({ block: "nearest", inline: "nearest" });
  lastPage = viewer.dataset.page;
  const open = viewer.querySelector(".acts details[open]");
  if (open) focusFirst(open);
}

function fetchAhead() {
  const next = viewer.querySelector("a[rel=next]");
  for (const address of next ? [next.dataset.picture, next.dataset.crop] : []) if (address) new Image().src = address;
}

function startPicture() {
  const svg = viewer.querySelector("svg.picture");
  picture = svg ? new Picture(viewer.querySelector("[data-stage]"), svg, capture) : null;
}

// The box goes out with the form that a person without script would fill in.
function capture(box) {
  const form = viewer.querySelector("[data-capture] form");
  for (const [name, points] of Object.entries(box)) form.elements[name].value = points.toFixed(2);
  const asTable = viewer.querySelector("[data-drag-table]").checked && form.querySelector("[data-as-table]");
  visit(asTable ? asTable.formAction : form.action, { method: "POST", body: new FormData(form) });
}

function focusFirst(details) {
  const field = details.querySelector("input:not([type=hidden]), select, textarea");
  if (!field) return;
  details.scrollIntoView({ block: "nearest" });
  field.focus({ preventScroll: true });
  if (field.select) field.select();
}

function onClick(event) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const zoom = event.target.closest("[data-zoom]");
  if (zoom && picture) { picture.zoom(zoom.dataset.zoom); return; }
  const link = event.target.closest("a[data-go]");
  if (!link) return;
  event.preventDefault();
  if (!picture || !picture.drew()) visit(link.href.baseVal ?? link.href);
}

function onSubmit(event) {
  const form = event.target;
  if (!viewer.contains(form) || "leaves" in form.dataset) return;
  event.preventDefault();
  event.stopPropagation();
  if (form.method === "get") {
    const query = new URLSearchParams(new FormData(form));
    visit(`${location.pathname}?${query}`);
    return;
  }
  const act = event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : form.action;
  visit(act, { method: "POST", body: new FormData(form, event.submitter) });
}

function press(key) {
  const target = viewer.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.tagName === "DETAILS") { target.open = !target.open; if (target.open) focusFirst(target); }
  else if (target.tagName === "INPUT") { target.focus(); target.select(); }
  else target.click();
  return true;
}

function confirmAndNext(event) {
  if (event.target.closest("a, button, summary, input, select, textarea")) return false;
  const form = viewer.querySelector("form[data-act=confirm]");
  if (!form || busy) return true;
  form.requestSubmit();
  return true;
}

function closeOpen() {
  const open = viewer.querySelector(".acts details[open]");
  if (open) { open.open = false; open.querySelector("summary").focus(); }
  if (picture) picture.forget();
}

function markRow() {
  const box = viewer.querySelector(".queue .chosen input[name=ids]");
  if (box) box.checked = !box.checked;
  return Boolean(box);
}

function areKeysOn() { return localStorage.getItem("assay-keys") !== "off"; }

function onKey(event) {
  if (event.key === "Escape") { closeOpen(); return; }
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") || !areKeysOn()) return;
  const zooms = { "+": "in", "=": "in", "-": "out", "0": "fit" };
  let done = false;
  if (event.key === "Enter") done = confirmAndNext(event);
  else if (event.key === "x") done = markRow();
  else if (zooms[event.key] && picture) { picture.zoom(zooms[event.key]); done = true; }
  else if ("jkerlft/?".includes(event.key)) done = press(event.key);
  if (done) event.preventDefault();
}

function keepKeysChoice() {
  const box = document.querySelector("[data-keys-on]");
  box.checked = areKeysOn();
  box.addEventListener("change", () => localStorage.setItem("assay-keys", box.checked ? "on" : "off"));
}

if (viewer) {
  document.addEventListener("click", onClick);
  // Before assay.js sees it: these forms do not leave the page, so their buttons stay usable.
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("keydown", onKey);
  window.addEventListener("popstate", () => visit(location.href));
  keepKeysChoice();
  startPicture();
  showSelected();
  fetchAhead();
}
