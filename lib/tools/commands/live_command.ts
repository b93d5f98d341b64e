import { type LivePageOptions, writeLivePage } from "../../show/report/live_page.ts";
import { servePage } from "../../show/report/serve_page.ts";

/** Settings of {@link liveCommand}. */
export interface LiveCommandOptions extends LivePageOptions {
  /** Whether the page is served by https in the local network, until Ctrl+C. Default: false. */
  serve?: boolean;
  /** Default: 8443. */
  port?: number;
}

/** Writes the live page of a run, and serves it if that is asked for. Throws one sentence if it cannot. */
export async function liveCommand({ serve = false, port = 8443, ...options }: LiveCommandOptions): Promise<void> {
  console.error("Making the page, which takes some seconds.");
  const { path, example } = await writeLivePage(options);
  console.log(`Page: ${path} (${(Deno.statSync(path).size / 1e6).toFixed(1)} MB)\nThe example: ${example}`);
  if (!serve) {
    console.log("A phone lets a page read its sensors by https only: put it on any https address, or add --serve.");
    return;
  }
  const { addresses, finished } = await servePage(path, { port });
  console.log(`Open on a phone in the same network:\n${addresses.map((address) => `  ${address}`).join("\n")}`);
  console.log(
    "The certificate is this machine's own, made just now, so the phone warns once: choose to go on (Safari: Show " +
      "Details, visit this website; Chrome: Advanced, Proceed). Then it asks whether the page may read motion. Ctrl+C ends.",
  );
  await finished;
}
