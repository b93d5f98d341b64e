import wrapAnsi from "wrap-ansi";

const gap = "  ";
/** Characters that a column has at least whose texts are broken into lines. */
const leastWidth = 16;

/**
 * Returns rows as lines of text with aligned columns; the keys of the first row are the titles. The texts of the column
 * `wrap` are broken into lines, so that the table is no wider than `lineWidth` characters. Default: no column.
 */
export function textTable(
  rows: Record<string, string>[],
  { wrap, lineWidth = Infinity }: { wrap?: string; lineWidth?: number } = {},
): string {
  const titles = Object.keys(rows[0] ?? {});
  const widths = titles.map((title) => Math.max(title.length, ...rows.map((row) => row[title].length)));
  const wrapped = titles.indexOf(wrap ?? "");
  if (wrapped >= 0) {
    const others = widths.reduce((sum, width) => sum + width + gap.length, 0) - widths[wrapped] - gap.length;
    widths[wrapped] = Math.min(widths[wrapped], Math.max(leastWidth, lineWidth - others));
  }
  const line = (cells: string[]) => cells.map((cell, i) => cell.padEnd(widths[i])).join(gap).trimEnd();
  const linesOf = (row: Record<string, string>) => {
    const cells = titles.map((title, i) => i === wrapped ? wrapAnsi(row[title], widths[i]).split("\n") : [row[title]]);
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, n) => line(cells.map((lines) => lines[n] ?? "")));
  };
  return [line(titles), line(widths.map((width) => "-".repeat(width))), ...rows.flatMap(linesOf)].join("\n");
}
