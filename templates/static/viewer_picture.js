// The page picture: zoom that survives going on, the selected box brought into view, a box drawn by dragging.

const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];
const LEAST = 4; // points; a smaller drag is a click that slipped

export class Picture {
  constructor(stage, svg, onBox) {
    this.stage = stage;
    this.svg = svg;
    this.drawn = svg.querySelector("[data-drawn]");
    this.start = null;
    this.hasDrawn = false;
    this.scale = Number(sessionStorage.getItem("assay-zoom")) || 1;
    this.resize();
    if (stage.querySelector("[data-capture]")) this.letDraw(onBox);
  }

  resize() {
    this.svg.style.width = `${100 * this.scale}%`;
    sessionStorage.setItem("assay-zoom", String(this.scale));
  }

  zoom(way) {
    const now = STEPS.findIndex((step) => step >= this.scale);
    if (way === "fit") this.scale = 1;
    else this.scale = STEPS[Math.min(Math.max(now + (way === "in" ? 1 : -1), 0), STEPS.length - 1)];
    this.resize();
    this.show(this.svg.querySelector(".box.is-selected"));
  }

  show(box) {
    if (!box) return;
    const seen = this.stage.getBoundingClientRect();
    const wanted = box.getBoundingClientRect();
    const margin = 24;
    const isIn = wanted.top >= seen.top + margin && wanted.bottom <= seen.bottom - margin
      && wanted.left >= seen.left + margin && wanted.right <= seen.right - margin;
    if (isIn) return;
    this.stage.scrollTop += wanted.top - seen.top - (seen.height - wanted.height) / 2;
    this.stage.scrollLeft += wanted.left - seen.left - (seen.width - wanted.width) / 2;
  }

  points(event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    const page = this.svg.viewBox.baseVal;
    return { x: Math.min(Math.max(at.x, 0), page.width), y: Math.min(Math.max(at.y, 0), page.height) };
  }

  letDraw(onBox) {
    this.svg.classList.add("can-draw");
    this.svg.addEventListener("dragstart", (event) => event.preventDefault());
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.button || event.pointerType === "touch") return;
      this.hasDrawn = false;
      this.start = this.points(event);
    });
    this.svg.addEventListener("pointermove", (event) => { if (this.start) this.draw(event); });
    this.svg.addEventListener("pointerup", (event) => { if (this.start) this.finish(event, onBox); });
  }

  box(event) {
    const end = this.points(event);
    return {
      x0: Math.min(this.start.x, end.x), top: Math.min(this.start.y, end.y),
      x1: Math.max(this.start.x, end.x), bottom: Math.max(this.start.y, end.y),
    };
  }

  draw(event) {
    const { x0, top, x1, bottom } = this.box(event);
    // Only now: a capture from the first moment on would take the click away from the box under it.
    if (x1 - x0 > LEAST && !this.svg.hasPointerCapture(event.pointerId)) this.svg.setPointerCapture(event.pointerId);
    for (const [name, value] of Object.entries({ x: x0, y: top, width: x1 - x0, height: bottom - top })) this.drawn.setAttribute(name, value);
  }

  finish(event, onBox) {
    const box = this.box(event);
    this.start = null;
    if (box.x1 - box.x0 < LEAST || box.bottom - box.top < LEAST) { this.forget(); return; }
    this.hasDrawn = true;
    onBox(box);
  }

  drew() {
    const answer = this.hasDrawn;
    this.hasDrawn = false;
    return answer;
  }

  forget() {
    this.start = null;
    for (const name of ["width", "height"]) this.drawn.setAttribute(name, 0);
  }
}
