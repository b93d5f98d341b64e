import { parseHTML } from "linkedom";
import * as Plot from "@observablehq/plot";

/** The document in which figures are made: a browser's own, or one without a browser. */
const document: Document = globalThis.document ??
  (parseHTML("<!doctype html><html><body></body></html>") as unknown as { document: Document }).document;

/** An element that Jupyter shows in place, in the colours of its theme. */
export type Figure = Element;

/** Colours that can be read on white and on the dark theme's black. */
export const colors = {
  train: "#4269d0",
  validation: "#ef8a17",
  article: "#8d8d93",
  series: ["#4269d0", "#ef8a17", "#2ba84a", "#d6425b", "#8a5fd0", "#8d8d93", "#12a3b4"],
} as const;

/** Options of Observable Plot, which every figure here takes beside its own: its size, its scales, its margins. */
export type PlotOptions = Plot.PlotOptions;

/** Options of an axis or another scale of Observable Plot. */
export type ScaleOptions = Plot.ScaleOptions;

/**
 * Draws a plot of Observable Plot to an SVG element; a title stands above it. The element shows itself in
 * a notebook: lines and text take the notebook's own text colour, so it can be read in light and dark.
 *
 * @param defaults How the figure looks.
 * @param given What is other; a scale keeps what it does not name.
 */
export function figure(defaults: PlotOptions, given: PlotOptions = {}): Figure {
  const options: PlotOptions = { ...defaults, ...given };
  for (const scale of ["x", "y", "fx", "fy", "r", "color"] as const) {
    if (given[scale]) Object.assign(options, { [scale]: { ...defaults[scale], ...given[scale] } });
  }
  // Plot asks for a browser's document; linkedom's has all that it uses.
  const plot = Plot.plot({
    style: { fontSize: "12px", fontFamily: "system-ui, sans-serif", background: "transparent", overflow: "visible" },
    ...options,
    document,
  });
  const drawing = plot.localName === "svg" ? plot : [...plot.children].find(({ localName }) => localName === "svg");
  if (options.title) drawing?.setAttribute("aria-label", String(options.title));
  drawing?.setAttribute("role", "img");
  // Plot names its marks, and only groups may have a name.
  for (const mark of plot.querySelectorAll("g[aria-label]")) mark.setAttribute("role", "group");
  for (const mark of plot.querySelectorAll("rect[aria-label]")) mark.removeAttribute("aria-label");
  for (const element of plot.querySelectorAll("[d], [x], [y], [x1], [cx], [transform]")) shorten(element);
  styled(plot, "margin: 8px 0; max-width: 100%;");
  // Plot's own legends have smaller text than its axes have here.
  for (const legend of plot.querySelectorAll('[class*="-swatches"]')) styled(legend, "font-size: 12px");
  for (const title of plot.querySelectorAll("h2")) {
    caption(title, "title", "font: bold 15px system-ui; margin: 8px 0 2px;");
  }
  for (const subtitle of plot.querySelectorAll("h3")) caption(subtitle, "subtitle", "font-size: 12px; margin: 0;");
  return displayable(plot);
}

/** Puts figures side by side, in lines as wide as the page. */
export function sideBySide(...figures: Element[]): Figure {
  const box = document.createElement("div");
  box.setAttribute("style", "display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start;");
  box.append(...figures);
  return displayable(box);
}

/** Makes an element from HTML text. */
export function html(text: string): Figure {
  const box = document.createElement("div");
  box.innerHTML = text;
  return displayable(box);
}

/** Escapes text for HTML, inside of attributes too. */
export function escapeHtml(text: unknown): string {
  const box = document.createElement("span");
  box.textContent = String(text);
  return box.innerHTML.replaceAll('"', "&quot;");
}

/** Rounds an element's places to hundredths of a pixel, which nobody sees and which make pages a tenth smaller. */
function shorten(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    if (/\.\d{3}/.test(value)) element.setAttribute(name, value.replace(/-?\d+\.\d{3,}/g, hundredths));
  }
}

function hundredths(number: string): string {
  return String(Math.round(100 * Number(number)) / 100);
}

/** Puts text in a heading's place: a figure's title is no chapter of the page, nor of what a screen reader lists. */
function caption(heading: Element, name: string, style: string): void {
  const text = document.createElement("div");
  text.className = name;
  text.textContent = heading.textContent;
  styled(text, style);
  heading.replaceWith(text);
}

/** Adds to an element's style: pages around a notebook have their own ideas of headings and figures. */
function styled(element: Element, style: string): void {
  element.setAttribute("style", [element.getAttribute("style"), style].filter(Boolean).join("; "));
}

function displayable(element: Element): Figure {
  return Object.assign(element, {
    [Symbol.for("Jupyter.display")]: () => ({
      "text/html": element.outerHTML,
      "text/plain": element.querySelector?.(".title")?.textContent ?? "figure",
    }),
  }) as Figure;
}
