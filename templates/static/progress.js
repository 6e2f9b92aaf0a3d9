// Keeps "pages 1–48 of 157 read" up to date where it stands; without this file it is right when the page is loaded.

const EVERY = 2000;

async function ask(piece) {
  let answer;
  try {
    answer = await fetch(piece.dataset.progress, { headers: { Accept: "text/html" } });
  } catch {
    return wait(piece);
  }
  if (answer.status === 204) return end(piece);
  if (!answer.ok) return wait(piece);
  const fresh = document.createElement("template");
  fresh.innerHTML = await answer.text();
  const next = fresh.content.querySelector("[data-progress]");
  if (!next) return wait(piece);
  // Only the bar: a button that has the focus stays what it is.
  piece.querySelector(".bar").replaceWith(next.querySelector(".bar"));
  if (!next.querySelector("form")) piece.querySelector("form")?.remove();
  return wait(piece);
}

// The page says the end in full; in the viewer somebody may be typing, so there a link offers it.
function end(piece) {
  const link = piece.closest("[data-ended]");
  if (!link) { window.location.reload(); return; }
  const shown = document.createElement("a");
  shown.href = window.location.href;
  shown.textContent = link.dataset.ended;
  piece.replaceChildren(shown);
}

function wait(piece) {
  setTimeout(() => { if (piece.isConnected) ask(piece); }, EVERY);
}

for (const piece of document.querySelectorAll("[data-progress]")) wait(piece);
