import { type Progress, progress } from "../../system/progress.ts";
import { exists, notFound, remove, writeWhole } from "../../system/build_beside.ts";
import { openArchive } from "./archive.ts";

/** Settings of {@link download}. */
export interface DownloadOptions {
  /** Milliseconds that a server may take to answer, and to send the next part. Default: 20,000. */
  patience?: number;
  /** How often it is tried again while nothing new comes. Default: 4. */
  retries?: number;
  /** Milliseconds before the first retry; each further one waits twice as long. Default: 500. */
  backOff?: number;
}

/** Why a try failed. */
class Failure extends Error {
  /** `again`: another try may help, from where this one ended; `anew`: from the start; `never`: none does. */
  constructor(message: string, readonly retry: "again" | "anew" | "never") {
    super(message);
  }
}

/**
 * Downloads a zip archive and returns its path. The file is whole or not there: it gets its name when the last byte
 * has come and its table of contents can be read. A connection that breaks is tried again, after a while that doubles,
 * and continues after the bytes that came; so does the next call, if the server says that the file is still the
 * same. A proxy is taken from the environment variables `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
 *
 * Throws one sentence if the archive is not available.
 */
export async function download(url: string, path: string, options: DownloadOptions = {}): Promise<string> {
  const { patience = 20_000, retries = 4, backOff = 500 } = options;
  const { host } = new URL(url);
  const partial = `${path}.partial`;
  const bar = progress(`downloading from ${host}`, "MB");
  try {
    for (let failures = 0;;) {
      const had = await sizeOf(partial);
      try {
        await receive(url, partial, patience, bar);
        break;
      } catch (error) {
        const failure = failureOf(error);
        if (failure.retry !== "again") await forget(partial);
        const received = await sizeOf(partial);
        failures = received > had ? 1 : failures + 1;
        if (failure.retry === "never" || failures > retries) throw failure;
        const wait = backOff * 2 ** (failures - 1);
        bar.update(received, received, `${failure.message}; trying again in ${(wait / 1000).toFixed(1)} s`);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    await checkArchive(partial);
    await Deno.rename(partial, path);
    await remove(versionFile(partial));
    return path;
  } catch (error) {
    if (!await exists(versionFile(partial))) await forget(partial);
    const kept = await sizeOf(partial) > 0 ? ", and run this again to continue" : "";
    throw new Error(
      `${host} did not give the archive (${
        (error as Error).message
      }): check the network, or put the archive into data/${kept}.`,
    );
  } finally {
    bar.stop();
  }
}

/** Asks for what is still missing and appends it to the partial file. Throws if the end does not come. */
async function receive(url: string, partial: string, patience: number, bar: Progress): Promise<void> {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), patience);
  let answered = false;
  try {
    const version = await Deno.readTextFile(versionFile(partial)).catch(notFound(undefined));
    const had = version === undefined ? 0 : await sizeOf(partial);
    const rest = had > 0 ? { range: `bytes=${had}-`, "if-range": version! } : undefined;
    const response = await fetch(url, { signal: abort.signal, headers: { "accept-encoding": "identity", ...rest } });
    answered = true;
    const body = checkedAnswer(response, had);
    const from = response.status === 206 ? had : 0;
    const length = Number(response.headers.get("content-length") ?? 0);
    const newVersion = versionOf(response);
    if (newVersion === undefined) await remove(versionFile(partial));
    else await writeWhole(versionFile(partial), newVersion);
    const file = await Deno.open(partial, { write: true, create: true, truncate: from === 0, append: from > 0 });
    const began = performance.now();
    let received = 0;
    try {
      for await (const chunk of body) {
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(), patience);
        if (from + received === 0 && !isZip(chunk)) throw new Failure("what it sent is not a zip archive", "never");
        for (let written = 0; written < chunk.length;) written += await file.write(chunk.subarray(written));
        received += chunk.length;
        const speed = received / 1e3 / (performance.now() - began);
        bar.update(from + received, from + Math.max(length, received), `${speed.toFixed(1)} MB/s`);
      }
    } finally {
      file.close();
    }
    if (received < length) throw new Failure(`it sent ${received} of ${length} bytes`, "again");
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    throw new Failure(`it sent nothing for ${patience / 1000} s`, answered ? "again" : "never");
  } finally {
    clearTimeout(timer);
  }
}

/** Returns the body of an answer that continues after the bytes that came, or starts anew. Throws if it is none. */
function checkedAnswer(response: Response, had: number): ReadableStream<Uint8Array> {
  const { status, statusText, body } = response;
  if (status === 206 && !response.headers.get("content-range")?.startsWith(`bytes ${had}-`)) {
    throw new Failure("it sent another part than was asked for", "anew");
  }
  if (response.ok && body) return body;
  const text = `it answered ${status} ${statusText}`.trim();
  body?.cancel();
  // 416: what has come is longer than the file is now.
  if (status === 416) throw new Failure(text, "anew");
  throw new Failure(text, status >= 500 || status === 408 || status === 429 ? "again" : "never");
}

/** Returns what tells one version of a file from another, undefined if the server does not say or cannot go on. */
function versionOf({ headers }: Response): string | undefined {
  const tag = headers.get("etag");
  return tag !== null && !tag.startsWith("W/") ? tag : headers.get("last-modified") ?? undefined;
}

/** Throws if a file's table of contents cannot be read, and forgets the file. */
async function checkArchive(partial: string): Promise<void> {
  try {
    await (await openArchive(partial)).close();
  } catch {
    await forget(partial);
    throw new Error("what it sent is not a whole zip archive");
  }
}

function isZip(start: Uint8Array): boolean {
  return start[0] === 0x50 && (start.length < 2 || start[1] === 0x4b);
}

function versionFile(partial: string): string {
  return `${partial}.version`;
}

async function forget(partial: string): Promise<void> {
  await remove(partial);
  await remove(versionFile(partial));
}

async function sizeOf(path: string): Promise<number> {
  return await exists(path) ? (await Deno.stat(path)).size : 0;
}

/**
 * Returns why a try failed. Connections may hold the next time, but a name that is not known now is not known in a
 * second, and a full disk stays full.
 */
function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { message, cause } = error as Error;
  const text = (cause as Error | undefined)?.message ?? message;
  if (/dns|resolve|lookup/i.test(text)) return new Failure("its name cannot be resolved", "never");
  return new Failure(text.split("\n")[0], error instanceof TypeError ? "again" : "never");
}
