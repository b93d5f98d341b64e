import { progress } from "../progress/progress.ts";

/** Milliseconds that a server may take to answer, and to send the next part. */
const patience = 20_000;

/**
 * Downloads a zip archive and returns its path. The file is whole or not there: it gets its name when the last byte has
 * come. Throws one sentence where it cannot be had.
 */
export async function download(url: string, path: string): Promise<string> {
  const { host } = new URL(url);
  const partial = `${path}.partial`;
  const bar = progress(`downloading from ${host}`, "MB");
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), patience);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || !response.body) throw new Error(`it answered ${response.status} ${response.statusText}`);
    const total = Number(response.headers.get("content-length") ?? 0);
    let done = 0;
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          clearTimeout(timer);
          timer = setTimeout(() => abort.abort(), patience);
          done += chunk.length;
          bar.update(done, Math.max(total, done));
          controller.enqueue(chunk);
        },
      }),
    );
    await Deno.writeFile(partial, counted);
    if (total > 0 && done !== total) throw new Error(`it sent ${done} of ${total} bytes`);
    const start = new Uint8Array(2);
    using file = await Deno.open(partial);
    await file.read(start);
    if (new TextDecoder().decode(start) !== "PK") throw new Error("what it sent is not a zip archive");
    await Deno.rename(partial, path);
    return path;
  } catch (error) {
    await Deno.remove(partial).catch(() => {});
    const why = abort.signal.aborted ? `it sent nothing for ${patience / 1000} s` : reason(error as Error);
    throw new Error(`${host} did not give the archive (${why}): check the network, or put the archive into data/.`);
  } finally {
    clearTimeout(timer);
    bar.stop();
  }
}

function reason(error: Error): string {
  const message = (error.cause as Error | undefined)?.message ?? error.message;
  return /dns|resolve|lookup/i.test(message) ? "its name cannot be resolved" : message.split("\n")[0];
}
