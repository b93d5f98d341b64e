import { escape } from "../plots/figure.ts";

const style = `
  :root { color-scheme: light dark; }
  body { font-family: system-ui, sans-serif; max-width: 1300px; margin: 32px auto; padding: 0 16px; }
  td, th { text-align: left; padding: 2px 16px 2px 0; font-size: 14px; }
`;

/** Settings of {@link page}. */
export interface PageOptions {
  title: string;
  /** ISO 8601. */
  date: string;
  /** Name of the device on which the numbers came about. */
  device: string;
  /** HTML behind the title. */
  body: string;
}

/** Returns an HTML page that needs no network; the index of reports reads its title, date and device. */
export function page({ title, date, device, body }: PageOptions): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(title)}</title>
<meta name="date" content="${escape(date)}"><meta name="device" content="${
    escape(device)
  }"><style>${style}</style></head>
<body>
<h1>${escape(title)}</h1>
${body}
</body>
</html>
`;
}
