import { escapeHtml, type Figure, html } from "./figure.ts";

/** A cell of a table. Numbers stand at the right. */
export type TableCell = string | number | undefined;

/**
 * Makes a table from rows; the keys of the first row are the column titles. Numbers are shown as they are: round them
 * as texts before.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const { textContent } = table([{ activity: "walking", recall: "0.9900" }], { caption: "Recall" });
 * assertEquals(textContent, "Recallactivityrecallwalking0.9900");
 * ```
 *
 * @param rows One object a row, with the same keys in each.
 * @param options A caption, and after how many rows the rest folds.
 */
export function table(rows: Record<string, TableCell>[], options: { caption?: string } = {}): Figure {
  const columns = Object.keys(rows[0] ?? {});
  const numeric = (column: string) =>
    rows.every((row) => /^(★ |< )?[-+−]?[\d,.]+%?( \w+)?$|^$|^–$/.test(String(row[column] ?? "")));
  const align = (column: string) => `style="text-align: ${numeric(column) ? "right" : "left"}; padding: 3px 12px;"`;
  // A column without a title has no header for a screen reader to read.
  const head = columns.map((column) => column ? `<th ${align(column)}>${escapeHtml(column)}</th>` : "<td></td>").join(
    "",
  );
  const body = rows.map((row) =>
    `<tr>${columns.map((column) => `<td ${align(column)}>${escapeHtml(row[column] ?? "")}</td>`).join("")}</tr>`
  ).join("");
  const caption = options.caption
    ? `<caption style="text-align: left; font-weight: bold; padding: 4px 0;">${escapeHtml(options.caption)}</caption>`
    : "";
  return html(
    `<table style="border-collapse: collapse; font-variant-numeric: tabular-nums;">${caption}<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`,
  );
}
