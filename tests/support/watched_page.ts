import type { Browser, Page } from "playwright-core";

/** A page, with the errors that it reports and the addresses that it asks for. */
export interface WatchedPage {
  page: Page;
  problems: string[];
  requests: string[];
}

/** Opens an empty page and watches it. */
export async function watched(browser: Browser): Promise<WatchedPage> {
  const page = await browser.contexts()[0].newPage();
  await page.setViewportSize({ width: 1300, height: 1000 });
  const [problems, requests]: string[][] = [[], []];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("request", (request) => requests.push(request.url()));
  return { page, problems, requests };
}
