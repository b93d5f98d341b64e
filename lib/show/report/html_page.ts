import { escapeHtml } from "../plots/figure.ts";

/** Colours of light and dark, tables, figures and paper. */
const style = `
  :root { color-scheme: light dark; --line: #8885; --accent: #4269d0; --ground: #f5f6f8; --comment: #5a636c; }
  @media (prefers-color-scheme: dark) {
    :root { --accent: #8fa8ee; --ground: #1d2026; --comment: #9aa4af; }
    body { background: #111317; color: #e4e6ea; }
  }
  body { margin: 0; font: 16px/1.55 system-ui, sans-serif; }
  main { max-width: 1000px; margin: 0 auto; padding: 8px 16px 48px; min-width: 0; }
  button { font: inherit; font-size: 13px; padding: 4px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--ground); color: inherit; cursor: pointer; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  h1, h2, h3, h4 { line-height: 1.25; scroll-margin-top: 8px; }
  h2 { margin-top: 40px; }
  a { color: var(--accent); }
  table { font-size: 14px; line-height: 1.4; }
  td, th { text-align: left; padding: 3px 12px; }
  tbody tr { border-top: 1px solid var(--line); }
  svg { height: auto; max-width: 100%; }
  figure { margin: 8px 0; overflow-x: auto; }
  code { font-size: 0.88em; font-family: ui-monospace, Menlo, Consolas, monospace; background: var(--ground); border-radius: 4px; padding: 1px 4px; }
  pre { font-size: 13px; line-height: 1.5; font-family: ui-monospace, Menlo, Consolas, monospace; overflow-x: auto; margin: 0; }
  .partial { background: #b3261e; color: white; padding: 12px 16px; border-radius: 6px; }
  .note { font-size: 13px; color: var(--comment); }
  @media print {
    button { display: none; }
    main { max-width: none; }
    figure, table, svg, pre { break-inside: avoid; }
    h1, h2, h3, h4 { break-after: avoid; }
    body { background: white; color: black; font-size: 11pt; }
  }
`;

/** Title, body and origin of a {@link page}. */
export interface PageOptions {
  title: string;
  /** ISO 8601. */
  date: string;
  /** Name of the device on which the numbers came about. */
  device: string;
  /** Command that makes the page again. Default: none is told. */
  command?: string;
  /** HTML below the title. */
  body: string;
}

/**
 * Returns an HTML page that needs no network, light or dark as the reader's system, for screens of any width and for
 * paper. The index of reports reads its title, date, device and command.
 */
export function page({ title, body, ...origin }: PageOptions): string {
  const metas = Object.entries(origin).map(([name, content]) =>
    content === undefined ? "" : `<meta name="${name}" content="${escapeHtml(content)}">`
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
${metas.join("")}<style>${style}</style></head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}
