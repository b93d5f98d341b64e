/** Returns the path of Chromium. Throws one sentence where there is none. */
async function findChromium(): Promise<string> {
  const names = [Deno.env.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"].filter((name) =>
    name !== undefined
  );
  for (const name of names) {
    const found = await new Deno.Command("which", { args: [name], stderr: "null" }).output();
    if (found.success) return new TextDecoder().decode(found.stdout).trim();
  }
  throw new Error("There is no Chromium: install it (Debian: `apt install chromium`), or name it by CHROMIUM.");
}

/** Starts Chromium and returns the address under which it is steered. */
export async function startChromium(profile: string): Promise<{ process: Deno.ChildProcess; address: string }> {
  const args = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--remote-debugging-port=0",
    `--user-data-dir=${profile}`,
  ];
  const process = new Deno.Command(await findChromium(), { args, stdout: "null", stderr: "null" }).spawn();
  for (;;) {
    const text = await Deno.readTextFile(`${profile}/DevToolsActivePort`).catch(() => "");
    const [port, path] = text.split("\n");
    if (path) return { process, address: `ws://127.0.0.1:${port}${path}` };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
