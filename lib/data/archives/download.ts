import { type Progress, progress } from "../../system/progress.ts";
import { remove } from "../../system/files.ts";
import { openArchive } from "./archive.ts";

/** How long and how often a server is asked. */
export interface DownloadOptions {
  /** Milliseconds that a server may take to answer, and to send the next part. Default: 20,000. */
  patience?: number;
  /** How often it is tried again while nothing new comes. Default: 4. */
  retries?: number;
  /** Milliseconds before the first retry; each further one waits twice as long. Default: 500. */
  backOff?: number;
}

/** Why a try failed, and whether another one may help. */
class Failure extends Error {
  constructor(message: string, readonly retry: boolean) {
    super(message);
  }
}

/** What has come of a file. */
interface Received {
  bytes: number;
  /** What tells this version of the file from another, as the server says. Without it a part cannot be continued. */
  version?: string;
}

/**
 * Downloads a zip archive and returns its path. The file is whole or not there: it gets its name when the last byte
 * has come and its table of contents can be read. A connection that breaks is tried again, after a while that doubles,
 * and continues after the bytes that came. A proxy is taken from the environment variables `HTTPS_PROXY`, `HTTP_PROXY`
 * and `NO_PROXY`.
 *
 * Throws one sentence if the archive is not available.
 */
export async function download(url: string, path: string, options: DownloadOptions = {}): Promise<string> {
  const { patience = 20_000, retries = 4, backOff = 500 } = options;
  const { host } = new URL(url);
  const partial = `${path}.partial`;
  const bar = progress(`downloading from ${host}`, "MB");
  const received: Received = { bytes: 0 };
  try {
    for (let failures = 0;;) {
      const before = received.bytes;
      try {
        await receive(url, partial, received, { patience, bar });
        break;
      } catch (error) {
        const failure = failureOf(error);
        failures = received.bytes > before ? 1 : failures + 1;
        if (!failure.retry || failures > retries) throw failure;
        const wait = backOff * 2 ** (failures - 1);
        bar.update(received.bytes, received.bytes, `${failure.message}; trying again in ${(wait / 1000).toFixed(1)} s`);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    await openArchive(partial).then((archive) => archive.close(), () => {
      throw new Error("what it sent is not a whole zip archive");
    });
    await Deno.rename(partial, path);
    return path;
  } catch (error) {
    const why = (error as Error).message;
    throw new Error(`${host} did not give the archive (${why}): check the network, or put the archive into data/.`);
  } finally {
    bar.stop();
    await remove(partial);
  }
}

/** Asks for what is still missing and appends it to the partial file. Throws if the end does not come. */
async function receive(
  url: string,
  partial: string,
  received: Received,
  { patience, bar }: { patience: number; bar: Progress },
): Promise<void> {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), patience);
  let answered = false;
  try {
    const { bytes, version } = received;
    const rest = bytes > 0 && version ? { range: `bytes=${bytes}-`, "if-range": version } : undefined;
    const response = await fetch(url, { signal: abort.signal, headers: { "accept-encoding": "identity", ...rest } });
    answered = true;
    const continues = response.headers.get("content-range")?.startsWith(`bytes ${bytes}-`);
    if (response.status !== 206 || !continues) received.bytes = 0;
    const body = checkedBody(response, continues);
    received.version = versionOf(response);
    const end = received.bytes + Number(response.headers.get("content-length") ?? 0);
    const append = received.bytes > 0;
    using file = await Deno.open(partial, { write: true, create: true, truncate: !append, append });
    for await (const chunk of body) {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), patience);
      if (received.bytes === 0 && !isZip(chunk)) throw new Failure("what it sent is not a zip archive", false);
      for (let written = 0; written < chunk.length;) written += await file.write(chunk.subarray(written));
      received.bytes += chunk.length;
      bar.update(received.bytes, Math.max(end, received.bytes));
    }
    if (received.bytes < end) throw new Failure(`it sent ${received.bytes} of ${end} bytes`, true);
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    throw new Failure(`it sent nothing for ${patience / 1000} s`, answered);
  } finally {
    clearTimeout(timer);
  }
}

/** Returns the body of an answer. Throws if it is none, or another part than was asked for. */
function checkedBody({ ok, status, statusText, body }: Response, continues = false): ReadableStream<Uint8Array> {
  if (ok && body && (status !== 206 || continues)) return body;
  body?.cancel();
  if (status === 206) throw new Failure("it sent another part than was asked for", true);
  // 408: it waited too long; 416: the file is shorter now; 429: it was asked too often.
  const retry = status >= 500 || [408, 416, 429].includes(status);
  throw new Failure(`it answered ${status} ${statusText}`.trim(), retry);
}

function versionOf({ headers }: Response): string | undefined {
  const tag = headers.get("etag");
  return tag !== null && !tag.startsWith("W/") ? tag : headers.get("last-modified") ?? undefined;
}

function isZip(start: Uint8Array): boolean {
  return start[0] === 0x50 && (start.length < 2 || start[1] === 0x4b);
}

/**
 * Returns why a try failed. Connections may hold the next time, but a name that is not known now is not known in a
 * second, and a full disk stays full.
 */
function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { message, cause } = error as Error;
  const text = (cause as Error | undefined)?.message ?? message;
  if (/dns|resolve|lookup/i.test(text)) return new Failure("its name cannot be resolved", false);
  return new Failure(text.split("\n")[0], error instanceof TypeError);
}
