// After files were dropped, the grid is fetched anew until all of them are read and stand in a cell or in the tray.

const EVERY = 2500;
const MOST = 120;
let asked = 0;

async function refresh() {
  const shown = document.querySelector("[data-live]");
  // Somebody is choosing a row or typing a reason: what they see stays.
  if (shown.contains(document.activeElement) && document.activeElement.matches("select, input")) return wait();
  let answer;
  try {
    answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
  } catch {
    return wait();
  }
  if (!answer.ok) return wait();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
  if (fresh === null) return wait();
  const box = shown.querySelector(".months-box");
  const [left, top] = box ? [box.scrollLeft, box.scrollTop] : [0, 0];
  shown.replaceChildren(...fresh.childNodes);
  shown.toggleAttribute("data-busy", fresh.hasAttribute("data-busy"));
  shown.querySelector(".months-box")?.scrollTo(left, top);
  // Placing follows reading: one look more after the last file was read.
  if (shown.hasAttribute("data-busy") || asked < 3) wait();
  return undefined;
}

function wait() {
  asked += 1;
  if (asked < MOST) setTimeout(refresh, EVERY);
}

function begin() { asked = 0; wait(); }

document.addEventListener("uploads-done", begin);
if (document.querySelector("[data-live][data-busy]")) begin();
