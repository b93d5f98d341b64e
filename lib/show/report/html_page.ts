import { escapeHtml } from "../plots/figure.ts";
import { pageStyle } from "./page_style.ts";

/** Settings of {@link page}. */
export interface PageOptions {
  title: string;
  /** ISO 8601. */
  date: string;
  /** Name of the device on which the numbers came about. */
  device: string;
  /** Command that makes the page again. Default: none is told. */
  command?: string;
  /** What the page may load, as a Content-Security-Policy. Default: browsers' own rules. */
  policy?: string;
  /** HTML behind the title, or with a title of its own if {@link titled}. */
  body: string;
  /** Whether the body begins with the title. Default: false. */
  titled?: boolean;
  /** Navigation beside the body. Default: none. */
  contents?: string;
}

/**
 * Returns an HTML page that needs no network, light or dark as the reader's system, for screens of any width and for
 * paper. The index of reports reads its title, date, device and command.
 */
export function page(options: PageOptions): string {
  const { title, date, device, command, policy, body, titled = false, contents } = options;
  const metas = Object.entries({ date, device, command }).filter(([, content]) => content !== undefined)
    .map(([name, content]) => `<meta name="${name}" content="${escapeHtml(content)}">`);
  const main = `<main id="main">\n${titled ? "" : `<h1>${escapeHtml(title)}</h1>\n`}${body}\n</main>`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
${
    policy
      ? `<meta http-equiv="Content-Security-Policy" content="${policy}">\n`
      : ""
  }<meta name="viewport" content="width=device-width, initial-scale=1">
${metas.join("")}<style>${pageStyle}</style></head>
<body>
${
    contents
      ? `<a class="skip" href="#main">Skip the contents</a>\n<div class="page">\n${contents}\n${main}\n</div>`
      : main
  }
</body>
</html>
`;
}
