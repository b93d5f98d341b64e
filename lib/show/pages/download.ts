import type { RunValue } from "./page_run.ts";

/** Saves a text as a file of the reader's. */
export function download(name: string, text: string, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Returns rows as CSV with a header (RFC 4180). */
export function csv(columns: string[], rows: Record<string, RunValue | undefined>[]): string {
  const cell = (value: RunValue | undefined) => {
    const text = String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((cells) => cells.map(cell).join(",")).join("\r\n") + "\r\n";
}
