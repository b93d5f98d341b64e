import { parseHTML } from "linkedom";

/** What stands in a text and is no measured number: references, sections, notebooks, versions, forms of a network. */
const references = [
  /arXiv \d+\.\d+/g,
  /\b(sections?|notebooks?|figures?|claims?|Sensors|version) [\d.,():]+((,| and| to) [\d.]+)*/gi,
  /\b\d+(\.\d+)? Hz/g,
];

/** What makes a number one that was measured: decimals, thousands, or a unit. */
const pattern = /(?<![\w.])([+−-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s?(%|percent|points?|times|ms\b|M\b)?/g;

/**
 * Returns the numbers in a report's text that no output of the report shows, to as many digits as the text gives:
 * percentages, points, times, counts above a thousand, and all that has decimals.
 *
 * It cannot know whether a number stands in the right output, nor numbers in words, small whole numbers without a unit,
 * and those in code, links, headings and tables.
 *
 * @param page A report as HTML.
 */
export function numbersWithoutOutput(page: string): string[] {
  const { document } = parseHTML(page);
  const shown = new Set<number>();
  for (const output of document.querySelectorAll(".jp-OutputArea-output")) {
    for (const [, , whole, decimals = ""] of textOf(output).matchAll(pattern)) shown.add(valueOf(whole, decimals));
  }
  const numbers = [...shown];
  const found: string[] = [];
  for (const text of document.querySelectorAll(".jp-RenderedMarkdown")) {
    for (const part of text.querySelectorAll("code, pre, a, table, h1, h2, h3, h4")) part.remove();
    const sentences = references.reduce((text, reference) => text.replaceAll(reference, " "), textOf(text));
    for (const [match, , whole, decimals = "", unit = ""] of sentences.matchAll(pattern)) {
      if (decimals === "" && unit === "" && !whole.includes(",")) continue;
      const digits = Math.max(0, decimals.length - 1);
      const scales = /%|percent|point/.test(unit) ? [1, 100] : unit === "M" ? [1, 1e-6] : [1];
      const value = valueOf(whole, decimals).toFixed(digits);
      if (!numbers.some((one) => scales.some((scale) => (scale * one).toFixed(digits) === value))) {
        found.push(match.trim());
      }
    }
  }
  return found;
}

/** Returns the text of an element without what a pointer has to look for, with a space between its parts. */
function textOf(element: Element): string {
  return element.innerHTML.replaceAll(/<(style|title)[^>]*>[^]*?<\/\1>|<[^>]+>/g, " ").replaceAll("&nbsp;", " ");
}

function valueOf(whole: string, decimals: string): number {
  return Number(whole.replaceAll(",", "") + decimals);
}
