// Drag and drop, many files, one request per file with its own Idempotency-Key, one result line each.
// XMLHttpRequest because fetch does not report how much of a body has been sent.

const KINDS = { closed: "✓", accepted: "✓", open: "●", waiting: "▲", overdue: "✕", refused: "✕", not_started: "○", returned: "↺" };
const AT_ONCE = 2;

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function addLine(list, name) {
  const line = document.createElement("li");
  const title = document.createElement("span");
  const state = document.createElement("span");
  title.textContent = name;
  line.append(title, state);
  list.append(line);
  return { line, title, state };
}

function showResult(list, parts, results) {
  parts.line.remove();
  for (const result of results) {
    const { title, state } = addLine(list, result.name);
    if (result.url) {
      const link = document.createElement("a");
      link.href = result.url;
      link.className = "code";
      link.textContent = result.code || result.name;
      title.replaceChildren(link, ` ${result.name}`);
    }
    const kind = { accepted: "closed", refused: "overdue", not_started: "idle" }[result.kind] || result.kind;
    state.className = `k-${kind}`;
    state.textContent = `${KINDS[result.kind] || ""} ${result.state}${result.sentence ? ` — ${result.sentence}` : ""}`;
  }
}

function showFailure(form, parts, job, sentence) {
  parts.state.className = "k-overdue";
  parts.state.textContent = `✕ ${sentence} `;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-sm";
  again.textContent = form.dataset.again;
  again.addEventListener("click", () => { parts.line.remove(); send(form, job); });
  parts.state.append(again);
}

// A refusal as web.py words it for scripts: one sentence, or reasons as [code, sentence].
function told(answer) {
  if (!answer) return "";
  return answer.sentence || (answer.reasons || []).map(([code, sentence]) => `${sentence} (${code})`).join(" ");
}

function send(form, job) {
  const list = form.querySelector(".results");
  const parts = addLine(list, job.file.name);
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", job.file.name);
  parts.state.append(bar);
  const body = new FormData();
  const input = form.querySelector("input[type=file]");
  for (const field of form.querySelectorAll("input[type=hidden], select")) body.append(field.name, field.value);
  body.append(input.name, job.file, job.file.name);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Idempotency-Key", job.key);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; });
    request.upload.addEventListener("load", () => { parts.state.textContent = form.dataset.reading; });
    request.addEventListener("load", () => {
      const results = request.response && request.response.results;
      if (results) showResult(list, parts, results);
      else showFailure(form, parts, job, told(request.response) || form.dataset.refused);
    });
    request.addEventListener("error", () => showFailure(form, parts, job, form.dataset.failed));
    request.addEventListener("loadend", done);
    request.send(body);
  });
}

// What came stands in the page's own list once it is loaded again; not by itself, for somebody may be reading.
function offerPage(form) {
  form.querySelector(".results .then")?.remove();
  const line = document.createElement("li");
  const link = document.createElement("a");
  line.className = "then";
  link.href = window.location.href;
  link.textContent = form.dataset.then;
  line.append(link);
  form.querySelector(".results").append(line);
}

async function sendAll(form, files) {
  // The key belongs to the file, not to the attempt: sent again, nothing is stored twice.
  const waiting = Array.from(files, (file) => ({ file, key: newKey() }));
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await send(form, job);
  });
  await Promise.all(lanes);
  if (form.dataset.then) offerPage(form);
  form.dispatchEvent(new CustomEvent("uploads-done", { bubbles: true }));
}

function prepare(form) {
  const input = form.querySelector("input[type=file]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendAll(form, input.files);
    input.value = "";
  });
  const beside = form.dataset.dropOn ? document.querySelectorAll(form.dataset.dropOn) : [];
  for (const place of [form, ...beside]) takeDrops(form, place);
}

function takeDrops(form, place) {
  place.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("over"); });
  place.addEventListener("dragleave", (event) => { if (!place.contains(event.relatedTarget)) place.classList.remove("over"); });
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    sendAll(form, event.dataTransfer.files);
  });
}

for (const form of document.querySelectorAll("form[data-upload]")) prepare(form);
