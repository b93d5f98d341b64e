import { type Browser, chromium } from "playwright-core";

/** Chromium that runs without a window. */
export interface Chromium {
  /** By what it is steered. */
  browser: Browser;
  /** Ends it. */
  stop(): Promise<void>;
}

/**
 * Starts Chromium with a folder for its profile. Throws one sentence if there is none, or it does not answer.
 */
export async function startChromium(folder: string): Promise<Chromium> {
  const path = await findChromium();
  if (!path) throw new Error(missingChromium);
  const profile = `${folder}/profile`;
  const args = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--remote-debugging-port=0",
    `--user-data-dir=${profile}`,
    // Without an address it opens the page of a new tab, which at times keeps Playwright waiting for good.
    "about:blank",
  ];
  const process = new Deno.Command(path, { args, stdout: "null", stderr: "null" }).spawn();
  const end = async () => {
    process.kill("SIGTERM");
    await process.status;
    await removeProfile(profile);
  };
  try {
    const browser = await chromium.connectOverCDP(await addressIn(profile));
    return {
      browser,
      async stop() {
        await browser.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw new Error(`Chromium does not answer: ${(error as Error).message.split("\n")[0]}`);
  }
}

/** Waits until Chromium has written the address under which it is steered. */
async function addressIn(profile: string): Promise<string> {
  for (let waited = 0; waited < 60; waited += 0.1) {
    const text = await Deno.readTextFile(`${profile}/DevToolsActivePort`).catch(() => "");
    const [port, path] = text.split("\n");
    if (path) return `ws://127.0.0.1:${port}${path}`;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it has written no address for a minute.");
}

/** Removes a profile, in which Chromium's own processes may write for a moment after it has ended. */
async function removeProfile(profile: string): Promise<void> {
  for (let time = 1;; time++) {
    try {
      return await Deno.remove(profile, { recursive: true });
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      if (time === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** What to do where there is no Chromium, a sentence. */
export const missingChromium =
  "There is no Chromium: install it (Debian: `apt install chromium`), or name it by CHROMIUM.";

/** Returns the path of Chromium, or undefined if there is none. */
export async function findChromium(): Promise<string | undefined> {
  const names = [Deno.env.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"].filter((name) =>
    name !== undefined
  );
  for (const name of names) {
    const found = await new Deno.Command("which", { args: [name], stderr: "null" }).output();
    if (found.success) return new TextDecoder().decode(found.stdout).trim();
  }
}
