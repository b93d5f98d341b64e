import axe from "axe-core";
import type { Page } from "playwright-core";

/**
 * Returns what axe, Deque's checker of accessibility, finds wrong on a page as it is shown now, by the rules of WCAG 2.1
 * at level AA and its good practice: rule, explanation and element of each.
 */
export async function inaccessible(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ["violations"] })
  );
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}, ${target.join(" ")}`));
}
