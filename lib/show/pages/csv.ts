import type { RunValue } from "./page_run.ts";

/** Returns rows as CSV with a header (RFC 4180). */
export function csv(columns: string[], rows: Record<string, RunValue | undefined>[]): string {
  const cell = (value: RunValue | undefined) => {
    const text = String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((cells) => cells.map(cell).join(",")).join("\r\n") + "\r\n";
}
