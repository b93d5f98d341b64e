import {
  BlobWriter,
  configure,
  TextReader,
  Uint8ArrayReader,
  ZipWriter,
  type ZipWriterAddDataOptions,
} from "@zip.js/zip.js";

configure({ useWebWorkers: false });

/** Returns the bytes of a zip archive of files, each a text or bytes. */
export async function zipBytes(
  files: Record<string, string | Uint8Array>,
  options: ZipWriterAddDataOptions = {},
): Promise<Uint8Array> {
  const writer = new ZipWriter(new BlobWriter(), { dataDescriptor: false, extendedTimestamp: false, ...options });
  for (const [path, content] of Object.entries(files)) {
    await writer.add(path, typeof content === "string" ? new TextReader(content) : new Uint8ArrayReader(content));
  }
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}

/** Writes other names of the same length into both headers of a file of a zip archive. */
export function renamed(zip: Uint8Array, from: string, to: string): Uint8Array {
  const [before, after] = [from, to].map((text) => new TextEncoder().encode(text));
  const result = zip.slice();
  for (let i = 0; i + before.length <= result.length; i++) {
    if (before.every((byte, n) => result[i + n] === byte)) result.set(after, i);
  }
  return result;
}

/** Writes another unpacked size into both headers of a file of a zip archive. */
export function declared(zip: Uint8Array, file: string, size: number): Uint8Array {
  const result = zip.slice();
  const view = new DataView(result.buffer);
  // The size stands before the name: in the local header 8 bytes, in the central directory 22.
  const headers = { 0x04034b50: { size: 22, name: 30 }, 0x02014b50: { size: 24, name: 46 } };
  for (let i = 0; i + 46 < result.length; i++) {
    const header = headers[view.getUint32(i, true) as keyof typeof headers];
    if (!header) continue;
    const name = new TextDecoder().decode(result.subarray(i + header.name, i + header.name + file.length));
    if (name === file) view.setUint32(i + header.size, size, true);
  }
  return result;
}
