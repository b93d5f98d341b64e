import type { Page } from "playwright-core";
import { setupFolder } from "../../lib/system/paths.ts";

/** Where the browser tests put their pictures, for a person to look through. */
export const pictures = `${setupFolder}/browser-test`;

/** Takes a picture of a page. */
export async function picture(page: Page, name: string): Promise<void> {
  await Deno.mkdir(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png` });
}
