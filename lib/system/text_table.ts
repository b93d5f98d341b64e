/** Returns rows as lines of text with aligned columns; the keys of the first row are the titles. */
export function textTable(rows: Record<string, string>[]): string {
  const titles = Object.keys(rows[0] ?? {});
  const widths = titles.map((title) => Math.max(title.length, ...rows.map((row) => row[title].length)));
  const line = (cells: string[]) => cells.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd();
  return [titles, widths.map((width) => "-".repeat(width)), ...rows.map((row) => titles.map((title) => row[title]))]
    .map(line).join("\n");
}
