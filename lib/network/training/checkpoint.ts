import { notFound } from "../../system/build_beside.ts";
import type { HostArray, TrainingState } from "../../tensorflow/graph/graph_training.ts";

/** A training between two epochs, as a file holds it. */
export interface Checkpoint {
  /** What is not an array: anything that JSON can hold. */
  about: Record<string, unknown>;
  arrays: TrainingState;
}

/** The part of a safetensors header that describes one array. */
interface ArrayHeader {
  dtype: string;
  shape: number[];
  data_offsets: [start: number, end: number];
}

/**
 * Writes a checkpoint in the safetensors format (an eight-byte length, a JSON header, the numbers), `about` as JSON
 * among its metadata. It is written beside and renamed when it lies on the disk whole, so the file is the old one or
 * the new one, also if the process is killed meanwhile. Throws if the disk is full; the old one then stays.
 */
export async function writeCheckpoint(path: string, { about, arrays }: Checkpoint): Promise<void> {
  let end = 0;
  const header: Record<string, unknown> = { __metadata__: { about: JSON.stringify(about) } };
  for (const [name, { shape, values }] of arrays) {
    header[name] = { dtype: "F32", shape, data_offsets: [end, end += values.byteLength] } satisfies ArrayHeader;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  const partial = `${path}.partial`;
  const file = await Deno.open(partial, { write: true, create: true, truncate: true });
  try {
    const numbers = arrays.values().map(({ values }) =>
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    );
    for (const part of [length, text, ...numbers]) {
      for (let done = 0; done < part.length;) done += await file.write(part.subarray(done));
    }
    await file.sync();
  } finally {
    file.close();
  }
  await Deno.rename(partial, path);
}

/** Reads a checkpoint; undefined if there is none. Throws one sentence if the file is not one, or is cut off. */
export async function readCheckpoint(path: string): Promise<Checkpoint | undefined> {
  const bytes = await Deno.readFile(path).catch(notFound(undefined));
  if (!bytes) return undefined;
  try {
    const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const { __metadata__: metadata, ...headers } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
    const arrays = new Map(
      Object.entries(headers as Record<string, ArrayHeader>).map(([name, { shape, data_offsets: [from, to] }]): [
        string,
        HostArray,
      ] => [name, { shape, values: new Float32Array(bytes.slice(start + from, start + to).buffer) }]),
    );
    for (const [name, { shape, values }] of arrays) {
      if (values.length !== shape.reduce((a, b) => a * b, 1)) throw new Error(`${name} is cut off`);
    }
    return { about: JSON.parse(metadata.about), arrays };
  } catch (error) {
    throw new Error(`${path} is not a whole checkpoint: ${(error as Error).message}. Delete it and train again.`);
  }
}
