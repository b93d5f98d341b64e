import { assertEquals } from "@std/assert";
import { Reader } from "protobufjs/minimal.js";
import { trainSmall } from "../../support/small_training.ts";
import { inFolder } from "../../support/in_folder.ts";

/**
 * Reads the scalars in TensorBoard's files (TFRecord: length, checksum, Event, checksum) of a folder as [tag, step,
 * value].
 */
function scalars(folder: string): [string, number, number][] {
  const found: [string, number, number][] = [];
  for (const { name } of Deno.readDirSync(folder)) {
    const bytes = Deno.readFileSync(`${folder}/${name}`);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length;) {
      const length = Number(view.getBigUint64(at, true));
      const event = fields(bytes.subarray(at + 12, at + 12 + length));
      at += 16 + length;
      const summary = event.get(5) as Uint8Array | undefined;
      if (!summary) continue;
      const value = fields(fields(summary).get(1) as Uint8Array);
      const tag = new TextDecoder().decode(value.get(1) as Uint8Array);
      found.push([tag, Number(event.get(2)), Number(value.get(2))]);
    }
  }
  return found;
}

/** Returns the fields of a protobuf message by their numbers. */
function fields(bytes: Uint8Array): Map<number, number | Uint8Array> {
  const reader = Reader.create(bytes);
  const found = new Map<number, number | Uint8Array>();
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if ((tag & 7) === 0) found.set(tag >>> 3, Number(reader.int64()));
    else if ((tag & 7) === 2) found.set(tag >>> 3, reader.bytes());
    else if ((tag & 7) === 5) found.set(tag >>> 3, reader.float());
    else reader.skipType(tag & 7);
  }
  return found;
}

Deno.test("TensorBoard's files hold every epoch of training and validation", async () => {
  await inFolder(async (folder) => {
    const { history: epochs } = await trainSmall({ epochs: 3, tensorboard: true, id: "run", runs: `${folder}/runs` });
    const written = (part: string, tag: string) =>
      scalars(`${folder}/tensorboard/run/${part}`).filter(([name]) => name === tag).map(([, ...point]) => point);
    assertEquals(written("train", "epoch_loss"), epochs.map(({ epoch, loss }) => [epoch, Math.fround(loss)]));
    assertEquals(
      written("validation", "epoch_accuracy"),
      epochs.map(({ epoch, validationAccuracy }) => [epoch, Math.fround(validationAccuracy!)]),
    );
  });
});
